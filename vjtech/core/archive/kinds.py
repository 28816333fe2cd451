"""What an archive holds: which kinds, in which order, and how a row of each is written.

A line is as in Django's own JSON Lines, with natural foreign keys: {"model", "pk", "fields"}. What
is at its default is left out, as is what follows from other columns. Primary keys are kept: the
order within a day, the links to passages and the steps of merges stand on them.
"""

import json
from dataclasses import dataclass, field
from itertools import groupby

from django.apps import apps
from django.core.serializers import sort_dependencies
from django.db import models

from vjtech.core.archive.values import canonical, decoder, encoder
from vjtech.core.fields import Derived
from vjtech.core.merging.tables import Merge, without_accounts
from vjtech.core.models import LeftAsIs
from vjtech.core.natural import NaturalModel

READ_AT_ONCE = 2000
ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LEFT_OUT = (
    "accounts, and who made a change",
    "the history of records",
    "reports of readers",
    "intakes and imports that are not finished",
)


@dataclass(frozen=True)
class Column:
    """A column of a kind; `absent` is its value where a line leaves it out.

    A foreign key has `paths`, the lookups that make up the natural key of the row it points to.
    """

    field: models.Field
    absent: object = None
    paths: tuple = ()

    @property
    def name(self):
        return self.field.name

    @property
    def points_to_own(self):
        return bool(self.paths) and self.field.related_model is self.field.model


@dataclass(frozen=True)
class Kind:
    model: type
    columns: tuple = field(repr=False)

    @property
    def label(self):
        return self.model._meta.label_lower

    @property
    def file(self):
        return f"{self.label}.jsonl"

    def lines(self):
        """Yield the rows as lines, by primary key."""
        plan, lookups = self._plan()
        label = self.label
        rows = self.model._base_manager.order_by("pk").values_list(*lookups, "pk")
        for row in rows.iterator(chunk_size=READ_AT_ONCE):
            fields = {}
            for name, place, key, encode, absent in plan:
                value = row[place]
                if value == absent:
                    continue
                if key is not None:
                    value = row[key]
                elif encode is not None and value is not None:
                    value = encode(value)
                fields[name] = value
            yield f"{ENCODE({'model': label, 'pk': row[-1], 'fields': fields})}\n"

    def _plan(self):
        """Return (name, place, slice of the key, encoder, absent) of each column, and lookups."""
        plan, lookups = [], []
        for column in self.columns:
            place = len(lookups)
            lookups += column.paths or (column.name,)
            key = slice(place, len(lookups)) if column.paths else None
            plan.append((column.name, place, key, self._encoder(column), column.absent))
        return plan, lookups

    def _encoder(self, column):
        if issubclass(self.model, Merge) and column.name == "steps":
            return lambda steps: canonical(without_accounts(steps))
        return None if column.paths else encoder(column.field)

    def decoders(self):
        """Return {name: function that reads a value} of all columns but foreign keys."""
        return {c.name: decoder(c.field) for c in self.columns if not c.paths}


def kinds():
    """Return the kinds that an archive holds, each after those that it refers to."""
    chosen = [model for model in apps.get_models() if is_held(model)]
    by_app = groupby(chosen, key=lambda model: model._meta.app_config)
    ordered = sort_dependencies([(config, list(models)) for config, models in by_app])
    return [Kind(model, tuple(columns(model, set(chosen)))) for model in ordered]


def is_held(model):
    kept = issubclass(model, (NaturalModel, Merge, LeftAsIs))
    return kept and not getattr(model, "derived", False)


def columns(model, held):
    """Yield the columns of a model that stand in its lines, its natural key first."""
    # By name: the columns of one partial date count as equal.
    names = dict.fromkeys(
        (*getattr(model, "natural", ()), *(f.name for f in model._meta.concrete_fields))
    )
    for column in map(model._meta.get_field, names):
        if column.primary_key or follows(column):
            continue
        if not column.is_relation:
            # A moment's default is now, which no row is at.
            moment = isinstance(column, models.DateTimeField)
            yield Column(column, None if moment else column.get_default())
        elif column.related_model in held:
            key = column.related_model.natural_paths()
            yield Column(column, paths=tuple(f"{column.name}__{path}" for path in key))


def follows(column):
    """Say whether a column follows from others: generated, derived, or copied by triggers."""
    model = column.model
    if column.generated or isinstance(getattr(model, column.attname), Derived):
        return True
    return not column.serialize and column.name not in getattr(model, "stamps", ())
