"""What a check says of a stretch of a draft, and what of the base stands beside it."""

from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext_lazy as _

SNIPPET = 160  # characters of an article that is shown only in passages


class Finding(Enum):
    """What the base holds beside a name, a figure or a date; never that a draft is right."""

    NAME = "name"
    SAME = "same"
    SAME_DATE = "same-date"
    DIFFERENT = "different"
    OTHER_DATE = "other-date"
    EXPECTED = "expected"
    NOTHING = "nothing"

    @property
    def label(self):
        return LABELS[self]

    @property
    def backs(self):
        """Whether the passages found say what the draft says, so that they can be footnotes."""
        return self in (Finding.SAME, Finding.SAME_DATE)


LABELS = {
    Finding.NAME: _("known name"),
    Finding.SAME: _("the same figure found"),
    Finding.SAME_DATE: _("the same date found"),
    Finding.DIFFERENT: _("a different figure for this body and measure"),
    Finding.OTHER_DATE: _("another date"),
    Finding.EXPECTED: _("stated as expected, not as done"),
    Finding.NOTHING: _("no source here"),
}


@dataclass
class Found:
    """A fact of the base beside a stretch; `citations` are the public passages that state it.

    `quantity` is the row with the number (a Figure or a Statement) where one is compared, `date`
    the partial date where one is, `sure` how surely it is meant. `about` are the named records that
    the fact is about. `agrees` is False of what says something else than the rest of its note;
    `again` tells that a note before it in its paragraph shows the same passages.
    """

    fact: object
    quantity: object = None
    date: object = None
    sure: float = 0
    about: list = field(default_factory=list)
    citations: list = field(default_factory=list)
    again: bool = False
    agrees: bool = True

    @property
    def kind(self):
        return self.fact._meta.model_name

    @property
    def passages(self):
        """The citations with as many of their words as may be shown."""
        return [(citation, snippet(citation)) for citation in self.citations]


def snippet(citation):
    """Return a citation's words; few of them where the article is not to be shown in full."""
    words, article = citation.words, citation.paragraph.article
    if article.rights == article.Rights.FULL or len(words) <= SNIPPET:
        return words
    return f"{words[: SNIPPET - 1].rstrip()}…"


@dataclass
class Note:
    """What is said of the stretch text[start:end] of a paragraph; `remarks` are sentences."""

    start: int
    end: int
    finding: Finding
    records: list = field(default_factory=list)
    found: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    words: str = ""
    number: int = 0

    @property
    def label(self):
        return self.finding.label
