"""Chains for machines."""

from articles.network.links import Kind
from vjtech.core.serializers import CitationShape, PageAddress

KINDS = {
    Kind.TIE: "tie",
    Kind.PART: "part",
    Kind.ROLE: "role",
    Kind.EVENT: "event",
    Kind.ARTICLE: "article",
}


def shape_of(one, other, chains, outcome):
    """Return {"from", "to", "chains": [{"length", "links"}], "more", "cut"}."""
    return {
        "from": noun_shape(one),
        "to": noun_shape(other),
        "chains": [
            {"length": len(steps), "links": [step_shape(step) for step in steps]}
            for steps in chains
        ],
        "more": outcome.more,
        "cut": outcome.cut,
    }


def noun_shape(record):
    return {
        "kind": record._meta.model_name,
        "slug": record.slug,
        "name": record.name,
        "url": PageAddress().to_representation(record),
    }


def step_shape(step):
    return {
        "from": noun_shape(step.before),
        "to": noun_shape(step.after),
        "words": str(step.words),
        "facts": [fact_shape(fact) for fact in step.facts],
        "more_facts": step.more_facts,
        "articles": [article_shape(article) for article in step.articles],
        "more_articles": step.more_articles,
    }


def fact_shape(fact):
    shape = {"kind": KINDS[fact.kind], "words": str(fact.words)}
    if fact.kind in (Kind.TIE, Kind.EVENT):
        shape["status"] = fact.record.status
    if fact.kind is Kind.EVENT:
        shape["slug"] = fact.record.slug
    return shape | {"citations": CitationShape(fact.passages, many=True).data}


def article_shape(article):
    return {
        "slug": article.slug,
        "title": article.title,
        "url": PageAddress().to_representation(article),
        "published": str(article.published),
    }
