"""The columns of a spreadsheet of records: how a value is written in a cell, and read from it.

Fields and widgets are import-export's. A widget's `clean` raises ValidationError; a reference is
looked up in `known`, which holds the records of all rows at once.
"""

from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from vjtech.core.dates import PartialDate
from vjtech.core.importing.table import brief
from vjtech.core.records import State


class Words(Widget):
    """Text as the desk's forms keep it: composed, its lines ended in one way, no blanks around."""

    def clean(self, value, row=None, **kwargs):
        return tidy(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)

    def slugs(self, text):
        """Yield (model, slug) of each record that a cell refers to."""
        return ()

    def allowed(self):
        """Say what may stand in a cell, where that is not any text."""
        return ""


def tidy(text):
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Capitals(Words):
    """A country's code, which may be typed in small letters."""

    def clean(self, value, row=None, **kwargs):
        return tidy(value).upper()

    def allowed(self):
        return _("two capitals")


class Day(Words):
    def clean(self, value, row=None, **kwargs):
        try:
            return PartialDate(tidy(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def allowed(self):
        return _("as much of the date as is known; a ? after what is inferred")


class Choice(Words):
    """One of a model's choices: by its short name, or in the words of the desk."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        text = tidy(value).casefold()
        for choice in self.choices:
            if text in (choice.value, str(choice.label).casefold()):
                return choice.value
        raise ValidationError(
            _("“%(text)s” is none of: %(allowed)s.")
            % {"text": brief(value), "allowed": self.allowed()}
        )

    def allowed(self):
        return ", ".join(self.choices.values)


class Reference(Words):
    """Another record, by its slug."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def clean(self, value, row=None, known=None, **kwargs):
        text = tidy(value)
        return known.record(self.model, text) if text else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.slug

    def allowed(self):
        kind = self.model._meta.verbose_name_plural
        return _("a slug from the list of %(kind)s") % {"kind": kind}

    def slugs(self, text):
        if tidy(text):
            yield self.model, tidy(text)


class Column(Field):
    """A column of the file and an attribute of the record; `example` is for who writes one."""

    is_rows = False

    def __init__(self, attribute, name=None, widget=None, example=""):
        super().__init__(attribute, name or attribute, widget or Words())
        self.name, self.example = self.column_name, example

    def put(self, instance, value):
        setattr(instance, self.attribute, value)


class Versions(Words):
    def allowed(self):
        return _("as exported, so that nothing newer is overwritten; may be left out")


class Slug(Words):
    def allowed(self):
        return _("letters, digits, - and _; it says which record a row is")


class Version(Column):
    """The version that a row had when it was exported: what has a newer one is not overwritten."""

    def __init__(self):
        super().__init__("version", widget=Versions())


class Standing(Column):
    """Draft or published, which only a reviewer may change."""

    def __init__(self):
        super().__init__("state", "state", Choice(State))


def date_columns(attribute, name):
    """Return the columns of a partial date: itself, as printed, and why it is inferred."""
    return (
        Column(attribute, name, Day(), example="2025?-04"),
        Column(f"{attribute}_printed", f"{name} as printed", example="April 28"),
        Column(f"{attribute}_reason", f"why {name} is inferred"),
    )
