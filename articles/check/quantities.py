"""Whether an amount of a draft is a figure that the base holds: no conversion, no guess."""

from decimal import Decimal

from django.utils.translation import gettext as _

NEAR = Decimal("0.05")  # how far from a number still is “about”, “nearly” or just “over” it
BELOW, ABOVE = {"nearly", "up_to"}, {"over", "at_least"}


def agreement(amount, held):
    """Return how a stated amount agrees with a held one: None where it does not.

    What is returned words what the reader must know besides, "" where the two say the same. Both
    have qualifier, value and value_high; unit and currency are not looked at.
    """
    if held.value is None or amount.value is None:
        return None
    if (amount.value_high is None) != (held.value_high is None):
        return None
    if (amount.value, amount.value_high) == (held.value, held.value_high):
        return _same_number(amount.qualifier, held.qualifier)
    # Who states a number roughly may mean one that is held exactly; never the other way round.
    if amount.value_high is None and not held.qualifier and roughly(amount, held.value):
        return _("The draft gives a rounded number; our sources give the one here.")
    return None


def _same_number(said, held):
    if said == held:
        return ""
    if (said in BELOW and held in ABOVE) or (said in ABOVE and held in BELOW):
        return None  # “nearly 500” and “over 500” exclude each other
    if not held:
        return _("Our sources state the number without “about”, “over” or the like.")
    return _("Mind how the sources qualify the number.")


def roughly(amount, value):
    low, high = amount.value * (1 - NEAR), amount.value * (1 + NEAR)
    if amount.qualifier == "about":
        return low <= value <= high
    if amount.qualifier in BELOW:
        return low <= value <= amount.value
    return amount.qualifier in ABOVE and amount.value <= value <= high
