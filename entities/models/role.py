from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from vjtech.core.fields import FoldedField, PartialDateField
from vjtech.core.records import Fact, FormerSlug, detail_address
from vjtech.core.sitemap import sitemap_index


class Role(Fact):
    """A person's title at a body; start and end only where a source states them."""

    ends = ("person", "company")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    title = models.CharField(_("title"), max_length=200)
    company = models.ForeignKey(
        Company, models.CASCADE, related_name="roles", verbose_name=_("company or organisation")
    )
    # Triggers copy the person's, so that a company's people are a short walk.
    person_key = FoldedField(null=True)
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("company", "person_key", "person"), name="role_people"),
            models.Index(fields=("company", "-id"), name="role_company"),
            models.Index(fields=("person", "-id"), name="role_person"),
            models.Index(fields=("id",), condition=Q(state="draft"), name="role_drafts"),
            sitemap_index("role"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("person", "title", "company", "start"), name="role_once"
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.title}, {self.company}"

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        start, end = self.start_earliest, self.end_latest  # None where a date cannot be read
        if start and end and start > end:
            raise ValidationError({"end": _("The end lies before the start.")})

    def seen(self):
        """Return when the first and last article of its fetched passages came out, if any says."""
        dates = [c.paragraph.article.published for c in self.passages]
        dates = [day for day in dates if day and day.earliest != date.min]
        if not dates:
            return None
        return min(dates, key=lambda day: day.earliest), max(dates, key=lambda day: day.earliest)


class RoleFormerSlug(FormerSlug):
    record = models.ForeignKey(Role, models.CASCADE, related_name="former_slugs")
