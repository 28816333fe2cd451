"""The table that remembers merges, so that each can be taken back."""

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WHO = {
    "to": settings.AUTH_USER_MODEL,
    "on_delete": models.SET_NULL,
    "null": True,
    "editable": False,
    "related_name": "+",
}


class Merge(models.Model):
    """One record merged into another; a subclass adds `winner` with related_name merges.

    `steps` is what was done, in its order (see vjtech.core.merging.steps). It names rows by their
    keys in this database: merges are no content, and go only where the keys stay as they are.
    """

    winner_name = models.CharField(_("kept"), max_length=300, editable=False)
    loser_name = models.CharField(_("merged into it"), max_length=300, editable=False)
    loser_slug = models.SlugField(_("its slug"), max_length=120, editable=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    made = models.DateTimeField(_("when"), default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(**WHO, verbose_name=_("by"))
    undone = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(**WHO, verbose_name=_("undone by"))
    undo_reason = models.CharField(_("why undone"), max_length=300, blank=True)
    steps = models.JSONField(encoder=DjangoJSONEncoder, default=list, editable=False)

    class Meta:
        abstract = True
        ordering = ("-id",)

    def __str__(self):
        return _("“%(loser)s” into “%(winner)s”") % {
            "loser": self.loser_name,
            "winner": self.winner_name,
        }


def merge_table(model):
    """Return the table of the merges of a model's records."""
    return model._meta.get_field("merges").related_model


def merges_into(record):
    """Return the merges into a record that stand, the latest first, without their steps."""
    merges = record.merges.filter(undone=None).select_related("by")
    return merges.defer("steps").order_by("-id")


def without_accounts(steps):
    """Return stored steps with no account named in the rows that they can bring back."""
    return [
        {**step, "kept": [row | dict.fromkeys(row.keys() & accounts(step)) for row in step["kept"]]}
        if "kept" in step
        else step
        for step in steps
    ]


def accounts(step):
    """Return the columns of a step's table that name an account."""
    fields = apps.get_model(step["label"])._meta.concrete_fields
    label = settings.AUTH_USER_MODEL
    return {f.attname for f in fields if f.is_relation and f.related_model._meta.label == label}
