"""What the base publicly holds of those whom a draft names: so many queries, whatever its size.

Of each body only its latest facts are read, each found along its own index.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models.expressions import RawSQL

from articles.check import walks
from articles.check.walks import CITATIONS, PASSAGES_OF, firsts
from articles.models import Statement
from entities.models import (
    Company,
    Event,
    EventCompany,
    EventPerson,
    Figure,
    Person,
    Place,
    Role,
    Target,
    TargetParty,
    Tie,
)
from entities.views import with_sources
from vjtech.core.prepared import joined
from vjtech.core.records import State

LATEST = 100  # facts of a kind that are read of each body
STATEMENTS = 2000  # of all of their targets
PASSAGES = 2  # of each fact
CITED = 400  # facts of a kind; SQLite joins no more than 500 statements
AHEAD = {*Tie.AHEAD, Event.Status.PLANNED}
NOUNS = {"company": Company, "person": Person, "place": Place}


@dataclass
class Facts:
    """The public facts of some public nouns; `nouns` are {(kind, id): record}.

    `figures` and `targets` are rows, `ledgers` {target id: statements, the latest last}, and
    `parties` {(model name, fact id): the (kind, id) that it is about}.
    """

    nouns: dict
    figures: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    events: list = field(default_factory=list)
    ties: list = field(default_factory=list)
    roles: list = field(default_factory=list)
    ledgers: dict = field(default_factory=dict)
    parties: dict = field(default_factory=lambda: defaultdict(set))

    def about(self, fact):
        return self.parties[(fact._meta.model_name, fact.pk)]

    @cached_property
    def coming_ties(self):
        """{kind: ties} that are planned or expected; no tie of the same is more than that."""
        held = {(t.kind, frozenset(self.about(t))) for t in self.ties if t.status not in AHEAD}
        ahead = (tie for tie in self.ties if tie.status in AHEAD)
        return by_kind(t for t in ahead if (t.kind, frozenset(self.about(t))) not in held)

    @cached_property
    def coming_events(self):
        """{kind: events} that are planned."""
        return by_kind(event for event in self.events if event.status in AHEAD)

    def ids(self, kind):
        return [pk for noun, pk in self.nouns if noun == kind]


def by_kind(rows):
    kinds = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    return kinds


def nouns_of(owners):
    """Return {(kind, id): record} of the public ones among these, with `sources` of each."""
    found = {}
    for kind, model in NOUNS.items():
        ids = [pk for noun, pk in owners if noun == kind]
        rows = model.objects.published().filter(pk__in=ids) if ids else ()
        for row in with_sources(rows) if ids and kind != "place" else rows:
            found[kind, row.pk] = row
    return {owner: found[owner] for owner in owners if owner in found}


def facts_of(nouns):
    """Return the Facts of these nouns."""
    facts = Facts(nouns)
    companies, people = facts.ids("company"), facts.ids("person")
    places = [pk for pk in facts.ids("place") if not _is_wide(nouns["place", pk])]
    _read_figures(facts, companies, people)
    _read_targets(facts, companies, people)
    _read_events(facts, companies, people, places)
    _read_ties(facts, companies)
    _read_roles(facts, people)
    return facts


def _is_wide(place):
    """Say whether a place is so large that it does not tell one event from another."""
    return place.kind in (Place.Kind.COUNTRY, Place.Kind.REGION)


def _read_figures(facts, companies, people):
    of = (walks.figures_of_company, companies), (walks.figures_of_person, people)
    facts.figures = list(firsts(Figure.objects.all(), of, LATEST))
    for figure in facts.figures:
        facts.about(figure).update(_ends(figure, company="company_id", person="person_id"))


def _read_targets(facts, companies, people):
    of = (walks.targets_of_company, companies), (walks.targets_of_person, people)
    facts.targets = list(firsts(Target.objects.all(), of, LATEST))
    by_id = {target.pk: target for target in facts.targets}
    for party in TargetParty.objects.filter(target__in=among(by_id)):
        ends = _ends(party, company="company_id", person="person_id")
        facts.about(by_id[party.target_id]).update(ends & facts.nouns.keys())
    said = Statement.objects.filter(paragraph__article__state=State.PUBLISHED)
    said = said.filter(target__in=among(by_id))
    for statement in said.order_by("-target", "-id")[:STATEMENTS]:
        facts.ledgers.setdefault(statement.target_id, []).append(statement)
    for ledger in facts.ledgers.values():
        ledger.sort(key=lambda s: (bool(s.said), s.said_earliest or date.min, s.pk))


def _read_events(facts, companies, people, places):
    of = (
        (walks.events_of_company, companies),
        (walks.events_of_person, people),
        (walks.events_in_place, places),
    )
    facts.events = list(firsts(Event.objects.all(), of, LATEST))
    by_id = {event.pk: event for event in facts.events}
    for model, kind in ((EventCompany, "company"), (EventPerson, "person")):
        parts = model.objects.filter(event__in=among(by_id), **{f"{kind}__in": facts.ids(kind)})
        for event, pk in parts.values_list("event", kind):
            facts.about(by_id[event]).add((kind, pk))
    for event in facts.events:
        facts.about(event).update(_ends(event, place="place_id") & facts.nouns.keys())


def _read_ties(facts, companies):
    """Read the ties both of whose ends are named, among the latest of each."""
    rows = Tie.objects.select_related("company", "other", "place")
    for tie in firsts(rows, ((walks.ties_from, companies), (walks.ties_to, companies)), LATEST):
        ends = _ends(tie, company="other_id", place="place_id")
        ends.add(("company", tie.company_id))
        if ends <= facts.nouns.keys():
            facts.ties.append(tie)
            facts.about(tie).update(ends)


def _read_roles(facts, people):
    rows = Role.objects.select_related("person", "company")
    facts.roles = list(firsts(rows, [(walks.roles_of, people)], LATEST))
    for role in facts.roles:
        facts.about(role).update({("person", role.person_id), ("company", role.company_id)})


def among(ids):
    """Return ids as part of a statement: so many parameters would be slow."""
    return RawSQL(joined(ids) or "NULL", ())


def _ends(row, **columns):
    return {(kind, getattr(row, column)) for kind, column in columns.items()} - {
        (kind, None) for kind in columns
    }


def cite(found):
    """Fetch the passages of what was found: those of the statement where one is compared."""
    by_kind = defaultdict(list)
    for item in found:
        by_kind[item.kind].append(item)
    for kind, items in by_kind.items():
        model = CITATIONS[kind]
        public = model.objects.public()
        if kind == "target":
            rows = {row.pk: [row] for row in public.filter(pk__in={i.quantity.pk for i in items})}
            for item in items:
                item.citations = rows.get(item.quantity.pk, [])
            continue
        ids = sorted({item.fact.pk for item in items})[:CITED]
        cited = defaultdict(list)
        for row in firsts(public, [(PASSAGES_OF[kind], ids)], PASSAGES):
            cited[getattr(row, f"{kind}_id")].append(row)
        for item in items:
            item.citations = cited[item.fact.pk]
