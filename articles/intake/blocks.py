"""The visible text of a page, block by block, through the one sanitiser."""

import re
from collections import Counter
from dataclasses import dataclass, field

import nh3
from django.utils.translation import gettext as _
from lxml import etree, html

from articles.intake.furniture import PARAGRAPH, prose
from articles.intake.pieces import Unreadable
from articles.intake.plain import listed, plain

MOST_TAGS, DEEPEST, DEEPEST_SAFE = 50_000, 1000, 250  # lxml drops what is nested deeper
FORMATTING = 200_000  # elements that a parser may open anew, over the page
# Names are all that is looked at here: quotes do not matter, for what is counted is an upper bound.
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*")
VOID = listed("area, base, br, col, embed, hr, img, input, link, meta, param, source, track, wbr")
CLOSED_BY_THEMSELVES = listed(
    "p, li, dt, dd, option, optgroup, tr, td, th, thead, tbody, tfoot, colgroup, caption, rt, rp,"
    "rb, rtc"
)
REOPENED = listed("a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | listed(
    "address, article, aside, blockquote, body, button, caption, center, dd, details, dialog, div,"
    "dl, dt, fieldset, figcaption, figure, footer, form, header, hgroup, hr, li, main, menu, nav,"
    "ol, p, pre, section, summary, table, tbody, td, tfoot, th, thead, tr, ul"
)
INLINE = listed("a, br, time, span")
DROPPED = listed(
    "script, style, noscript, template, svg, math, iframe, object, embed, audio, video, canvas,"
    "select, option, textarea, title, rt, rp, map, datalist"
)
SANITISER = nh3.Cleaner(
    tags=(BLOCKS | INLINE) - {"body"},
    clean_content_tags=DROPPED,
    attributes={"*": {"class", "id", "hidden", "style"}, "a": {"href"}},
    filter_style_properties={"display", "visibility"},
    url_schemes={"http", "https"},
    link_rel=None,
)
SHORT_ROW = 300  # characters of a table's row that is one line


@dataclass
class Block:
    """A line as a reader sees it, the nearest block around it, how much of it is in links."""

    text: str
    element: object
    linked: int = 0
    foreign: str = ""  # why it is not the article's, by the elements around it

    @property
    def tag(self):
        return self.element.tag


def checked(text, deepest=DEEPEST):
    """Return text; raise Unreadable for a page built to overwhelm whoever reads it."""
    if too_deep(text, deepest):
        raise Unreadable(
            _("This page has too many elements, or too deep ones, to be read. Paste its text.")
        )
    return text


def too_deep(text, deepest):
    """Say whether a page has more elements, or deeper ones, than may be read in time."""
    opened, depth, formatting, load = Counter(), 0, 0, 0
    for count, (close, name) in enumerate(TAG.findall(text)):
        name = name.lower()
        if count > 2 * MOST_TAGS:
            return True
        if name in VOID:
            continue
        step = -1 if close else 1
        load += formatting
        if name in CLOSED_BY_THEMSELVES or (close and not opened[name]):
            continue
        opened[name] += step
        depth += step
        formatting += step * (name in REOPENED)
        if depth > deepest or load > FORMATTING:
            return True
    return False


def sanitised(text):
    """Return a page's body as the only HTML that is read on: known tags, no script, no frame."""
    return checked(SANITISER.clean(text), DEEPEST_SAFE)


def tree_of(text):
    """Return the lxml tree of a page; of an empty one too."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = text.encode("utf-8", "replace").replace(b"\0", b"")
    try:
        return html.document_fromstring(data or b"<p>", parser=parser)
    except etree.ParserError:
        return html.document_fromstring(b"<p>", parser=parser)


@dataclass
class Walk:
    """Gathers text until a block begins or ends."""

    blocks: list = field(default_factory=list)
    stack: list = field(default_factory=list)
    words: list = field(default_factory=list)
    linked: int = 0
    row: object = None  # the table row that is one line

    def say(self, text, preformatted=False):
        if not text:
            return
        if preformatted or any(element.tag == "pre" for element in self.stack[-3:]):
            *lines, text = text.split("\n")
            for line in lines:
                self.words.append(line)
                self.flush()
        self.words.append(text)
        if self.stack and self.stack[-1].tag == "a":
            self.linked += len(text)

    def flush(self):
        text = plain("".join(self.words))
        text = text if self.row is None else text.strip("| ")
        if text:
            around = (e for e in reversed(self.stack) if e.tag not in INLINE)
            self.blocks.append(Block(text, next(around, self.stack[0]), self.linked))
        self.words, self.linked = [], 0


def blocks_of(tree):
    """Return the Blocks of a sanitised page, in their order."""
    walk = Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            opening(walk, element)
        else:
            closing(walk, element)
    walk.flush()
    return walk.blocks


def opening(walk, element):
    if walk.row is None and (element.tag in BLOCKS or element.tag == "br"):
        walk.flush()
    before = element.getprevious()
    if element.tag == "a" and before is not None and before.tag == "a" and not before.tail:
        walk.words.append(" ")  # links side by side are parted by their looks alone
    walk.stack.append(element)
    if walk.row is None and element.tag == "tr" and is_short_row(element):
        walk.row = element
    walk.say(element.text)


def closing(walk, element):
    if walk.row is None and element.tag in BLOCKS:
        walk.flush()
    elif walk.row is element:
        walk.flush()
        walk.row = None
    elif element.tag in BLOCKS or element.tag == "br":
        walk.words.append(" | " if element.tag in ("td", "th") else " ")
    walk.stack.pop()
    walk.say(element.tail)


def is_short_row(row):
    """Say whether a row holds data, not the page's layout."""
    if any(e.tag == "table" or e.tag in HEADINGS for e in row.iterdescendants()):
        return False
    cells = [" ".join(cell.text_content().split()) for cell in row if cell.tag in ("td", "th")]
    short = sum(map(len, cells)) <= SHORT_ROW
    return len(cells) > 1 and short and not any(prose(cell) == PARAGRAPH for cell in cells)
