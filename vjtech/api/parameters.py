"""The parameters of a list, for the page that explains them and for the schema."""

from dataclasses import dataclass
from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _

from vjtech.core.filters import MOST_VALUES, QUERY_LENGTH, DayField, SlugsField
from vjtech.core.filterset import form_class
from vjtech.core.walked import PAGE_SIZE

LARGEST_PAGE = 100
NO_NUL = "^[^\\u0000]*$"

WORDS = {
    "q": _("Words, all of them to be found; “phrases”, -minus and an unfinish* are understood."),
    "sort": _("The order; the first is the usual one."),
    "after": _("The place in the list after which the page begins, as the `next` of a page has it"),
    "background": _("1 lists what is only background, too."),
    "certain": _("1 leaves out dates that leave something open."),
    "unit": _("Unit or currency, as the latest statement has it."),
    "measure": _("Words in what is measured."),
}
DATE = _("A day, month or year: 2025-04-28, 2025-04, 2025")
RECORD = _("Its slug, or a name that only one of them bears")


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
        return DATE
    return RECORD if isinstance(field, SlugsField) else field.label


def schema_of(name, field):
    if isinstance(field, SlugsField):
        item = text(QUERY_LENGTH) | {"format": name}
        return {"type": "array", "items": item, "maxItems": MOST_VALUES}
    if isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField)):
        item = {"type": "string", "enum": [value for value, _words in field.choices if value]}
        many = isinstance(field, forms.MultipleChoiceField)
        return {"type": "array", "items": item} if many else item
    if isinstance(field, DayField):
        return text(field.max_length) | {"format": "edtf"}
    return text(field.max_length) | ({"format": "place"} if name == "after" else {})


def text(most):
    return {"type": "string", "maxLength": most, "pattern": NO_NUL}
