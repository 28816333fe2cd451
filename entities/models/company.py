from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.countries import CountryField
from vjtech.core.names import Alias, Noun
from vjtech.core.records import FormerSlug, detail_address, refuse_ring
from vjtech.core.sitemap import sitemap_index


class Company(Noun):
    """A company or any other body: a university, a ministry, a province acting, a programme."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university or school")
        RESEARCH = "research", _("research institute or centre")
        GOVERNMENT = "government", _("government body")
        PARTY = "party", _("party or legislative body")
        ASSOCIATION = "association", _("association or chamber")
        MEDIA = "media", _("media")
        PROGRAMME = "programme", _("programme, initiative or fund")
        PROJECT = "project", _("project or industrial park")
        OTHER = "other", _("other body")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.COMPANY)
    country = CountryField()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("The body that it belongs to, where a source says so."),
    )

    class Meta(Noun.Meta):
        verbose_name = _("company or organisation")
        verbose_name_plural = _("companies and organisations")
        indexes = [
            # Ends in what is counted beside the filters, so that no row is looked up for it.
            models.Index(
                fields=("state", "sort_key", "id", "kind", "country"), name="company_list"
            ),
            # Without the nulls, which are most: they would make it look useless to SQLite.
            models.Index(
                fields=("parent", "sort_key", "id"),
                condition=models.Q(parent__isnull=False),
                name="company_children",
            ),
            models.Index(fields=("kind", "sort_key", "id"), name="company_kind"),
            models.Index(fields=("country", "sort_key", "id"), name="company_country"),
            sitemap_index("company"),
        ]

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        refuse_ring(self, "parent", _("A body cannot be part of itself."))


class CompanyAlias(Alias):
    owner = models.ForeignKey(Company, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("alias of a company")
        verbose_name_plural = _("aliases of companies")
        constraints = [
            models.UniqueConstraint(fields=("owner", "text", "kind"), name="company_alias_once")
        ]


class CompanyFormerSlug(FormerSlug):
    record = models.ForeignKey(Company, models.CASCADE, related_name="former_slugs")
