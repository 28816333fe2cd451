"""What an editor has pasted and not yet made an article of: kept at every step, lost at none."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from vjtech.core.records import State


class IntakeQuerySet(models.QuerySet):
    def seen_by(self, user):
        """Return those that a user may go on with: her own; everybody's where she publishes."""
        return self if user.has_perm("core.publish_records") else self.filter(editor=user)

    def unfinished(self):
        """Return those with a piece of which nothing has become yet."""
        waiting = IntakePiece.objects.waiting().filter(intake=OuterRef("pk"))
        return self.filter(Exists(waiting), thrown_away__isnull=True)


class Intake(models.Model):
    """A text as it was pasted or uploaded, with the articles that were found in it."""

    counts_changes = False  # no reader sees it: keeping it must not renew every page

    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="intakes",
        verbose_name=_("editor"),
    )
    started = models.DateTimeField(_("started"), default=timezone.now)
    text = models.TextField(_("text as pasted"))
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    address = models.CharField(_("address of the original"), max_length=500, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    thrown_away = models.DateTimeField(_("thrown away"), null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        default_permissions = ()  # who may add an article may
        ordering = ("-started", "-id")

    def __str__(self):
        return f"{self.started:%Y-%m-%d %H:%M}"


class PieceQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(article__isnull=True, set_aside=False)

    def keep(self, piece, **values):
        """Store values unless somebody stored others since `piece` was read; say whether."""
        kept = self.filter(pk=piece.pk, version=piece.version).update(
            **values, version=piece.version + 1, updated=timezone.now()
        )
        if kept:
            piece.version += 1
            for name, value in values.items():
                setattr(piece, name, value)
        return bool(kept)


class IntakePiece(models.Model):
    """One article of an intake: the lines that were found, and what the editor chose so far.

    `found` is what cleaning gave: {"title": …, "lines": [{"text", "number", "cut"}], …}.
    `choices` is what the editor typed and ticked, by the names of the inputs (see articles.intake).
    """

    counts_changes = False

    class Step(models.TextChoices):
        TEXT = "text", _("text")
        TICK = "tick", _("names and facts")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="pieces")
    number = models.PositiveSmallIntegerField(_("number"))
    found = models.JSONField(_("found"))
    choices = models.JSONField(_("choices"), default=dict, blank=True)
    step = models.CharField(_("step"), max_length=4, choices=Step.choices, default=Step.TEXT)
    set_aside = models.BooleanField(_("set aside"), default=False)
    article = models.OneToOneField(
        Article, models.SET_NULL, null=True, blank=True, related_name="intake_piece"
    )
    version = models.PositiveIntegerField(default=1)
    updated = models.DateTimeField(default=timezone.now)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("article of an intake")
        verbose_name_plural = _("articles of intakes")
        default_permissions = ()
        ordering = ("intake", "number")
        constraints = [
            models.UniqueConstraint(fields=("intake", "number"), name="intake_piece_once"),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(set_aside=False), name="intake_piece_one_fate"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        typed = self.choices.get("text", {}).get("title", [""])[0].strip()
        return typed or self.found["title"] or _("without a title")

    @property
    def is_published(self):
        return self.article is not None and self.article.state == State.PUBLISHED
