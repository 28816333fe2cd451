"""What waits for a reviewer: drafts of every kind, the oldest first.

What a draft of an article brings with it is published with it, and stands in its row.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F, OuterRef

from articles.evidence import CITATIONS
from articles.lacks import CHECKS
from articles.models import Article, CompanyMention, PersonMention
from articles.publishing import fact_of
from entities.lacks import asking, lacks
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
from vjtech.core.records import State
from vjtech.core.walks import has_no

SIZE = 20


@dataclass(frozen=True)
class Queue:
    """The drafts of one kind that no draft of an article brings with it."""

    model: type
    rows: Callable

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def label(self):
        return self.model._meta.verbose_name_plural


def drafts(model):
    return model.objects.filter(state=State.DRAFT)


def draft_articles():
    # The same rows as by state, said so that the index of recency finds them.
    return Article.objects.filter(recency__isnull=True)


def alone(model, links, path):
    """Return the drafts that no row of `links` ties to a draft of an article."""
    brought = links.objects.filter(**{path: OuterRef("pk")})
    article = "article" if hasattr(links, "article") else "paragraph__article"
    return drafts(model).filter(has_no(brought.filter(**{f"{article}__state": State.DRAFT})))


def facts(model):
    citations = next(each for each in CITATIONS if fact_of(each) is model)
    return Queue(model, lambda: alone(model, citations, citations.fact_field))


QUEUES = {
    queue.name: queue
    for queue in (
        Queue(Article, draft_articles),
        *map(facts, (Event, Target, Role, Tie, Figure)),
        Queue(Company, lambda: alone(Company, CompanyMention, "company")),
        Queue(Person, lambda: alone(Person, PersonMention, "person")),
        Queue(Place, lambda: drafts(Place)),
    )
}


OF_EVENTS, OF_TARGETS = (f"{fact}__citations__paragraph__article" for fact in ("event", "target"))
# Where nouns stand beside the ends of facts: (the rows, the path to their articles, the noun).
STANDING = (
    (CompanyMention, "article", "company"),
    (PersonMention, "article", "person"),
    (EventCompany, OF_EVENTS, "company"),
    (EventPerson, OF_EVENTS, "person"),
    (TargetParty, OF_TARGETS, "company"),
    (TargetParty, OF_TARGETS, "person"),
)


@dataclass
class Brought:
    """What a draft of an article brings: the facts it cites, and the drafts these are about."""

    facts: list = field(default_factory=list)
    nouns: list = field(default_factory=list)

    def add(self, *nouns):
        self.nouns += [noun for noun in nouns if noun not in self.nouns]


def brought(articles):
    """Return {article's key: Brought} with what each fact lacks: a fixed number of queries.

    It is what `publish_whole` publishes, so that nobody publishes what was not shown.
    """
    found = {article.pk: Brought() for article in articles}
    for citations in CITATIONS:
        by_fact = defaultdict(set)
        path = "paragraph__article"
        cited = citations.objects.filter(**{f"{path}__in": list(found)})
        for article, fact in cited.values_list(path, citations.fact_field):
            by_fact[fact].add(article)
        model = fact_of(citations)
        rows = asking(model.objects.filter(pk__in=list(by_fact)), CHECKS).order_by("pk")
        for fact in rows:
            ends = [getattr(fact, name) for name in fact.ends]
            hidden = [end for end in ends if end is not None and not end.is_published]
            for article in by_fact[fact.pk]:
                found[article].facts.append(fact)
                found[article].add(*hidden)
    for links, path, name in STANDING:
        rows = links.objects.annotate(source=F(path)).filter(source__in=list(found))
        hidden = rows.filter(**{f"{name}__state": State.DRAFT}).select_related(name)
        for row in hidden.order_by("pk"):
            found[row.source].add(getattr(row, name))
    return found


def token(article, brings):
    """Return what must not have changed since a reviewer looked at an article with its drafts."""
    records = [article, *brings.facts, *brings.nouns]
    told = sorted(f"{r._meta.model_name} {r.pk} {r.version}" for r in records)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def lacking(record):
    return lacks(record, CHECKS)
