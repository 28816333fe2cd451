"""What chains say: their nodes' names, and of each step the facts with their passages."""

from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from articles.network.links import MODELS, Kind, Link, Node
from entities.models import Company, Event, EventCompany, EventPerson, Role, Tie
from vjtech.core.dates import months_between

FACTS, ARTICLES = 3, 3  # told of a step


class Words(NamedTuple):
    """What is said of a link: some words, the title that they may be about, and some more."""

    before: str
    title: str = ""
    after: str = ""

    def __str__(self):
        return f"{self.before} “{self.title}”{self.after}" if self.title else self.before


@dataclass
class Told:
    """A fact that links two nouns, in words that are read from the first of them."""

    kind: Kind
    record: object
    words: Words

    @property
    def is_event(self):
        return self.kind is Kind.EVENT

    @property
    def is_sure(self):
        """Whether it is so, or was, as far as its status says."""
        status = getattr(self.record, "status", None)
        return status in (None, Tie.Status.IN_FORCE, Tie.Status.ENDED, Event.Status.HAPPENED)

    @property
    def passages(self):
        return getattr(self.record, "passages", [])


@dataclass
class Step:
    """How a chain goes on from one noun to the next; `facts` are Tolds."""

    before: object
    after: object
    facts: list
    articles: list
    more_facts: int
    more_articles: int

    @property
    def words(self):
        if self.facts:
            return self.facts[0].words
        count = len(self.articles) + self.more_articles
        if count == 1:
            return Words(_("named together in"), self.articles[0].title)
        form = ngettext(
            "named together in %(n)d article", "named together in %(n)d articles", count
        )
        return Words(form % {"n": count})


def told(chains):
    """Return each chain as its Steps; what is to be told of all is fetched at once.

    A chain is left out where an editor took back, since it was found, what it stands on.
    """
    nouns = nouns_of({node for chain in chains for node in chain.nodes})
    picked = {links: pick(links) for chain in chains for links in chain.steps}
    wanted = {link for facts, articles in picked.values() for link in (*facts, *articles)}
    records = records_of(wanted, rows_for(nouns))
    steps = [
        [
            step(nouns[a], nouns[b], links, picked[links], records)
            for a, b, links in zip(chain.nodes, chain.nodes[1:], chain.steps, strict=False)
        ]
        for chain in chains
        if nouns.keys() >= set(chain.nodes)
    ]
    return [chain for chain in steps if all(step.facts or step.articles for step in chain)]


def nouns_of(nodes):
    """Return {node: its public record}."""
    found = {}
    for noun, model in MODELS.items():
        pks = [node.pk for node in nodes if node.noun == noun]
        for record in model.objects.published().filter(pk__in=pks) if pks else ():
            found[Node(noun, record.pk)] = record
    return found


def node_of(record):
    return Node(record._meta.model_name, record.pk)


def pick(links):
    """Return the facts and the articles to tell of: what says most, the last recorded first."""
    facts = facts_in(links)
    articles = nlargest(ARTICLES, (link for link in links if link.kind is Kind.ARTICLE))
    return facts[:FACTS], articles


def facts_in(links):
    """Return the facts among links; where a tie has a passage that says so, no body's part."""
    tied = any(link.kind is Kind.TIE for link in links)
    left_out = {Kind.ARTICLE, Kind.PART} if tied else {Kind.ARTICLE}
    facts = (link for link in links if link.kind not in left_out)
    return sorted(facts, key=lambda link: (link.kind, -link.pk))


def rows_for(nodes):
    """Return the rows of each kind: facts with their passages, events with these nodes' parts."""
    parts = [
        Prefetch(
            f"{noun}_parts",
            model.objects.filter(**{f"{noun}__in": [n.pk for n in nodes if n.noun == noun]}),
            to_attr=f"shown_{noun}_parts",
        )
        for noun, model in (("company", EventCompany), ("person", EventPerson))
    ]
    return {
        Kind.TIE: Tie.objects.published().with_passages(),
        Kind.ROLE: Role.objects.published().with_passages(),
        Kind.EVENT: Event.objects.published().prefetch_related(*parts).with_passages(),
        Kind.ARTICLE: Article.objects.published().select_related("publisher"),
    }


def records_of(links, rows):
    """Return {Link: its record} by a queryset for each kind."""
    found = {}
    for kind, queryset in rows.items():
        pks = [link.pk for link in links if link.kind is kind]
        for record in queryset.filter(pk__in=pks) if pks else ():
            found[Link(kind, record.pk)] = record
    return found


def is_public(link, records):
    """Whether a link still is; that a body is part of another is no record of its own."""
    return link.kind is Kind.PART or link in records


def step(before, after, links, picked, records):
    facts, articles = picked
    total = sum(link.kind is Kind.ARTICLE for link in links)
    more = len(facts_in(links)) - len(facts), total - len(articles)
    found = (records[link] for link in articles if link in records)
    named = sorted(found, key=lambda article: article.recency, reverse=True)
    said = [tell(fact, before, records) for fact in facts if is_public(fact, records)]
    said.sort(key=lambda fact: (fact.kind, not fact.is_sure))  # the first stands for the step
    return Step(before, after, said, named, *more)


def tell(link, before, records):
    if link.kind is Kind.PART:
        return Told(link.kind, None, Words(part_words(link, before)))
    record = records[link]
    if link.kind is Kind.EVENT:
        return Told(link.kind, record, event_words(record))
    words = tie_words(record, before) if link.kind is Kind.TIE else role_words(record)
    return Told(link.kind, record, Words(words))


# Facts in words, read from one of their ends


def tie_words(tie, before, name=""):
    """Return a tie as read from one end, the name of the other added where it is given."""
    straight = tie.company_id == before.pk and isinstance(before, Company)
    return tie.hedged(f"{tie.get_kind_display() if straight else tie.inverse()} {name}".strip())


def part_words(link, before):
    return _("part of") if link.pk == before.pk else _("has as a part")


def role_words(role):
    """Return a title, with from when to when it was held, or else seen."""
    if role.start or role.end:
        dates = [
            form % {"date": date.hedged()}
            for form, date in ((_("from %(date)s"), role.start), (_("to %(date)s"), role.end))
            if date
        ]
        return f"{role.title}, {' '.join(dates)}"
    seen = role.seen()
    if not seen:
        return role.title
    return f"{role.title}, {_('seen %(months)s') % {'months': months_between(*seen)}}"


def event_words(event):
    words = f", {event.date.hedged()}" if event.date else ""
    if event.status != Event.Status.HAPPENED:
        words += f" ({event.get_status_display()})"
    return Words(_("together in"), event.title, words)


def parts_in(event, noun):
    """Return as what a noun took part in a fetched event: “organiser, speaker”."""
    name = noun._meta.model_name
    parts = getattr(event, f"shown_{name}_parts")
    return ", ".join(
        str(part.get_part_display()) for part in parts if getattr(part, f"{name}_id") == noun.pk
    )
