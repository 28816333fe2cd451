"""What a merge does to rows, step by step; each step knows how to take itself back.

A step is applied to what stands there, notes what it did, and is stored as JSON.
"""

from dataclasses import asdict, dataclass, field

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.history import added
from vjtech.core.merging.rows import (
    BATCH,
    MOST_TOLD,
    batches,
    bump,
    read,
    row_of,
    row_values,
    touch,
)
from vjtech.core.merging.words import deleted, elsewhere, named
from vjtech.core.records import Record


@dataclass
class Step:
    label: str  # of the table: app.model

    @property
    def table(self):
        return apps.get_model(self.label)

    @property
    def rows(self):
        return self.table._base_manager.all()

    def stored(self):
        return {"do": type(self).__name__, **asdict(self)}


@dataclass
class Moved(Step):
    """Rows that point elsewhere: `groups` are (key before, key after, rows)."""

    column: str  # the attname of a foreign key
    to: dict  # key before → key after, None for none
    groups: list = field(default_factory=list)

    def apply(self):
        found = {}
        for keys in batches(list(self.to)):
            rows = self.rows.filter(**{f"{self.column}__in": keys}).order_by("pk")
            for pk, key in rows.values_list("pk", self.column):
                found.setdefault(key, []).append(pk)
        self.groups = [(old, self.to[old], pks) for old, pks in found.items()]
        for keys in batches(list(found)):
            rows = self.rows.filter(**{f"{self.column}__in": keys})
            self.touch(rows)
            self.point(rows, self.new_key(keys))

    def undo(self):
        problems = []
        for old, new, pks in self.groups:
            for some in batches(pks):
                problems += self.undo_some(some, old, new)
        return problems

    def undo_some(self, pks, old, new):
        there = dict(self.rows.filter(pk__in=pks).values_list("pk", self.column))
        gone = [pk for pk in pks if pk not in there]
        moved = [pk for pk, key in there.items() if key != new]
        if gone or moved:
            return [*deleted(self.table, gone), *elsewhere(self.table, moved)]
        rows = self.rows.filter(pk__in=pks)
        self.touch(rows)
        return tried(self.table, lambda: self.point(rows, old))

    def new_key(self, keys):
        if len(keys) == 1:
            return self.to[keys[0]]
        target = self.table._meta.get_field(self.column)
        whens = [When(**{self.column: key}, then=Value(self.to[key])) for key in keys]
        return Case(*whens, output_field=target)

    def point(self, rows, key):
        rows.update(**{self.column: key, **bump(self.table)})

    def stored(self):
        return {**super().stored(), "to": {}}  # it stands in `groups`

    def touch(self, rows):
        """Tell the history, and count the records that the rows are parts of as changed."""
        name = self.table._meta.get_field(self.column).name
        touch(self.table, rows, name)


@dataclass
class Dropped(Step):
    """Rows that are deleted: `kept` holds them whole, column by column."""

    keys: list
    kept: list = field(default_factory=list)

    def apply(self):
        for keys in batches(self.keys):
            rows = self.rows.filter(pk__in=keys)
            self.kept += [row_values(row) for row in rows.order_by("pk")]
            touch(self.table, rows)
            rows._raw_delete(rows.db)

    def stored(self):
        return {**super().stored(), "keys": []}  # they stand in `kept`

    def undo(self):
        rows = [row_of(self.table, values) for values in self.kept]
        problems = [*self.orphans(rows), *self.taken(rows)]
        if problems:
            return problems
        for record in rows if issubclass(self.table, Record) else ():
            record.version += 1
        made = tried(self.table, lambda: self.table._base_manager.bulk_create(rows, BATCH))
        if not made:
            added(self.table, [row.pk for row in rows[:MOST_TOLD]])
            for pks in batches([row.pk for row in rows]):
                touch(self.table, self.rows.filter(pk__in=pks))
        return made

    def orphans(self, rows):
        """Return a problem for each row whose own foreign keys lead nowhere by now."""
        problems = []
        for key in self.table._meta.concrete_fields:
            if not key.is_relation:
                continue
            wanted = {getattr(row, key.attname) for row in rows} - {None}
            there = set()
            for pks in batches(sorted(wanted)):
                found = key.related_model._base_manager.filter(pk__in=pks)
                there.update(found.values_list("pk", flat=True))
            lost = [row for row in rows if getattr(row, key.attname) in wanted - there]
            if lost:
                message = _("%(rows)s: what it belongs to (%(kind)s) has been deleted.")
                words = {"rows": named(lost), "kind": key.related_model._meta.verbose_name}
                problems.append(message % words)
        return problems

    def taken(self, rows):
        """Return a problem for each slug that somebody else has by now."""
        problems = []
        if issubclass(self.table, Record):
            slugs = {row.slug: row for row in rows}
            for some in batches(list(slugs)):
                for holder in self.rows.filter(slug__in=some).order_by("pk"):
                    message = _("The address “%(slug)s” is now that of %(holder)s.")
                    words = {"slug": holder.slug, "holder": named([holder])}
                    problems.append(message % words)
        return problems


@dataclass
class Made(Step):
    """Rows that the merge added."""

    values: list

    def apply(self):
        rows = [row_of(self.table, values) for values in self.values]
        for row in rows:
            row.save(force_insert=True)
        self.values = [row_values(row) for row in rows]

    def undo(self):
        problems = []
        for values in self.values:
            row = self.rows.filter(pk=values[self.table._meta.pk.attname]).first()
            if row is None:
                continue
            if row_values(row) != values:
                problems.append(_("%(row)s has been edited since.") % {"row": named([row])})
            else:
                row.delete()
        return problems


@dataclass
class Changed(Step):
    """Columns of one row that got another value."""

    key: int
    after: dict
    before: dict = field(default_factory=dict)

    def apply(self):
        row = self.rows.get(pk=self.key)
        old = row_values(row)
        self.set(row, self.after)
        new = row_values(self.rows.get(pk=self.key))
        self.after = {name: new[name] for name in self.after if new[name] != old[name]}
        self.before = {name: old[name] for name in self.after}

    def undo(self):
        row = self.rows.filter(pk=self.key).first()
        if row is None:
            return deleted(self.table, [self.key])
        now = row_values(row)
        later = [name for name, value in self.after.items() if now[name] != value]
        if later:
            fields = [str(self.table._meta.get_field(name).verbose_name) for name in later]
            words = {"row": named([row]), "fields": ", ".join(fields)}
            return [_("%(row)s has been edited since: %(fields)s.") % words]
        return tried(self.table, lambda: self.set(row, self.before))

    def set(self, row, values):
        for name, value in values.items():
            setattr(row, name, read(self.table, name, value))
        row.save()


@dataclass
class Address(Step):
    """A slug that leads to another record from now on: a row of a table of former slugs."""

    slug: str
    record: int
    made: int | None = None
    before: int | None = None

    def apply(self):
        row = self.rows.filter(slug=self.slug).first()
        if row is None:
            row = self.table._base_manager.create(slug=self.slug, record_id=self.record)
            self.made = row.pk
        else:
            self.before = row.record_id
            self.rows.filter(pk=row.pk).update(record=self.record)

    def undo(self):
        rows = self.rows.filter(slug=self.slug, record=self.record)
        if self.made:
            rows.filter(pk=self.made).delete()
        elif not rows.update(record=self.before):
            message = _("The address “%(slug)s” leads elsewhere since.")
            return [message % {"slug": self.slug}]
        return []


KINDS = {kind.__name__: kind for kind in (Moved, Dropped, Made, Changed, Address)}


def step_of(values):
    """Return a step from what `stored` gave."""
    values = dict(values)
    return KINDS[values.pop("do")](**values)


def tried(table, write):
    """Return the problem of a write that a constraint refuses."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        kind = capfirst(table._meta.verbose_name_plural)
        return [_("%(kind)s: one like it has been added since.") % {"kind": kind}]
    return []
