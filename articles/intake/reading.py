"""What is recognised in an article to be: whom each paragraph names, its dates and amounts."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.intake.text import Passage
from vjtech.core.dates import PartialDate
from vjtech.core.recognise.amounts import amounts
from vjtech.core.recognise.dates import dates
from vjtech.core.recognise.unknown import unknown
from vjtech.core.search.fold import fold

PERSON, COMPANY, PLACE = "person", "company", "place"
NAMED = (COMPANY, PERSON)  # whom an article mentions
MOST_UNKNOWN = 150  # each has four inputs in the form


class Mark(NamedTuple):
    """A stretch of a paragraph that is highlighted; `key` is that of its naming, if it has one."""

    start: int
    end: int
    kind: str  # "name", "place", "unknown", "date", "amount"
    key: str = ""


@dataclass
class Naming:
    """Somebody whom the article names, under one or more spellings: one suggestion.

    `owners` are the records that may be meant, several where they are namesakes, none where the
    name is unknown; `guess` is then what it looks like. One that was `asked` for was not found in
    the text but looked up: its owners are called so or alike.
    """

    key: str
    spellings: list[str]
    owners: tuple[tuple[str, int], ...] = ()
    guess: str = COMPANY
    passage: str = ""
    numbers: list[int] = field(default_factory=list)
    asked: bool = False

    @property
    def is_place(self):
        return bool(self.owners) and all(kind == PLACE for kind, _pk in self.owners)


@dataclass
class Read:
    """One paragraph, with what was recognised in it."""

    passage: Passage
    marks: list[Mark] = field(default_factory=list)
    dates: list = field(default_factory=list)
    amounts: list = field(default_factory=list)

    @property
    def segments(self):
        """The text as (stretch, mark or None) pairs."""
        text, at = self.passage.text, 0
        for mark in self.marks:
            if mark.start > at:
                yield text[at : mark.start], None
            yield text[mark.start : mark.end], mark
            at = mark.end
        if at < len(text):
            yield text[at:], None


class Reading:
    """All passages read; `namings` by key, in the order in which the text brings them.

    `looked_up` are names that an editor asked for: [{"text", "owners"}].
    """

    def __init__(self, passages, published, recogniser, looked_up=(), language=""):
        self.language = language
        self.reads = [Read(passage) for passage in passages]
        self.namings = {}
        found = recogniser.find_in([passage.text for passage in passages])
        for read, named in zip(self.reads, found, strict=True):
            self._read(read, named, published, looked_up)
        recognised = {key_of(owners, "") for named in found for _start, _end, owners in named}
        for asked in looked_up:  # the text may spell it in another way, or not at all
            naming = self._name(self.reads[0], asked["text"], owners_of(asked))
            naming.asked = naming.key not in recognised

    def _read(self, read, named, published, looked_up):
        text = read.passage.text
        taken = []
        for asked in looked_up:
            owners = owners_of(asked)
            for match in re.finditer(re.escape(asked["text"]), text):
                if free(match.span(), taken):
                    taken.append(match.span())
                    read.marks.append(self._mark(read, *match.span(), owners))
        for start, end, owners in named:
            if free((start, end), taken):
                taken.append((start, end))
                read.marks.append(self._mark(read, start, end, tuple(owners)))
        read.dates = dates(text, as_date(published), self.language)
        read.amounts = amounts(text, self.language)
        for kind, spans in (("date", read.dates), ("amount", read.amounts)):
            for start, end, *_rest in spans:
                if free((start, end), taken):
                    taken.append((start, end))
                    read.marks.append(Mark(start, end, kind))
        for start, end, guess in unknown(text, sorted(taken)):
            key = key_of((), text[start:end])
            known = key in self.namings or self._unknown() < MOST_UNKNOWN
            if known and free((start, end), taken):
                taken.append((start, end))
                read.marks.append(self._mark(read, start, end, (), guess))
        read.marks.sort()

    def _unknown(self):
        return sum(not naming.owners for naming in self.namings.values())

    def _mark(self, read, start, end, owners, guess=COMPANY):
        naming = self._name(read, read.passage.text[start:end], owners, guess)
        kind = "place" if naming.is_place else "name" if owners else "unknown"
        return Mark(start, end, kind, naming.key)

    def _name(self, read, spelling, owners, guess=COMPANY):
        key = key_of(owners, spelling)
        naming = self.namings.get(key)
        if naming is None:
            naming = Naming(key, [], owners, guess, read.passage.key)
            self.namings[key] = naming
        if spelling not in naming.spellings:
            naming.spellings.append(spelling)
        if read.passage.number not in naming.numbers:
            naming.numbers.append(read.passage.number)
        return naming


def key_of(owners, spelling):
    """Return a key that is the same each time the article is read."""
    if owners:
        return "_".join(f"{kind}{pk}" for kind, pk in sorted(owners))
    return "unknown" + hashlib.sha256(fold(spelling).encode()).hexdigest()[:12]


def owners_of(asked):
    return tuple((kind, pk) for kind, pk in asked["owners"])


def free(span, taken):
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def as_date(text):
    """Return what was typed as a date, or None where it is none (yet)."""
    try:
        return PartialDate(text) or None
    except ValueError:
        return None
