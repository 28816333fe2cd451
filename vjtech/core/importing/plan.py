"""What a file would change: every row compared with the base and validated, nothing stored yet."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from vjtech.core.importing.columns import Standing, Version
from vjtech.core.importing.known import Known
from vjtech.core.importing.table import Problem, brief

MOST_STORED = 2_000  # rows: they are written while others wait, who give up after ten seconds
MOST_PARTS = 10_000  # rows of who takes part, of a whole file
DEEPEST = 50  # levels of what belongs to what; more is a mistake, and costly to follow


@dataclass
class Row:
    """A row of the file; `changes` are (column, old text, new text)."""

    number: int
    cells: dict
    instance: object = None
    is_new: bool = False
    changes: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def refuse(self, column, reason):
        self.problems.append(Problem(self.number, column, str(reason)))

    @property
    def outcome(self):
        if self.problems:
            return "error"
        if self.is_new:
            return "new"
        return "changed" if self.changes else "unchanged"


class Plan:
    """The rows of a table against the base; with `lock`, what is stored is held until commit."""

    def __init__(self, sheet, table, may_publish, lock=False):
        self.sheet, self.table, self.may_publish = sheet, table, may_publish
        self.known, self.parts = Known(), 0
        self.rows = [Row(line.number, line.cells) for line in table.lines]
        self._find(lock)
        different = {id(row): self._different(row) for row in self.rows if row.instance}
        self._look_up(different)
        for row in self.rows:
            if row.instance is not None:
                self._read(row, different[id(row)])
        self._validate()

    # -- outcomes

    @cached_property
    def counts(self):
        return Counter(row.outcome for row in self.rows)

    @cached_property
    def problems(self):
        stored = self.counts["new"] + self.counts["changed"]
        problems = [self._too_many(stored)] if stored > MOST_STORED else []
        return problems + [problem for row in self.rows for problem in row.problems]

    def _too_many(self, stored):
        reason = _(
            "%(n)d rows are new or changed, and at most %(most)d can be stored at once: split the"
            " file into parts."
        )
        return Problem(None, "", reason % {"n": stored, "most": MOST_STORED})

    @cached_property
    def shown(self):
        """Return the rows that have something to say."""
        return [row for row in self.rows if row.outcome != "unchanged"]

    @cached_property
    def digest(self):
        """Return what tells this plan from another: what it writes, over which versions."""
        written = [
            (row.number, row.outcome, self._version(row), row.changes, row.problems)
            for row in self.shown
        ]
        return hashlib.sha256(json.dumps(written).encode()).hexdigest()

    def _version(self, row):
        guardian = row.instance and self.sheet.guardian(row.instance)
        return guardian.version if guardian is not None else 0

    # -- which record a row is

    def _find(self, lock):
        refers = [pair for row in self.rows for pair in self.sheet.references(row.cells)]
        self.known.look_up(refers)
        keys = {}
        for row in self.rows:
            try:
                key = self.sheet.key_of(row.cells, self.known)
            except ValidationError as error:
                for column, messages in error.message_dict.items():
                    row.refuse(column, messages[0])
                continue
            first = keys.setdefault(key, row)
            if first is not row:
                reason = _("The same as in line %(line)d: one row for each.")
                row.refuse(self.sheet.key[0], reason % {"line": first.number})
        stored = self.sheet.stored(keys, self.known, lock)
        missing = [key for key in keys if key not in stored]
        self.known.look_up(self.sheet.once_called(missing))
        for key, row in keys.items():
            try:
                row.is_new = key not in stored
                row.instance = self.sheet.new(key, self.known) if row.is_new else stored[key]
            except ValidationError as error:
                row.refuse(self.sheet.key[0], error.messages[0])

    # -- what it says

    def _different(self, row):
        """Return {column: text} of the cells that an export of the row would write otherwise."""
        different = {}
        for name in self.table.columns:
            column, text = self.sheet.by_name[name], row.cells[name]
            if name in self.sheet.key or isinstance(column, Version):
                continue
            if (row.is_new and text) or (not row.is_new and column.export(row.instance) != text):
                different[name] = text
        return different

    def _look_up(self, different):
        self.known.look_up(
            (model, slug)
            for cells in different.values()
            for name, text in cells.items()
            for model, slug in self.sheet.by_name[name].widget.slugs(text)
        )
        if self.sheet.up:  # what one row adds, another may name
            for row in self.rows:
                if row.instance is not None:
                    self.known.add(row.instance)

    def _read(self, row, cells):
        if row.is_new:
            for name in self.sheet.key:
                row.changes.append((name, "", row.cells[name]))
        for name in cells:
            column = self.sheet.by_name[name]
            old = "" if row.is_new else column.export(row.instance)
            try:
                value = self._value(row, column)
            except ValidationError as error:
                for message in error.messages:
                    row.refuse(name, message)
                continue
            if column.is_rows:
                self._count_parts(row, name, value)
            column.put(row.instance, value)
            new = column.export(row.instance)
            if new != old:
                row.changes.append((name, old, new))
                if isinstance(column, Standing) and not self.may_publish:
                    self._refuse_publishing(row, old, new)
        if row.is_new:
            self._show_defaults(row)
        self._refuse_older(row)

    def _count_parts(self, row, column, items):
        self.parts += len(items)
        if self.parts > MOST_PARTS:
            reason = _("More than %(most)d who take part, in all rows: split the file into parts.")
            row.refuse(column, reason % {"most": MOST_PARTS})

    def _show_defaults(self, row):
        """Tell what a new row gets where the file says nothing."""
        for name, column in self.sheet.by_name.items():
            text = "" if isinstance(column, Version) else column.export(row.instance)
            if text and not row.cells.get(name):
                row.changes.append((name, "", text))

    def _value(self, row, column):
        text = row.cells[column.name]
        if not text.strip() and not column.is_rows:
            blank = self.sheet.model._meta.get_field(column.attribute).blank
            if not blank:
                raise ValidationError(_("Must not be empty."))
        return column.clean(row.cells, known=self.known)

    def _refuse_publishing(self, row, old, new):
        if row.is_new and new == "draft":
            return
        now = _("draft") if row.is_new else old
        reason = _(
            "Only a reviewer publishes or unpublishes: write “%(now)s”, or leave the column out."
        )
        row.refuse("state", reason % {"now": now})

    def _refuse_older(self, row):
        version = row.cells.get("version", "").strip()
        if not version or row.is_new or not row.changes:
            return
        if version != str(row.instance.version):
            reason = _(
                "Somebody changed this after the file was exported (version %(file)s; now"
                " %(now)s). Export anew; or take the column “version” out to overwrite."
            )
            now = row.instance.version
            row.refuse("version", reason % {"file": brief(version), "now": now})

    # -- whether it may stand

    def _validate(self):
        touched = [row for row in self.rows if row.outcome in ("new", "changed") or row.changes]
        touched = [row for row in touched if row.instance is not None]
        endless = set()
        if self.sheet.up and touched:
            self.known.climb([row.instance for row in touched], self.sheet.up)
            endless = {row.number for row in self._endless(touched)}
        relations = [f.name for f in self.sheet.model._meta.concrete_fields if f.is_relation]
        for row in touched:
            if row.number in endless:
                continue  # the model's own look at what stands above it might never end
            told = {problem.column for problem in row.problems}
            names = self.sheet.by_name.items()
            unread = [column.attribute for name, column in names if name in told]
            try:
                row.instance.full_clean(
                    exclude={*relations, *unread},
                    # The key is looked up for all rows at once, and is all that is unique.
                    validate_unique=False,
                    validate_constraints=False,
                )
            except ValidationError as error:
                self._tell(row, error, told)

    def _tell(self, row, error, told):
        for attribute, messages in error.message_dict.items():
            name = "" if attribute == NON_FIELD_ERRORS else attribute
            column = self.sheet.by_attribute.get(attribute, name)
            if column in told:
                continue
            for message in messages:
                row.refuse(column, message)

    def _endless(self, rows):
        """Refuse rows that come to belong to themselves, or lie absurdly deep; return them."""
        depth, endless = {}, []
        for row in rows:
            path, above = {}, row.instance
            while above is not None and id(above) not in depth and id(above) not in path:
                path[id(above)] = above
                above = getattr(above, self.sheet.up)
            below = DEEPEST if id(above) in path else depth.get(id(above), 0)
            for n, each in enumerate(reversed(path), 1):
                depth[each] = min(below + n, DEEPEST + 1)
            if depth[id(row.instance)] > DEEPEST:
                reason = _("It would come to be part of itself, or more than %(most)d levels deep.")
                column = self.sheet.by_attribute[self.sheet.up]
                row.refuse(column, reason % {"most": DEEPEST})
                endless.append(row)
        return endless
