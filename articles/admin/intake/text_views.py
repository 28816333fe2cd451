"""The step at which the text is checked."""

from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from articles.admin.intake.shared import SharedViews, go, publishers
from articles.intake.alike import already_there
from articles.intake.clean import REASONS
from articles.intake.inputs import sent
from articles.intake.text import Text, publisher_named
from articles.models import IntakePiece

FEWEST_FOLDED = 4


class TextViews(SharedViews):
    def text_view(self, request, pk, number):
        piece = self._piece(request, pk, number)
        if piece.article:
            return go("intake_saved", pk, number)
        text = Text(piece)
        if request.method != "POST":
            return self._text_page(request, piece, Text(piece, check="check" in request.GET))
        choices = piece.choices | {"text": sent(request.POST, text.names)}
        if not self._keep(request, piece, choices=choices):
            return self._stale(request, piece, choices, self._text_page, Text)
        if "go_on" not in request.POST:
            return go("intake_text", pk, number)
        text = Text(piece, check=True)
        if not text.is_valid():
            return self._text_page(request, piece, text)
        IntakePiece.objects.keep(piece, step=IntakePiece.Step.TICK)
        return go("intake_tick", pk, number)

    def _text_page(self, request, piece, text, status=200):
        if text.form.is_bound:
            text.is_valid()
        lines = list(text.lines)
        kept = [line["now"] for line in lines if line["keeps"]]
        publisher = publisher_named(text.value("publisher_name"))
        address = text.value("source_url")
        known = publisher if publisher and publisher.pk else None
        return self._page(
            request,
            "text",
            _("Check the text"),
            status=status,
            at="text",
            piece=piece,
            form=text.form,
            runs=runs(lines),
            kept=len(kept),
            already=already_there(text.value("title"), known, address, kept),
            new_publisher="" if publisher is None or known else publisher.name,
            publishers=publishers(),
            inferred="?" in text.published or "%" in text.published,
        )


def runs(lines):
    """Return [(whether it is folded, lines)]: more than a few lines that are left out are."""
    named = (line | {"reason": REASONS.get(line["cut"], line["cut"])} for line in lines)
    groups = [list(group) for _keeps, group in groupby(named, key=itemgetter("keeps"))]
    return [(not group[0]["keeps"] and len(group) >= FEWEST_FOLDED, group) for group in groups]
