"""Loading an archive into an empty base: all of it or nothing, as it was."""

import json
import zipfile
import zlib

from django.db import DatabaseError, connection

from vjtech.core.archive.kinds import kinds
from vjtech.core.archive.snapshot import snapshot
from vjtech.core.archive.writing import measured
from vjtech.core.filling.table import Table, reset_sequences
from vjtech.core.filling.writing import filling, settle_checks
from vjtech.core.loading import LoadError

AT_ONCE = 1000  # lines
KNOWN = 20_000  # keys of one model whose ids are remembered
FAILURES = (DatabaseError, OverflowError, ValueError, OSError, zipfile.BadZipFile, zlib.error)


def load(archive):
    """Load a checked archive; say whether anything was to do. LoadError if it cannot be.

    A base that holds just what the archive does is left alone, any other that is not empty refused.
    """
    try:
        if held := next((k.model for k in kinds() if k.model._base_manager.exists()), None):
            refuse_other(archive, held._meta.verbose_name_plural)
            return False
        fill_with(archive)
    except FAILURES as error:
        raise LoadError([" ".join(str(error).split()) or type(error).__name__]) from error
    return True


def refuse_other(archive, held):
    if not holds(archive):
        raise LoadError([f"the base holds {held}: only an empty one is loaded into"])


def fill_with(archive):
    keys = {}
    with filling():
        for kind in archive.kinds:
            KindLoader(kind, keys).load(archive)
        reset_sequences([kind.model for kind in archive.kinds])


def holds(archive):
    """Say whether the base holds, to the byte, what an archive does."""
    with snapshot():
        return all(
            file == archive.files[file.name] if file.name in archive.files else not file.rows
            for file in measured()
        )


class Keys:
    """The ids of a model's rows by natural key, looked up many at a time."""

    def __init__(self, model):
        self.model, self.paths = model, model.natural_paths()
        self.ids = {}

    def learn(self, keys):
        """Look up those of these keys that are not known; forget others if there are too many."""
        wanted = set(keys)
        if len(self.ids) > KNOWN:
            self.ids = {key: pk for key, pk in self.ids.items() if key in wanted}
        firsts = {key[0] for key in wanted if key not in self.ids}
        if firsts:
            rows = self.model._base_manager.filter(**{f"{self.paths[0]}__in": firsts}).order_by()
            self.ids |= {tuple(key): pk for pk, *key in rows.values_list("pk", *self.paths)}


class KindLoader:
    """Reads the lines of a kind into its table; `keys` has the Keys of each model, and is shared.

    What points to a row of its own kind is written last: that row may stand further down.
    """

    def __init__(self, kind, keys):
        self.kind, self.keys = kind, keys
        self.decoders = kind.decoders()
        self.names = {column.name for column in kind.columns}
        pointers = [column for column in kind.columns if column.paths]
        self.own = [column for column in pointers if column.points_to_own]
        self.others = [column for column in pointers if not column.points_to_own]
        self.last = 0

    def load(self, archive):
        table = Table(self.kind.model)
        with connection.cursor() as cursor:
            for lines in archive.batches(self.kind, AT_ONCE):
                records = [self.record(number, line) for number, line in lines]
                pointed = [(c.field.attname, self.pointed(c, records)) for c in self.others]
                for number, pk, fields in records:
                    self.refuse_disorder(number, pk)
                    ids = {name: found.get(number) for name, found in pointed}
                    table.add({"id": pk, **self.decoded(number, fields), **ids})
                table.write(cursor)
                settle_checks()
            if self.own:
                for lines in archive.batches(self.kind, AT_ONCE):
                    self.point_to_own(cursor, [self.record(*line) for line in lines])

    def record(self, number, line):
        """Return (number of the line, primary key, fields as they stand there)."""
        try:
            record = json.loads(line)
            pk, fields = record["pk"], record["fields"]
            known = record["model"] == self.kind.label and fields.keys() <= self.names
            known = known and len(record) == 3
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            known = False
        if not known:
            raise self.problem(number, f"is no {self.kind.label} that this vjtech knows")
        return number, pk, fields

    def refuse_disorder(self, number, pk):
        if type(pk) is not int or not self.last < pk < 1 << 63:
            raise self.problem(number, "does not come after the line above it by its pk")
        self.last = pk

    def decoded(self, number, fields):
        try:
            return {
                name: self.decoders[name](value)
                for name, value in fields.items()
                if name in self.decoders
            }
        except ValueError as error:
            raise self.problem(number, str(error)) from None

    def pointed(self, column, records):
        """Return {number of a line: id of the row that its column points to}."""
        wanted = {}
        for number, _pk, fields in records:
            if (key := fields.get(column.name)) is not None:
                wanted[number] = self.key(number, column, key)
        keys = self.keys.setdefault(column.field.related_model, Keys(column.field.related_model))
        keys.learn(wanted.values())
        for number, key in wanted.items():
            if key not in keys.ids:
                shown = " / ".join(map(str, key))
                raise self.problem(number, f"{column.name}: there is no “{shown}”")
        return {number: keys.ids[key] for number, key in wanted.items()}

    def key(self, number, column, key):
        plain = isinstance(key, list) and all(type(part) in (str, int) for part in key)
        if not plain or len(key) != len(column.paths):
            raise self.problem(number, f"{column.name}: is no natural key")
        return tuple(key)

    def point_to_own(self, cursor, records):
        quoted = connection.ops.quote_name
        for column in self.own:
            pks = {number: pk for number, pk, _fields in records}
            found = self.pointed(column, records)
            cursor.executemany(
                f"UPDATE {quoted(self.kind.model._meta.db_table)}"
                f" SET {quoted(column.field.column)} = %s WHERE id = %s",
                [(pk, pks[number]) for number, pk in found.items()],
            )
        settle_checks()

    def problem(self, number, text):
        return LoadError([f"{self.kind.file}: line {number}: {text}"])
