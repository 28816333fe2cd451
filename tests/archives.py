"""What the tests of archives share: the base as all its rows are, emptied, and altered archives."""

import json
import zipfile
from hashlib import sha256

from django.core.management import call_command
from django.db import connection, models

from articles.models import CompanyTopic, Intake, IntakePiece
from vjtech.core.archive.kinds import kinds
from vjtech.core.filling.writing import content, settle_checks
from vjtech.core.models import LeftAsIs
from vjtech.core.search.index import INDEXES, finish

INDEXED = {
    "sqlite": "SELECT rowid, * FROM {0} ORDER BY rowid",
    "postgresql": "SELECT id, key, bucket, tsv::text FROM {0} ORDER BY id",
}


def everything():
    """Return {table: rows} of all that an archive is to bring back, what triggers keep included."""
    finish()
    held = {}
    for model in (*content(), LeftAsIs):
        if model in (Intake, IntakePiece):
            continue
        names = [field.attname for field in model._meta.concrete_fields if not is_of_user(field)]
        if model is CompanyTopic:  # counted anew, in rows of their own
            names.remove("id")
        rows = model._base_manager.order_by(*names[:3]).values_list(*names)
        held[model._meta.label] = [tuple(map(comparable, row)) for row in rows]
    with connection.cursor() as cursor:
        for index in INDEXES.values():
            cursor.execute(INDEXED[connection.vendor].format(index.table))
            held[index.table] = cursor.fetchall()
    return held


def is_of_user(field):
    return field.is_relation and field.related_model._meta.app_label == "auth"


def comparable(value):
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else value


def empty():
    """Delete all that an archive holds, as if it were another base."""
    for kind in reversed(kinds()):
        for field in kind.model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is kind.model:
                kind.model._base_manager.update(**{field.name: None})
        rows = kind.model._base_manager.all()
        rows._raw_delete(rows.db)
    settle_checks()
    finish()


def exported(path, **options):
    call_command("export", path, verbosity=0, **options)
    return path


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def data(path):
    """Return the content of an archive but its manifest, which tells the time."""
    return {name: text for name, text in members(path).items() if name.endswith(".jsonl")}


def rewritten(path, change, sums=True):
    """Write an archive again after `change(members)`; with right sums, unless they are to tell."""
    found = members(path)
    change(found)
    if sums:
        found["manifest.json"] = summed(found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in found.items():
            archive.writestr(name, text)


def summed(found):
    manifest = json.loads(found["manifest.json"])
    for file in manifest["files"]:
        text = found[file["name"]]
        file |= {
            "rows": text.count(b"\n"),
            "bytes": len(text),
            "sha256": sha256(text).hexdigest(),
        }
    return json.dumps(manifest).encode()
