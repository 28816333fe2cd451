"""From the lines of a document to its articles: where each begins, what in it is left out."""

import re
from dataclasses import dataclass

from articles.intake import furniture as f
from articles.intake.dated import announces, bare
from articles.intake.related import foreign

LABELS = 2  # the lines that may name a section above a headline
SIGNS = 6  # the lines that dates, credits and buttons may fill between a headline and its text
ENOUGH = 2  # the paragraphs that make an article of what only a date sets apart


@dataclass
class Row:
    """A line on its way: `cut` as Line's; `mark` says what its element tells, if it was HTML."""

    text: str
    number: int
    kind: str
    cut: str = ""
    mark: str = ""


def read(numbered):
    """Return the Rows of (number, text)."""
    return [Row(text, number, f.kind_of(text)) for number, text in numbered]


def parts(rows):
    """Return [(rows, index of the title or None)], one for each article, in order."""
    heads = [head for head in range(len(rows)) if begins(rows, head)]
    starts = [start_of(rows, head) for head in heads]
    if not heads or any(row.kind == f.PARAGRAPH for row in rows[: starts[0]]):
        heads, starts = [None, *heads], [0, *starts]
    starts[0] = 0
    ends = [*starts[1:], len(rows)]
    found = []
    for head, start, end in zip(heads, starts, ends, strict=True):
        part = rows[start:end]
        found.append((part, title_of(part) if head is None else head - start))
    return found


def begins(rows, head):
    """Say whether a further article begins with this headline.

    A line that announces its publication ("Published") tells it, or an end before it (a button, a
    separator, the start) and a date below it or that separator; and there must be enough text.
    """
    if rows[head].mark == "head":
        return True
    if rows[head].kind not in (f.HEADLINE, f.SHORT) or rows[head].cut:
        return False
    above = start_of(rows, head) - 1
    before = rows[above].kind if above >= 0 else f.SEPARATOR
    dates, text = signs_after(rows, head)
    if not text:
        return False
    if not any(announces(row.text) for row in dates):
        inside = before in f.TEXT | {f.CAPTION, f.CREDIT, f.DATE}
        if inside or not (dates or (above >= 0 and before == f.SEPARATOR)):
            return False
    needed = 1 if before in (f.SEPARATOR, f.END) else ENOUGH
    return paragraphs_from(rows, text) >= needed


def start_of(rows, head):
    """Return where the article of this headline starts: at most LABELS above it."""
    start = head
    while start and head - start < LABELS and rows[start - 1].kind == f.SHORT:
        start -= 1
    return start


def signs_after(rows, head):
    """Return (the date lines, index of the first paragraph or 0) after a headline."""
    dates = []
    for index in range(head + 1, min(head + 1 + SIGNS, len(rows))):
        row = rows[index]
        if row.kind == f.PARAGRAPH:
            return dates, index
        if row.kind in (f.HEADLINE, f.SHORT) and row.text != rows[head].text:
            return dates, 0
        if row.kind in (f.RELATED, f.SEPARATOR):
            return dates, 0
        dates += [row] if row.kind == f.DATE else []
    return dates, 0


def paragraphs_from(rows, index):
    """Count the paragraphs, up to ENOUGH, from here to what ends text or to a dated title."""
    count = 0
    for place, row in enumerate(rows[index:], index + 1):
        dated = place < len(rows) and rows[place].kind == f.DATE
        if row.kind in (f.END, f.RELATED, f.SEPARATOR) or (row.kind == f.HEADLINE and dated):
            break
        count += row.kind == f.PARAGRAPH
        if count == ENOUGH:
            break
    return count


def title_of(rows):
    """Return the index of the headline among what stands above the first paragraph, or None."""
    first = next((i for i, row in enumerate(rows) if row.kind == f.PARAGRAPH), len(rows))
    lead = [i for i in range(first) if rows[i].kind == f.HEADLINE and not rows[i].cut]
    lead = lead or [i for i in range(first) if rows[i].kind == f.SHORT and not rows[i].cut]
    texts = [row.text for row in rows]
    return max(lead, key=lambda i: (promise(rows, i, texts), -i), default=None)


def promise(rows, index, texts):
    """Weigh how much like a headline a line stands: over its date or text, not over a menu."""
    if texts.count(texts[index]) > 1 or rows[index].mark == "title":
        return 3
    below = rows[index + 1].kind if index + 1 < len(rows) else f.NAV
    return {f.DATE: 2, f.CREDIT: 2, f.PARAGRAPH: 1, f.NAV: -2, f.RELATED: -2}.get(below, 0)


def cut(rows, title):
    """Mark what is no text of the article whose headline stands at this index."""
    for row in rows:
        row.cut = row.cut or REASONS_OF.get(row.kind, "")
    above_title(rows, title)
    for index in foreign(rows, 0 if title is None else title + 1):
        rows[index].cut = "related"
    dates_and_credits(rows)
    repeated(rows, title)


REASONS_OF = {
    f.SYMBOL: "furniture",
    f.SEPARATOR: "furniture",
    f.NAV: "furniture",
    f.SHARE: "furniture",
    f.END: "furniture",
    f.COPYRIGHT: "furniture",
    f.RELATED: "related",
    f.POINTER: "related",
    f.CAPTION: "caption",
}


def above_title(rows, title):
    for row in rows[: title or 0]:
        if row.kind not in (f.PARAGRAPH, f.DATE, f.CREDIT):
            row.cut = row.cut or "furniture"


def dates_and_credits(rows):
    """Cut these around the text. Inside it they head the parts of a chronicle, so they stay."""
    text = [i for i, row in enumerate(rows) if row.kind == f.PARAGRAPH and not row.cut]
    first, last = (text[0], text[-1]) if text else (len(rows), 0)
    inside = [i for i, row in enumerate(rows) if row.kind == f.DATE and first < i < last]
    lone = len([i for i in inside if not bare(rows[i].text)]) == 1
    for index, row in enumerate(rows):
        outside = not first < index < last
        if row.kind == f.DATE and (outside or lone or bare(row.text)):
            row.cut = row.cut or "date"
        if row.kind == f.CREDIT and outside:
            row.cut = row.cut or "credit"


LONG_ENOUGH = 40  # characters by which two lines are the same and not just alike
BROKEN = re.compile(r"(?:…|\.\.\.)[\])）］]?$")


def repeated(rows, title):
    """Cut what is printed a second time, and a teaser that breaks off where the text goes on."""
    seen = set() if title is None else {rows[title].text.casefold()}
    kept = [i for i, row in enumerate(rows) if not row.cut and i != title]
    folded = {i: rows[i].text.casefold() for i in kept}
    for place, index in enumerate(kept):
        text = folded[index]
        before = folded[kept[place - 1]] if place else ""
        if text in seen or (text == before and rows[index].kind == f.HEADLINE):
            rows[index].cut = "repeated"
        elif BROKEN.search(text) and len(text) > LONG_ENOUGH:
            opening = BROKEN.sub("", text).rstrip()
            near = kept[max(place - 2, 0) : place + 4]
            if any(folded[other].startswith(opening) for other in near if other != index):
                rows[index].cut = "repeated"
        if len(text) > LONG_ENOUGH:
            seen.add(text)
