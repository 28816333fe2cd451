from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from vjtech.core.fields import FoldedField, NumberedDay, PartialDateField
from vjtech.core.quantities import Quantity
from vjtech.core.records import Fact, FormerSlug, detail_address, require_one
from vjtech.core.search.fold import name_key
from vjtech.core.sitemap import sitemap_index


class Figure(Quantity, Fact):
    """A reported number that is no target: a headcount, a share, a survey result."""

    ends = ("company", "person")

    company = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("company or organisation"),
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="figures"
    )
    text = models.CharField(
        _("about whom, in words"),
        max_length=200,
        blank=True,
        help_text=_("Where it is about neither a known body nor a known person."),
    )
    measure = models.CharField(_("measure"), max_length=200, help_text=_("e.g. employees"))
    sort_key = FoldedField("measure", name_key)
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    as_of = PartialDateField(_("as of"))
    day = NumberedDay("as_of")
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("For instance what can be worked out from it, naming the operands."),
    )

    class Meta(Quantity.Meta):
        abstract = False
        verbose_name = _("reported figure")
        verbose_name_plural = _("reported figures")
        ordering = ("-day", "-id")
        indexes = [
            models.Index(fields=("state", "-day", "-id"), name="figure_list"),
            models.Index(fields=("company", "-day", "-id"), name="figure_company"),
            # Without the nulls, which are most: they would make it look useless to SQLite.
            models.Index(
                fields=("person", "-day", "-id"),
                condition=models.Q(person__isnull=False),
                name="figure_person",
            ),
            sitemap_index("figure"),
        ]
        constraints = [
            *Quantity.Meta.constraints,
            models.CheckConstraint(
                condition=(
                    Q(company__isnull=False, person__isnull=True, text="")
                    | Q(company__isnull=True, person__isnull=False, text="")
                    | (Q(company__isnull=True, person__isnull=True) & ~Q(text=""))
                ),
                name="figure_is_about_one",
            ),
        ]

    def __str__(self):
        return f"{self.subject}: {self.measure}"

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        require_one(
            self,
            ("company", "person", "text"),
            _("A figure is about a body, a person, or something in words: fill in one of them."),
        )

    @property
    def subject(self):
        return self.company or self.person or self.text


class FigureFormerSlug(FormerSlug):
    record = models.ForeignKey(Figure, models.CASCADE, related_name="former_slugs")
