"""The doors to the lists of nouns and facts: what a list can be asked, in one place a kind."""

import django_filters
from django.utils.translation import gettext_lazy as _

from entities.ledger import with_latest_statement
from entities.models import Company, Event, Figure, Person, Target
from entities.models.target import TargetStatus
from entities.search import EVENTS, ON_SUBJECT, TARGETS
from vjtech.core.countries import country_choices
from vjtech.core.filters import ChoicesFilter, DayFilter, Facet, SlugFilter
from vjtech.core.filterset import RecordFilterSet
from vjtech.core.paging import Column, Order
from vjtech.core.ranges import RangedFilterSet
from vjtech.core.search.fold import fold_words
from vjtech.core.search.searched import SearchedFilterSet

BY_NAME = Order(Column("sort_key", text=True), Column("id"))


def published(model):
    return lambda: model.objects.published()


def topics():
    article = Company._meta.get_field("articles").related_model
    return article._meta.get_field("topics").related_model.objects.all()


class NounFilterSet(RecordFilterSet):
    orders = {"name": BY_NAME}

    def on_subject(self, queryset):
        return queryset.on_subject()


class FactFilterSet(RecordFilterSet):
    company = SlugFilter(
        field_name="companies", queryset=published(Company), label=_("Company or organisation")
    )

    def on_subject(self, queryset):
        return queryset.on_subject()

    def filter_words(self, queryset, name, words):
        for word in fold_words(words):
            queryset = queryset.filter(sort_key__contains=word)
        return queryset


class CompanyFilterSet(NounFilterSet):
    kind = ChoicesFilter(choices=Company.Kind.choices, label=_("Kind"))
    country = ChoicesFilter(choices=country_choices, label=_("Country"))
    topic = SlugFilter(
        field_name="articles__topics", gates=("articles",), queryset=topics, label=_("Topic")
    )

    facets = {
        "kind": Facet("kind"),
        "country": Facet("country"),
        "topic": Facet("articles__topics__slug", "articles__topics__name", gates=("articles",)),
    }

    class Meta:
        model = Company
        fields = ()


class PersonFilterSet(NounFilterSet):
    company = SlugFilter(
        field_name="roles__company",
        gates=("roles",),
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    country = ChoicesFilter(choices=country_choices, label=_("Country"))

    facets = {"country": Facet("country")}
    suggested = {
        "company": Facet(
            "roles__company__slug", "roles__company__name", gates=("roles", "roles__company")
        )
    }

    class Meta:
        model = Person
        fields = ()


class EventFilterSet(SearchedFilterSet, RangedFilterSet, FactFilterSet):
    index = EVENTS
    tagged = {"company": "c", "person": "p", "kind": "k", "country": "n"}
    subject_tags = (ON_SUBJECT,)
    keyed_by_day = True

    person = SlugFilter(field_name="people", queryset=published(Person), label=_("Person"))
    kind = ChoicesFilter(choices=Event.Kind.choices, label=_("Kind"))
    country = ChoicesFilter(
        field_name="place__country", choices=country_choices, label=_("Country")
    )
    date_after = DayFilter(label=_("From"))
    date_before = DayFilter(label=_("To"))
    certain = django_filters.ChoiceFilter(
        method="filter_nothing", choices=[("1", _("only certain dates"))], label=_("Dates")
    )

    orders = {"newest": Order(Column("day", True), Column("id", True))}
    facets = {
        "kind": Facet("kind"),
        "country": Facet("place__country"),
    }
    suggested = {
        "company": Facet("companies__slug", "companies__name", gates=("companies",)),
        "person": Facet("people__slug", "people__name", gates=("people",)),
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

    company = SlugFilter(
        field_name="parties__company",
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    kind = ChoicesFilter(choices=Target.Kind.choices, label=_("Kind"))
    unit = django_filters.CharFilter(
        field_name="latest_unit", max_length=60, label=_("Unit or currency")
    )
    status = ChoicesFilter(choices=TargetStatus.choices, label=_("Status"))
    due_after = DayFilter(label=_("Due from"))
    due_before = DayFilter(label=_("Due to"))

    orders = {"due": Order(Column("due_day"), Column("id"))}
    facets = {
        "kind": Facet("kind"),
        "status": Facet("status"),
        "unit": Facet("latest_unit"),
    }
    suggested = {
        "company": Facet(
            "parties__company__slug", "parties__company__name", gates=("parties__company",)
        )
    }

    class Meta:
        model = Target
        fields = ()

    def __init__(self, data=None, queryset=None, **kwargs):
        super().__init__(data, with_latest_statement(queryset), **kwargs)

    def counted(self, rows):
        return with_latest_statement(super().counted(rows))


class FigureFilterSet(FactFilterSet):
    company = SlugFilter(
        field_name="company", queryset=published(Company), label=_("Company or organisation")
    )
    measure = django_filters.CharFilter(method="filter_words", max_length=200, label=_("Measure"))

    orders = {"newest": Order(Column("day", True), Column("id", True))}
    suggested = {
        "company": Facet("company__slug", "company__name", gates=("company",)),
        "measure": Facet("measure"),
    }

    class Meta:
        model = Figure
        fields = ()
