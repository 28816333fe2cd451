"""Form fields of the desk: what they forgive, and how a related record is chosen."""

import unicodedata
from functools import partial

from django import forms
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.countries import CountryField
from vjtech.core.fields import PartialDateField

MOST_KEY = 2**63 - 1


def is_key(value):
    """Say whether a value from a request can be a primary key of ours."""
    text = str(value)
    return text.isascii() and text.isdigit() and int(text[:20]) <= MOST_KEY


class TidyField(forms.CharField):
    """Text with its accents composed and its lines ended in one way, however it was typed.

    Without this, words pasted from a Mac are not found in their paragraph, and every browser's
    CRLF counts as a change.
    """

    def to_python(self, value):
        text = super().to_python(value)
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n")) if text else text


class CapitalsField(TidyField):
    """A code in capitals, which may be typed in small letters."""

    def to_python(self, value):
        return super().to_python(value).upper()


class RecordSelect(AutocompleteSelect):
    """The stock autocomplete, for which no value that a request may carry is an error.

    `known` holds records by key that are at hand already, so that a form of many rows does not
    ask the database once per row.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {}

    def optgroups(self, name, value, attr=None):
        options = []
        if not self.is_required:
            options.append(self.create_option(name, "", "", False, 0))
        for record in self._chosen(value):
            label = self.choices.field.label_from_instance(record)
            options.append(self.create_option(name, record.pk, label, True, len(options)))
        return [(None, options, 0)]

    def _chosen(self, value):
        keys = [int(v) for v in value if is_key(v)][:1]
        missing = [key for key in keys if key not in self.known]
        if missing:
            self.known |= self.choices.queryset.in_bulk(missing)
        return [self.known[key] for key in keys if key in self.known]


class DeskFields:
    """For ModelAdmins and inlines: our form fields in place of the stock ones."""

    formfield_overrides = {
        models.CharField: {"form_class": TidyField},
        # The scheme that Django 6 takes for an address typed without one.
        models.URLField: {"form_class": partial(forms.URLField, assume_scheme="https")},
        models.SlugField: {"form_class": forms.SlugField, "widget": AdminTextInputWidget},
        models.TextField: {
            "form_class": TidyField,
            "widget": AdminTextareaWidget(attrs={"rows": 3}),
        },
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, PartialDateField):
            kwargs["help_text"] = _("e.g. 2025-04-28, 2025-04 or 2025")
            kwargs["widget"] = AdminTextInputWidget(attrs={"class": "partial-date"})
        elif isinstance(db_field, CountryField) or db_field.name == "currency":
            kwargs["form_class"] = CapitalsField
            kwargs["widget"] = AdminTextInputWidget(attrs={"class": "short", "size": 4})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a slip beside a select must not delete
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name not in self.get_autocomplete_fields(request):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs["widget"] = RecordSelect(db_field, self.admin_site, using=kwargs.get("using"))
        try:
            related = self.admin_site.get_model_admin(db_field.remote_field.model)
        except NotRegistered:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs["queryset"] = related.options()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.label_from_instance = related.option_label
        return field
