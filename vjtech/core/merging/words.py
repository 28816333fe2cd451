"""Rows in words, and what stands in the way of undoing a merge."""

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.merging.links import paths

MOST_NAMED = 10


def named(rows):
    """Return rows in words, the first ones of many."""
    first = "; ".join(words_of(row) for row in rows[:MOST_NAMED])
    more = len(rows) - MOST_NAMED
    return first if more <= 0 else _("%(first)s and %(n)d more") % {"first": first, "n": more}


def words_of(row):
    kind = capfirst(row._meta.verbose_name)
    try:
        return f"{kind} “{row}”"
    except (ObjectDoesNotExist, AttributeError):  # what its words need is gone
        return str(kind)


def deleted(table, keys):
    """Return a problem that tells of rows which are gone, with their names where they are known."""
    if not keys:
        return []
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(table),
        action_flag=DELETION,
        object_id__in=[str(key) for key in keys[:1000]],
    )
    names = "; ".join(f"“{entry.object_repr}”" for entry in entries[:MOST_NAMED])
    words = {"kind": capfirst(table._meta.verbose_name), "n": len(keys), "names": names}
    if names:
        return [_("%(kind)s: deleted since, %(n)d in all: %(names)s.") % words]
    return [_("%(kind)s: deleted since, %(n)d in all.") % words]


def elsewhere(table, keys):
    if not keys:
        return []
    rows = table._base_manager.filter(pk__in=keys).select_related(*paths(table))
    return [_("%(rows)s: points elsewhere since.") % {"rows": named(list(rows[: MOST_NAMED + 1]))}]
