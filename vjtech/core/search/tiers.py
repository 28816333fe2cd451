"""The tiers in which answers are given: the best first, the newest first within each."""


class Tier:
    """One rank of answers: where the terms stand, and whether the typed accents do."""

    def __init__(self, in_title, exact):
        self.in_title, self.exact = in_title, exact


TITLE_EXACT, TITLE, TEXT_EXACT, TEXT = (
    Tier(True, True),
    Tier(True, False),
    Tier(False, True),
    Tier(False, False),
)
ANYWHERE = Tier(False, False)  # all of them at once


def tiers(query):
    """Return the tiers of a query, best first; accents rank only where they were typed."""
    return (TITLE_EXACT, TITLE, TEXT_EXACT, TEXT) if query.exact else (TITLE, TEXT)
