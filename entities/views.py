"""Lists and pages of the nouns and the facts."""

from datetime import date, timedelta

from django.db.models import Exists, IntegerField, OuterRef, Prefetch, Subquery
from django.http import Http404

from entities import feeds, filters, linked, pictures, serializers, tables
from entities.calendars import EventEntry, TargetEntry
from entities.filters import LAST_RECORDED
from entities.ledger import with_status
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from entities.serializers import with_parties, with_parts, with_whole
from entities.target_pictures.compared import compared
from entities.target_pictures.counted import count_picture
from entities.target_pictures.due import due_picture
from entities.target_pictures.ledger import ledger_picture
from vjtech.core.filterset import COUNTED
from vjtech.core.recency import first_key
from vjtech.core.views import CalendarView, RecordDetailView, RecordListView
from vjtech.core.walks import merged

SHOWN = 10
TIES_SHOWN = 25
MOST_SHOWN = 100
DRAWN = 40  # targets of a list: more are counted


class CountUpTo(Subquery):
    """How many rows a sliced queryset has: no more are looked at than it is sliced to."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def with_sources(queryset, links="mentions"):
    """Annotate nouns with how much stands behind them: sources, first_published and last_published.

    The first and last article are found by the recency of the links, along their index. Of
    sources COUNTED + 1 means more than COUNTED.
    """
    relation = queryset.model._meta.get_field(links)
    owner = relation.field.name
    mentions = relation.related_model.objects.filter(
        **{owner: OuterRef("pk")}, recency__isnull=False
    )
    # Undated articles stand at day 0, those whose start is left open at the first of all days.
    stated = mentions.filter(recency__gte=first_key(date.min + timedelta(days=1)))

    def end(order):
        return Subquery(stated.order_by(order).values("article__published")[:1])

    return queryset.annotate(
        sources=CountUpTo(mentions.order_by().values("recency")[: COUNTED + 1]),
        first_published=end("recency"),
        last_published=end("-recency"),
    )


def newest_articles(record, most=SHOWN):
    """Return the newest public articles that mention a noun, walking the mentions' index."""
    mentions = record.mentions.filter(recency__isnull=False).order_by("-recency")
    return [m.article for m in mentions.select_related("article__publisher")[:most]]


def first_targets(targets, most=SHOWN):
    return with_parties(with_status(targets).with_passages())[: most + 1]


def drawn(targets):
    """Fetch what the pictures of targets show: less than a line of the list does."""
    said = Target._meta.get_field("citations").related_model.objects.public().select_related(None)
    return with_parties(targets.prefetch_related(Prefetch("citations", said, to_attr="passages")))


def first_events(events, most=SHOWN):
    return events.select_related("place").with_passages()[: most + 1]


def ties_of(company, most=TIES_SHOWN):
    """Return the latest ties that begin or end at a company, each found along its own index."""
    ties = Tie.objects.published().order_by(*LAST_RECORDED.order_by)
    ends = [(ties.filter(**{end: company}), LAST_RECORDED) for end in ("company", "other")]
    latest = merged(Tie.objects.all(), ends, most + 1)
    latest = latest.select_related("company", "other", "place").order_by(*LAST_RECORDED.order_by)
    return latest.with_passages()[: most + 1]


def said_by(person):
    """Return the target statements and figures that articles put in a person's mouth.

    The latest recorded first; whether each one's fact is public is asked of it alone.
    """
    found = []
    for said, name, model in (
        (person.statements_spoken, "target", Target),
        (person.figurecitations_spoken, "figure", Figure),
    ):
        fact = model.objects.published().filter(pk=OuterRef(name))
        public = said.public().filter(Exists(fact)).select_related(name)
        found += public.order_by("-id")[:SHOWN]
    return found


class CompanyListView(RecordListView):
    filterset_class = filters.CompanyFilterSet
    serializer_class = serializers.CompanySerializer
    table_class = tables.CompanyTable
    item = staticmethod(feeds.of_company)
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
        roles = Role.objects.published().select_related("person").filter(company=company)
        figures = Figure.objects.published().filter(company=company).with_passages()
        return {
            "record": company,
            "aliases": company.aliases.all(),
            "children": company.children.published()[:MOST_SHOWN],
            "targets": first_targets(Target.objects.published().of_company(company)),
            "ties": ties_of(company),
            "ties_shown": TIES_SHOWN,
            "roles": roles.with_passages().order_by("-id")[: SHOWN + 1],
            "figures": figures[: SHOWN + 1],
            "events": first_events(Event.objects.published().of_company(company)),
            "in_time": pictures.of_noun(company),
            "articles": newest_articles(company),
        }

    def linked(self, context, origin):
        return [linked.company(context["record"], context["aliases"], origin)]


class PersonListView(RecordListView):
    filterset_class = filters.PersonFilterSet
    serializer_class = serializers.PersonSerializer
    table_class = tables.PersonTable
    item = staticmethod(feeds.of_person)
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
            "roles": roles.with_passages().order_by("-id")[: SHOWN + 1],
            "targets": first_targets(Target.objects.published().of_person(person)),
            "figures": Figure.objects.published().filter(person=person).with_passages()[:SHOWN],
            "events": first_events(Event.objects.published().of_person(person)),
            "in_time": pictures.of_noun(person),
            "articles": newest_articles(person),
            "said": said_by(person),
        }

    def linked(self, context, origin):
        given = (context[name] for name in ("record", "aliases", "roles"))
        return [linked.person(*given, origin)]


class PlaceDetailView(RecordDetailView):
    template_name = "entities/place_detail.html"

    def get_queryset(self):
        return Place.objects.published().select_related("parent__parent__parent")

    def context(self, place):
        ties = Tie.objects.published().select_related("company", "place").with_passages()
        return {
            "record": place,
            "aliases": place.aliases.all(),
            "children": place.children.published()[:MOST_SHOWN],
            "ties": ties.filter(place=place).order_by("-id")[: TIES_SHOWN + 1],
            "ties_shown": TIES_SHOWN,
            "events": first_events(Event.objects.published().filter(place=place)),
        }


class EventListView(RecordListView):
    filterset_class = filters.EventFilterSet
    serializer_class = serializers.EventSerializer
    table_class = tables.EventTable
    item = staticmethod(feeds.of_event)
    entry_class = EventEntry
    template_name = "entities/event_list.html"

    def context(self, filterset):
        context = super().context(filterset)
        return context | {"in_time": pictures.of_list(filterset, context["page"])}

    def related(self, queryset):
        return queryset.select_related("place").with_passages()


class EventDetailView(RecordDetailView):
    template_name = "entities/event_detail.html"

    def get_queryset(self):
        events = Event.objects.published().select_related("place__parent")
        return with_whole(with_parts(events.with_passages()))

    def context(self, event):
        parts = Event.objects.published().filter(part_of=event).select_related("place")
        return {
            "record": event,
            "parts": parts.with_passages()[:MOST_SHOWN],
            "in_calendars": bool(EventEntry(event, "").days),
        }

    def linked(self, context, origin):
        return [linked.event(context["record"], origin)]


class EventCalendarView(CalendarView):
    entry_class = EventEntry

    def get_queryset(self):
        return EventEntry.related(Event.objects.published())


class TargetListView(RecordListView):
    filterset_class = filters.TargetFilterSet
    serializer_class = serializers.TargetSerializer
    table_class = tables.TargetTable
    item = staticmethod(feeds.of_target)
    entry_class = TargetEntry
    template_name = "entities/target_list.html"

    def related(self, queryset):
        return with_parties(queryset.with_passages())

    def context(self, filterset):
        context = super().context(filterset)
        return context | self.pictures(filterset, context["page"])

    def pictures(self, filterset, page):
        """Return the pictures of the whole list, which stand on its first page."""
        found = {"due": None, "counted": None, "compared": ([], 0)}
        if not (page.first and page.rows):
            return found
        if filterset.count is None or filterset.count > DRAWN:
            return found | {"counted": count_picture(filterset), "drawn_most": DRAWN}
        rows = filterset.page(drawn, DRAWN).rows if page.next_key else page.rows
        return found | {"due": due_picture(rows), "compared": compared(rows)}


class TargetDetailView(RecordDetailView):
    template_name = "entities/target_detail.html"

    def get_queryset(self):
        targets = with_status(Target.objects.published())
        return with_whole(with_parties(targets.with_passages()))

    def context(self, target):
        if not target.passages:  # taken back since the target was read: it is not public without
            raise Http404(target.slug)
        parts = with_status(Target.objects.published().filter(part_of=target))
        return {
            "record": target,
            "ledger": target.ledger(),
            "steps": ledger_picture(target),
            "parts": with_parties(parts.with_passages())[:MOST_SHOWN],
        }


class FigureListView(RecordListView):
    filterset_class = filters.FigureFilterSet
    serializer_class = serializers.FigureSerializer
    table_class = tables.FigureTable
    item = staticmethod(feeds.of_figure)
    template_name = "entities/figure_list.html"

    def related(self, queryset):
        return queryset.select_related("company", "person").with_passages()


class FigureDetailView(RecordDetailView):
    template_name = "entities/figure_detail.html"

    def get_queryset(self):
        return Figure.objects.published().select_related("company", "person").with_passages()
