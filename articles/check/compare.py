"""A draft beside the base: what of its names, figures and dates the published passages hold.

Nothing is judged, and nothing kept. Of whom an amount or a date is, is told by who stands in its
sentence, else in the nearest sentence before it that names anybody.
"""

from dataclasses import dataclass, field

from articles.check.draft import ACTING, apart, cleaned, read
from articles.check.facts import cite, facts_of, nouns_of
from articles.check.figures import check_amounts
from articles.check.findings import Finding, Note
from articles.check.happenings import check_dates, check_deeds
from articles.check.held import held_by
from articles.check.words import goes_on
from entities.known import recogniser


@dataclass
class Checked:
    """A draft whose paragraphs have their notes; `full` tells of what there was too much."""

    text: str
    paragraphs: list
    full: set = field(default_factory=set)

    @property
    def notes(self):
        return [note for paragraph in self.paragraphs for note in paragraph.notes]

    def number_of(self, *findings):
        return sum(note.finding in findings for note in self.notes)


def check(text):
    """Return a pasted text Checked."""
    draft = read(cleaned(text), recogniser(public=True))
    facts = facts_of(nouns_of(draft.owners()))
    held = held_by(facts)
    so_far = frozenset(), frozenset()
    for paragraph in draft.paragraphs:
        so_far = compare(paragraph, *so_far, facts, held)
    found = [one for p in draft.paragraphs for note in p.notes for one in note.found]
    for one in found:
        one.about = [facts.nouns[o] for o in facts.nouns if o in facts.about(one.fact)]
    cite(found)
    number(draft.paragraphs)
    return Checked(draft.text, draft.paragraphs, draft.full)


def compare(paragraph, nearest, earlier, facts, held):
    """Give a paragraph its notes; return whom it was about in the end, and all named so far.

    `nearest` and `earlier` are the same of the paragraphs before it.
    """
    for sentence in paragraph.sentences:
        owners = {owner for name in sentence.names for owner in name.owners}
        named = frozenset(owners & facts.nouns.keys())
        acting = frozenset(owner for owner in named if owner[0] in ACTING)
        before = frozenset() if sentence.strangers else nearest
        bodies = acting | nearest if goes_on(sentence.text) else acting or before
        subjects = named | bodies
        figures = list(check_amounts(sentence, bodies, earlier - bodies, held))
        notes = [
            *names_of(sentence, facts.nouns),
            *figures,
            *check_dates(sentence, subjects, named, facts, figures),
            *(check_deeds(sentence, subjects, named, facts) if sentence.tells else ()),
        ]
        for note in notes:
            paragraph.notes += apart([note], paragraph.notes)
        nearest, earlier = bodies, earlier | acting
    paragraph.notes.sort(key=lambda note: note.start)
    return nearest, earlier


def names_of(sentence, nouns):
    """Yield a Note for each known name; several records are namesakes."""
    for name in sentence.names:
        records = [nouns[owner] for owner in name.owners if owner in nouns]
        if records:
            yield Note(name.start, name.end, Finding.NAME, records=records)


def number(paragraphs):
    """Number the notes; a name that a paragraph repeats has one note, passages are shown once."""
    last = 0
    for paragraph in paragraphs:
        numbers, passages = {}, set()
        for note in paragraph.notes:
            note.words = paragraph.text[note.start : note.end]
            key = tuple(note.records) or note.start
            if key not in numbers:
                last += 1
                numbers[key] = last
                paragraph.shown.append(note)
            note.number = numbers[key]
            for found in note.found:
                found.again = passages.issuperset(found.citations)
                passages.update(found.citations)
