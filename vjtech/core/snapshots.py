"""A record with all its rows as one text, and the versions of it that are stored."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Max
from reversion.models import Version

# Both read like Django's JSON (SERIALIZATION_MODULES); the second is what a deletion took away.
FORMAT, DELETED = "record", "deleted-record"
KEPT = "kept"  # what a dump leaves out and a recovered record needs
CHUNK = 400

HISTORIES = {}  # model of records → History
OWNERS = {}  # model of rows → its foreign key to the record


@dataclass
class History:
    """How a kind of record is kept; the callables are asked while one is put back.

    `numbered` names the column of rows that must not clash while they change places. `settle` is
    given the record and its rows before surplus ones are deleted, and may raise ValidationError.
    """

    model: type
    rows: tuple
    lasting: tuple
    numbered: dict = field(default_factory=dict)
    settle: object = None

    def field(self, accessor):
        return self.model._meta.get_field(accessor).field

    @cached_property
    def accessors(self):
        """The accessor of each model of rows."""
        return {self.field(accessor).model: accessor for accessor in self.rows}


@dataclass
class Snapshot:
    name: str
    text: str

    @cached_property
    def objects(self):
        return objects(self.text)

    def has_row(self, model, key):
        label = model._meta.label_lower
        return any(each["model"] == label and each["pk"] == key for each in self.objects[1:])


def snapshots(model, keys):
    """Return {key: Snapshot} of the records that are there: a few queries for each chunk."""
    found = {}
    history, remaining = HISTORIES[model], iter(keys)
    while chunk := list(islice(remaining, CHUNK)):
        records = model._base_manager.select_related(*getattr(model, "ends", ()))
        records = list(records.filter(pk__in=chunk))
        parts = {r.pk: [d | kept(r)] for r, d in zip(records, dumped(records), strict=True)}
        for accessor in history.rows:
            owner = history.field(accessor)
            rows = owner.model._base_manager.filter(**{f"{owner.name}__in": chunk})
            rows = list(rows.order_by("pk"))
            for row, data in zip(rows, dumped(rows), strict=True):
                if getattr(row, owner.attname) in parts:
                    parts[getattr(row, owner.attname)].append(data)
        for record in records:
            text = json.dumps(parts[record.pk], cls=DjangoJSONEncoder, ensure_ascii=False)
            found[record.pk] = Snapshot(str(record), text)
    return found


def dumped(rows):
    return serializers.serialize("python", rows)


def kept(record):
    if not hasattr(record, "version"):
        return {}
    return {KEPT: {"version": record.version, "created": record.created.isoformat()}}


def objects(text):
    """Return the serialised objects of a version, the record first; [] for what is no version."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    usable = isinstance(found, list) and all(
        isinstance(each, dict) and isinstance(each.get("fields"), dict) and "model" in each
        for each in found
    )
    return found if usable else []


def same(one, other):
    """Say whether two texts tell of the same record in the same state."""
    return one == other or without_kept(one) == without_kept(other)


def without_kept(text):
    return [{k: v for k, v in each.items() if k != KEPT} for each in objects(text)]


# -- what is stored


def type_of(model):
    return ContentType.objects.get_for_model(model)


def versions(model):
    """Return the stored versions of a kind of record, the latest first."""
    return Version.objects.filter(
        content_type=type_of(model), db=DEFAULT_DB_ALIAS, format__in=(FORMAT, DELETED)
    ).order_by("-pk")


def latest_texts(model, keys, before=None):
    """Return {key: text} of the last stored version of each, or of the last one before a key."""
    found = {}
    remaining = iter(keys)
    while chunk := [str(key) for key in islice(remaining, CHUNK)]:
        rows = versions(model).filter(object_id__in=chunk)
        rows = rows.filter(pk__lt=before) if before else rows
        last = rows.order_by().values("object_id")
        last = last.annotate(last=Max("pk")).values_list("last", flat=True)
        rows = Version.objects.filter(pk__in=list(last)).values_list("object_id", "serialized_data")
        found |= {int(key): text for key, text in rows}
    return found
