from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.records import Fact, FormerSlug, refuse_ring, require_one
from vjtech.core.search.fold import name_key


class TargetStatus(models.TextChoices):
    """A status by evidence: what the statements say, and whether the due date has passed."""

    DECLARED = "declared", _("declared")
    ACHIEVED = "achieved", _("reported achieved")
    REVISED = "revised", _("revised")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PASSED = "passed", _("deadline passed without evidence")


class Target(Fact):
    """What somebody means or expects to reach; its figures live in its statements."""

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("commitment")
        FORECAST = "forecast", _("forecast")
        ESTIMATE = "estimate", _("estimate")

    class Direction(models.TextChoices):
        REACH = "reach", _("reach")
        INCREASE = "increase", _("increase by")
        REDUCE = "reduce", _("reduce")
        COMPLETE = "complete", _("complete")

    metric = models.CharField(
        _("what is measured"), max_length=200, help_text=_("e.g. revenue from Japan")
    )
    sort_key = FoldedField("metric", name_key)
    scope = models.CharField(
        _("scope"), max_length=300, blank=True, help_text=_("Of whom, where, in which part.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices, default=Direction.REACH
    )
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("id",)
        indexes = [models.Index(fields=("state", "kind", "id"), name="target_list")]

    def __str__(self):
        return f"{self.metric} ({self.scope})" if self.scope else self.metric

    def get_absolute_url(self):
        return reverse("target_detail", args=[self.slug])

    def clean(self):
        super().clean()
        refuse_ring(self, "part_of", _("A target cannot be part of itself."))

    def slug_source(self):
        return self.metric

    def ledger(self):
        """Return the fetched statements (`passages`) in the order in which they were said."""
        return sorted(
            self.passages, key=lambda s: (bool(s.said), s.said_earliest or date.min, s.pk)
        )

    @property
    def latest(self):
        """The latest fetched statement, or None."""
        return self.ledger()[-1] if self.passages else None

    @property
    def due_year(self):
        """The year of the latest due date, 9999 where none is stated; for grouping."""
        if self.due_earliest == date.min:
            return self.due_latest.year
        return self.due_earliest.year if self.due_earliest else 9999

    def status_label(self):
        """Return the annotated status in words."""
        return TargetStatus(self.status).label


class TargetParty(NaturalModel):
    """Whose target it is: a body, a person, or the printed words where neither is known."""

    class Part(models.TextChoices):
        HOLDER = "holder", _("holder")
        SUPPORTER = "supporter", _("supporter")
        APPROVER = "approver", _("approver")
        SOURCE = "source", _("forecaster")

    natural = ("target", "part", "company", "person", "text")

    target = models.ForeignKey(Target, models.CASCADE, related_name="parties")
    part = models.CharField(_("as"), max_length=9, choices=Part.choices, default=Part.HOLDER)
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="target_parts",
        verbose_name=_("company or organisation"),
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="target_parts"
    )
    text = models.CharField(
        _("printed words"),
        max_length=200,
        blank=True,
        help_text=_("Where it is neither a known body nor a known person."),
    )

    objects = NaturalManager()

    class Meta:
        verbose_name = _("party to a target")
        verbose_name_plural = _("parties to targets")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(company__isnull=False, person__isnull=True, text="")
                    | Q(company__isnull=True, person__isnull=False, text="")
                    | (Q(company__isnull=True, person__isnull=True) & ~Q(text=""))
                ),
                name="target_party_is_one",
            ),
            models.UniqueConstraint(
                fields=("target", "part", "company"),
                condition=Q(company__isnull=False),
                name="target_company_once",
            ),
            models.UniqueConstraint(
                fields=("target", "part", "person"),
                condition=Q(person__isnull=False),
                name="target_person_once",
            ),
            models.UniqueConstraint(
                fields=("target", "part", "text"),
                condition=~Q(text=""),
                name="target_text_once",
            ),
        ]

    def __str__(self):
        return str(self.company or self.person or self.text)

    def clean(self):
        super().clean()
        require_one(
            self,
            ("company", "person", "text"),
            _("A party is a body, a person or printed words: fill in one of them."),
        )


class TargetFormerSlug(FormerSlug):
    record = models.ForeignKey(Target, models.CASCADE, related_name="former_slugs")
