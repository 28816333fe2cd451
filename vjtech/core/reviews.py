"""Changes that readers saw before any reviewer did: noted as they are made, looked at later."""

from collections import defaultdict

from django.utils import timezone

from vjtech.core.groups import PUBLISH
from vjtech.core.history import recorded
from vjtech.core.models import Review
from vjtech.core.records import State


def note(sender, revision, versions, **kwargs):
    """Have a revision wait for review, if its user may not publish and readers see what changed."""
    if revision.user is None or revision.user.has_perm(PUBLISH):
        return
    if any_public(versions):
        Review.objects.create(revision=revision)


def any_public(versions):
    """Say whether readers see a record of these versions; those without a state they always see."""
    keys = defaultdict(set)
    for version in versions:
        keys[version.content_type.model_class()].add(version.object_id)
    for model, found in keys.items():
        rows = model._base_manager.filter(pk__in=found)
        if hasattr(model, "state"):
            rows = rows.filter(state=State.PUBLISHED)
        if rows.exists():
            return True
    return False


def waiting():
    """Return the changes that wait for review, the oldest first."""
    return Review.objects.filter(at__isnull=True).order_by("revision_id")


def mark(key, user):
    """Mark a change as reviewed; say whether it was still waiting."""
    return bool(waiting().filter(pk=key).order_by().update(by=user, at=timezone.now()))


recorded.connect(note, dispatch_uid="note what waits for review")
