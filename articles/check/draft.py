"""A draft in paragraphs and sentences, with the names, dates and amounts that stand in it."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from unicodedata import normalize

from articles.check.terms import terms
from articles.check.words import tells_of_deeds
from vjtech.core.dates import today
from vjtech.core.jinja2 import language_of
from vjtech.core.recognise.amounts import amounts
from vjtech.core.recognise.dates import dates
from vjtech.core.recognise.language import guess
from vjtech.core.recognise.unknown import COMPANY, unknown

MOST_CHARACTERS = 5000
MOST_NAMES, MOST_DATES, MOST_AMOUNTS = 300, 40, 100  # of a draft, in the order of its text
MOST_DEEDS = 40  # sentences that say that something is done
MOST_OWNERS = 40
ACTING = ("company", "person")  # who has figures and targets

# Neither seen nor meant: control characters but for those that end a line, and lone surrogates,
# which no page can carry.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
SURROGATES = re.compile(r"[\ud800-\udfff]")
LINE = re.compile(r"\r\n?|[\u2028\u2029\x85]")

ENDS = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s)|[。！？!?]+[」』）]*")
SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Assoc|No|St|Co|Ltd|Inc|Corp|vs|approx|TP|TS|ThS|PGS|GS|Q)|\b\w)\.$"
)


@dataclass
class Sentence:
    """A sentence of a paragraph; what is found in it is told by offsets in the paragraph.

    `strangers` are companies that the base does not know: what it says may be said of them.
    `tells` says that it has words for a deed that is done, and that nobody unknown may have done.
    `kinds` are the kinds of events of which it has been asked, and whether it speaks of them.
    """

    start: int
    end: int
    text: str
    names: list = field(default_factory=list)
    dates: list = field(default_factory=list)
    amounts: list = field(default_factory=list)
    strangers: list = field(default_factory=list)
    tells: bool = False
    kinds: dict = field(default_factory=dict)

    @cached_property
    def terms(self):
        return terms(self.text)

    def around(self, mark):
        """Return the part of the sentence that a mark stands in, between commas and the like."""
        return self.text[slice(*self.part_of(mark))]

    def acting_around(self, mark):
        """Return the companies and people that the part of the sentence around a mark names."""
        first, last = (self.start + end for end in self.part_of(mark))
        near = (name for name in self.names if first <= name.start < last)
        return frozenset(o for name in near for o in name.owners if o[0] in ACTING)

    def part_of(self, mark):
        at = mark.start - self.start
        before = max((m.end() for m in CLAUSE.finditer(self.text, 0, at)), default=0)
        after = CLAUSE.search(self.text, mark.end - self.start)
        return before, after.start() if after else len(self.text)


CLAUSE = re.compile(r"[,;:](?=\s)|[、；：，]|\s(?:and|while|but|và|còn|nhưng)\s")


@dataclass
class Paragraph:
    """A line of the draft; of `notes` those with the same number share what is `shown`."""

    text: str
    sentences: list
    notes: list = field(default_factory=list)
    shown: list = field(default_factory=list)

    @property
    def language(self):
        """The language that its letters show, or an empty string."""
        return language_of(self.text)

    @property
    def names(self):
        return [note for note in self.shown if note.records]

    @property
    def facts(self):
        return [note for note in self.shown if not note.records]

    def pieces(self):
        """Return the text in (text, note or None) pieces."""
        pieces, here = [], 0
        for note in self.notes:
            pieces += [
                (self.text[here : note.start], None),
                (self.text[note.start : note.end], note),
            ]
            here = note.end
        return [piece for piece in (*pieces, (self.text[here:], None)) if piece[0]]


@dataclass
class Draft:
    """The paragraphs of a text; `full` names what there was too much of to look at all."""

    text: str
    paragraphs: list
    full: set = field(default_factory=set)

    @property
    def sentences(self):
        return [sentence for paragraph in self.paragraphs for sentence in paragraph.sentences]

    def owners(self):
        """Return (kind, id) of who may be named, first those named first, MOST_OWNERS at most."""
        named = (owner for s in self.sentences for name in s.names for owner in name.owners)
        found = list(dict.fromkeys(named))
        if len(found) > MOST_OWNERS:
            self.full.add("owners")
        return found[:MOST_OWNERS]


def cleaned(text):
    """Return a pasted text composed, its lines ended alike, without what cannot be shown."""
    seen = SURROGATES.sub("\ufffd", UNSEEN.sub("", LINE.sub("\n", text)))
    return normalize("NFC", seen)


def read(text, recogniser):
    """Return the Draft of a cleaned text; a date without its year is taken as a recent one."""
    draft, main = Draft(text, []), guess(text)
    left = {"names": MOST_NAMES, "dates": MOST_DATES, "amounts": MOST_AMOUNTS}
    left["deeds"] = MOST_DEEDS
    lines = [line for line in text.split("\n") if line.strip()]
    for line, names in zip(lines, recogniser.find_in(lines), strict=True):
        paragraph = Paragraph(line, split(line))
        language = guess(line, otherwise=main)
        days = apart(dates(line, str(today()), language), names)
        numbers = apart(amounts(line, language), [*names, *days])
        for kind, marks in (("names", names), ("dates", days), ("amounts", numbers)):
            if len(marks) > left[kind]:
                draft.full.add(kind)
            place(paragraph.sentences, kind, marks[: left[kind]])
            left[kind] -= min(left[kind], len(marks))
        place(paragraph.sentences, "strangers", strangers(line, names))
        for sentence in paragraph.sentences:
            if not sentence.strangers and tells_of_deeds(sentence.text):
                draft.full |= set() if left["deeds"] else {"deeds"}
                sentence.tells = left["deeds"] > 0
                left["deeds"] -= sentence.tells
        draft.paragraphs.append(paragraph)
    return draft


def strangers(line, names):
    """Return the companies in a line that nobody knows; a place may be part of their name."""
    taken = [name[:2] for name in names if any(kind in ACTING for kind, _pk in name.owners)]
    return [name for name in unknown(line, taken) if name.kind == COMPANY]


def split(line):
    """Return the sentences of a line."""
    sentences, start = [], 0
    for match in ENDS.finditer(line):
        if match.group()[0] == "." and SHORTENED.search(line, start, match.start() + 1):
            continue
        sentences.append(Sentence(start, match.end(), line[start : match.end()]))
        start = match.end()
    if line[start:].strip():
        sentences.append(Sentence(start, len(line), line[start:]))
    return sentences


def apart(marks, taken):
    """Return the marks that overlap none of the taken ones."""
    return [m for m in marks if not any(m.start < t.end and t.start < m.end for t in taken)]


def place(sentences, kind, marks):
    """Give each sentence the marks that begin in it."""
    marks, n = sorted(marks, key=lambda m: m.start), 0
    for mark in marks:
        while mark.start >= sentences[n].end and n + 1 < len(sentences):
            n += 1
        getattr(sentences[n], kind).append(mark)
