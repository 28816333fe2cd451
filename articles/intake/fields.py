"""The inputs of the intake: those of the desk, with those it has been recognised from."""

from functools import partial

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from vjtech.core.admin.fields import CapitalsField, TidyField
from vjtech.core.countries import CountryField
from vjtech.core.fields import PartialDateField

SELECTED = mark_safe(" selected")


class LeanSelect(forms.Select):
    """A select that needs no template for each option: one page may hold thousands of them."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(each) for each in self.format_value(value)}
        attrs = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(attrs), options(self.choices, chosen))


def options(choices, chosen):
    """Return the options of a select as HTML; a choice with a list of choices is a group."""
    return mark_safe(
        "".join(
            format_html('<optgroup label="{}">{}</optgroup>', value, options(label, chosen))
            if isinstance(label, (list, tuple))
            else format_html(
                '<option value="{}"{}>{}</option>',
                "" if value is None else value,
                SELECTED if str("" if value is None else value) in chosen else "",
                label,
            )
            for value, label in choices
        )
    )


def desk_field(field, **kwargs):
    """Return the form field of a column, as forgiving as those of the desk's other pages."""
    if isinstance(field, PartialDateField):
        kwargs["help_text"] = _("e.g. 2025-04-28, 2025-04 or 2025")
        kwargs["form_class"] = TidyField
    elif isinstance(field, CountryField) or field.name == "currency":
        kwargs["form_class"] = CapitalsField
        kwargs["widget"] = forms.TextInput(attrs={"class": "short", "size": 4})
    elif isinstance(field, models.URLField):
        kwargs["form_class"] = partial(forms.URLField, assume_scheme="https")
    elif isinstance(field, models.TextField):
        kwargs |= {"form_class": TidyField, "widget": forms.Textarea(attrs={"rows": 2})}
    elif field.choices:
        kwargs["widget"] = LeanSelect
    elif isinstance(field, models.CharField):
        kwargs["form_class"] = TidyField
    return field.formfield(**kwargs)


class NounField(forms.ChoiceField):
    """One of those whom the article names: a record, or one that is still to be added.

    Its value is "company:12", or "new:<key>" of a name that the editor adds.
    """

    widget = LeanSelect

    def __init__(self, *kinds, required=False, **kwargs):
        self.kinds, self.nouns = kinds, None
        super().__init__(required=required, **kwargs)

    def offer(self, nouns):
        self.nouns = nouns
        self.choices = nouns.options(self.kinds)

    def clean(self, value):
        value = super().clean(value)
        return self.nouns.resolve(value, self.kinds) if value else None
