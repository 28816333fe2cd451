"""Feeds that follow one record: what our sources say of a fact, and what happens at a place."""

from entities.feeds import of_event, of_passage
from entities.models import Event, Figure, Place, Target
from vjtech.core.feeds import ENTRIES, feed_response
from vjtech.core.routes import origin_of
from vjtech.core.views import FileView


class FollowView(FileView):
    """The feed of one record; `items(record)` are its newest, the latest first."""

    def answer(self, record):
        return feed_response(
            f"vjtech: {record}",
            origin_of(self.request),
            page=record.get_absolute_url(),
            file=self.request.path,
            items=self.items(record),
        )

    def items(self, record):
        raise NotImplementedError


class FactFollowView(FollowView):
    """An entry for each passage: a target that is stated once more has a new one."""

    model = None

    def get_queryset(self):
        facts = self.model.objects.published().with_passages()
        articles = "passages__paragraph__article__former_slugs"
        return facts.prefetch_related("former_slugs", articles)

    def items(self, fact):
        latest = sorted(fact.passages, key=lambda passage: passage.pk, reverse=True)
        return [of_passage(fact, passage) for passage in latest[:ENTRIES]]


class EventFollowView(FactFollowView):
    model = Event


class TargetFollowView(FactFollowView):
    model = Target


class FigureFollowView(FactFollowView):
    model = Figure

    def get_queryset(self):
        return super().get_queryset().select_related("company", "person")


class PlaceFollowView(FollowView):
    def get_queryset(self):
        return Place.objects.published()

    def items(self, place):
        events = Event.objects.published().filter(place=place).select_related("place")
        latest = events.order_by("-day", "-id").prefetch_related("former_slugs")
        return map(of_event, latest[:ENTRIES])
