"""A target's status by evidence: what its statements say, and whether its day has passed."""

from django.db.models import Case, CharField, Q, Value, When

from entities.models.target import TargetStatus
from vjtech.core.dates import today


def conditions():
    """Return the condition of each status; of several that hold, the first counts."""
    return {
        TargetStatus.WITHDRAWN: Q(latest_act="withdraws"),
        TargetStatus.ACHIEVED: Q(latest_act="reports_achieved"),
        TargetStatus.PASSED: Q(due_latest__lt=today()),
        TargetStatus.REVISED: Q(revised=True),
        TargetStatus.DECLARED: Q(),
    }


def with_status(targets):
    """Annotate targets with their `status`, which depends on the date in Hanoi."""
    whens = [When(c, then=Value(status)) for status, c in conditions().items() if c]
    default = Value(TargetStatus.DECLARED)
    return targets.annotate(status=Case(*whens, default=default, output_field=CharField()))


def of_status(targets, statuses):
    """Return the targets of any of these statuses; the list's indexes are walked for them."""
    chosen, before = Q(), Q()
    for status, condition in conditions().items():
        if status in statuses:
            chosen |= condition & ~before if before else condition
        before |= condition
    return targets.filter(chosen) if statuses else targets
