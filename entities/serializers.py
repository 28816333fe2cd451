"""The public shapes of nouns and facts."""

from django.db.models import Prefetch
from rest_framework import serializers

from entities.models import EventCompany, EventPerson, Role, TargetParty, Tie
from vjtech.core.records import State
from vjtech.core.serializers import (
    AliasShape,
    AreCapped,
    CertaintyField,
    CitationShape,
    DateShape,
    Newest,
    NumberField,
    PageAddress,
    RecordSerializer,
    SlugOf,
    newest,
)


class TieShape(serializers.Serializer):
    class Meta:
        list_serializer_class = Newest

    slug = serializers.CharField()
    url = PageAddress()
    kind = serializers.CharField()
    status = serializers.CharField()
    company = SlugOf(source="other")
    place = SlugOf()
    detail = serializers.CharField()
    date = DateShape()
    citations = CitationShape(source="passages", many=True)


class CompanySerializer(RecordSerializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    url = PageAddress()
    kind = serializers.CharField()
    country = serializers.CharField()
    parent = SlugOf()
    summary = serializers.CharField()
    aliases = AliasShape(many=True)
    ties = TieShape(source="shown_ties", many=True)
    ties_are_capped = AreCapped(source="shown_ties")

    def related(self, queryset):
        ties = Tie.objects.published().select_related("other", "place").with_passages()
        return queryset.select_related("parent").prefetch_related(
            "aliases", Prefetch("ties", newest(ties), to_attr="shown_ties")
        )


class RoleShape(serializers.Serializer):
    class Meta:
        list_serializer_class = Newest

    slug = serializers.CharField()
    url = PageAddress()
    title = serializers.CharField()
    company = SlugOf()
    start = DateShape()
    end = DateShape()
    citations = CitationShape(source="passages", many=True)


class PersonSerializer(RecordSerializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    url = PageAddress()
    family_name = serializers.CharField()
    given_name = serializers.CharField()
    country = serializers.CharField()
    distinction = serializers.CharField()
    summary = serializers.CharField()
    aliases = AliasShape(many=True)
    roles = RoleShape(source="shown_roles", many=True)
    roles_are_capped = AreCapped(source="shown_roles")

    def related(self, queryset):
        roles = Role.objects.published().select_related("company").with_passages()
        return queryset.prefetch_related(
            "aliases", Prefetch("roles", newest(roles), to_attr="shown_roles")
        )


class PartShape(serializers.Serializer):
    """Who took part, and as what."""

    def to_representation(self, part):
        record = part.company if isinstance(part, EventCompany) else part.person
        return {"slug": record.slug, "as": part.part}


class EventSerializer(RecordSerializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    url = PageAddress()
    kind = serializers.CharField()
    status = serializers.CharField()
    date = DateShape()
    certainty = CertaintyField()
    place = SlugOf()
    country = serializers.SerializerMethodField()
    part_of = SlugOf(source="shown_part_of")
    summary = serializers.CharField()
    companies = PartShape(source="shown_companies", many=True)
    people = PartShape(source="shown_people", many=True)
    citations = CitationShape(source="passages", many=True)

    def related(self, queryset):
        return with_whole(with_parts(queryset.select_related("place").with_passages()))

    def get_country(self, event) -> str:
        return event.place.country if event.place else ""


def with_whole(facts):
    """Fetch the record that each fact is part of as shown_part_of, None where it is not public."""
    public = facts.model.objects.published()
    return facts.prefetch_related(Prefetch("part_of", public, to_attr="shown_part_of"))


def with_parts(events):
    """Fetch who took part, drafts left out, as shown_companies and shown_people."""
    companies = EventCompany.objects.filter(company__state=State.PUBLISHED)
    people = EventPerson.objects.filter(person__state=State.PUBLISHED)
    return events.prefetch_related(
        Prefetch("company_parts", companies.select_related("company"), to_attr="shown_companies"),
        Prefetch("person_parts", people.select_related("person"), to_attr="shown_people"),
    )


class PartyShape(serializers.Serializer):
    def to_representation(self, party):
        return {
            "company": party.company and party.company.slug,
            "person": party.person and party.person.slug,
            "text": party.text,
            "as": party.part,
        }


class QuantityShape(serializers.Serializer):
    qualifier = serializers.CharField()
    value = NumberField()
    value_high = NumberField()
    unit = serializers.CharField()
    currency = serializers.CharField()
    printed = serializers.CharField()


class StatementShape(QuantityShape, CitationShape):
    act = serializers.CharField()
    due = DateShape()
    said = DateShape()
    baseline = NumberField()
    baseline_words = serializers.CharField()
    note = serializers.CharField()


class TargetSerializer(RecordSerializer):
    slug = serializers.CharField()
    metric = serializers.CharField()
    url = PageAddress()
    scope = serializers.CharField()
    kind = serializers.CharField()
    direction = serializers.CharField()
    status = serializers.CharField()
    certainty = CertaintyField()
    part_of = SlugOf(source="shown_part_of")
    parties = PartyShape(source="shown_parties", many=True)
    statements = StatementShape(source="ledger", many=True)

    def related(self, queryset):
        return with_whole(with_parties(queryset.with_passages()))


def with_parties(targets):
    """Fetch the parties to targets, drafts left out, as shown_parties."""
    parties = TargetParty.objects.exclude(company__state=State.DRAFT).exclude(
        person__state=State.DRAFT
    )
    return targets.prefetch_related(
        Prefetch("parties", parties.select_related("company", "person"), to_attr="shown_parties")
    )


class FigureSerializer(QuantityShape, RecordSerializer):
    slug = serializers.CharField()
    url = PageAddress()
    company = SlugOf()
    person = SlugOf()
    text = serializers.CharField()
    measure = serializers.CharField()
    scope = serializers.CharField()
    as_of = DateShape()
    note = serializers.CharField()
    citations = CitationShape(source="passages", many=True)

    def related(self, queryset):
        return queryset.select_related("company", "person").with_passages()
