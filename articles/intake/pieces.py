"""What cleaning gives: the articles found in what was pasted, every line kept or cut."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Why a line is left out, as an editor reads it.
REASONS = {
    "furniture": _("page furniture"),
    "related": _("news of something else"),
    "caption": _("caption of a picture"),
    "repeated": _("printed twice"),
    "date": _("line of dates"),
    "credit": _("credits"),
    "hidden": _("hidden on the page"),
}

LONGEST_SIGN = 160  # characters of a line that may be furniture; longer ones are text


class Unreadable(ValueError):
    """What was given cannot be read; the message tells an editor what to do."""


@dataclass(frozen=True)
class Line:
    """One paragraph, in its order.

    `number` counts the non-blank lines of the source from 1 (of HTML: of its visible text);
    `cut` is a key of REASONS, or empty for what is kept.
    """

    text: str
    number: int
    cut: str = ""


@dataclass(frozen=True)
class Piece:
    """One article. `lines` leave out the title's own line, whose number is `title_number`.

    What the source does not state is empty; `title_number` is None where the title was taken from
    the page's meta tags alone, or is missing. `published` is EDTF.
    """

    title: str
    lines: tuple[Line, ...]
    title_number: int | None = None
    published: str = ""
    published_printed: str = ""
    language: str = ""
    publisher: str = ""
    address: str = ""
    credits: str = ""

    @property
    def kept(self):
        return tuple(line for line in self.lines if not line.cut)
