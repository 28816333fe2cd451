"""From what an editor pastes to articles: titles, dates, paragraphs, and what was cut."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.intake import arrange
from articles.intake.decode import MOST_BYTES, decoded, too_large
from articles.intake.imprint import LONGEST_CREDITS, credits_of, published, publisher
from articles.intake.languages import language_of
from articles.intake.pieces import REASONS, Line, Piece, Unreadable
from articles.intake.plain import rows

__all__ = ["REASONS", "Line", "Piece", "Unreadable", "clean", "decoded"]

MOST_LINES = 5000
OPENS = re.compile(
    r"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype|\?xml|html|head|body|meta|title|div|p|article|main|section"
    r"|h[1-6]|table|ul|ol|span|header|nav|script|style|link|center|font|figure|a)\b[^<>]{0,5000}>",
    re.IGNORECASE | re.DOTALL,
)
CLOSES = re.compile(r"</(?:p|div|h[1-6]|li|article|section|body|html|td|ul|main|span)\s*>", re.I)
FEW = 3  # closing tags that make HTML of a text that begins otherwise


def clean(text):
    """Return the Pieces of raw text or HTML, told apart by itself.

    Every line of raw text is in one of them, as its title or among its lines, kept or cut. Raise
    Unreadable where there is nothing to read, or more than an article can be.
    """
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise too_large()
    if is_html(text):
        # Not above: what reads HTML takes 9 MB, and a worker that shows pages never asks for it.
        from articles.intake import page

        read, meta = page.read(text)
        return [with_meta(piece, meta) for piece in pieces(bounded(read), meta.titles)]
    return pieces(arrange.read(bounded(rows(text))))


def bounded(lines):
    if not lines:
        raise Unreadable(_("There is no text here. Paste the text of an article."))
    if len(lines) > MOST_LINES:
        raise Unreadable(
            _("This has %(count)d lines; at most %(most)d are read. Paste one article at a time.")
            % {"count": len(lines), "most": MOST_LINES}
        )
    return lines


def pieces(read, titles=()):
    """Return the Pieces of a document's Rows; `titles` are what a page gives itself."""
    found = arrange.parts(read)
    if titles and len(found) == 1 and not any(row.mark for row in read):
        found = [(read, None)]
    result = []
    for part, title in found:
        arrange.cut(part, title)
        result.append(piece(part, title, titles[0] if titles and len(found) == 1 else ""))
    return result


def piece(part, title, called):
    """Return one article's Piece, whose title may be printed nowhere in it."""
    printed = called if title is None else part[title].text
    body = [row for index, row in enumerate(part) if index != title]
    kept = [row.text for row in body if not row.cut]
    language = language_of("\n".join([printed, *kept]))
    date, words = published(part, kept, language)
    return Piece(
        title=printed,
        lines=tuple(Line(row.text, row.number, row.cut) for row in body),
        title_number=None if title is None else part[title].number,
        published=date,
        published_printed=words,
        language=language,
        publisher=publisher(kept),
        credits=credits_of(body),
    )


def with_meta(piece, meta):
    """Return a Piece with what its page says of itself; what is printed goes before."""
    printed = len(piece.published) == len("2025-04-28")
    return replace(
        piece,
        published=piece.published if printed else meta.published,
        published_printed=piece.published_printed if printed else meta.published_printed,
        language=piece.language or meta.language,
        publisher=meta.site or piece.publisher,
        address=meta.address,
        credits="; ".join(dict.fromkeys(filter(None, [meta.author, piece.credits])))[
            :LONGEST_CREDITS
        ],
    )


def is_html(text):
    """Say whether text is HTML."""
    return bool(OPENS.match(text[:20_000])) or len(CLOSES.findall(text)) >= FEW
