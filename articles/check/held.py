"""The numbers that the base holds of some bodies and people, to be looked up by number and unit."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from articles.check.quantities import NEAR
from articles.check.terms import known, units_fit
from articles.models import Statement
from entities.models import Target

ACHIEVED = Statement.Act.ACHIEVED


@dataclass(eq=False)
class Held:
    """A number that the base holds of somebody.

    `ledger` are the numbers of a target, the latest last; `reported` tells whether it is a fact:
    a reported figure, or a target that was reported achieved.
    """

    fact: object
    row: object
    bodies: set
    measure: frozenset
    words: frozenset
    ledger: list
    reported: bool

    @property
    def latest(self):
        return self.ledger[-1] if self.ledger else self.row

    @property
    def said(self):
        """What numbers are sorted by: the day on which one was said or as of which it is."""
        row = self.latest
        day = row.said_earliest if isinstance(self.fact, Target) else row.as_of_earliest
        return (day or date.min, row.pk)

    @cached_property
    def unit(self):
        return known(self.row.unit)

    def fits(self, amount):
        """Say whether a number is of the same currency, or of a unit that may be the same."""
        if amount.currency or self.row.currency:
            return amount.currency == self.row.currency
        return bool(self.row.unit) and units_fit(amount.unit, self.row.unit)


class Shelf:
    def __init__(self, held):
        self.held = sorted(held, key=lambda one: one.row.value)
        self.values = [one.row.value for one in self.held]
        self._fitting = {}

    def near(self, value):
        """Return what is so near to a value that it may be meant by it."""
        low, high = sorted((value * (1 - NEAR), value * (1 + NEAR)))
        return self.held[bisect_left(self.values, low) : bisect_right(self.values, high)]

    def fitting(self, bodies, amount):
        """Return what is held of these, of a unit or currency that an amount may have."""
        key = bodies, amount.unit, amount.currency
        if key not in self._fitting:
            fits = {}
            for one in self.held:
                fits.setdefault((one.row.unit, one.row.currency), one.fits(amount))
            self._fitting[key] = [
                one
                for one in self.held
                if fits[one.row.unit, one.row.currency] and one.bodies & bodies
            ]
        return self._fitting[key]


def held_by(facts):
    """Return the Shelf of the numbers of the nouns of these facts."""
    held = []
    for target in facts.targets:
        statements, bodies = facts.ledgers.get(target.pk, []), facts.about(target)
        measure, achieved = known(target.metric), any(s.act == ACHIEVED for s in statements)
        ledger = [row for row in statements if row.value is not None]
        for row in reversed(ledger):
            words = measure | known(target.scope) | known(row.words)
            held.append(Held(target, row, bodies, measure, words, ledger, achieved))
    for figure in facts.figures:
        measure = known(figure.measure)
        words = measure | known(figure.scope) | known(figure.printed)
        held.append(Held(figure, figure, facts.about(figure), measure, words, [], True))
    return Shelf([one for one in held if one.row.value is not None])
