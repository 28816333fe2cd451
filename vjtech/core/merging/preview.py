"""What an editor is shown of a merge before it is done: how much moves, what is joined or lost."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.text import capfirst

from vjtech.core.merging.links import links, paths
from vjtech.core.merging.rows import read
from vjtech.core.pairs import Pair

MOST_SHOWN = 10
MOST_LISTED = 100


@dataclass
class Holding:
    """What the two records hold in one table, by one foreign key, and what becomes of it."""

    kind: str
    role: str  # as what, where that needs saying
    kept: int
    other: int
    moved: int
    joined: int
    dropped: int
    shown: list = field(default_factory=list)  # some of the rows that move

    @property
    def more(self):
        return self.moved - len(self.shown)


@dataclass
class Joined:
    kind: str
    dropped: object
    kept: object
    filled: list  # (label, value)
    lost: list  # (label, value given up, value kept)


@dataclass
class Lost:
    kind: str
    row: object


def holdings(plan):
    """Return a Holding of each way in which the two records are linked to anything."""
    found = []
    loops = set(plan.loops)
    leaving = {(join.table, join.dropped) for join in plan.joins} | loops
    moves = {(table, each.name): pks for table, each, pks in reversed(plan.moves)}
    for table, fields in links(plan.model).items():
        for each in fields:
            numbers = counted(table, each, plan)
            gone = leaving_by(table, each, plan, leaving)
            dropped = sum((table, pk) in loops for pk in gone)
            if any(numbers):
                pks = moves.get((table, each.name), [])
                found.append(
                    Holding(
                        kind=capfirst(table._meta.verbose_name_plural),
                        role=str(each.verbose_name) if says_more(each, fields) else "",
                        kept=numbers[0],
                        other=numbers[1],
                        moved=len(pks),
                        joined=len(gone) - dropped,
                        dropped=dropped,
                        shown=in_words(table, pks[:MOST_SHOWN]),
                    )
                )
    return found


def counted(table, each, plan):
    ends = [plan.winner.pk, plan.loser.pk]
    rows = table._base_manager.filter(**{f"{each.name}__in": ends}).order_by()
    numbers = dict(rows.values_list(each.attname).annotate(n=Count("pk")))
    return [numbers.get(end, 0) for end in ends]


def leaving_by(table, each, plan, leaving):
    """Return the rows that point to the record that goes, and go with it."""
    keys = [pk for of, pk in leaving if of is table]
    if not keys:
        return []
    rows = table._base_manager.filter(**{each.name: plan.loser.pk})
    return [pk for pk in rows.values_list("pk", flat=True) if (table, pk) in leaving]


def says_more(each, fields):
    """Say whether a foreign key's name tells more than its table's."""
    return len(fields) > 1 or each.name not in (
        "owner",
        "record",
        each.related_model._meta.model_name,
    )


def in_words(table, pks):
    rows = table._base_manager.filter(pk__in=pks).select_related(*paths(table))
    return [str(row) for row in rows.order_by("pk")]


def joins(plan):
    """Return what is joined, except where all there is to say is that it stands twice."""
    found = []
    for table in dict.fromkeys(join.table for join in plan.joins):
        here = [join for join in plan.joins if join.table is table]
        if any(own_words(table)):
            here = here[:MOST_LISTED]
            rows = fetched(table, [pk for j in here for pk in (j.dropped, j.kept)])
            found += [joined(join, rows) for join in here]
    return found


def own_words(table):
    """Yield the columns of a table that are neither keys nor kept by triggers."""
    for column in table._meta.concrete_fields:
        if column.serialize and not column.primary_key and not column.is_relation:
            yield column


def fetched(table, pks):
    return table._base_manager.select_related(*paths(table)).in_bulk(pks)


def joined(join, rows):
    dropped, kept = rows[join.dropped], rows[join.kept]
    return Joined(
        kind=capfirst(join.table._meta.verbose_name),
        dropped=dropped,
        kept=kept,
        filled=[(label(join.table, n), worded(join.table, n, v)) for n, v in join.filled.items()],
        lost=[
            (label(join.table, n), worded(join.table, n, v), worded_of(kept, n))
            for n, v in join.lost.items()
        ],
    )


def losses(plan):
    """Return the rows that would lead from the record to itself, and all that hangs on them.

    The mark that the two are not the same is left out: it is asked about by itself.
    """
    found = []
    told = [(table, pk) for table, pk in plan.loops if not issubclass(table, Pair)]
    for table, pk in [*told, *plan.lost_with][:MOST_LISTED]:
        row = fetched(table, [pk]).get(pk)
        if row is not None:
            found.append(Lost(capfirst(table._meta.verbose_name), row))
    return found


def label(table, name):
    return str(table._meta.get_field(name).verbose_name)


def worded(table, name, value):
    row = table()
    setattr(row, name, read(table, name, value))
    return worded_of(row, name)


def worded_of(row, name):
    """Return a column of a row as a reader would say it."""
    column = row._meta.get_field(name)
    if column.is_relation:
        return str(getattr(row, column.name) or "")
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))
