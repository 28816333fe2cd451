"""Writing an archive: in one reading of the base, whole or not at all."""

import hashlib
import os
import tempfile
import zipfile
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from vjtech.core.archive.kinds import kinds
from vjtech.core.archive.manifest import NAME, File, manifest
from vjtech.core.archive.snapshot import snapshot

AT_ONCE = 1000  # lines
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every member, so that the same content makes the same bytes


class Content:
    """The content of one kind's file, as it goes by: in parts, measured."""

    def __init__(self, kind):
        self.kind, self.rows, self.bytes, self.digest = kind, 0, 0, hashlib.sha256()

    def __iter__(self):
        lines = self.kind.lines()
        while some := list(islice(lines, AT_ONCE)):
            part = "".join(some).encode()
            self.rows += len(some)
            self.bytes += len(part)
            self.digest.update(part)
            yield part

    def file(self):
        return File(self.kind.file, self.rows, self.bytes, self.digest.hexdigest())


def measured():
    """Yield the File that each kind of the base as it is comes to."""
    for kind in kinds():
        content = Content(kind)
        for _part in content:
            pass
        yield content.file()


def write(stream):
    """Write an archive of the base to a binary stream; return its Files."""
    held, files = kinds(), []
    with snapshot(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in held:
            content = Content(kind)
            with archive.open(member(kind.file), "w", force_zip64=True) as opened:
                for part in content:
                    opened.write(part)
            files.append(content.file())
        archive.writestr(member(NAME), manifest(held, files))
    return files


def member(name):
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16  # it holds drafts
    return info


@contextmanager
def whole(path, replace):
    """Yield a binary file that takes its place as it ends well, and leaves nothing if not.

    FileExistsError where there is one in that place already, unless it is to be replaced.
    """
    path = Path(path)
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        if not replace:
            path.touch(exist_ok=False)  # refused where another one was made meanwhile
        os.replace(draft, path)
        keep_name(path.parent)
    finally:
        Path(draft).unlink(missing_ok=True)


def keep_name(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
