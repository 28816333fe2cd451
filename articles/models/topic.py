from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.records import detail_address
from vjtech.core.search.fold import name_key
from vjtech.core.walks import has


class TopicQuerySet(models.QuerySet):
    def published(self):
        """Return the topics that a public article is on."""
        links = self.model._meta.get_field("article_links").related_model.objects
        return self.filter(has(links.filter(topic=OuterRef("pk"), recency__isnull=False)))

    def by_slug(self, slug):
        return self.get(slug=slug)


class Topic(NaturalModel):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=100)
    sort_key = FoldedField("name", name_key)

    objects = NaturalManager.from_queryset(TopicQuerySet)()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("sort_key", "id")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return detail_address(self)
