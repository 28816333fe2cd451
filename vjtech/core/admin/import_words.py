"""What the pages of an import say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def upload_words(limits):
    """Return the words of the page that asks for a file; `limits` bound that file."""
    return {
        "kinds": _("What to import"),
        "limits": _(
            "Up to %(rows)s rows and %(bytes)d MB; of the rows, up to %(stored)s may be new or"
            " changed. In Excel: Save as, “CSV UTF-8 (Comma delimited)”. Nothing is stored before"
            " you have seen what would change."
        )
        % limits,
        "look": _("See what would change"),
        "how": _("How a file is read"),
        "rules": [
            _("The first line names the columns. Separators may be commas, semicolons or tabs."),
            _("A column that is left out leaves its values as they are. An empty cell empties."),
            _("A row that is left out leaves its record as it is: nothing is ever deleted."),
            _("All rows are stored together, or, where one is wrong, none."),
            _("Only a reviewer’s import publishes or unpublishes; new rows of others are drafts."),
        ],
        "begin": _("Begin from an export of the whole list"),
        "columns": _("Columns"),
        "needed": _("Needed"),
        "allowed": _("What can stand there"),
        "example": _("Example"),
        **problem_words(0),
    }


def problem_words(untold):
    return {
        "refused": _("Nothing is imported. Mend these in the file, and send it again:"),
        "line": _("Line"),
        "column": _("Column"),
        "reason": _("What is wrong"),
        "untold": _("… and %(n)d more.") % {"n": untold},
    }


def preview_words(context):
    """Return the words of the page that shows what a file would change."""
    counts, hidden = context["counts"], context["hidden"]
    stored = counts["new"] + counts["changed"]
    return {
        "counts": [
            (counts["new"], _("new")),
            (counts["changed"], _("changed")),
            (counts["unchanged"], _("unchanged")),
            (counts["error"], _("with errors")),
        ],
        "hidden": ngettext(
            "%(n)d of these is published and cites no passage: it stays hidden from the public"
            " until a published article is cited for it.",
            "%(n)d of these are published and cite no passage: they stay hidden from the public"
            " until a published article is cited for them.",
            hidden,
        )
        % {"n": hidden},
        "what": _("What would change"),
        "legend": _("In each cell:"),
        "goes": _("what goes"),
        "comes": _("what comes"),
        "new": _("new"),
        "changed": _("changed"),
        "pages": _("Pages of changes"),
        "place": _("%(first)d–%(last)d of %(total)d") % context,
        "before": _("before"),
        "after": _("after"),
        "again": _("Send the mended file"),
        "nothing": _("The base holds all of this already: there is nothing to import."),
        "confirm": ngettext("Import %(n)d row", "Import %(n)d rows", stored) % {"n": stored},
        "drop": _("Do not import"),
        **problem_words(context["untold"]),
    }
