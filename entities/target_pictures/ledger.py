"""A target's ledger as a step line: what was stated when, and the day on which it falls due."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from entities.feeds import dated
from entities.models.target import TargetStatus
from entities.target_pictures.labels import labelled
from entities.target_pictures.words import of_amount
from vjtech.core.dates import today
from vjtech.core.pictures.amounts import AmountScale
from vjtech.core.pictures.days import DayScale, Span

TOP, PLOT, FOOT = 40, 150, 24  # pixels
STRIP = 22  # pixels under the years, for statements that give no number
ENDS = {"reports_achieved", "withdraws"}
BELOW_YEARS = TOP + PLOT + FOOT + STRIP // 2


@dataclass(frozen=True)
class Step:
    """A statement on the plot: `y` in pixels, `high_y` of a range; `at` is where the line rises.

    `label_dy` is None where there is no room for a label.
    """

    number: int
    act: str
    word: str
    title: str
    url: str
    span: Span
    at: float
    y: float
    high_y: float | None = None
    amount: str = ""
    label_dy: int | None = None

    @property
    def anchor(self):
        return "start" if self.span.middle < 25 else "end" if self.span.middle > 75 else "middle"


@dataclass(frozen=True)
class Line:
    """A piece of the line in percents and pixels; a `vague` one rises on no certain day."""

    x1: float
    y1: float
    x2: float
    y2: float
    vague: bool = False


@dataclass(frozen=True)
class Band:
    """What lies between the ends of a range, for as long as it stood."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class DueMark:
    span: Span
    words: str
    latest: bool

    @property
    def anchor(self):
        return "start" if self.span.middle < 50 else "end"


@dataclass(frozen=True)
class StepPanel:
    """The statements in one unit (or currency); `silent` ones are dated and give no number.

    They stand below the years: on the scale they would read as zero.
    """

    unit: str
    scale: AmountScale
    steps: list
    lines: list
    bands: list
    silent: list = field(default_factory=list)

    @property
    def ticks(self):
        return [(y_of(tick.share), tick.label) for tick in self.scale.ticks()]

    @property
    def height(self):
        return TOP + PLOT + FOOT + (STRIP if self.silent else 0)


@dataclass(frozen=True)
class LedgerPicture:
    """Panels on one axis of days; `passed` is the stretch since the due date, or None.

    `undated` statements are not drawn, `acts` are those that are, with a word each. `partial` and
    `vague` say whether any date is a plain bar, and inferred or approximate.
    """

    axis: DayScale
    panels: list
    dues: list
    passed: tuple | None
    today: float | None
    undated: int
    unvalued: int
    acts: dict
    partial: bool
    vague: bool

    top, foot = TOP, TOP + PLOT

    @property
    def ticks(self):
        return self.axis.ticks()

    @property
    def has_silent(self):
        return any(panel.silent for panel in self.panels)

    @property
    def has_former_dues(self):
        return any(not due.latest for due in self.dues)


def ledger_picture(target):
    """Return the LedgerPicture of a fetched target (passages, status), or None.

    It takes two dated figures, or one and a due date, to say something.
    """
    ledger = target.ledger()
    placed = [said for said in ledger if said.said]
    valued = [said for said in placed if said.value is not None]
    due = target.latest.due if ledger else ""
    if not valued or (len(valued) < 2 and not due):
        return None
    axis = axis_of(placed, [said.due for said in ledger if said.due])
    words = worded_acts(placed)
    dues = due_marks(ledger, axis)
    until = end_of(placed[-1], due, axis)
    silent = [silent_step(said, axis, words) for said in placed if said.value is None]
    panels = [panel(u, s, axis, words, until) for u, s in by_unit(valued).items()]
    panels[-1] = replace(panels[-1], silent=silent)
    drawn = [step for each in panels for step in each.steps] + silent
    return LedgerPicture(
        axis=axis,
        panels=panels,
        dues=dues,
        passed=passed(target, due, axis),
        today=axis.middle(today()) if axis.holds(today()) else None,
        undated=len(ledger) - len(placed),
        unvalued=sum(said.value is None for said in ledger),
        acts={step.act: step.word for step in drawn},
        partial=any(mark.span.is_plain_bar for mark in (*drawn, *dues)),
        vague=any(mark.span.vague for mark in (*drawn, *dues)),
    )


def axis_of(dated, dues):
    """Return an axis of all days that are stated, and of today; open ends lie at its own."""
    days = [end for said in dated for end in (said.said_earliest, min(said.said_latest, today()))]
    days += [end for due in dues for end in (due.earliest, due.latest)] + [today()]
    stated = [day for day in days if date.min < day < date.max]
    first, last = min(stated), max(stated)
    room = timedelta(max((last - first).days // 20, 15))
    return DayScale(
        first - min(room, first - date.min), last + min(room, date.max - last - timedelta(1))
    )


def by_unit(statements):
    found = {}
    for said in statements:
        found.setdefault(said.currency or said.unit, []).append(said)
    return found


def worded_acts(dated):
    """Return {statement: (act, word)}: what is said anew of the same amount is restated."""
    words, before = {}, {}
    for said in dated:
        act, word = said.act, said.get_act_display()
        amount = (said.value, said.value_high, said.qualifier)
        if act == "states" and before.get(said.currency or said.unit) == amount:
            act, word = "restates", _("restates")
        words[said.pk] = act, word
        if said.value is not None:
            before[said.currency or said.unit] = amount
    return words


def due_marks(ledger, axis):
    """Return each due date that was stated, the latest statement's last."""
    latest = ledger[-1].due
    dues = list(dict.fromkeys(said.due for said in ledger if said.due and said.due != latest))
    marks = [DueMark(axis.span(due), dated(due), False) for due in dues]
    return [*marks, DueMark(axis.span(latest), dated(latest), True)] if latest else marks


def passed(target, due, axis):
    if target.status != TargetStatus.PASSED:
        return None
    x = axis.end(due.latest)
    return x, round(axis.middle(today()) - x, 2)


def end_of(last, due, axis):
    """Return where the line ends: when it was achieved or withdrawn, else when it falls due."""
    if last.act in ENDS:
        return axis.span(last.said, until=today()).middle
    return axis.end(due.latest) if due and due.latest != date.max else axis.middle(today())


def panel(unit, statements, axis, words, until):
    numbers = [v for s in statements for v in (s.value, s.value_high) if v is not None]
    scale = AmountScale(numbers)
    steps, reached = [], 0
    for said in statements:
        step = step_of(said, axis, words, scale)
        reached = max(reached, step.span.middle)
        steps.append(replace(step, at=reached))
    end = max(until, reached)
    return StepPanel(
        unit, scale, labelled(steps, TOP + PLOT), lines_of(steps, end), bands_of(steps, end)
    )


def step_of(said, axis, words, scale):
    high = None if said.value_high is None else y_of(scale.share(said.value_high))
    return replace(
        silent_step(said, axis, words),
        y=y_of(scale.share(said.value)),
        high_y=high,
        amount=of_amount(said),
    )


def silent_step(said, axis, words):
    act, word = words[said.pk]
    span = axis.span(said.said, until=today())
    title = _("%(said)s: %(act)s %(amount)s") % {
        "said": dated(said.said),
        "act": word,
        "amount": of_amount(said),
    }
    if said.due:
        title = _("%(statement)s, due %(due)s") % {"statement": title, "due": dated(said.due)}
    return Step(said.pk, act, word, title, said.address, span, span.middle, BELOW_YEARS)


def y_of(share):
    return round(TOP + PLOT * (1 - share), 1)


def lines_of(steps, end):
    """Return the pieces of the line, and of the upper one where it is a range."""
    lines = []
    for step, later in pairwise([*steps, None]):
        until = later.at if later else end
        ends = [y for y in (step.y, step.high_y) if y is not None]
        lines += [Line(step.at, y, until, y) for y in ends]
        if later and later.y != step.y:
            vague = later.span.vague or not later.span.is_day
            lines.append(Line(until, step.y, until, later.y, vague))
    return lines


def bands_of(steps, end):
    return [
        Band(
            step.at,
            round((later.at if later else end) - step.at, 2),
            step.high_y,
            step.y - step.high_y,
        )
        for step, later in pairwise([*steps, None])
        if step.high_y is not None
    ]
