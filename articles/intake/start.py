"""The beginning of an intake: what was pasted is kept, and parted into its articles."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.intake.clean import Unreadable, clean
from articles.models import Intake, IntakePiece

MOST_LINES = 1_500  # of one article: each has two inputs in the form that follows
MOST_PIECES = 40


def start(user, text, *, address="", publisher="", file_name=""):
    """Store a new intake with the articles found in a text; Unreadable says what is wrong.

    What the user has pasted before and not finished is gone on with.
    """
    text = text.replace("\0", "\ufffd")
    given = {"text": text, "address": address, "publisher": publisher}
    pasted = Intake.objects.unfinished().filter(editor=user, **given).first()
    if pasted:
        return pasted
    pieces = clean(text)
    if not any(line.text for piece in pieces for line in piece.lines):
        raise Unreadable(_("There is a headline here, but no text below it: paste the text too."))
    if len(pieces) > MOST_PIECES:
        raise Unreadable(
            ngettext(
                "This holds more than %(n)d article: paste fewer.",
                "This holds more than %(n)d articles: paste fewer at a time.",
                MOST_PIECES,
            )
            % {"n": MOST_PIECES}
        )
    if any(len(piece.lines) > MOST_LINES for piece in pieces):
        message = _("An article of more than %(n)d lines: paste the part that matters.")
        raise Unreadable(message % {"n": MOST_LINES})
    with transaction.atomic():
        intake = Intake.objects.create(editor=user, file_name=file_name, **given)
        IntakePiece.objects.bulk_create(
            IntakePiece(intake=intake, number=number, found=as_found(piece))
            for number, piece in enumerate(pieces, 1)
        )
    return intake


def as_found(piece):
    """Return a piece as it is kept: rules for cleaning may change before it is finished."""
    return {
        "title": piece.title,
        "lines": [{"text": x.text, "number": x.number, "cut": x.cut} for x in piece.lines],
        "title_number": piece.title_number,
        "published": piece.published,
        "published_printed": piece.published_printed,
        "language": piece.language,
        "publisher": piece.publisher,
        "address": piece.address,
        "credits": piece.credits,
    }
