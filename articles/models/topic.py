from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.search.fold import name_key


class Topic(NaturalModel):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=100)
    sort_key = FoldedField("name", name_key)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("sort_key", "id")

    def __str__(self):
        return self.name
