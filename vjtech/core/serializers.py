"""What the public shapes of all kinds are made of; JSON and CSV both come from them."""

import datetime

from django.conf import settings
from rest_framework import serializers

OPEN = (None, datetime.date.min, datetime.date.max)
MOST_NESTED = 100  # facts that stand within a record: a giant's ties would make a row of megabytes


class RecordSerializer(serializers.Serializer):
    def related(self, queryset):
        """Return the queryset with all that the shape needs."""
        return queryset


class DateShape(serializers.Field):
    """A partial date as {edtf, earliest, latest, printed, inferred, reason}; null if undated."""

    fields = ("edtf", "earliest", "latest", "printed", "inferred", "reason")

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record):
        date = getattr(record, self.field_name)
        printed = getattr(record, f"{self.field_name}_printed")
        if not date and not printed:
            return None
        return {
            "edtf": str(date),
            "earliest": day(date.earliest),
            "latest": day(date.latest),
            "printed": printed,
            "inferred": date.inferred,
            "reason": getattr(record, f"{self.field_name}_reason"),
        }


class CertaintyField(serializers.Field):
    """How surely a row of a ranged list lies in the range: certain, possible, undated."""

    words = ("undated", "possible", "certain")

    def to_representation(self, value):
        return self.words[value]


class NumberField(serializers.Field):
    """A decimal as a JSON number."""

    def to_representation(self, value):
        return int(value) if value == value.to_integral_value() else float(value)


class SlugOf(serializers.Field):
    """The slug of a published record at the end of a relation; null where there is none."""

    def to_representation(self, record):
        return record.slug if record.is_published else None


class SlugsOf(serializers.Field):
    """The slugs of prefetched records (published ones, by their prefetch)."""

    def to_representation(self, records):
        return [record.slug for record in records]


class Newest(serializers.ListSerializer):
    """The facts that `newest` has fetched of a record, in the order they were recorded."""

    def to_representation(self, facts):
        return super().to_representation(facts[:MOST_NESTED][::-1])


class AreCapped(serializers.Field):
    """Whether a record has more facts than the Newest of them."""

    def to_representation(self, facts):
        return len(facts) > MOST_NESTED


def newest(facts):
    """Return the queryset by which a Prefetch fetches what Newest tells and AreCapped asks."""
    return facts.order_by("-id")[: MOST_NESTED + 1]


class AliasShape(serializers.Serializer):
    text = serializers.CharField()
    kind = serializers.CharField()
    language = serializers.CharField()
    origin = serializers.CharField()


class CitationShape(serializers.Serializer):
    article = serializers.CharField(source="paragraph.article.slug")
    paragraph = serializers.IntegerField(source="paragraph.number")
    words = serializers.CharField()
    quote = serializers.CharField()
    quote_paragraph = serializers.IntegerField(allow_null=True)
    speaker = serializers.SerializerMethodField()
    speaks_for = SlugOf()

    def get_speaker(self, citation) -> str:
        if citation.speaker is not None and citation.speaker.is_published:
            return citation.speaker.slug
        return citation.speaker_text


class PageAddress(serializers.Field):
    """The address of the record's page: absolute where the canonical address is configured."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record):
        return f"{settings.CANONICAL_URL}{record.get_absolute_url()}"


def day(date):
    return None if date in OPEN else date.isoformat()
