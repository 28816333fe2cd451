"""Who promised how much of the same thing by when: figures of one measure and unit on one scale."""

from dataclasses import dataclass, replace
from datetime import date

from entities.feeds import dated
from entities.models import TargetParty
from entities.target_pictures.words import of_amount, of_target
from vjtech.core.pictures.amounts import AmountScale

LEAST = 2
BARS = 12
PANELS = 6


@dataclass(frozen=True)
class Bar:
    """A target's figure: percents from the scale's zero, `high` wider than `width` of a range."""

    target: object
    title: str
    holders: str
    amount: str
    due: str
    x: float
    width: float
    high_x: float = 0
    high_width: float = 0


@dataclass(frozen=True)
class Panel:
    """Bars on one scale, those due first first; `unit` may be a currency. `more` are not drawn."""

    measure: str
    unit: str
    direction: str
    scale: AmountScale
    bars: list
    more: int

    @property
    def ticks(self):
        return self.scale.ticks()

    @property
    def zero(self):
        return percent(self.scale, 0)


def compared(targets):
    """Return the Panels of what two targets or more give figures of, and how many are left out."""
    alike = {}
    for target in targets:
        if said := last_figure(target):
            unit = said.currency or said.unit
            alike.setdefault((target.sort_key, unit, target.direction), []).append((target, said))
    groups = sorted(
        (g for g in alike.items() if len(g[1]) >= LEAST), key=lambda g: (-len(g[1]), g[0])
    )
    return [panel(*group) for group in groups[:PANELS]], max(len(groups) - PANELS, 0)


def last_figure(target):
    """Return the latest statement that gives a number, or None."""
    return next((said for said in reversed(target.ledger()) if said.value is not None), None)


def panel(alike, figures):
    _measure, unit, _direction = alike
    kept = sorted(figures, key=by_due)[:BARS]
    scale = AmountScale([v for _t, s in kept for v in (s.value, s.value_high) if v is not None], 3)
    first = kept[0][0]
    return Panel(
        measure=first.metric,
        unit=unit,
        direction=first.get_direction_display(),
        scale=scale,
        bars=[bar(target, said, scale) for target, said in kept],
        more=len(figures) - len(kept),
    )


def by_due(figure):
    target, said = figure
    day = said.due.earliest if said.due else date.max
    return (said.due.latest if day == date.min else day), target.pk


def bar(target, said, scale):
    zero, at = percent(scale, 0), percent(scale, said.value)
    found = Bar(
        target=target,
        title=of_target(target, said),
        holders=", ".join(map(str, holders(target))),
        amount=of_amount(said),
        due=dated(said.due),
        x=min(zero, at),
        width=round(abs(at - zero), 2),
    )
    if said.value_high is None:
        return found
    high = percent(scale, said.value_high)
    return replace(found, high_x=at, high_width=round(high - at, 2))


def holders(target):
    return [party for party in target.shown_parties if party.part == TargetParty.Part.HOLDER]


def percent(scale, value):
    return round(100 * scale.share(value), 2)
