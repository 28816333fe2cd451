"""Loading fixtures: all or nothing, every row validated, errors that name file and record."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers import sort_dependencies

from vjtech.core.yaml import UniqueKeyLoader


class LoadError(Exception):
    """Something in a fixture that cannot be loaded; `problems` is a list of lines to read."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Entry:
    """One record of a fixture file, as read."""

    path: Path
    model: type
    fields: dict
    instance: object = None
    errors: list = field(default_factory=list)

    @property
    def key(self):
        """Return the natural key as written, nested keys flattened."""
        key = []
        for name in self.model.natural:
            value = self.fields.get(name, self.model._meta.get_field(name).get_default())
            if isinstance(value, list):
                key += value
            elif value is None and self.model._meta.get_field(name).is_relation:
                related = self.model._meta.get_field(name).related_model
                key += [None] * len(related.natural_paths())
            else:
                key.append(value)
        return tuple(key)

    def problem(self, text):
        key = " / ".join(str(part) for part in self.key if part not in (None, ""))
        return f"{self.path.name}: {self.model._meta.label_lower} {key}: {text}"


def read_entries(folder, app_labels):
    """Return the entries of a folder's YAML files in dependency order; LoadError if unreadable."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise LoadError([f"{folder}: there is no .yaml file here"])
    entries, problems = [], []
    for path in paths:
        try:
            records = yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeyLoader) or []
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(f"{path.name}: cannot be read: {' '.join(str(error).split())}")
            continue
        if not isinstance(records, list):
            problems.append(f"{path.name}: is not a list of records")
            continue
        for number, record in enumerate(records, 1):
            try:
                entries.append(read_entry(path, record, app_labels))
            except ValueError as error:
                problems.append(f"{path.name}: record {number}: {error}")
    problems += duplicates(entries)
    if problems:
        raise LoadError(problems)
    order = sort_dependencies([(apps.get_app_config(label), None) for label in app_labels])
    rank = {model: i for i, model in enumerate(order)}
    return sorted(entries, key=lambda entry: rank[entry.model])


def read_entry(path, record, app_labels):
    if not isinstance(record, dict) or set(record) != {"model", "fields"}:
        raise ValueError("a record has a model and its fields, and nothing else")
    try:
        model = apps.get_model(str(record["model"]))
    except (LookupError, ValueError):
        raise ValueError(f"there is no model “{record['model']}”") from None
    if model._meta.app_label not in app_labels or not hasattr(model, "natural"):
        raise ValueError(f"“{record['model']}” is not loaded from fixtures")
    if not isinstance(record["fields"], dict):
        raise ValueError("its fields are not a mapping")
    for name in record["fields"]:
        try:
            known = model._meta.get_field(name)
        except FieldDoesNotExist:
            raise ValueError(f"{record['model']} has no field “{name}”") from None
        if not (known.concrete and known.serialize):
            raise ValueError(f"the field “{name}” is not loaded from fixtures")
    if "slug" in model.natural and not record["fields"].get("slug"):
        raise ValueError(f"{record['model']} has no slug: it would be made anew at each load")
    return Entry(path, model, record["fields"])


def duplicates(entries):
    seen, problems = {}, []
    for entry in entries:
        try:
            first = seen.setdefault((entry.model, entry.key), entry)
        except TypeError:
            problems.append(entry.problem("its key is not made of plain values"))
            continue
        if first is not entry:
            problems.append(entry.problem(f"stands twice (also in {first.path.name})"))
    return problems


class DependsOnFailed(Exception):
    """A record refers to one that could not be loaded: that one's problem is the one to tell."""


class Loader:
    """Writes entries to the base; to be used inside a revision, which tells each file."""

    def __init__(self, revision):
        self.revision = revision
        self.known = {}
        self.failed = set()
        self.created = self.updated = self.unchanged = 0

    def load(self, entries):
        problems = []
        for entry in entries:
            self.revision.reason = f"Loaded from {entry.path.name}."
            try:
                self._load_one(entry)
            except ValidationError as error:
                problems += [entry.problem(line) for line in error_lines(error)]
                self.failed.add((entry.model, entry.key))
            except DependsOnFailed:
                self.failed.add((entry.model, entry.key))
        if problems:
            raise LoadError(problems)

    def _load_one(self, entry):
        values = {name: self._value(entry.model, name, v) for name, v in entry.fields.items()}
        existing = self._find(entry.model, entry.key)
        if existing is None:
            instance = entry.model(**values)
            instance.full_clean()
            instance.save(force_insert=True)
            self.created += 1
        else:
            instance = existing
            if self._differs(instance, values):
                instance.full_clean()
                instance.save()
                self.updated += 1
            else:
                self.unchanged += 1
        entry.instance = instance
        self.known[entry.model, entry.key] = instance

    def _value(self, model, name, value):
        column = model._meta.get_field(name)
        if not column.is_relation or value is None:
            return value
        key = tuple(value) if isinstance(value, list) else (value,)
        if any(isinstance(part, (list, dict)) for part in key):
            raise ValidationError({name: "a reference is a list of plain values"})
        related = self._find(column.related_model, key)
        if (column.related_model, key) in self.failed:
            raise DependsOnFailed
        if related is None:
            shown = " / ".join(str(part) for part in key)
            raise ValidationError(
                {
                    name: f"there is no {column.related_model._meta.verbose_name} "
                    f"“{shown}” (it must stand before what refers to it)"
                }
            )
        return related

    def _find(self, model, key):
        if (model, key) not in self.known:
            try:
                found = model._default_manager.get_by_natural_key(*key)
            except (ObjectDoesNotExist, ValueError, TypeError):
                return None
            self.known[model, key] = found
        return self.known[model, key]

    def _differs(self, instance, values):
        """Set the loaded values on the instance, defaults included; say whether one changed."""
        changed = False
        for column in instance._meta.concrete_fields:
            if not column.serialize or column.primary_key:
                continue
            new = values.get(column.name, column.get_default())
            if not column.is_relation:
                new = column.to_python(new)
            if getattr(instance, column.name) != new:
                setattr(instance, column.name, new)
                changed = True
        return changed


def error_lines(error):
    if hasattr(error, "error_dict"):
        return [
            message if name == "__all__" else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return error.messages
