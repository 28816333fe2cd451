"""Reading an archive: none of it is believed before all is checked, and nothing is unpacked."""

import hashlib
import json
import zipfile
import zlib
from contextlib import contextmanager
from itertools import islice

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from vjtech.core.archive.kinds import kinds
from vjtech.core.archive.manifest import FORMAT, NAME, VERSION, File
from vjtech.core.loading import LoadError

LONGEST_MANIFEST = 1 << 20
LONGEST_LINE = 64 << 20
PIECE = 1 << 20
MOST_PACKED = 200  # times; our own are packed about seven times
WORTH_ASKING = 100 << 20
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),  # as zipfile says “encrypted”, “unknown”
)


@contextmanager
def opened(path):
    """Yield the Archive at a path, checked as far as its manifest; LoadError if it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Archive(archive)
    except zipfile.BadZipFile:
        raise LoadError([f"{path}: is no archive, or a part of one"]) from None
    except OSError as error:
        raise LoadError([f"{path}: {error.strerror or error}"]) from None


class Archive:
    """`files` are the Files of the manifest, by name; `kinds` ours of which there is a file."""

    def __init__(self, archive):
        self.archive = archive
        self.members = {info.filename: info for info in archive.infolist()}
        if len(self.members) < len(archive.infolist()):
            raise LoadError(["one name stands twice in the archive"])
        self.files = {file.name: file for file in self._manifest()}
        self.kinds = [kind for kind in kinds() if kind.file in self.files]
        self._compare_names()

    def _manifest(self):
        if NAME not in self.members:
            raise LoadError([f"there is no {NAME} in it: this is no archive of a base"])
        try:
            with self.archive.open(NAME) as opened:
                content = json.loads(opened.read(LONGEST_MANIFEST))
            if content["format"] != FORMAT:
                raise LoadError([f"{NAME}: this is no archive of a base"])
            if content["version"] != VERSION:
                version = str(content["version"])[:20]
                raise LoadError([f"its version is {version}, and only {VERSION} can be read here"])
            refuse_newer(dict(content["migrations"]))
            return [checked_file(file) for file in content["files"]]
        except (*BROKEN, KeyError, TypeError, RecursionError):
            raise LoadError([f"{NAME} cannot be read"]) from None

    def _compare_names(self):
        if other := set(self.members) - {NAME, *self.files}:
            raise LoadError([f"{min(other)!r:.80} is in it, and not in its manifest"])
        if missing := set(self.files) - set(self.members):
            raise LoadError([f"{min(missing)!r:.80} is in its manifest, and not in it"])
        if unknown := set(self.files) - {kind.file for kind in self.kinds}:
            raise LoadError([f"{min(unknown)!r:.80} holds nothing that this vjtech knows"])

    def check(self):
        """Hold every file against its checksum; LoadError where one is another."""
        problems = [
            f"{file.name}: {problem}"
            for file in self.files.values()
            if (problem := self._problem(file))
        ]
        if problems:
            raise LoadError(problems)

    def _problem(self, file):
        info = self.members[file.name]
        if info.file_size != file.bytes:
            return "is not as long as the manifest says"
        if info.file_size > max(WORTH_ASKING, MOST_PACKED * info.compress_size):
            return "is packed as no base is"
        digest, rows = hashlib.sha256(), 0
        try:
            with self.archive.open(info) as opened:
                while piece := opened.read(PIECE):
                    digest.update(piece)
                    rows += piece.count(b"\n")
        except BROKEN:
            return "is damaged"
        if digest.hexdigest() != file.sha256 or rows != file.rows:
            return "was changed since it was written"
        return ""

    def batches(self, kind, size):
        """Yield lists of up to size (number of the line, its content) of a kind."""
        with self.archive.open(kind.file) as opened:
            lines = enumerate(iter(lambda: opened.readline(LONGEST_LINE), b""), 1)
            while some := list(islice(lines, size)):
                yield some


def checked_file(file):
    """Return a File of the manifest's; ValueError or TypeError if it is none."""
    file = File(**file)
    types = [type(value) for value in (file.name, file.rows, file.bytes, file.sha256)]
    if types != [str, int, int, str]:
        raise ValueError(file)
    return file


def refuse_newer(migrations):
    """Raise LoadError where the archive is of a base that went through migrations unknown here."""
    known = set(MigrationLoader(connection).disk_migrations)
    for label, name in sorted(migrations.items()):
        if (label, name) not in known:
            raise LoadError(
                [f"it was made by a newer vjtech ({str(label)[:40]}.{str(name)[:60]} is unknown)"]
            )
