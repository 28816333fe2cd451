"""What a fact's row must hold of its citations, worked out in plain Python."""

from datetime import date

from entities.models import Event, Figure, Role, Target, Tie
from entities.models.target import NO_DUE_DAY
from vjtech.core.records import Backing

FACTS = (Role, Tie, Event, Figure, Target)
COLUMNS = ("backing", "revised", "due", "due_earliest", "due_latest", "latest_act", "latest_unit")


def public_citations(fact):
    citations = fact.citations.select_related("paragraph__article")
    return [c for c in citations if c.paragraph.article.is_published]


def backing_of(citations):
    relevance = {citation.paragraph.article.relevance for citation in citations}
    if not relevance:
        return None
    return Backing.BACKGROUND if relevance == {"background"} else Backing.SUBJECT


def latest_of(statements):
    """Return what a target keeps of its public statements, `backing` and `due_day` left out."""
    if not statements:
        return (None,) * 6
    said = [s for s in statements if s.said_earliest] or statements
    last = max(said, key=lambda s: (s.said_earliest or date.min, s.pk))
    revised = any(s.act in ("raises", "lowers") for s in statements)
    unit = last.currency or last.unit
    return revised, str(last.due), last.due_earliest, last.due_latest, last.act, unit


def due_day_of(due_earliest, due_latest):
    if due_earliest is None:
        return NO_DUE_DAY
    return (due_latest if due_earliest == date.min else due_earliest).toordinal()


def expected(fact):
    citations = public_citations(fact)
    backing = backing_of(citations)
    if not isinstance(fact, Target):
        return (backing,)
    latest = latest_of(citations)
    return backing, *latest, due_day_of(*latest[2:4])


def held(fact):
    names = (*COLUMNS, "due_day") if isinstance(fact, Target) else ("backing",)
    return tuple(getattr(fact, name) for name in names)


def in_step():
    """Hold every fact's row against its citations."""
    facts = [fact for model in FACTS for fact in model.objects.all()]
    assert {str(f): held(f) for f in facts} == {str(f): expected(f) for f in facts}
