"""What spreadsheets show of nouns and facts."""

from operator import attrgetter

from django.db.models import Prefetch

from entities.feeds import dated
from entities.models import Role, TargetParty, Tie
from entities.models.event import Part
from entities.serializers import (
    CompanySerializer,
    EventSerializer,
    FigureSerializer,
    PersonSerializer,
    StatementShape,
    TargetSerializer,
)
from vjtech.core.tables import Table, itself, labelled, name_of, worded

QUANTITY = ("qualifier", "value", "value_high", "unit", "currency", "printed")
EVIDENCE = ("passages", "sources")


class CompanyTable(Table):
    shapes = {CompanySerializer: itself}
    columns = (
        *("slug", "name", "url", "kind", "country", "parent", "parent_name", "summary"),
        *("aliases", "ties"),
    )

    def related(self, queryset):
        ties = Tie.objects.published().select_related("other", "place")
        return queryset.select_related("parent").prefetch_related(
            "aliases", Prefetch("ties", ties, to_attr="shown_ties")
        )

    def parent_name(self, company):
        return name_of(company.parent)

    def ties(self, company):
        return [
            labelled(
                f"{worded(Tie.Kind, tie.kind)} {tie.other or tie.place}",
                worded(Tie.Status, tie.status),
                tie.detail,
                tie.date and dated(tie.date),
            )
            for tie in company.shown_ties
        ]


class PersonTable(Table):
    shapes = {PersonSerializer: itself}
    columns = (
        *("slug", "name", "url", "family_name", "given_name", "country", "distinction"),
        *("summary", "aliases", "roles", "companies", "company_names"),
    )

    def related(self, queryset):
        roles = Role.objects.published().select_related("company")
        return queryset.prefetch_related("aliases", Prefetch("roles", roles, to_attr="shown_roles"))

    def roles(self, person):
        return [
            labelled(
                f"{role.title}, {role.company}",
                role.start and f"from {dated(role.start)}",
                role.end and f"to {dated(role.end)}",
            )
            for role in person.shown_roles
        ]

    def companies(self, person):
        return list(dict.fromkeys(role.company.slug for role in person.shown_roles))

    def company_names(self, person):
        companies = {role.company.slug: role.company.name for role in person.shown_roles}
        return list(companies.values())


class EventTable(Table):
    shapes = {EventSerializer: itself}
    columns = (
        *("slug", "title", "url", "kind", "status", "date", "certainty"),
        *("place", "place_name", "country", "part_of", "part_of_title", "summary"),
        *("companies", "company_names", "people", "person_names", *EVIDENCE),
    )

    def place_name(self, event):
        return name_of(event.place)

    def part_of_title(self, event):
        return name_of(event.shown_part_of)

    def company_names(self, event):
        return [labelled(p.company, worded(Part, p.part)) for p in event.shown_companies]

    def person_names(self, event):
        return [labelled(p.person, worded(Part, p.part)) for p in event.shown_people]


class TargetTable(Table):
    """A target with what was said of it last; `ledger` tells all that was said."""

    shapes = {TargetSerializer: itself, StatementShape: attrgetter("latest")}
    columns = (
        *("slug", "metric", "url", "scope", "kind", "direction", "status"),
        *(*QUANTITY, "baseline", "baseline_words", "due", "certainty", "said", "speaker_name"),
        *("parties", "party_names", "part_of", "part_of_metric", "note", "ledger", *EVIDENCE),
    )

    def speaker_name(self, target):
        latest = target.latest
        return latest and (name_of(latest.speaker) or latest.speaker_text)

    def parties(self, target):
        return [
            labelled(getattr(party.company or party.person, "slug", party.text), party.part)
            for party in target.shown_parties
        ]

    def party_names(self, target):
        return [
            labelled(party, worded(TargetParty.Part, party.part)) for party in target.shown_parties
        ]

    def part_of_metric(self, target):
        return name_of(target.shown_part_of)

    def ledger(self, target):
        return [
            labelled(
                f"{said.get_act_display()} {said.human()}".strip(),
                said.due and f"due {dated(said.due)}",
                said.said and f"said {dated(said.said)}",
            )
            for said in target.ledger()
        ]


class FigureTable(Table):
    shapes = {FigureSerializer: itself}
    columns = (
        *("slug", "about", "measure", "url", *QUANTITY, "scope", "as_of"),
        *("company", "person", "text", "note", *EVIDENCE),
    )

    def about(self, figure):
        """Whom it is about: a name, or the printed words."""
        return str(figure.subject)
