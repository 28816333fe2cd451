"""The words of the pages of merging, which Django's templates do not hold."""

from django.utils.translation import gettext_lazy as _

PAGE = {
    "breadcrumbs": _("Breadcrumbs"),
    "home": _("Home"),
    "cancel": _("Cancel"),
}
IDENTITY = {
    "title": _("Who is who"),
    "merge": _("Merge with …"),
    "merged": _("Merged into this one:"),
    "undo": _("undo"),
    "distinct": _("Not the same as"),
    "remove": _("remove this mark"),
}
CHOOSE = PAGE | {
    "here": _("Merge"),
    "intro": _(
        "Choose the record that is the same. On the next page you see what would move, which"
        " of the two stays, and decide; nothing happens before that."
    ),
    "which": _("Which one?"),
    "look": _("Look at both"),
    "byname": _("Or find it by name"),
    "find": _("Find"),
    "found": _("Found"),
    "none": _("Nothing is called so. Try fewer words, or another spelling."),
    "alike": _("Called alike"),
    "noalike": _("No other record is called alike, but for those marked as not the same."),
}
MERGE = PAGE | {
    "here": _("Merge"),
    "marked": _("These two are marked as not the same."),
    "hidden": _(
        "The record that goes is published, the one that stays is a draft: readers will see"
        " neither until a reviewer publishes it."
    ),
    "errors": _("Nothing is merged yet. Please look at what is marked below."),
    "intro": _(
        "One record stays and takes over all that is linked to the other. The other one's"
        " address leads to it for good. All of it can be undone."
    ),
    "turn": _("Keep the other one instead"),
    "elsewhere": _("Choose another record"),
    "both": _("The two side by side"),
    "stays": _("stays"),
    "goes": _("goes"),
    "none": _("leave it empty"),
    "empty": _("(empty)"),
    "cannot": _("Cannot stay:"),
    "moves": _("What is linked to them"),
    "has_kept": _("stays"),
    "has_other": _("goes"),
    "moved": _("moves over"),
    "joined": _("stands twice, joined"),
    "dropped": _("dropped"),
    "more": _("and more:"),
    "nothing": _("Nothing is linked to either of them."),
    "joins": _("Said twice, and joined"),
    "joins_intro": _(
        "With one record these would say the same as one that stays. Their citations move to it;"
        " the same passage is kept once."
    ),
    "filled": _("taken over:"),
    "lost": _("given up:"),
    "instead": _("kept:"),
    "losses": _("Dropped, since they would lead from the record to itself"),
    "losses_intro": _(
        "With all that is listed below them. If one of them says something that must not be lost,"
        " correct it first, on its own page."
    ),
    "decide": _("Decide"),
    "merge": _("Merge the two"),
    "two": _("Or are these two?"),
    "two_intro": _(
        "Then say so: it is shown on both pages, and nobody is asked about this pair again."
    ),
    "mark": _("They are not the same"),
}
UNDO = PAGE | {
    "here": _("Undo"),
    "intro": _("Merged on"),
    "refused": _("This merge cannot be undone as things are. In its way stands:"),
    "what": _(
        "Both records will be as they were before, each with what was linked to it. What was added"
        " to the kept record since then stays with it."
    ),
    "undo": _("Undo the merge"),
}
