import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _


class ChangeCount(models.Model):
    backend = models.IntegerField(primary_key=True)
    count = models.BigIntegerField(default=0)

    class Meta:
        db_table = "core_change_count"

    def __str__(self):
        return f"{self.backend}: {self.count}"


class Base(models.Model):
    """The identity of this base: renewed by a restore, so that versions never repeat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)

    class Meta:
        db_table = "core_base"
        # Here because publishing is one right over records of every kind.
        permissions = [("publish_records", "Can publish and unpublish records")]

    def __str__(self):
        return str(self.id)


class SearchQueue(models.Model):
    """A record whose entry in an index must be worked out again; triggers fill it."""

    seq = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=20)
    record = models.BigIntegerField()

    class Meta:
        db_table = "core_search_queue"

    def __str__(self):
        return f"{self.name} {self.record}"


class Report(models.Model):
    """An error that a reader reports, by a path of ours; no address of theirs is kept.

    The same words about the same page are one report for as long as it is open.
    """

    class State(models.TextChoices):
        NEW = "new", _("open")
        SETTLED = "settled", _("settled")

    about = models.CharField(_("page"), max_length=500, blank=True)
    message = models.TextField(_("message"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    created = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.NEW)
    note = models.TextField(
        _("what was done"),
        blank=True,
        max_length=2000,
        help_text=_("For colleagues: what was wrong and is mended, or why nothing was."),
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        default_permissions = ("view", "change", "delete")  # readers add them
        indexes = [models.Index(fields=("state", "-created", "-id"), name="report_list")]
        constraints = [
            models.UniqueConstraint(
                fields=("digest",), condition=Q(state="new"), name="report_open_once"
            )
        ]

    def __str__(self):
        return f"{self.about or '/'}: {Truncator(self.message).chars(60)}"

    def save(self, *args, **kwargs):
        said = "\0".join((self.about, self.message, self.name, self.email))
        self.digest = hashlib.sha256(said.encode()).hexdigest()
        super().save(*args, **kwargs)


class Review(models.Model):
    """Published records were changed by somebody who may not publish; who has looked at it since.

    Made with the revision, since it is the right of that moment which counts.
    """

    revision = models.OneToOneField("reversion.Revision", models.CASCADE, related_name="review")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reviews"
    )
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "core_review"
        default_permissions = ()
        indexes = [
            models.Index(fields=("revision",), condition=Q(at__isnull=True), name="review_waiting")
        ]

    def __str__(self):
        return f"{self.revision_id}: {self.at or 'waiting'}"


class LeftAsIs(models.Model):
    """A gap that is none: the record that it is found in is to be left as it is."""

    gap = models.CharField(max_length=40)
    record = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "core_left_as_is"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("gap", "record"), name="left_as_is_once")]

    def __str__(self):
        return f"{self.gap} {self.record}"
