"""Putting a record and its rows back as a version tells them, without breaking what stands now."""

from collections import defaultdict

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import F, ProtectedError
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.history import changing
from vjtech.core.snapshots import HISTORIES, KEPT, versions

PARKED = 10_000  # added to numbers while rows change places


class CannotRestore(Exception):
    """Why a version cannot be put back: `problems` is a list of lines for the editor."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


class Plan:
    """What putting a version back takes; `apply` does it inside a revision.

    `record` is None where the record was deleted. Fields that the version does not know, being
    older than they are, stay as they are; those `without` are left alone.
    """

    def __init__(self, model, told, record=None, without=()):
        if not told:
            raise CannotRestore([_("This version cannot be read.")])
        self.model, self.history = model, HISTORIES[model]
        self.new = record is None
        self.record = record or recovered(model, told[0])
        self.problems = []
        head = {k: v for k, v in told[0]["fields"].items() if k not in without}
        self._set(self.record, head)
        self.added, self.changed, self.removed = [], [], []
        rows = defaultdict(list)
        for each in told[1:]:
            rows[each["model"]].append(each)
        for accessor in self.history.rows:
            owner = self.history.field(accessor)
            self._plan(accessor, owner, rows[owner.model._meta.label_lower])

    @property
    def verbs(self):
        """What is done, as (model, "add", "change" or "delete") of the record and its rows."""
        done = {(self.model, "add" if self.new else "change")}
        for verb, rows in (("add", self.added), ("change", self.changed), ("delete", self.removed)):
            done |= {(type(row), verb) for row in rows}
        return done

    def apply(self):
        """Write it; CannotRestore, with nothing to be kept, where something stands against it."""
        self._refuse_missing()
        self._refuse_taken_slug()
        self._raise()
        if not self.new:
            changing(self.model._base_manager.filter(pk=self.record.pk))
        try:
            self._write()
        except IntegrityError:
            self.problems.append(_("It clashes with what stands in the base now."))
        except ProtectedError as error:
            names = "; ".join(f"“{each}”" for each in list(error.protected_objects)[:5])
            self.problems.append(_("What has come since is still needed by %s.") % names)
        self._raise()

    def _raise(self):
        if self.problems:
            raise CannotRestore(list(dict.fromkeys(self.problems)))

    # -- planning

    def _set(self, instance, data):
        """Set what the model still has of a version's fields; say whether something changed."""
        changed = False
        for field in instance._meta.concrete_fields:
            if not field.serialize or field.primary_key or field.name not in data:
                continue
            column = field.target_field if field.is_relation else field
            try:
                value = column.to_python(data[field.name])
            except ValidationError as error:
                self.problems += lines(instance, error)
                continue
            if getattr(instance, field.attname) != value:
                setattr(instance, field.attname, value)
                changed = True
        return changed

    def _plan(self, accessor, owner, told):
        """Match the rows told with those that stand now: by key, else by what tells rows apart."""
        lasting = accessor in self.history.lasting
        standing = {}
        if not self.new:
            standing = {
                r.pk: r for r in owner.model._base_manager.filter(**{owner.name: self.record})
            }
        pairs = [(each, standing.pop(each.get("pk"), None)) for each in told]
        alike = {identity(row): row for row in standing.values()}
        for each, row in pairs:
            wanted = owner.model(pk=each.get("pk"))
            self._set(wanted, each["fields"])
            setattr(wanted, owner.name, self.record)
            if row is None and identity(wanted) in alike:
                row = alike.pop(identity(wanted))
                del standing[row.pk]
            if row is None:
                taken = owner.model._base_manager.filter(pk=wanted.pk).exists()
                wanted.pk = None if taken else wanted.pk
                if not (lasting and self._taken(wanted)):
                    self.added.append(wanted)
            elif self._set(row, {k: v for k, v in each["fields"].items() if k != owner.name}):
                setattr(row, owner.name, self.record)
                self.changed.append(row)
        if not lasting:
            self.removed += standing.values()

    def _taken(self, former):
        """Say whether an address that once redirected has been given away since."""
        rows = type(former)._base_manager.filter(slug=former.slug)
        return rows.exists() or self.model._base_manager.filter(slug=former.slug).exists()

    # -- refusing

    def _refuse_missing(self):
        """Name what the version points to and is gone."""
        wanted = defaultdict(dict)
        for instance in (self.record, *self.changed, *self.added):
            for field in instance._meta.concrete_fields:
                key = getattr(instance, field.attname)
                if field.is_relation and field.serialize and key is not None:
                    if field.related_model is self.model and key == self.record.pk:
                        continue
                    wanted[field.related_model].setdefault(key, (instance, field))
        for model, keys in wanted.items():
            there = set(model._base_manager.filter(pk__in=list(keys)).values_list("pk", flat=True))
            for key in keys.keys() - there:
                instance, field = keys[key]
                self.problems.append(
                    _("%(what)s: %(name)s is no longer there. Bring it back first.")
                    % {"what": label_of(instance, field), "name": gone(model, key)}
                )

    def _refuse_taken_slug(self):
        slug = getattr(self.record, "slug", None)
        holder = slug and self.model._base_manager.filter(slug=slug).exclude(pk=self.record.pk)
        holder = holder and holder.first()
        if holder:
            self.problems.append(
                _("The address “%(slug)s” now belongs to “%(name)s”: change that one first.")
                % {"slug": slug, "name": holder}
            )

    # -- writing

    def _write(self):
        numbered = {self.history.field(name).model: c for name, c in self.history.numbered.items()}
        for model, column in numbered.items():
            moving = [r.pk for r in (*self.changed, *self.removed) if type(r) is model]
            rows = model._base_manager.filter(pk__in=moving)
            rows.update(**{column: F(column) + PARKED})
        self._save(self.record, force_insert=self.new)
        last = [row for row in self.removed if type(row) in numbered]
        for row in self.removed:
            if row not in last:
                row.delete()
        for row in self.changed:
            self._save(row)
        for row in self.added:
            self._save(row, force_insert=True)
        if not self.problems and self.history.settle:
            try:
                self.history.settle(self.record, last)
            except ValidationError as error:
                self.problems += error.messages
        if not self.problems:
            for row in last:
                row.delete()

    def _save(self, instance, **options):
        if self.problems:
            return
        try:
            instance.full_clean()
        except ValidationError as error:
            self.problems += lines(instance, error)
        else:
            instance.save(**options)


def recovered(model, told):
    """Return a record under its former key; its version counts on, so that old forms notice."""
    record = model(pk=told.get("pk"))
    kept = told.get(KEPT) or {}
    if hasattr(record, "version"):
        record.version = int(kept.get("version") or 0) + 1
        record.created = parse_datetime(str(kept.get("created"))) or record.created
    return record


def identity(row):
    """Return what tells a row apart from the others of its record."""
    fields = map(type(row)._meta.get_field, type(row).natural)
    return tuple(getattr(row, field.attname) for field in fields)


def gone(model, key):
    """Return the name of a record that is gone, from its history."""
    known = model in HISTORIES and versions(model).filter(object_id=str(key)).first()
    return f"“{known.object_repr}”" if known else f"{model._meta.verbose_name} {key}"


def label_of(instance, field):
    label = capfirst(field.verbose_name)
    if type(instance) in HISTORIES:
        return label
    return f"{capfirst(instance._meta.verbose_name)}, {label}"


def lines(instance, error):
    """Return a ValidationError of a record or row as lines that name the field."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    known = {field.name: field for field in instance._meta.fields}
    found = []
    for name, messages in error.message_dict.items():
        if name != NON_FIELD_ERRORS and name in known:
            messages = [f"{label_of(instance, known[name])}: {message}" for message in messages]
        elif type(instance) not in HISTORIES:
            messages = [f"{capfirst(instance._meta.verbose_name)}: {m}" for m in messages]
        found += messages
    return found
