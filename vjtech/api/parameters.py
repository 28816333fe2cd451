"""The parameters of a list, for the page that explains them and for the schema."""

from dataclasses import dataclass
from functools import cache

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vjtech.core.filters import MOST_VALUES, DayField, SlugsField
from vjtech.core.filterset import form_class
from vjtech.core.walked import PAGE_SIZE

LARGEST_PAGE = 100
NO_NUL = "^[^\\u0000]*$"

WORDS = {
    "q": _("Words, all of them to be found; “phrases”, -minus and an unfinish* are understood."),
    "sort": _("The order; the first is the usual one."),
    "after": _("The place after which the page begins, as the next of the page before has it."),
    "background": _("1 lists what is only background, too."),
    "certain": _("1 leaves out dates that leave something open."),
    "unit": _("Unit or currency, as the latest statement has it."),
    "measure": _("Words in what is measured."),
}
DATE = _("{label}: a day, month or year: 2025-04-28, 2025-04, 2025.")
RECORD = _("{label}: its slug, or a name that only one of them bears.")


@dataclass(frozen=True)
class Parameter:
    """One parameter: `schema` is its JSON Schema; `words` say what it means."""

    name: str
    schema: dict
    words: str

    @property
    def is_repeated(self):
        """Whether it may be given several times, which means “or”."""
        return self.schema["type"] == "array"

    @property
    def values(self):
        """The values that it can have, where they are listed."""
        return self.schema.get("items", self.schema).get("enum", [])

    def misuse(self, given):
        """Return what is wrong with the number of values given, or with blank ones; else None."""
        most = self.schema.get("maxItems") if self.is_repeated else 1
        if most and len(given) > most:
            told = ngettext("This can be given once.", "This can be given %(n)d times.", most)
            return told % {"n": most} if most > 1 else told
        is_text = self.schema["type"] != "integer" and not self.values
        if not is_text and any(not value.strip() for value in given):
            return gettext("This is blank: leave it out.")
        return None


@cache
def parameters(filterset_class):
    """Return {name: Parameter} of all that a list can be asked."""
    fields = form_class(filterset_class).base_fields
    found = {
        name: Parameter(name, schema_of(name, field), words_of(name, field))
        for name, field in fields.items()
    }
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    found["page_size"] = Parameter("page_size", size, _("How many records a page holds."))
    return found


def words_of(name, field):
    if name in WORDS:
        return WORDS[name]
    if isinstance(field, DayField):
        return format_lazy(DATE, label=field.label)
    return format_lazy(RECORD, label=field.label) if isinstance(field, SlugsField) else field.label


def schema_of(name, field):
    if isinstance(field, SlugsField):
        # What has a format is bounded by it: of its length nothing needs to be said.
        item = {"type": "string", "format": name}
        return {"type": "array", "items": item, "maxItems": MOST_VALUES}
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": one_of(field)}
    if isinstance(field, forms.ChoiceField):
        return one_of(field)
    if isinstance(field, DayField):
        return {"type": "string", "format": "edtf"}
    if name == "after":
        return {"type": "string", "format": "place"}
    return {"type": "string", "maxLength": field.max_length, "pattern": NO_NUL}


def one_of(field):
    return {"type": "string", "enum": [value for value, _words in field.choices if value]}
