"""Lists and pages of the nouns and the facts."""

from datetime import date, timedelta

from django.db.models import BigIntegerField, Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from entities import filters, serializers
from entities.ledger import with_latest_statement
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from entities.serializers import with_parties, with_parts, with_whole
from vjtech.core.recency import ID_BITS, first_key
from vjtech.core.views import RecordDetailView, RecordListView

SHOWN = 10
MOST_SHOWN = 100


class RecencyDay(BigIntegerField):
    """The day that a recency key begins with, as a date."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else date.fromordinal(value >> ID_BITS)


def with_sources(queryset):
    """Annotate nouns with how much stands behind them: sources, first_day and last_day.

    The days come from the mentions' recency, so that the index of the mentions says all.
    """
    owner = queryset.model.mentions.field.name
    mentions = queryset.model.mentions.rel.related_model.objects.filter(
        **{owner: OuterRef("pk")}, recency__isnull=False
    )
    # Undated articles stand at day 0, those whose start is left open at the first of all days.
    stated = mentions.filter(recency__gte=first_key(date.min + timedelta(days=1)))

    def end(order):
        keys = stated.order_by(order).values("recency")[:1]
        return Subquery(keys, output_field=RecencyDay())

    sources = mentions.order_by().values(owner).annotate(n=Count("pk")).values("n")
    return queryset.annotate(
        sources=Coalesce(Subquery(sources), 0),
        first_day=end("recency"),
        last_day=end("-recency"),
    )


def newest_articles(record):
    """Return the newest public articles that mention a noun, walking the mentions' index."""
    mentions = record.mentions.filter(recency__isnull=False).order_by("-recency")
    return [m.article for m in mentions.select_related("article__publisher")[:SHOWN]]


def targets_of(**party):
    targets = with_latest_statement(Target.objects.published().filter(**party).distinct())
    return with_parties(targets.with_passages()).order_by("due_day", "id")[: SHOWN + 1]


def events_of(**condition):
    events = Event.objects.published().filter(**condition).distinct()
    return events.select_related("place").with_passages()[: SHOWN + 1]


class CompanyListView(RecordListView):
    filterset_class = filters.CompanyFilterSet
    serializer_class = serializers.CompanySerializer
    template_name = "entities/company_list.html"

    def related(self, queryset):
        return with_sources(queryset.select_related("parent"))

    def plural(self):
        return "companies"


class CompanyDetailView(RecordDetailView):
    template_name = "entities/company_detail.html"

    def get_queryset(self):
        return with_sources(Company.objects.published().select_related("parent"))

    def context(self, company):
        ties = Tie.objects.published().select_related("company", "other", "place")
        roles = Role.objects.published().select_related("person").filter(company=company)
        figures = Figure.objects.published().filter(company=company).with_passages()
        return {
            "record": company,
            "aliases": company.aliases.all(),
            "children": company.children.published(),
            "targets": targets_of(parties__company=company),
            "ties": ties.filter(Q(company=company) | Q(other=company)).with_passages(),
            "roles": roles.with_passages(),
            "figures": figures[: SHOWN + 1],
            "events": events_of(companies=company),
            "articles": newest_articles(company),
        }


class PersonListView(RecordListView):
    filterset_class = filters.PersonFilterSet
    serializer_class = serializers.PersonSerializer
    template_name = "entities/person_list.html"

    def related(self, queryset):
        roles = Role.objects.published().select_related("company")
        return with_sources(queryset).prefetch_related(
            Prefetch("roles", roles, to_attr="shown_roles")
        )

    def plural(self):
        return "people"


class PersonDetailView(RecordDetailView):
    template_name = "entities/person_detail.html"

    def get_queryset(self):
        return with_sources(Person.objects.published())

    def context(self, person):
        roles = Role.objects.published().select_related("company").filter(person=person)
        return {
            "record": person,
            "aliases": person.aliases.all(),
            "roles": roles.with_passages(),
            "targets": targets_of(parties__person=person),
            "figures": Figure.objects.published().filter(person=person).with_passages()[:SHOWN],
            "events": events_of(people=person),
            "articles": newest_articles(person),
            "said": said_by(person),
        }


def said_by(person):
    """Return the target statements and figures that articles put in a person's mouth."""
    said = person.statements_spoken.public().filter(target__in=Target.objects.published())
    figures = person.figurecitations_spoken.public().filter(figure__in=Figure.objects.published())
    return [*said.select_related("target")[:SHOWN], *figures.select_related("figure")[:SHOWN]]


class PlaceDetailView(RecordDetailView):
    template_name = "entities/place_detail.html"

    def get_queryset(self):
        return Place.objects.published().select_related("parent__parent__parent")

    def context(self, place):
        ties = Tie.objects.published().select_related("company", "place").with_passages()
        return {
            "record": place,
            "aliases": place.aliases.all(),
            "children": place.children.published(),
            "ties": ties.filter(place=place)[:MOST_SHOWN],
            "events": events_of(place=place),
        }


class EventListView(RecordListView):
    filterset_class = filters.EventFilterSet
    serializer_class = serializers.EventSerializer
    template_name = "entities/event_list.html"

    def related(self, queryset):
        return queryset.select_related("place").with_passages()


class EventDetailView(RecordDetailView):
    template_name = "entities/event_detail.html"

    def get_queryset(self):
        events = Event.objects.published().select_related("place__parent")
        return with_whole(with_parts(events.with_passages()))

    def context(self, event):
        parts = Event.objects.published().filter(part_of=event).select_related("place")
        return {"record": event, "parts": parts.with_passages()[:MOST_SHOWN]}


class TargetListView(RecordListView):
    filterset_class = filters.TargetFilterSet
    serializer_class = serializers.TargetSerializer
    template_name = "entities/target_list.html"

    def related(self, queryset):
        return with_parties(queryset.with_passages())


class TargetDetailView(RecordDetailView):
    template_name = "entities/target_detail.html"

    def get_queryset(self):
        targets = with_latest_statement(Target.objects.published())
        return with_whole(with_parties(targets.with_passages()))

    def context(self, target):
        parts = with_latest_statement(Target.objects.published().filter(part_of=target))
        return {
            "record": target,
            "ledger": target.ledger(),
            "parts": with_parties(parts.with_passages())[:MOST_SHOWN],
        }


class FigureListView(RecordListView):
    filterset_class = filters.FigureFilterSet
    serializer_class = serializers.FigureSerializer
    template_name = "entities/figure_list.html"

    def related(self, queryset):
        return queryset.select_related("company", "person").with_passages()


class FigureDetailView(RecordDetailView):
    template_name = "entities/figure_detail.html"

    def get_queryset(self):
        return Figure.objects.published().select_related("company", "person").with_passages()
