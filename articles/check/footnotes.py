"""A draft given back as plain text, with the passages that say the same as numbered footnotes."""

import re

from django.utils.translation import gettext as _

from articles.check.findings import snippet

MARK = re.compile(r"\[(\d{1,3})\]")


def footnoted(checked, origin):
    """Return the text with [1] behind what a passage backs, and the sources below.

    The numbers go on where the draft's own footnotes end. `origin` is the site's address.
    """
    numbers, first = {}, 1 + max(map(int, MARK.findall(checked.text)), default=0)
    lines = iter(checked.paragraphs)
    text = "\n".join(
        marked(next(lines), numbers, first) if line.strip() else ""
        for line in checked.text.split("\n")
    )
    if not numbers:
        return text
    sources = (f"[{n}] {source(citation, origin)}" for citation, n in numbers.items())
    return "\n".join([text.rstrip(), "", *sources]) + "\n"


def marked(paragraph, numbers, first):
    parts, here = [], 0
    blank = "" if paragraph.language == "ja" else " "
    for note in paragraph.notes:
        citation = backing(note)
        parts.append(paragraph.text[here : note.end])
        here = note.end
        if citation:
            parts.append(f"{blank}[{numbers.setdefault(citation, first + len(numbers))}]")
    return "".join([*parts, paragraph.text[here:]])


def backing(note):
    """Return the passage that a footnote of this note names, or None."""
    if not note.finding.backs:
        return None
    agreeing = (found for found in note.found if found.agrees)
    return next((citation for found in agreeing for citation in found.citations), None)


def source(citation, origin):
    """Return a passage as a reference: publisher, title, date, paragraph, words, address."""
    paragraph, article = citation.paragraph, citation.paragraph.article
    publisher = article.publisher.name if article.publisher else _("publisher not stated")
    date = article.published.brief() or _("undated")
    address = f"{origin}{paragraph.get_absolute_url()}"
    label = _("summarised") if article.text_kind == article.TextKind.SUMMARY else ""
    head = ", ".join(filter(None, (publisher, f"“{article.title}”", date, f"¶{paragraph.number}")))
    return f"{head}: “{snippet(citation)}”{f' ({label})' if label else ''}. {address}"
