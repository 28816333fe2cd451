"""What becomes of an article's paragraphs, and of their citations, when the text is edited.

Nothing here reads or writes the database.
"""

import re
from dataclasses import dataclass

HEADLINE = 0
BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass
class Row:
    """One paragraph as an editor left it; `number` is None where none was typed.

    `stays` says that it stood under this number before.
    """

    key: object
    number: int | None
    text: str
    stays: bool = False


def tidy(text):
    """Return text as one paragraph keeps it: on one line."""
    return " ".join(text.split())


def split(text):
    """Return the paragraphs of a text, which blank lines part."""
    return [part for part in map(tidy, BLANK_LINE.split(text)) if part]


def numbered(rows):
    """Return (row, number) in reading order, from 1.

    A number that was typed asks for a place: where another paragraph has it, the row comes after
    that one and the rest move on. Rows without one come last. Gaps stay: an address that is quoted
    somewhere keeps its paragraph.
    """
    last = max((row.number for row in rows if row.number), default=0)
    order = sorted(rows, key=lambda row: (row.number or last + 1, not row.stays))
    result, number = [], HEADLINE
    for row in order:
        number = max(row.number or 0, number + 1)
        result.append((row, number))
    return result


def moves(texts, citations):
    """Return ({citation: key of its new paragraph}, [citations without a place]).

    `texts` maps the key of each paragraph to its text as it will be; `citations` are
    (citation, key, words, fact). A citation whose words no longer stand in its paragraph moves to
    the one place in the others where they occur, if there is just one and the fact is not cited
    with the same words there.
    """
    lost = [each for each in citations if each[2] not in texts.get(each[1], "")]
    taken = {each[1:] for each in citations if each not in lost}
    moved, stuck = {}, []
    for citation, _key, words, fact in lost:
        places = [k for k, text in texts.items() for _n in range(occurrences(words, text))]
        place = (places[0], words, fact) if len(places) == 1 else None
        if place and place not in taken:
            moved[citation] = places[0]
            taken.add(place)
        else:
            stuck.append(citation)
    return moved, stuck


def occurrences(words, text):
    """Count the places where words begin in text, overlapping ones too."""
    return len(re.findall(f"(?={re.escape(words)})", text)) if words else 0
