"""The doors to the lists of nouns and facts: what a list can be asked, in one place a kind."""

import datetime

import django_filters
from django.utils.translation import gettext_lazy as _

from entities.ledger import of_status, with_status
from entities.models import Company, Event, Figure, Person, Target
from entities.models.event import LATEST_FIRST, EventQuerySet
from entities.models.target import BY_DUE_DATE, NO_DUE_DAY, TargetQuerySet, TargetStatus
from entities.search import EVENTS, ON_SUBJECT, TARGETS
from vjtech.core.countries import country_choices
from vjtech.core.facets import Facet
from vjtech.core.filters import ChoicesFilter, DayFilter, SlugFilter
from vjtech.core.filterset import RECORDED, RecordFilterSet
from vjtech.core.paging import Column, Order
from vjtech.core.ranges import RangedFilterSet
from vjtech.core.reach import EVER
from vjtech.core.search.fold import fold_words
from vjtech.core.search.searched import SearchedFilterSet
from vjtech.core.walks import Link, Own

BY_NAME = Order(Column("sort_key", text=True), Column("id"))
LAST_RECORDED = Order(Column("id", True))


def published(model):
    return lambda: model.objects.published()


def topics():
    counted = Company._meta.get_field("topic_counts").related_model
    return counted._meta.get_field("topic").related_model.objects.all()


class NounFilterSet(RecordFilterSet):
    orders = {"name": BY_NAME, RECORDED: LAST_RECORDED}

    def on_subject(self, queryset):
        return queryset.on_subject()


class FactFilterSet(RecordFilterSet):
    def on_subject(self, queryset):
        return queryset.on_subject()

    def filter_words(self, queryset, name, words):
        for word in fold_words(words):
            queryset = queryset.filter(sort_key__contains=word)
        return queryset


class CompanyFilterSet(NounFilterSet):
    kind = ChoicesFilter(walk=Own("kind"), choices=Company.Kind.choices, label=_("Kind"))
    country = ChoicesFilter(walk=Own("country"), choices=country_choices, label=_("Country"))
    topic = SlugFilter(
        field_name="topic_counts__topic",
        walk=Link(
            "topic_counts",
            "topic",
            {"sort_key": "company_key", "id": "company_id"},
            repeated=True,
        ),
        queryset=topics,
        label=_("Topic"),
    )

    facets = {
        "kind": Facet("kind"),
        "country": Facet("country"),
        "topic": Facet("topic_counts__topic"),
    }

    class Meta:
        model = Company
        fields = ()


class PersonFilterSet(NounFilterSet):
    company = SlugFilter(
        field_name="roles__company",
        gates=("roles",),
        walk=Link("roles", "company", {"sort_key": "person_key", "id": "person_id"}, repeated=True),
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    country = ChoicesFilter(walk=Own("country"), choices=country_choices, label=_("Country"))

    facets = {"country": Facet("country")}
    suggested = {"company": Facet("roles__company")}

    class Meta:
        model = Person
        fields = ()


class EventFilterSet(SearchedFilterSet, RangedFilterSet, FactFilterSet):
    index = EVENTS
    tagged = {"company": "c", "person": "p", "kind": "k", "country": "n"}
    subject_tags = (ON_SUBJECT,)
    keyed_by_day = True
    noted_columns = ("day",)

    company = SlugFilter(
        field_name="companies",
        walk=EventQuerySet.companies,
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    person = SlugFilter(
        field_name="people",
        walk=EventQuerySet.people,
        queryset=published(Person),
        label=_("Person"),
    )
    kind = ChoicesFilter(walk=Own("kind"), choices=Event.Kind.choices, label=_("Kind"))
    country = ChoicesFilter(walk=Own("country"), choices=country_choices, label=_("Country"))
    date_after = DayFilter(label=_("From"))
    date_before = DayFilter(label=_("To"))
    certain = django_filters.ChoiceFilter(
        method="filter_nothing", choices=[("1", _("only certain dates"))], label=_("Dates")
    )

    orders = {"newest": LATEST_FIRST}
    facets = {
        "kind": Facet("kind"),
        "country": Facet("country"),
    }
    suggested = {
        "company": Facet("companies"),
        "person": Facet("people"),
    }

    class Meta:
        model = Event
        fields = ()


class TargetFilterSet(SearchedFilterSet, RangedFilterSet, FactFilterSet):
    index = TARGETS
    tagged = {"company": "c", "kind": "k"}
    subject_tags = (ON_SUBJECT,)
    dated = "due"
    between = ("due_after", "due_before")
    sorted_by = "due_day"
    noted_columns = ("due",)

    company = SlugFilter(
        field_name="parties__company",
        walk=TargetQuerySet.companies,
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    kind = ChoicesFilter(choices=Target.Kind.choices, label=_("Kind"))
    unit = django_filters.CharFilter(
        field_name="latest_unit", max_length=60, label=_("Unit or currency")
    )
    status = ChoicesFilter(method="filter_status", choices=TargetStatus.choices, label=_("Status"))
    due_after = DayFilter(label=_("Due from"))
    due_before = DayFilter(label=_("Due to"))

    orders = {"due": BY_DUE_DATE, RECORDED: LAST_RECORDED}
    facets = {
        "kind": Facet("kind"),
        "status": Facet("status"),
        "unit": Facet("latest_unit"),
    }
    suggested = {"company": Facet("parties__company")}

    class Meta:
        model = Target
        fields = ()

    def __init__(self, data, queryset):
        super().__init__(data, with_status(queryset))

    def filter_status(self, queryset, name, statuses):
        return of_status(queryset, statuses)

    def windows(self, certainty):
        """Tell apart what is due by some day: that stands with its last day, not with its first."""
        found = super().windows(certainty)
        if certainty != self.POSSIBLE:
            return found
        first, _last = self.range
        by = {"due_earliest": datetime.date.min}
        return [
            *(window for window in found if window["reach"] != EVER),
            {"reach": EVER, "due_day__gte": self.key_of(first), **by},
            {"reach": EVER, "due_earliest__gt": datetime.date.min},
        ]

    def undated_window(self):
        return {"due_day": NO_DUE_DAY}

    def every(self):
        return with_status(super().every())


class FigureFilterSet(FactFilterSet):
    company = SlugFilter(
        field_name="company",
        walk=Own("company"),
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    measure = django_filters.CharFilter(method="filter_words", max_length=200, label=_("Measure"))

    orders = {"newest": LATEST_FIRST}
    suggested = {
        "company": Facet("company"),
        "measure": Facet("measure"),
    }

    class Meta:
        model = Figure
        fields = ()
