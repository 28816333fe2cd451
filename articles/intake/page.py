"""From a page's HTML to lines: which are the article's, which the page's own.

readability says where the article is. What it leaves out between its first line and its last is
kept all the same unless it is plainly something else.
"""

import re

from readability import Document
from readability.readability import Unparseable

from articles.intake import furniture as f
from articles.intake.arrange import Row
from articles.intake.blocks import (
    HEADINGS,
    blocks_of,
    checked,
    sanitised,
    tree_of,
)
from articles.intake.meta import meta_of

READ_BY_READABILITY = 12_000  # elements; a page of more takes it too long
NOT_TEXT = {"figcaption": "caption"} | dict.fromkeys(
    ("nav", "footer", "form", "button", "menu", "dialog"), "furniture"
)
BESIDE_TEXT = ("aside", "header", "address", "summary")
# Classes and ids by which pages name what stands around an article, as whole words.
OTHERS = re.compile(
    r"(?<![^\W_])(?:related|recommend(?:ed|ation|ations)?|ranking|popular|most-?(?:read|viewed)"
    r"|trending|lien-?quan|tin-?(?:lien-?quan|khac|moi)|kanren|read-?next|more-?(?:news|stories)"
    r"|see-?also)(?![^\W_])",
    re.IGNORECASE,
)
AROUND = re.compile(
    r"(?<![^\W_])(?:comments?|sidebar|side-?bar|share|sharing|social|sns|breadcrumbs?|menu|navbar"
    r"|navigation|footer|subscribe|newsletter|advert(?:isement)?|ads?|banner|cookies?|popup|modal"
    r"|pagination|tags|toolbar|copyright|login)(?![^\W_])",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LONGEST_NAMES = 300
NEXT_TO_NOTHING = 10  # how many times the text that names leave must be as long
MOSTLY = 0.6  # of a block's letters in links: a list of links
OWN_ARTICLE = 3  # paragraphs in an <article> that is one of several, and no teaser


def read(text):
    """Return (Rows, Meta) of a page; raise Unreadable for one built to overwhelm."""
    checked(text)
    meta = meta_of(tree_of(text))
    safe = sanitised(text)
    tree = tree_of(safe)
    blocks = blocks_of(tree)
    rows = [as_row(number, block) for number, block in enumerate(blocks, 1)]
    look_around(rows, blocks)
    mark_title(rows, blocks, meta)
    chosen = articles_of(rows, blocks) or chosen_by_readability(safe, tree)
    judge(rows, blocks, chosen)
    return rows, meta


def as_row(number, block):
    kind = f.kind_of(block.text)
    if kind in (f.PARAGRAPH, f.SHORT) and block.tag in HEADINGS:
        kind = f.HEADLINE
    return Row(block.text, number, kind)


def mark_title(rows, blocks, meta):
    """Mark the row that prints the title which the page gives itself, else its only <h1>."""
    headings = [i for i, block in enumerate(blocks) if block.tag in HEADINGS]
    short = [i for i, row in enumerate(rows) if row.kind in (f.HEADLINE, f.SHORT)]
    for wanted in map(folded, meta.titles):
        for places in (headings, short):
            found = [i for i in places if folded(rows[i].text) == wanted]
            if found:
                rows[best(found, blocks)].mark = "title"
                return
    firsts = [i for i in headings if blocks[i].tag == "h1" and not blocks[i].foreign]
    said = [i for i in firsts if any(folded(rows[i].text) in folded(t) for t in meta.titles)]
    if said or len(firsts) == 1:
        rows[(said or firsts)[0]].mark = "title"


def best(places, blocks):
    """Return the place of the highest heading that is no link to somewhere else."""
    return min(places, key=lambda i: (blocks[i].linked > 0, blocks[i].tag, i))


def folded(text):
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def articles_of(rows, blocks):
    """Return the texts of several whole <article>s on one page, and mark where each begins."""
    owners = {}
    for row, block in zip(rows, blocks, strict=True):
        for owner in list(block.element.iterancestors("article"))[-1:]:
            owners.setdefault(owner, []).append((row, block))
    whole = [owned for owned in owners.values() if is_whole(owned)]
    if len(whole) < 2:
        return set()
    for owned in whole:
        next(row for row, block in owned if block.tag in HEADINGS).mark = "head"
    return {row.text for owned in whole for row, _block in owned}


def is_whole(owned):
    paragraphs = [row for row, _block in owned if row.kind == f.PARAGRAPH]
    return len(paragraphs) >= OWN_ARTICLE and any(b.tag in HEADINGS for _row, b in owned)


def chosen_by_readability(safe, tree):
    """Return the lines that readability takes for the article; empty where it finds none."""
    if sum(1 for _element in tree.iter()) > READ_BY_READABILITY:
        return set()
    try:
        summary = Document(f"<html><body>{safe}</body></html>").summary()
    except Unparseable:
        return set()
    return {block.text for block in blocks_of(tree_of(summary))}


def judge(rows, blocks, chosen):
    """Cut the rows that are not the article's."""
    marks = [i for i, row in enumerate(rows) if row.mark]
    text = [i for i, row in enumerate(rows) if is_text(row, blocks[i])]
    kept = [i for i in text if rows[i].text in chosen]
    if 2 * letters(rows, kept) < letters(rows, text):
        kept = text  # readability took something else for the article
    first = min([*marks, *kept[:1]], default=0)
    last = last_of(kept, rows, blocks)
    for index, (row, block) in enumerate(zip(rows, blocks, strict=True)):
        row.cut = "" if row.mark else reason(row, block, first <= index <= last)


def letters(rows, places):
    return sum(len(rows[i].text) for i in places)


def is_text(row, block):
    return row.kind == f.PARAGRAPH and not block.foreign and block.linked < MOSTLY * len(row.text)


def last_of(kept, rows, blocks):
    """Return the last row of the article: readability's, or paragraphs in a row beside it."""
    last = kept[-1] if kept else len(rows)
    while kept and last + 1 < len(rows):
        parents = {blocks[i].element.getparent() for i in (last + 1, kept[-1])}
        if len(parents) > 1 or not is_text(rows[last + 1], blocks[last + 1]):
            break
        last += 1
    return last


def reason(row, block, inside):
    """Return why a row is cut, or ""; what its own words tell is judged later, as in raw text."""
    if block.foreign or row.kind not in f.TEXT:
        return block.foreign
    if not inside or block.linked >= MOSTLY * len(row.text):
        return "furniture"
    beside = (
        block.tag in BESIDE_TEXT
        or next(block.element.iterancestors(*BESIDE_TEXT), None) is not None
    )
    return "furniture" if beside and row.kind != f.PARAGRAPH else ""


def look_around(rows, blocks):
    """Say of each block why it is not the article's by the elements around it.

    Names are given freely: where they would leave next to nothing, they are not believed.
    """
    by_tags, by_names = Surroundings(foreign_by_tag), Surroundings(foreign)
    told = [by_tags[block.element] for block in blocks]
    for block in blocks:
        block.foreign = by_names[block.element]
    left, all_text = 0, 0
    for row, block, reason_by_tag in zip(rows, blocks, told, strict=True):
        if row.kind == f.PARAGRAPH and not reason_by_tag:
            all_text += len(row.text)
            left += 0 if block.foreign else len(row.text)
    if left * NEXT_TO_NOTHING < all_text:
        for block, reason_by_tag in zip(blocks, told, strict=True):
            block.foreign = reason_by_tag


class Surroundings(dict):
    """Why what is in an element is not the article's, or "": what `judge` says of those around."""

    def __init__(self, judge):
        super().__init__()
        self.judge = judge

    def __missing__(self, element):
        path = [element]
        while path[-1].getparent() is not None and path[-1].getparent() not in self:
            path.append(path[-1].getparent())
        for each in reversed(path):
            self[each] = self.get(each.getparent(), "") or self.judge(each)
        return self[element]


def foreign_by_tag(element):
    if "hidden" in element.attrib or HIDDEN.search(element.get("style") or ""):
        return "hidden"
    if element.tag in NOT_TEXT:
        return NOT_TEXT[element.tag]
    return ""


def foreign(element):
    told = foreign_by_tag(element)
    if told or element.tag in ("body", "article", "main"):
        return told
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:LONGEST_NAMES]
    if OTHERS.search(names):
        return "related"
    return "furniture" if AROUND.search(names) else ""
