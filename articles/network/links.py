"""The links of companies and people: ties, bodies and their parts, roles, events, articles.

A link leads over a hub (a tie, a role, an event, an article …) whose members it joins. Only
published hubs and members are seen, and of each node's hubs no more than the newest.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from articles.models import CompanyMention, PersonMention
from entities.models import Company, Event, Person, Role, Tie
from vjtech.core.prepared import KEYS, fetched, joined, keyed
from vjtech.core.walks import has

MODELS = {"company": Company, "person": Person}
NOUNS = tuple(MODELS)
MEMBERS = 20_000  # read of one kind of hub at once
FENCE = 1_000_000  # more nodes than are ever looked at
PAIRS = 50_000  # of members joined at once: a hub of hundreds joins each with each


class Kind(IntEnum):
    """What links two nodes; the lower, the more it says."""

    TIE = 0
    PART = 1  # of a body; the hub is the part
    ROLE = 2
    EVENT = 3
    ARTICLE = 4


class Node(NamedTuple):
    noun: str
    pk: int


class Link(NamedTuple):
    kind: Kind
    pk: int  # of the hub


class Found(NamedTuple):
    links: dict  # {(node, other node): [Link]}; the first nodes are those that were asked for
    cut: bool  # there are more


@dataclass(frozen=True)
class Way:
    """From a node to its hubs, over rows of which an index begins with the node and the `key`."""

    kind: Kind
    noun: str
    path: str
    hub: str = "id"  # as a row names it
    key: str = "id"  # the greater, the newer

    @property
    def rows(self):
        return MODELS[self.noun]._meta.get_field(self.path)


WAYS = (
    Way(Kind.TIE, "company", "ties"),
    Way(Kind.TIE, "company", "ties_from"),
    Way(Kind.PART, "company", "children"),
    Way(Kind.ROLE, "company", "roles"),
    Way(Kind.ROLE, "person", "roles"),
    *(Way(Kind.EVENT, noun, "event_parts", "event", "day") for noun in NOUNS),
    *(Way(Kind.ARTICLE, noun, "mentions", "article", "recency") for noun in NOUNS),
)


def links_of(nodes, most):
    """Return the Found links of these nodes, by the newest `most` hubs of each way and node."""
    keys = hubs_of(nodes, most)
    members, cut = members_of({hub for hubs in keys.values() for hub in hubs})
    kept = set()
    for (_way, node), hubs in keys.items():
        public = [(key, hub) for hub, key in hubs.items() if node in members.get(hub, ())]
        public.sort(reverse=True)
        cut |= len(public) > most
        kept |= {(len(members[hub]), hub, node) for _key, hub in public[:most]}
    links, joined_up = defaultdict(list), 0
    for size, hub, node in sorted(kept):
        joined_up += size
        if joined_up > PAIRS:
            cut = True
            break
        for other in members[hub] - {node}:
            links[node, other].append(hub)
    return Found(dict(links), cut)


# From nodes to hubs


def hubs_of(nodes, most):
    """Return {(number of the way, node): {Link: its key}}, of each at least the newest `most`."""
    pks = {noun: joined(sorted(n.pk for n in nodes if n.noun == noun)) for noun in NOUNS}
    statements = [
        newest_hubs(n, pks[way.noun], most) for n, way in enumerate(WAYS) if pks[way.noun]
    ]
    if pks["company"]:
        statements.append(keyed(own_parents, pks["company"]))
    found = defaultdict(dict)
    for way, kind, noun, pk, hub, key in together(statements):
        found[way, Node(NOUNS[noun], pk)][Link(Kind(kind), hub)] = key
    return found


def newest_hubs(n, pks, most):
    """Return the statement of a way's rows since the last key that counts, and its parameters."""
    way = WAYS[n]
    sql, params = keyed(last_keys, pks, n, most)
    quote, fields = connection.ops.quote_name, way.rows.related_model._meta
    hub, key = (quote(fields.get_field(name).column) for name in (way.hub, way.key))
    table, owner = quote(fields.db_table), quote(way.rows.field.column)
    # Each node's last key is worked out once, before its rows are looked up.
    return (
        f"WITH node (id, since) AS ({sql})"
        f" SELECT {n}, {way.kind:d}, {NOUNS.index(way.noun)}, node.id, link.{hub}, link.{key}"
        f" FROM node CROSS JOIN {table} link"
        f" WHERE link.{owner} = node.id AND link.{key} >= node.since"
    ), params


def last_keys(n, most):
    way = WAYS[n]
    rows = public_rows(way.rows.related_model).filter(**{way.rows.field.name: OuterRef("pk")})
    last = rows.order_by(f"-{way.key}").values(way.key)[most : most + 1]
    nodes = MODELS[way.noun].objects.filter(pk__in=KEYS).order_by()
    # The limit keeps PostgreSQL from moving the subquery to where it is asked of each row.
    return nodes.values_list("pk", Coalesce(Subquery(last), Value(0)))[:FENCE]


def public_rows(model):
    if hasattr(model.objects.none(), "published"):
        return model.objects.published()
    return model.objects.filter(has(Event.objects.published().filter(pk=OuterRef("event_id"))))


def own_parents():
    told = Value(len(WAYS)), Value(int(Kind.PART)), Value(0)
    rows = Company.objects.filter(pk__in=KEYS, parent__isnull=False)
    return rows.order_by().values_list(*told, "pk", "id", Value(0))


# From hubs to members


def ends(model, name):
    return model.objects.published().filter(pk__in=KEYS, **{f"{name}__isnull": False}), "pk", name


def bodies(name):
    rows = Company.objects.published().filter(shown("company", "parent_id"), pk__in=KEYS)
    return rows, "pk", name


def participants(name):
    model = MODELS[name]._meta.get_field("event_parts").related_model
    public = shown(name, f"{name}_id")
    return public_rows(model).filter(public, event__in=KEYS), "event_id", name


def named(model, name):
    public = shown(name, f"{name}_id")
    return model.objects.published().filter(public, article__in=KEYS), "article_id", name


def shown(noun, path):
    """Return the condition that the noun of a row is public; it is asked of each row.

    Joined, SQLite would begin at all nouns that are public and try each with all the keys.
    """
    return has(MODELS[noun].objects.published().filter(pk=OuterRef(path)))


MEMBERSHIPS = (
    (Kind.TIE, "company", partial(ends, Tie, "company")),
    (Kind.TIE, "company", partial(ends, Tie, "other")),
    (Kind.PART, "company", partial(bodies, "id")),
    (Kind.PART, "company", partial(bodies, "parent_id")),
    (Kind.ROLE, "company", partial(ends, Role, "company")),
    (Kind.ROLE, "person", partial(ends, Role, "person")),
    (Kind.EVENT, "company", partial(participants, "company")),
    (Kind.EVENT, "person", partial(participants, "person")),
    (Kind.ARTICLE, "company", partial(named, CompanyMention, "company")),
    (Kind.ARTICLE, "person", partial(named, PersonMention, "person")),
)


def members_of(hubs):
    """Return {Link: the set of its public Nodes} of the public ones, and whether it is cut."""
    pks = {kind: joined(sorted(hub.pk for hub in hubs if hub.kind is kind)) for kind in Kind}
    statements = [
        keyed(members_by, pks[kind], n)
        for n, (kind, _noun, _rows) in enumerate(MEMBERSHIPS)
        if pks[kind]
    ]
    members, read = defaultdict(set), Counter()
    for n, hub, pk in together(statements):
        kind, noun, _rows = MEMBERSHIPS[n]
        members[Link(kind, hub)].add(Node(noun, pk))
        read[n] += 1
    cut = any(count >= MEMBERS for count in read.values())
    return members, cut


def members_by(n):
    rows, hub, member = MEMBERSHIPS[n][2]()
    return rows.order_by().values_list(Value(n), hub, member)[:MEMBERS]


def together(statements):
    """Return the rows of several statements in one."""
    sql = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _params in statements)
    return fetched(sql, [p for _sql, params in statements for p in params]) if sql else []
