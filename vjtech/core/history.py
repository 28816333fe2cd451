"""The history of every record: who changed what, when and why, in django-reversion's tables.

A version holds a whole record: itself first, then its rows, in the form of Django's JSON dumps. It
is read from the base when a revision ends, so bulk writes are told too, as long as `changing` has
been called before them; what is saved or deleted one by one is noticed by signals.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

import reversion
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import Signal
from django.utils import timezone
from reversion.models import Revision, Version

from vjtech.core.snapshots import (
    DELETED,
    FORMAT,
    HISTORIES,
    OWNERS,
    History,
    latest_texts,
    same,
    snapshots,
    type_of,
)

BEGINNING = "As it was before its history began."
OUTSIDE = "As it was found: changed without a record of who did it."

recorded = Signal()  # after a `revision` is stored with its `versions`

_open = ContextVar("open_revision", default=None)


@contextmanager
def revision(user=None, reason=""):
    """Record in one transaction what happens to records inside; part of a revision that is open.

    Yields the revision, whose `reason` may be set on the way: each record is told under the one
    that it was first touched with. What ends as it began leaves no version.
    """
    with transaction.atomic():
        outer = _open.get()
        if outer is not None:
            outer.reason = outer.reason or reason
            yield outer
            return
        opened = OpenRevision(user, reason)
        token = _open.set(opened)
        try:
            yield opened
            opened.close()
        finally:
            _open.reset(token)


def changing(queryset):
    """Have the open revision, if there is one, look at these before update() or bulk_create."""
    opened = _open.get()
    if opened is not None:
        for model, keys in owned(queryset):
            opened.look(model, keys)


def added(model, keys):
    """Have the open revision, if there is one, know these records as new, after bulk_create."""
    opened = _open.get()
    if opened is not None and model in HISTORIES:
        for key in keys:
            opened.note(model, key, None)


def owned(queryset):
    """Yield (model of records, keys) of what a queryset of records or of rows belongs to."""
    model = queryset.model
    if model in HISTORIES:
        yield model, list(queryset.order_by().values_list("pk", flat=True))
    elif model in OWNERS:
        field = OWNERS[model]
        yield field.related_model, set(queryset.order_by().values_list(field.attname, flat=True))


class OpenRevision:
    """What has been touched so far, as it was before; a new record was nothing (None)."""

    def __init__(self, user, reason):
        self.user, self.reason = user if getattr(user, "pk", None) else None, reason
        self.begun = timezone.now()
        self.before, self.reasons = {}, {}
        self.saved = []  # the Revision rows, once it has ended

    def look(self, model, keys):
        """Keep how these are now, unless they were touched before."""
        unknown = [key for key in keys if key is not None and (model, key) not in self.before]
        if unknown:
            found = snapshots(model, unknown)
            for key in unknown:
                self.note(model, key, found.get(key))

    def note(self, model, key, before):
        self.before.setdefault((model, key), before)
        self.reasons.setdefault((model, key), self.reason)

    def close(self):
        """Save a version of everything that is not as it was."""
        keys = defaultdict(list)
        for model, key in self.before:
            keys[model].append(key)
        versions, found = defaultdict(list), defaultdict(list)
        for model, touched in keys.items():
            after = snapshots(model, touched)
            known = [key for key in touched if self.before[model, key] and key in after]
            stored = latest_texts(model, known)
            for key in touched:
                then, now = self.before[model, key], after.get(key)
                if then == now or (then and now and same(then.text, now.text)):
                    continue
                if then and now and not same(stored.get(key, ""), then.text):
                    comment = OUTSIDE if key in stored else BEGINNING
                    found[comment].append(version(model, key, then, FORMAT))
                made = version(model, key, now or then, FORMAT if now else DELETED)
                versions[self.reasons[model, key] or self.reason].append(made)
        for comment, rows in found.items():
            self._save(rows, None, comment)
        self.saved = [self._save(rows, self.user, why) for why, rows in versions.items()]

    def _save(self, versions, user, comment):
        saved = Revision.objects.create(date_created=self.begun, user=user, comment=comment)
        for each in versions:
            each.revision = saved
        Version.objects.bulk_create(versions, batch_size=500)
        recorded.send(Revision, revision=saved, versions=versions)
        return saved


def version(model, key, snapshot, form):
    return Version(
        object_id=str(key),
        content_type=type_of(model),
        db=DEFAULT_DB_ALIAS,
        format=form,
        serialized_data=snapshot.text,
        object_repr=snapshot.name,
    )


# -- what is noticed by itself


def register(model, *rows, lasting=(), **options):
    """Keep the history of a kind of record with its rows, which are named by their accessors.

    `lasting` are rows that going back never takes away, such as addresses that redirect.
    """
    reversion.register(model, format=FORMAT)
    HISTORIES[model] = History(model, (), (), **options)
    _connect(model, _record_saving, _record_saved, _record_deleting)
    follow(model, *rows, lasting=lasting)


def follow(model, *rows, lasting=(), settle=None):
    """Add rows to the history of a kind of record that is kept already."""
    history = HISTORIES[model]
    history.settle = settle or history.settle
    history.rows += (*rows, *lasting)
    history.lasting += tuple(lasting)
    for accessor in (*rows, *lasting):
        field = history.field(accessor)
        OWNERS[field.model] = field
        _connect(field.model, _row_saving, None, _row_deleting)


def _connect(sender, saving, saved, deleting):
    for signal, receiver in ((pre_save, saving), (post_save, saved), (pre_delete, deleting)):
        if receiver:
            signal.connect(receiver, sender=sender, dispatch_uid=f"history of {sender.__name__}")


def _record_saving(sender, instance, **kwargs):
    opened = _open.get()
    if opened is not None and not instance._state.adding:
        opened.look(sender, [instance.pk])


def _record_saved(sender, instance, created, **kwargs):
    opened = _open.get()
    if opened is not None and created:
        opened.note(sender, instance.pk, None)


def _record_deleting(sender, instance, **kwargs):
    opened = _open.get()
    if opened is None:
        return
    opened.look(sender, [instance.pk])
    for relation in sender._meta.related_objects:
        # Cascades come by as deletions of their own; what only loses its link does not.
        if relation.on_delete is models.SET_NULL:
            changing(relation.related_model._base_manager.filter(**{relation.field.name: instance}))


def _row_saving(sender, instance, **kwargs):
    opened = _open.get()
    if opened is None:
        return
    field = OWNERS[sender]
    opened.look(field.related_model, [getattr(instance, field.attname)])
    if not instance._state.adding:
        held = opened.before.get((field.related_model, getattr(instance, field.attname)))
        if not (held and held.has_row(sender, instance.pk)):  # it belonged to another one
            changing(sender._base_manager.filter(pk=instance.pk))


def _row_deleting(sender, instance, **kwargs):
    opened = _open.get()
    if opened is not None:
        opened.look(OWNERS[sender].related_model, [getattr(instance, OWNERS[sender].attname)])
