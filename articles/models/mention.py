from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from entities.models import Company, Person
from vjtech.core.natural import NaturalManager, NaturalModel


class Mention(NaturalModel):
    """That an article names somebody. Triggers copy the article's recency into it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="%(class)ss")
    recency = models.BigIntegerField(null=True, editable=False, serialize=False)

    objects = NaturalManager()

    class Meta:
        abstract = True
        ordering = ("id",)


class CompanyMention(Mention):
    natural = ("article", "company")

    company = models.ForeignKey(
        Company,
        models.CASCADE,
        related_name="mentions",
        verbose_name=_("company or organisation"),
    )

    class Meta(Mention.Meta):
        verbose_name = _("company or organisation mentioned")
        verbose_name_plural = _("companies and organisations mentioned")
        indexes = [models.Index(fields=("company", "-recency", "article"), name="company_recency")]
        constraints = [
            models.UniqueConstraint(fields=("article", "company"), name="company_mention_once")
        ]

    def __str__(self):
        return f"{self.article}: {self.company}"


class PersonMention(Mention):
    natural = ("article", "person")

    person = models.ForeignKey(Person, models.CASCADE, related_name="mentions")

    class Meta(Mention.Meta):
        verbose_name = _("person mentioned")
        verbose_name_plural = _("people mentioned")
        indexes = [models.Index(fields=("person", "-recency", "article"), name="person_recency")]
        constraints = [
            models.UniqueConstraint(fields=("article", "person"), name="person_mention_once")
        ]

    def __str__(self):
        return f"{self.article}: {self.person}"
