"""What the marks of a picture say of a target, in words."""

from django.utils.translation import gettext as _

from entities.feeds import dated


def of_amount(statement):
    """Return what a statement says of the amount, as it is worded."""
    return statement.human() or _("no figure stated")


def of_target(target, statement):
    """Return the measure, the amount, the due date and the status; the statement may be None."""
    said = of_amount(statement) if statement else _("no figure stated")
    return _("%(measure)s: %(amount)s, due %(due)s; %(status)s") % {
        "measure": str(target),
        "amount": said,
        "due": dated(target.latest.due if target.latest else ""),
        "status": target.status_label(),
    }
