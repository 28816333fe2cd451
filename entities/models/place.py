from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.countries import CountryField
from vjtech.core.names import Alias, Noun
from vjtech.core.records import FormerSlug, detail_address, refuse_ring
from vjtech.core.sitemap import sitemap_index


class Place(Noun):
    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        PROVINCE = "province", _("province or prefecture")
        CITY = "city", _("city")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune or hamlet")
        SITE = "site", _("site")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    country = CountryField()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )

    class Meta(Noun.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            models.Index(fields=("state", "sort_key", "id"), name="place_list"),
            models.Index(
                fields=("parent", "sort_key", "id"),
                condition=models.Q(parent__isnull=False),
                name="place_children",
            ),
            sitemap_index("place"),
        ]

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        refuse_ring(self, "parent", _("A place cannot lie in itself."))


class PlaceAlias(Alias):
    owner = models.ForeignKey(Place, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("alias of a place")
        verbose_name_plural = _("aliases of places")
        constraints = [
            models.UniqueConstraint(fields=("owner", "text", "kind"), name="place_alias_once")
        ]


class PlaceFormerSlug(FormerSlug):
    record = models.ForeignKey(Place, models.CASCADE, related_name="former_slugs")
