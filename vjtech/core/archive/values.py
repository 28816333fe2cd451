"""How a column's value stands in JSON, and how it is read from there: nothing is lost."""

import datetime
import json

from django.core.exceptions import ValidationError
from django.db import models

from vjtech.core.fields import PartialDateField
from vjtech.core.filling.table import partial

TEXT = (models.CharField, models.TextField)
PLAIN = ((TEXT, str), (models.BooleanField, bool), (models.IntegerField, int))


def moment(value):
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def decimal(value):
    text = format(value, "f")  # normalize() would round to 28 digits
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(value):
    # PostgreSQL keeps the names of an object in an order of its own.
    return json.loads(json.dumps(value, sort_keys=True))


ENCODERS = (
    (models.DateTimeField, moment),
    (models.DateField, datetime.date.isoformat),
    (models.DecimalField, decimal),
    (models.JSONField, canonical),
)


def encoder(field):
    """Return the function that makes of a value what JSON takes; None where it does already."""
    return next((encode for kind, encode in ENCODERS if isinstance(field, kind)), None)


def decoder(field):
    """Return the function that reads a value; it raises ValueError where it is none of the field's.

    Whether the value may be null is for the database to say; SQLite says nothing of the rest.
    """
    if isinstance(field, models.JSONField):
        return as_it_is
    plain = next((plain for kind, plain in PLAIN if isinstance(field, kind)), None)
    if plain is None:
        return parsed(field)
    if plain is not str:
        return checked(plain, as_it_is)
    return checked(plain, partial if isinstance(field, PartialDateField) else text(field))


def as_it_is(value):
    return value


def text(field):
    def read(value):
        if "\0" in value or len(value) > (field.max_length or len(value)):
            raise ValueError(f"{shown(value)} does not fit")
        return value

    return read


def checked(plain, read):
    def decode(value):
        if value is None:
            return None
        if type(value) is not plain:
            raise ValueError(f"{shown(value)} is no {plain.__name__}")
        return read(value)

    return decode


def parsed(field):
    def decode(value):
        if value is None:
            return None
        try:
            if type(value) is str:
                return field.to_python(value)
        except (ValidationError, ValueError, ArithmeticError):
            pass
        raise ValueError(f"{shown(value)} cannot be read")

    return decode


def shown(value):
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
