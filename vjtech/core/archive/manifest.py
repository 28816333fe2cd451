"""The manifest of an archive: what made it, of which day, and what each of its files must be."""

import json
from dataclasses import asdict, dataclass

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from vjtech.core.archive.kinds import LEFT_OUT
from vjtech.core.archive.values import moment

NAME, FORMAT, VERSION = "manifest.json", "vjtech archive", 1


@dataclass(frozen=True)
class File:
    """One member: rows of one kind, a line each; `bytes` and `sha256` are of its content."""

    name: str
    rows: int
    bytes: int
    sha256: str


def manifest(kinds, files):
    """Return the manifest as text; `migrations` are the newest of each app that has kinds."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made": moment(timezone.now().replace(microsecond=0)),
        "migrations": migrations({kind.model._meta.app_label for kind in kinds}),
        "leaves_out": LEFT_OUT,
        "files": [asdict(file) for file in files],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def migrations(labels):
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {label: name for label, name in applied if label in labels}
