from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.place import Place
from vjtech.core.fields import PartialDateField
from vjtech.core.records import Fact, FormerSlug, detail_address, require_one
from vjtech.core.sitemap import sitemap_index


class Tie(Fact):
    """How a body stands to another body, or to a place: read as company, kind, other."""

    class Kind(models.TextChoices):
        SUBSIDIARY_OF = "subsidiary_of", _("subsidiary of")
        PART_OF = "part_of", _("part of")
        PARTNER_OF = "partner_of", _("partner of")
        MEMBER_OF = "member_of", _("member of")
        CLIENT_OF = "client_of", _("client of")
        SIGNATORY_WITH = "signatory_with", _("signatory with")
        RESEARCHES_WITH = "researches_with", _("researches with")
        PARTICIPATES_IN = "participates_in", _("takes part in")
        SUPPORTS = "supports", _("supports")
        INVESTS_IN = "invests_in", _("invests in")
        DEVELOPS = "develops", _("develops or runs")
        PILOTS_WITH = "pilots_with", _("pilots a product with")
        OFFICE_IN = "office_in", _("has an office in")
        LOCATED_IN = "located_in", _("is located in")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        PLANNED = "planned", _("planned")
        EXPECTED = "expected", _("expected")
        ENDED = "ended", _("ended")
        NOT_STATED = "not_stated", _("status not stated")

    AHEAD = (Status.PLANNED, Status.EXPECTED)

    # The same tie read from the other end.
    INVERSE = {
        "subsidiary_of": _("parent of"),
        "part_of": _("has as a part"),
        "member_of": _("has as a member"),
        "client_of": _("has as a client"),
        "participates_in": _("has as a participant"),
        "supports": _("supported by"),
        "invests_in": _("has as an investor"),
        "develops": _("developed or run by"),
        "office_in": _("has an office of"),
        "located_in": _("is the location of"),
    }

    ends = ("company", "other", "place")

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="ties", verbose_name=_("company or organisation")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    other = models.ForeignKey(
        Company,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="ties_from",
        verbose_name=_("other company or organisation"),
    )
    place = models.ForeignKey(
        Place, models.CASCADE, null=True, blank=True, related_name="ties", verbose_name=_("place")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NOT_STATED
    )
    detail = models.CharField(
        _("about what"), max_length=300, blank=True, help_text=_("In a few words of our own.")
    )
    date = PartialDateField(_("date"))

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("company", "-id"), name="tie_company"),
            models.Index(fields=("other", "-id"), name="tie_other"),
            # Most lead to no place: counted among the others, they would hide that a place has few.
            models.Index(
                fields=("place", "-id"), name="tie_place", condition=Q(place__isnull=False)
            ),
            models.Index(fields=("id",), condition=Q(state="draft"), name="tie_drafts"),
            sitemap_index("tie"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=True) ^ Q(place__isnull=True), name="tie_one_other_end"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=models.F("company")),
                name="tie_not_with_itself",
            ),
        ]

    def __str__(self):
        return self.hedged(self.slug_source())

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        require_one(
            self, ("other", "place"), _("A tie leads to another body or to a place: name one.")
        )
        if self.other_id and self.other_id == self.company_id:
            raise ValidationError({"other": _("A body has no tie with itself.")})

    def slug_source(self):
        return f"{self.company} {self.get_kind_display()} {self.other or self.place}"

    def inverse(self):
        """Return the kind in words as read from the other end."""
        return self.INVERSE.get(self.kind, self.get_kind_display())

    def hedged(self, words):
        """Return words about it with its status, unless it is in force."""
        if self.status == self.Status.IN_FORCE:
            return words
        return f"{words} ({self.get_status_display()})"


class TieFormerSlug(FormerSlug):
    record = models.ForeignKey(Tie, models.CASCADE, related_name="former_slugs")
