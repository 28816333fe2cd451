"""Mending a gap in its row: one form each, with all checks of the record's own page."""

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.admin.fields import CapitalsField
from vjtech.core.admin.forms import DeskForm
from vjtech.core.admin.guard import Stale
from vjtech.core.countries import NAMES
from vjtech.core.fields import PartialDateField
from vjtech.core.history import changing, revision


class MendForm(DeskForm):
    """A few fields of a record, checked as a whole record; `version` is the one that was shown.

    `choices` are those of its fields that cost a query, asked for once for all rows of a page.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, instance=None, choices=None, **kwargs):
        kwargs.setdefault("auto_id", f"id_{instance.pk}_%s")
        kwargs.setdefault("label_suffix", "")
        kwargs["initial"] = {"version": instance.version, **kwargs.get("initial", {})}
        super().__init__(*args, instance=instance, **kwargs)
        for name, pairs in (choices or {}).items():
            self.fields[name].widget.choices = pairs

    @classmethod
    def choices(cls):
        return {}

    def _get_validation_exclusions(self):
        return set()

    def mended(self):
        """Say what was filled in, for the history and the message."""
        said = [
            f"{capfirst(self.fields[name].label)}: {shown(self.cleaned_data[name])}"
            for name in self.changed_data
            if name in self.cleaned_data and name != "version"
        ]
        return "; ".join(said)


class CountryChoice(forms.Select):
    """The countries that the base has names for, by name."""

    def __init__(self, attrs=None):
        named = sorted(NAMES.items(), key=lambda pair: str(pair[1]))
        super().__init__(attrs, [("", "—"), *named])


class CountryForm(MendForm):
    class Meta:
        fields = ("country",)
        widgets = {"country": CountryChoice}
        field_classes = {"country": CapitalsField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].required = True
        self.fields["country"].help_text = ""


class DateForm(MendForm):
    """A date with its reason, which goes once nothing is inferred."""

    class Meta:
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
        for name in self.dates():
            self.fields[name].required = True
            self.fields[name].widget.attrs["class"] = "partial-date"

    def dates(self):
        fields = self._meta.model._meta
        return [n for n in self._meta.fields if isinstance(fields.get_field(n), PartialDateField)]

    def clean(self):
        super().clean()
        for name in self.dates():
            date = self.cleaned_data.get(name, "")
            if not {"?", "%"} & set(date):
                self.cleaned_data[f"{name}_reason"] = ""


def country_form(model):
    return forms.modelform_factory(model, form=CountryForm, fields=("country",))


def date_form(model, name):
    return forms.modelform_factory(model, form=DateForm, fields=(name, f"{name}_reason"))


def shown(value):
    return str(NAMES.get(value, value)) if isinstance(value, str) else str(value)


def mend(form, user, reason):
    """Save a valid form; Stale where the record is not the one that was shown."""
    record = form.instance
    with revision(user, reason):
        claim(record, form.cleaned_data["version"])
        form.save()
        LogEntry.objects.log_actions(
            user.pk, [record], CHANGE, _("Mended: %(what)s.") % {"what": form.mended()}
        )


def claim(record, expected):
    """Swap a record's version for the next one; Stale if it is not the expected one."""
    rows = type(record)._base_manager.filter(pk=record.pk, version=expected)
    changing(rows)
    if not rows.update(version=F("version") + 1, updated=timezone.now()):
        raise Stale
    record.version = expected  # Record.save adds the one that was just stored
