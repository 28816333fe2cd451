"""The kinds of filter that a list can have: typed, bounded, by slug, by value, by day."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.dates import PartialDate
from vjtech.core.records import Fact, State
from vjtech.core.walks import has

MOST_VALUES = 20
QUERY_LENGTH = 200
FEW = 2000  # rows that are looked up all at once rather than for each row of a list


def gate_conditions(model, gates):
    """Return the conditions that the records at the ends of these paths are public."""
    conditions = {}
    for gate in gates:
        end = model
        for step in gate.split("__"):
            end = end._meta.get_field(step).related_model
        if issubclass(end, Fact):
            conditions[f"{gate}__in"] = end.objects.published()
        else:
            conditions[f"{gate}__state"] = State.PUBLISHED
    return conditions


class SlugsField(forms.Field):
    """Records chosen by slug, or by a name that only one of them bears; cleans to a list."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, queryset, **kwargs):
        self.queryset = queryset
        super().__init__(**kwargs)

    def clean(self, value):
        given = list(dict.fromkeys(v.strip() for v in value or [] if v.strip()))
        if not given:
            return []
        if len(given) > MOST_VALUES or any(len(v) > QUERY_LENGTH or "\0" in v for v in given):
            raise ValidationError(_("These values cannot be looked up."))
        queryset = self.queryset() if callable(self.queryset) else self.queryset
        found = {record.slug: record for record in queryset.filter(slug__in=given)}
        return list(dict.fromkeys(found.get(v) or self._by_name(queryset, v) for v in given))

    def _by_name(self, queryset, name):
        exact = list(queryset.filter(name=name)[:2])
        if len(exact) == 1:
            return exact[0]
        matches = queryset.meant(name, 6) if hasattr(queryset, "meant") else exact
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise ValidationError(_("“%(name)s” is not known here.") % {"name": name})
        names = "; ".join(f"{match.name} ({match.slug})" for match in matches[:5])
        raise ValidationError(
            _("“%(name)s” could be several: %(names)s. Which one?") % {"name": name, "names": names}
        )


class SlugFilter(django_filters.Filter):
    """Rows linked to any of the chosen records; `gates` are records on the way to be published.

    `walk` is the Link or the Own column along which a list of one of them can be walked.
    """

    field_class = SlugsField

    def __init__(self, *args, gates=(), walk=None, **kwargs):
        self.gates, self.walk = gates, walk
        self.few = None
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        return self.linked(qs, value) if value else qs

    def linked(self, qs, records):
        if self.walk:
            return qs.filter(self.walk.among(self.model, records))
        # A subquery rather than a join: no row twice, and the list's own index is walked.
        inner = self.model._default_manager.filter(
            **{f"{self.field_name}__in": records}, **gate_conditions(self.model, self.gates)
        )
        if self.few is None:
            self.few = inner.order_by()[: FEW + 1].count() <= FEW
        if self.few:
            return qs.filter(pk__in=inner.values("pk"))
        return qs.filter(has(inner.filter(pk=OuterRef("pk"))))


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Rows of any of the chosen values, of a column to which no join leads twice.

    `walk` is that column, where it has an index along which a list can be walked.
    """

    def __init__(self, *args, walk=None, **kwargs):
        self.walk = walk
        kwargs.setdefault("distinct", False)
        super().__init__(*args, **kwargs)
        self.extra.setdefault(
            "error_messages",
            {"invalid_choice": gettext_lazy("“%(value)s” is not one of the choices.")},
        )


class DayField(forms.CharField):
    """A day, month or year as a range of days; cleans to a PartialDate."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            date = PartialDate(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        return date


class DayFilter(django_filters.Filter):
    """An end of a range of days; RangedFilterSet tells what overlaps the range."""

    field_class = DayField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, max_length=40, **kwargs)

    def filter(self, qs, value):
        return qs
