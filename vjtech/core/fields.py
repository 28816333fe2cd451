"""Model fields that keep what is derived beside what it is derived from."""

import datetime
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from vjtech.core.dates import PartialDate


class Derived(DeferredAttribute):
    """An attribute that is always worked out from another one; what is set is dropped.

    Being worked out on reading, it is right even where Model.save is by-passed (raw saves of
    loaddata, bulk_create).
    """

    @classmethod
    def names(cls, model):
        """Return the names of a model's derived columns."""
        fields = model._meta.concrete_fields
        return {field.name for field in fields if isinstance(getattr(model, field.attname), cls)}

    def __get__(self, instance, owner=None):
        return self if instance is None else self.field.derive(instance)

    def __set__(self, instance, value):
        # Never read; without it Django takes the column for deferred, and saves do not write it.
        instance.__dict__[self.field.attname] = value


class PartialDateAttribute(DeferredAttribute):
    """Turns what is set into a PartialDate where it can be read, and leaves it for clean if not."""

    def __get__(self, instance, owner=None):
        return self if instance is None else super().__get__(instance, owner)

    def __set__(self, instance, value):
        with suppress(ValueError):
            value = PartialDate(value or "")
        instance.__dict__[self.field.attname] = value


class DateBound(models.DateField):
    """The first or last day that the partial date beside it can mean."""

    descriptor_class = Derived

    def __init__(self, source, side):
        self.source, self.side = source, side
        super().__init__(null=True, editable=False, serialize=False)

    def derive(self, instance):
        return getattr(getattr(instance, self.source), self.side, None)

    def deconstruct(self):
        kwargs = {"null": True, "editable": False, "serialize": False}
        return self.name, "django.db.models.DateField", [], kwargs

    def clone(self):
        return models.DateField(**self.deconstruct()[3])


class PartialDateField(models.CharField):
    """A PartialDate, with four columns beside it: earliest and latest day, printed words, reason.

    Migrations see five plain columns.
    """

    descriptor_class = PartialDateAttribute

    def __init__(self, verbose_name=None, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "help_text",
            _(
                "As much as is known: 2017, 2025-04, 2025-04-28. 2025?-04-28: the year is inferred "
                "(say why). [2025-03..2025-04]: some time between. 2025-01/2025-03: lasting from "
                "… to …. 2017/..: since 2017. 2028~: about."
            ),
        )
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("help_text", None)
        return name, "django.db.models.CharField", args, kwargs

    def clone(self):
        return models.CharField(**self.deconstruct()[3])

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if cls._meta.abstract:
            return
        label = self.verbose_name or name.replace("_", " ")
        beside = {
            "earliest": DateBound(name, "earliest"),
            "latest": DateBound(name, "latest"),
            "printed": models.CharField(
                _("%(date)s as printed") % {"date": label},
                max_length=200,
                blank=True,
                help_text=_("The words of the source, e.g. “April 28”."),
            ),
            "reason": models.CharField(
                _("why %(date)s is inferred") % {"date": label},
                max_length=500,
                blank=True,
                help_text=_("Needed where any part carries a ?."),
            ),
        }
        for suffix, field in beside.items():
            field.creation_counter = self.creation_counter
            field.contribute_to_class(cls, f"{name}_{suffix}")

    def get_prep_value(self, value):
        return str(super().get_prep_value(value) or "")

    def to_python(self, value):
        try:
            return PartialDate(value or "")
        except ValueError as error:
            raise ValidationError(str(error), code="partial_date") from None

    def value_to_string(self, obj):
        return str(self.value_from_object(obj))


class NumberedDay(models.IntegerField):
    """The earliest day of a partial date like date.toordinal(); 0 if undated."""

    descriptor_class = Derived

    def __init__(self, source, **kwargs):
        self.source = source
        super().__init__(**{**kwargs, "default": 0, "editable": False, "serialize": False})

    def derive(self, instance):
        earliest = getattr(getattr(instance, self.source), "earliest", None)
        return earliest.toordinal() if isinstance(earliest, datetime.date) else 0

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.IntegerField", args, kwargs

    def clone(self):
        return models.IntegerField(**self.deconstruct()[3])


class FoldedField(models.CharField):
    """A folded copy of another column that sorts byte by byte on both databases."""

    descriptor_class = Derived

    def __init__(self, source=None, fold=None, **kwargs):
        self.source, self.fold = source, fold
        if source is None:  # the plain column of a migration's historical model
            self.descriptor_class = DeferredAttribute
        kwargs.setdefault("max_length", 300)
        super().__init__(**{**kwargs, "editable": False, "serialize": False, "default": ""})

    def derive(self, instance):
        return self.fold(getattr(instance, self.source) or "")[: self.max_length]

    def db_parameters(self, connection):
        # PostgreSQL would sort by the language of the cluster, SQLite by bytes.
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters
