"""What is public of one noun, or of one fact: short walks, each along an index of its own.

The walks of many are one query, whose SQL is worked out once and not for every request.
"""

from functools import cache

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.models import (
    EventCitation,
    FigureCitation,
    RoleCitation,
    Statement,
    TieCitation,
)
from entities.models import Event, Figure, Role, Target, Tie

MARK = -(1 << 62)  # stands for an id; no id of ours
CITATIONS = {
    "figure": FigureCitation,
    "event": EventCitation,
    "tie": TieCitation,
    "role": RoleCitation,
    "target": Statement,
}


@cache
def walked(_vendor, walk, most):
    """Return the SQL of a walk and its parameters, MARK for the id: it is worked out once."""
    return walk(MARK).values("pk")[:most].query.sql_with_params()


def firsts(rows, walks, most):
    """Return the rows that come first in any of the walks, `most` of each at most: one query.

    A walk is (a function of an id that returns a queryset, the ids).
    """
    asked, params = [], []
    for walk, ids in walks:
        sql, given = walked(connection.vendor, walk, most)
        asked += [f"SELECT * FROM ({sql}) AS part"] * len(ids)
        params += [pk if param == MARK else param for pk in ids for param in given]
    return rows.filter(pk__in=RawSQL(" UNION ALL ".join(asked), params)) if asked else rows.none()


def figures_of_company(pk):
    return Figure.objects.published().filter(company=pk).order_by("-day", "-id")


def figures_of_person(pk):
    return Figure.objects.published().filter(person=pk).order_by("-day", "-id")


def targets_of_company(pk):
    return Target.objects.published().of_company(pk).reverse()


def targets_of_person(pk):
    return Target.objects.published().of_person(pk).reverse()


def events_of_company(pk):
    return Event.objects.published().of_company(pk)


def events_of_person(pk):
    return Event.objects.published().of_person(pk)


def events_in_place(pk):
    return Event.objects.published().filter(place=pk).order_by("-day", "-id")


def ties_from(pk):
    return Tie.objects.published().filter(company=pk).order_by("-id")


def ties_to(pk):
    return Tie.objects.published().filter(other=pk).order_by("-id")


def roles_of(pk):
    return Role.objects.published().filter(person=pk).order_by("-id")


def passages_of(kind):
    citations = CITATIONS[kind].objects
    return lambda pk: citations.public().filter(**{kind: pk}).order_by("id")


PASSAGES_OF = {kind: passages_of(kind) for kind in ("figure", "event", "tie", "role")}
