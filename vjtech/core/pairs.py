"""“Not the same as”: pairs of records that somebody found to be two, and that stay two."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vjtech.core.natural import NaturalManager, NaturalModel


class Pair(NaturalModel):
    """Two records that are not the same; a subclass adds `one` and `other`, foreign keys both.

    The pair has no order: it is unique whichever of the two stands first.
    """

    natural = ("one", "other")
    stamps = ("made",)

    reason = models.CharField(
        _("why"), max_length=300, blank=True, help_text=_("What tells the two apart.")
    )
    made = models.DateTimeField(
        _("when"), default=timezone.now, editable=False, serialize=False, db_index=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        serialize=False,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = NaturalManager()

    class Meta:
        abstract = True
        ordering = ("-made", "-id")
        constraints = [
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                name="%(class)s_once",
                violation_error_message=_("These two are marked already."),
            ),
            models.CheckConstraint(
                condition=~Q(one=F("other")),
                name="%(class)s_are_two",
                violation_error_message=_("A record is the same as itself: choose two."),
            ),
        ]

    def __str__(self):
        return _("“%(one)s” is not “%(other)s”") % {"one": self.one, "other": self.other}

    def clean(self):
        super().clean()
        if self.one_id and self.one_id == self.other_id:
            raise ValidationError({"other": _("A record is the same as itself: choose two.")})

    def not_the_same_as(self, record):
        """Return the one of the two that the given record is not."""
        return self.other if self.one_id == record.pk else self.one


def pair_table(model):
    """Return the table of the pairs of a model's records."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.one_to_many and issubclass(relation.related_model, Pair):
            return relation.related_model
    raise LookupError(f"{model._meta.label} has no table of pairs")


def distinct_pairs(model):
    """Return the marked pairs, each a frozenset of two primary keys."""
    rows = pair_table(model).objects.order_by()
    return {frozenset(pair) for pair in rows.values_list("one", "other")}


def pairs_with(record):
    """Return the marked pairs of one record, both ends fetched."""
    pairs = pair_table(type(record)).objects.select_related("one", "other", "by")
    return pairs.filter(Q(one=record) | Q(other=record))


def marked(a, b):
    """Return the pair that says these two are not the same, or None."""
    return pairs_with(a).filter(Q(one=b) | Q(other=b)).first()


def mark_distinct(a, b, user, reason=""):
    """Remember that two records are not the same; return their pair, old or new.

    ValidationError where it is one record twice.
    """
    pair = marked(a, b)
    if pair is None:
        pair = pair_table(type(a))(one=a, other=b, by=user, reason=reason)
        pair.full_clean()
        pair.save()
    return pair
