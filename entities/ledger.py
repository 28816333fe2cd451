"""What a target's ledger of statements amounts to: its latest statement and its status."""

import datetime

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from entities.models import Target
from entities.models.target import TargetStatus
from vjtech.core.dates import today
from vjtech.core.recency import DayNumber
from vjtech.core.records import State

NO_DUE_DAY = 9_999_999


def statements():
    """Return the public statements of the outer target, the latest first."""
    model = Target._meta.get_field("citations").related_model
    return model.objects.filter(
        target=OuterRef("pk"), paragraph__article__state=State.PUBLISHED
    ).order_by(F("said_earliest").desc(nulls_last=True), "-id")


def with_latest_statement(targets):
    """Annotate targets with due, due_earliest, due_latest, due_day, latest_unit, act and status."""

    def latest(column, output_field):
        return Subquery(statements().values(column)[:1], output_field=output_field)

    revised = statements().order_by().filter(act__in=("raises", "lowers"))
    return (
        targets.annotate(
            due_earliest=latest("due_earliest", DateField()),
            due_latest=latest("due_latest", DateField()),
            due=latest("due", CharField()),
            latest_act=latest("act", CharField()),
            latest_currency=latest("currency", CharField()),
            latest_plain_unit=latest("unit", CharField()),
        )
        .annotate(
            latest_unit=Case(
                When(latest_currency__gt="", then=F("latest_currency")),
                default=F("latest_plain_unit"),
                output_field=CharField(),
            ),
            due_day=Case(
                When(due_earliest__isnull=True, then=Value(NO_DUE_DAY)),
                # “By 2028” says nothing of its first day: it stands with what is due at its end.
                When(due_earliest=datetime.date.min, then=DayNumber("due_latest")),
                default=DayNumber("due_earliest"),
                output_field=IntegerField(),
            ),
        )
        .annotate(
            status=Case(
                When(latest_act="withdraws", then=Value(TargetStatus.WITHDRAWN)),
                When(latest_act="reports_achieved", then=Value(TargetStatus.ACHIEVED)),
                When(Q(due_latest__lt=today()), then=Value(TargetStatus.PASSED)),
                When(Exists(revised), then=Value(TargetStatus.REVISED)),
                default=Value(TargetStatus.DECLARED),
                output_field=CharField(),
            )
        )
    )
