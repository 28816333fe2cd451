from datetime import date

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.paging import Column, Order
from vjtech.core.reach import reach_field
from vjtech.core.recency import DayNumber
from vjtech.core.records import (
    Fact,
    FactQuerySet,
    FormerSlug,
    detail_address,
    refuse_ring,
    require_one,
)
from vjtech.core.search.fold import name_key
from vjtech.core.sitemap import sitemap_index
from vjtech.core.walks import Link

NO_DUE_DAY = 9_999_999
BY_DUE_DATE = Order(Column("due_day"), Column("id"))
KEPT = {"null": True, "editable": False, "serialize": False}


class TargetStatus(models.TextChoices):
    """A status by evidence: what the statements say, and whether the due date has passed."""

    DECLARED = "declared", _("declared")
    ACHIEVED = "achieved", _("reported achieved")
    REVISED = "revised", _("revised")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PASSED = "passed", _("deadline passed without evidence")


def held(noun):
    copied = {"due_day": "due_day", "id": "target_id", "reach": "reach"}
    return Link("parties", noun, copied, repeated=True)


class TargetQuerySet(FactQuerySet):
    companies = held("company")
    people = held("person")

    def of_company(self, company):
        """Return the targets in which a company has a part, as they fall due: a short walk."""
        return self.companies.walk(self, company, BY_DUE_DATE)

    def of_person(self, person):
        return self.people.walk(self, person, BY_DUE_DATE)


class Target(Fact):
    """What somebody means or expects to reach; its figures live in its statements.

    What the latest public statement says is kept here by triggers of the app of the sources:
    the due date, the act, and the unit (or currency); all null where there is none. `revised`
    tells whether any raises or lowers the target.
    """

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
    due = models.CharField(max_length=40, **KEPT)
    due_earliest = models.DateField(**KEPT)
    due_latest = models.DateField(**KEPT)
    latest_act = models.CharField(max_length=16, **KEPT)
    latest_unit = models.CharField(max_length=60, **KEPT)
    revised = models.BooleanField(**KEPT)
    due_day = models.GeneratedField(
        expression=Case(
            When(due_earliest__isnull=True, then=Value(NO_DUE_DAY)),
            # “By 2028” says nothing of its first day: it stands with what is due at its end.
            When(due_earliest=date.min, then=DayNumber("due_latest")),
            default=DayNumber("due_earliest"),
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
        serialize=False,
    )
    reach = reach_field("due")

    objects = NaturalManager.from_queryset(TargetQuerySet)()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("state", "due_day", "id"), name="target_list"),
            models.Index(fields=("state", "kind", "due_day", "id"), name="target_kind"),
            models.Index(fields=("state", "latest_unit", "due_day", "id"), name="target_unit"),
            models.Index(fields=("state", "latest_act", "due_day", "id"), name="target_act"),
            models.Index(fields=("state", "due_latest", "due_day", "id"), name="target_ahead"),
            models.Index(
                fields=("state", "reach", "due_day", "id"),
                condition=Q(reach__isnull=False),
                name="target_reach",
            ),
            models.Index(
                fields=("part_of", "id"),
                condition=models.Q(part_of__isnull=False),
                name="target_parts",
            ),
            sitemap_index("target"),
        ]

    def __str__(self):
        return f"{self.metric} ({self.scope})" if self.scope else self.metric

    def get_absolute_url(self):
        return detail_address(self)

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
    # Triggers copy the target's, so that a list of somebody's targets is a short walk.
    due_day = models.BigIntegerField(null=True, editable=False, serialize=False)
    reach = models.SmallIntegerField(null=True, editable=False, serialize=False)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("party to a target")
        verbose_name_plural = _("parties to targets")
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=(noun, "due_day", "target"),
                condition=Q(**{f"{noun}__isnull": False}),
                name=f"target_{noun}_due",
            )
            for noun in ("company", "person")
        ]
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
