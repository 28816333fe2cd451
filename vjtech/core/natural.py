"""Natural keys, declared once on each model and used by fixtures, loading and errors."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.fields import Derived, PartialDateField


class NaturalManager(models.Manager):
    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.natural_paths(), values, strict=True)))


class NaturalModel(models.Model):
    """A row known by `natural`, a tuple of field names; a foreign key stands for its row's key.

    `stamps` are what writing a row leaves on it: no content, but kept by an archive of the base.
    """

    natural = ("slug",)
    stamps = ()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is not None:  # what is derived goes with its source
            kwargs["update_fields"] = {*kwargs["update_fields"], *Derived.names(type(self))}
        super().save(*args, **kwargs)

    def clean(self):
        """Ask for a reason beside every date that is inferred."""
        super().clean()
        for field in self._meta.concrete_fields:
            if isinstance(field, PartialDateField):
                date = getattr(self, field.name)
                if getattr(date, "inferred", False) and not getattr(self, f"{field.name}_reason"):
                    raise ValidationError(
                        {f"{field.name}_reason": _("A part of the date is inferred: say why.")}
                    )

    @classmethod
    def natural_paths(cls):
        """Return the lookups that make up the key, foreign keys followed to plain columns."""
        paths = []
        for name in cls.natural:
            field = cls._meta.get_field(name)
            if field.is_relation:
                paths += [f"{name}__{path}" for path in field.related_model.natural_paths()]
            else:
                paths.append(name)
        return paths

    def natural_key(self):
        return tuple(self._follow(path.split("__")) for path in self.natural_paths())

    def _follow(self, steps):
        value = self
        for step in steps:
            value = getattr(value, step)
            if value is None:
                return None
        return value if isinstance(value, int) else str(value)
