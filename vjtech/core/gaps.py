"""Gaps: what published records lack, each declared once, found by looking a bounded way back.

To find a rare gap among a million rows would mean to read them all. So each look goes through
WINDOW rows, newest first, and says where it stopped; the next one goes on from there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from vjtech.core.models import LeftAsIs
from vjtech.core.walks import has_no, numbers

WINDOW, SIZE, COUNTED = 10_000, 50, 1000

GAPS = {}


@dataclass(frozen=True)
class Gap:
    """`rows()` are the records with the gap; `links(record)` are (label, address) that mend it.

    `form` is a MendForm for a row, `says(record)` what the row tells besides the record's name.
    The gap of likely duplicates has no `rows`: it is one of pairs.
    """

    name: str  # in the address, and beside what is left as it is
    title: str
    model: type
    why: str
    rows: Callable | None
    form: type | None = None
    links: Callable = field(default=lambda record: [])
    says: Callable = field(default=lambda record: "")
    related: tuple = ()

    @property
    def label(self):
        return self.model._meta.verbose_name_plural

    def open(self):
        """Return the rows that nobody wants to leave as they are."""
        left = LeftAsIs.objects.filter(gap=self.name, record=OuterRef("pk"))
        return self.rows().filter(has_no(left))

    def left(self):
        left = LeftAsIs.objects.filter(gap=self.name)
        return self.model._base_manager.filter(pk__in=left.values("record"))


def declare(*gaps):
    GAPS.update({gap.name: gap for gap in gaps})


def heading(gap):
    """Return the title of a gap, with its kind where several kinds have it."""
    shared = [each for each in GAPS.values() if each.title == gap.title]
    return f"{gap.title}: {gap.label}" if len(shared) > 1 else str(gap.title)


@dataclass
class Found:
    """Some records with a gap; `next_key` is None where everything has been looked through."""

    rows: list
    next_key: int | None
    looked_through: bool  # there may be more, though fewer than a page were found


def look(gap, after=None):
    """Return the next records with a gap, newest first, from the key `after` on."""
    every = gap.model._base_manager.order_by("-pk")
    if after is not None:
        every = every.filter(pk__lt=after)
    edge = every.values_list("pk", flat=True)[WINDOW - 1 : WINDOW].first()
    rows = gap.open().select_related(*gap.related).order_by("-pk")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    if edge is not None:
        rows = rows.filter(pk__gte=edge)
    rows = list(rows[: SIZE + 1])
    if len(rows) > SIZE:
        return Found(rows[:SIZE], rows[SIZE - 1].pk, False)
    return Found(rows, edge, edge is not None)


def counts(gaps):
    """Return {name: (number, more)} of gaps in two queries; `more`: there may be others."""
    gaps = list(gaps)
    if not gaps:
        return {}
    models = {gap.model for gap in gaps}
    rows = {gap.name: gap.open().filter(pk__gte=edge_of(gap.model)) for gap in gaps}
    found = numbers(rows, COUNTED + 1)
    sizes = numbers({model: model._base_manager.all() for model in models}, WINDOW + 1)
    return {
        gap.name: (
            min(found[gap.name], COUNTED),
            found[gap.name] > COUNTED or sizes[gap.model] > WINDOW,
        )
        for gap in gaps
    }


def edge_of(model):
    """Return the key at which a look from the newest record stops, 0 where it sees all."""
    keys = model._base_manager.order_by("-pk").values("pk")[WINDOW - 1 : WINDOW]
    return Coalesce(Subquery(keys), Value(0))
