"""Forms of the desk: every message finds its place, and a wrong row is a message too."""

from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.admin.fields import RecordSelect
from vjtech.core.records import free_slug


class DeskForm(forms.ModelForm):
    """A form that cannot be saved while it has a `refusal`, which is shown above it."""

    refusal = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):  # 250000000, not 250000000.000000
                self.initial[name] = Decimal(f"{value.normalize():f}")

    def clean(self):
        super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)

    def add_error(self, field, error):
        """Show above the form what a model says of a field that this form does not have."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                known = name == NON_FIELD_ERRORS or name in self.fields
                super().add_error(name if known else None, ValidationError(errors))
        else:
            super().add_error(field if field in self.fields else None, error)


class SlugForm(DeskForm):
    """For rows that need a slug but do not make it themselves: made from the name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Made from the name when left empty.")

    def clean_slug(self):
        return self.cleaned_data["slug"] or free_slug(
            self.instance, self.data.get(self.add_prefix("name"), "")
        )


class DeskFormSet(forms.BaseInlineFormSet):
    """Rows whose chosen records are read once for all, and whose doubles are found."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.form.base_fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, RecordSelect):
                chosen = (getattr(row, name) for row in self.get_queryset())
                widget.known |= {record.pk: record for record in chosen if record}

    def add_fields(self, form, index):
        """Name each input: in a table of rows, the stock admin gives them no label."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label:
                widget = getattr(field.widget, "widget", field.widget)
                widget.attrs.setdefault("aria-label", capfirst(field.label))

    def clean(self):
        super().clean()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.condition:
                self._refuse_doubles([f for f in constraint.fields if f != self.fk.name])

    def _refuse_doubles(self, names):
        """Refuse two new rows that a conditional constraint keeps apart; Django overlooks those."""
        seen = set()
        for form in self.forms:
            values = tuple(getattr(form, "cleaned_data", {}).get(name) for name in names)
            if form in self.deleted_forms or not all(values):
                continue
            if values in seen:
                form.add_error(names[-1], _("This stands twice."))
            seen.add(values)
