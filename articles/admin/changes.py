"""Changes that wait for review, each with what was changed and why."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from reversion.models import Version

from articles.review import SIZE
from vjtech.core.reviews import waiting
from vjtech.core.snapshots import type_of

MOST_SHOWN = 5  # records of one change: an import may have thousands


@dataclass
class Named:
    """The records of one revision: the first ones by (name, kind, address of its history)."""

    records: list = field(default_factory=list)
    more: int = 0


@dataclass
class Change:
    review: object
    named: Named

    @property
    def revision(self):
        return self.review.revision


def changes(models, after=None, who=None, age=None):
    """Return some changes, the oldest first, and the key to go on from; `models` may be named."""
    rows = waiting().select_related("revision__user")
    if after is not None:
        rows = rows.filter(revision__gt=after)
    if who is not None:
        rows = rows.filter(revision__user=who)
    if age is not None:
        rows = rows.filter(revision__date_created__lte=timezone.now() - timedelta(days=age))
    rows = list(rows[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    found = named([row.revision_id for row in rows], models, MOST_SHOWN)
    shown = [Change(row, found[row.revision_id]) for row in rows]
    return shown, rows[-1].revision_id if more else None


def named(revisions, models, most):
    """Return {revision: Named} of the records that were changed, at most so many of each."""
    found = {revision: Named() for revision in revisions}
    kinds = [type_of(model).pk for model in models]
    rows = Version.objects.filter(revision__in=revisions, content_type__in=kinds).order_by("pk")
    rows = rows.values_list("revision", "object_repr", "content_type", "object_id")
    for revision, name, kind, key in rows:
        if len(found[revision].records) < most:
            model = ContentType.objects.get_for_id(kind).model_class()
            told = name, model._meta.verbose_name, history_of(model, key)
            found[revision].records.append(told)
        else:
            found[revision].more += 1
    return found


def history_of(model, key):
    try:
        return reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[key]
        )
    except NoReverseMatch:
        return ""
