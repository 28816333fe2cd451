from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.countries import CountryField
from vjtech.core.names import Alias, Noun
from vjtech.core.records import FormerSlug, detail_address
from vjtech.core.sitemap import sitemap_index


class Person(Noun):
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    given_name = models.CharField(
        _("given name"), max_length=100, blank=True, help_text=_("With middle names, if any.")
    )
    country = CountryField(
        help_text=_("Two capitals, e.g. VN or JP, where a source says so. Empty if not known.")
    )
    distinction = models.CharField(
        _("told apart by"),
        max_length=200,
        blank=True,
        help_text=_("A few words that tell namesakes apart: role, body, place."),
    )

    class Meta(Noun.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            # Ends in what is counted beside the filters, so that no row is looked up for it.
            models.Index(fields=("state", "sort_key", "id", "country"), name="person_list"),
            models.Index(fields=("country", "sort_key", "id"), name="person_country"),
            sitemap_index("person"),
        ]

    def get_absolute_url(self):
        return detail_address(self)


class PersonAlias(Alias):
    owner = models.ForeignKey(Person, models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = _("alias of a person")
        verbose_name_plural = _("aliases of people")
        constraints = [
            models.UniqueConstraint(fields=("owner", "text", "kind"), name="person_alias_once")
        ]


class PersonFormerSlug(FormerSlug):
    record = models.ForeignKey(Person, models.CASCADE, related_name="former_slugs")
