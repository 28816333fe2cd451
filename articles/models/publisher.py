from django.db import models
from django.utils.translation import gettext_lazy as _

from entities.models import Company
from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.search.fold import name_key


class Publisher(NaturalModel):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = FoldedField("name", name_key)
    company = models.ForeignKey(
        Company,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="publishers",
        verbose_name=_("company or organisation"),
        help_text=_("The body behind it, where it has a record."),
    )

    objects = NaturalManager()

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ("sort_key", "id")

    def __str__(self):
        return self.name
