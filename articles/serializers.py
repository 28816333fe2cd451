"""The public shape of an article."""

from django.db.models import OuterRef, Prefetch
from rest_framework import serializers

from articles.models import EventCitation, Paragraph, Statement, Topic
from entities.models import Company, Event, Person, Target
from vjtech.core.serializers import (
    CertaintyField,
    DateShape,
    PageAddress,
    RecordSerializer,
    SlugsOf,
)
from vjtech.core.walks import has


def published(model, path):
    return model.objects.published().filter(pk=OuterRef(path))


class ArticleSerializer(RecordSerializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    url = PageAddress()
    source_url = serializers.CharField()
    publisher = serializers.CharField(source="publisher.slug", default=None, allow_null=True)
    language = serializers.CharField()
    published = DateShape()
    certainty = CertaintyField()
    retrieved = DateShape()
    credits = serializers.CharField()
    relevance = serializers.CharField()
    text_kind = serializers.CharField()
    truncated = serializers.BooleanField()
    note = serializers.CharField()
    topics = SlugsOf(source="shown_topics")
    companies = SlugsOf(source="shown_companies")
    people = SlugsOf(source="shown_people")
    events = serializers.SerializerMethodField()
    targets = serializers.SerializerMethodField()
    paragraphs = serializers.SerializerMethodField()

    def related(self, queryset):
        # Asked of each citation: a list of all that is published is as long as the base.
        events = EventCitation.objects.filter(has(published(Event, "event")))
        targets = Statement.objects.filter(has(published(Target, "target")))
        paragraphs = Paragraph.objects.only("article", "number").prefetch_related(
            Prefetch("eventcitations", events.select_related("event"), to_attr="shown_events"),
            Prefetch("statements", targets.select_related("target"), to_attr="shown_targets"),
        )
        return queryset.select_related("publisher").prefetch_related(
            Prefetch("topics", Topic.objects.all(), to_attr="shown_topics"),
            Prefetch("companies", Company.objects.published(), to_attr="shown_companies"),
            Prefetch("people", Person.objects.published(), to_attr="shown_people"),
            Prefetch("paragraphs", paragraphs, to_attr="shown_paragraphs"),
        )

    def get_events(self, article) -> list[str]:
        cited = [c.event.slug for p in article.shown_paragraphs for c in p.shown_events]
        return list(dict.fromkeys(cited))

    def get_targets(self, article) -> list[str]:
        cited = [c.target.slug for p in article.shown_paragraphs for c in p.shown_targets]
        return list(dict.fromkeys(cited))

    def get_paragraphs(self, article) -> int:
        return len(article.shown_paragraphs)
