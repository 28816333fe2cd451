"""Who stands around a company or a person, grouped by what links them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.network.links import Kind, Link, Node, links_of
from articles.network.told import (
    facts_in,
    is_public,
    node_of,
    nouns_of,
    part_words,
    records_of,
    role_words,
    tie_words,
)
from entities.models import Company, Role, Tie

MOST = 60  # nouns shown
HUBS = 500  # of each kind, the latest, that are looked at
WAYS = 3  # told of one noun


@dataclass
class Neighbour:
    """A noun and how it is linked; `group` is the Kind that says most of it.

    `is_ahead` says that all facts that link it are told of, and are ties planned or expected.
    """

    key: Node
    group: Kind
    links: list
    record: object = None
    number: int = 0
    is_ahead: bool = False
    ways: list = field(default_factory=list)

    @property
    def counts(self):
        return Counter(link.kind for link in self.links)

    @property
    def order(self):
        """Ties and roles go by what was recorded last, the others by how much there is."""
        latest = -max(link.pk for link in self.links if group_of(link.kind) == self.group)
        counts = self.counts
        if self.group in (Kind.TIE, Kind.ROLE):
            return latest, self.key
        return -counts[Kind.EVENT], -counts[Kind.ARTICLE], latest, self.key

    @property
    def title(self):
        return f"{self.record.name}: {'; '.join(self.ways)}"


@dataclass
class Around:
    """The Neighbours shown, by group; `total` counts those found, and there are more if `cut`."""

    groups: dict
    totals: dict
    cut: bool
    looked_at: int

    @property
    def shown(self):
        return [neighbour for group in self.groups.values() for neighbour in group]

    @property
    def total(self):
        return sum(self.totals.values())


def group_of(kind):
    return Kind.TIE if kind is Kind.PART else kind


def around(noun):
    """Return what is Around a company or a person."""
    links, cut = links_of([node_of(noun)], HUBS)
    found = [
        Neighbour(node, min(group_of(link.kind) for link in each), each)
        for (_noun, node), each in links.items()
    ]
    places = places_of(noun)
    found += by_place(places)
    groups = {kind: sorted_of(found, kind) for kind in Kind}
    totals = {kind: len(group) for kind, group in groups.items() if group}
    quotas = shares(totals, MOST)
    picked = {kind: groups[kind][:quota] for kind, quota in quotas.items()}
    nouns = nouns_of({n.key for group in picked.values() for n in group})
    nouns |= {Node("place", tie.place_id): tie.place for tie in places}
    result = Around(still_public(picked, nouns), totals, cut or len(places) > HUBS, HUBS)
    name(result.shown, noun, nouns)
    return result


def places_of(noun):
    """Return the latest ties of a company to places."""
    if not isinstance(noun, Company):
        return []
    ties = Tie.objects.published().filter(company=noun, place__isnull=False)
    return list(ties.select_related("place").order_by("-id")[: HUBS + 1])


def by_place(ties):
    links = defaultdict(list)
    for tie in ties:
        links[Node("place", tie.place_id)].append(Link(Kind.TIE, tie.pk))
    return [Neighbour(place, Kind.TIE, each) for place, each in links.items()]


def sorted_of(found, group):
    return sorted((n for n in found if n.group == group), key=lambda n: n.order)


def shares(totals, most):
    """Return how many of each group are shown: all, or as many as of any other that is cut."""
    shares, left = dict.fromkeys(totals, 0), most
    while left and any(shares[kind] < totals[kind] for kind in totals):
        for kind in totals:
            if shares[kind] < totals[kind] and left:
                shares[kind] += 1
                left -= 1
    return shares


def still_public(groups, nouns):
    """Return the groups without whom an editor took back since their links were read."""
    left = {kind: [n for n in group if n.key in nouns] for kind, group in groups.items()}
    return {kind: group for kind, group in left.items() if group}


def name(neighbours, noun, nouns):
    """Give each of the neighbours its record, its number and the ways in which it is linked."""
    told = {n.key: told_links(n) for n in neighbours}
    rows = {Kind.TIE: Tie.objects.published(), Kind.ROLE: Role.objects.published().with_passages()}
    records = records_of({link for links in told.values() for link in links}, rows)
    for number, neighbour in enumerate(neighbours, 1):
        neighbour.number, neighbour.record = number, nouns[neighbour.key]
        links = [link for link in told[neighbour.key] if is_public(link, records)]
        neighbour.ways = [way(link, records, neighbour.record, noun) for link in links]
        neighbour.ways += numbers(neighbour, told[neighbour.key])
        neighbour.is_ahead = is_ahead(neighbour, [records.get(link) for link in links])


def facts_of(neighbour):
    """Return the ties and roles that link a neighbour; its events are only counted."""
    return [link for link in facts_in(neighbour.links) if link.kind is not Kind.EVENT]


def told_links(neighbour):
    return facts_of(neighbour)[:WAYS]


def is_ahead(neighbour, told):
    """Whether every fact that links a neighbour is told, and is a tie of the future."""
    ahead = [isinstance(fact, Tie) and fact.status in Tie.AHEAD for fact in told]
    facts = [link for link in neighbour.links if link.kind is not Kind.ARTICLE]
    return all(ahead) and len(ahead) == len(facts) > 0


def way(link, records, record, noun):
    """Return how a neighbour is linked by one fact, in words read from the neighbour."""
    if link.kind is Kind.PART:
        return f"{part_words(link, record)} {noun.name}"
    fact = records[link]
    return role_words(fact) if link.kind is Kind.ROLE else tie_words(fact, record, noun.name)


def numbers(neighbour, told):
    """Return in words how many facts, events and articles there are besides those told of."""
    counts = neighbour.counts
    facts = len(facts_of(neighbour)) - len(told)
    events, articles = counts[Kind.EVENT], counts[Kind.ARTICLE]
    words = (
        (facts, ngettext("%(n)d more fact", "%(n)d more facts", facts)),
        (events, ngettext("%(n)d shared event", "%(n)d shared events", events)),
        (articles, ngettext("%(n)d shared article", "%(n)d shared articles", articles)),
    )
    return [form % {"n": number} for number, form in words if number]


def group_names():
    return {
        Kind.TIE: _("Ties"),
        Kind.ROLE: _("Roles"),
        Kind.EVENT: _("Events"),
        Kind.ARTICLE: _("Articles"),
    }
