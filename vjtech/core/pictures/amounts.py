"""Where amounts of one unit stand on a scale that holds zero."""

from dataclasses import dataclass
from decimal import Decimal

from vjtech.core.quantities import grouped

NICE = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class AmountTick:
    share: float
    label: str


class AmountScale:
    """A scale over Decimals of one unit, from a round number to a round number."""

    def __init__(self, values, most=4):
        low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
        self.step = round_step((high - low) / most or Decimal(1))
        self.low = (low / self.step).to_integral_value("ROUND_FLOOR") * self.step
        self.high = (high / self.step).to_integral_value("ROUND_CEILING") * self.step
        if self.high == self.low:
            self.high += self.step

    def share(self, value):
        """Return how far up the scale a value stands, from 0 to 1."""
        return float((value - self.low) / (self.high - self.low))

    def ticks(self):
        count = int((self.high - self.low) / self.step)
        values = (self.low + n * self.step for n in range(count + 1))
        return [AmountTick(self.share(value), grouped(value)) for value in values]


def round_step(least):
    """Return the smallest 1, 2 or 5 of some power of ten that is not below `least`."""
    power = Decimal(10) ** least.adjusted()
    return next(factor * power for factor in NICE if factor * power >= least)
