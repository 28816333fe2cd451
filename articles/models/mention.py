from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.topic import Topic
from entities.models import Company, Person
from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel


class MentionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(recency__isnull=False)


class Mention(NaturalModel):
    """That an article names somebody. Triggers copy what lists ask of the article into it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="%(class)ss")
    recency = models.BigIntegerField(null=True, editable=False, serialize=False)
    reach = models.SmallIntegerField(null=True, editable=False, serialize=False)
    relevance = models.CharField(  # noqa: DJ001  (a load may write the article after the mention)
        max_length=10, null=True, editable=False, serialize=False
    )

    objects = NaturalManager.from_queryset(MentionQuerySet)()

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
        indexes = [
            models.Index(
                fields=("company", "-recency", "article", "relevance"), name="company_recency"
            ),
            models.Index(
                fields=("company", "reach", "-recency"),
                condition=models.Q(reach__isnull=False),
                name="company_reach",
            ),
        ]
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
        indexes = [
            models.Index(
                fields=("person", "-recency", "article", "relevance"), name="person_recency"
            ),
            models.Index(
                fields=("person", "reach", "-recency"),
                condition=models.Q(reach__isnull=False),
                name="person_reach",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("article", "person"), name="person_mention_once")
        ]

    def __str__(self):
        return f"{self.article}: {self.person}"


class CompanyTopic(NaturalModel):
    """How many public articles on a topic mention a company: counted by triggers, never written.

    A pair has no row where there is none. It may have several, whose numbers add up, where
    writers met (see articles.company_topics).
    """

    natural = ("company", "topic")
    derived = True

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="topic_counts", db_index=False
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="company_counts", db_index=False)
    articles = models.PositiveIntegerField()
    # Triggers copy the company's, so that a list of a topic's companies is a short walk.
    company_key = FoldedField(null=True)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("articles of a company on a topic")
        verbose_name_plural = _("articles of companies by topic")
        default_permissions = ()
        ordering = ("id",)
        indexes = [
            models.Index(fields=("company", "topic"), name="company_topics"),
            models.Index(fields=("topic", "company_key", "company"), name="topic_companies"),
        ]

    def __str__(self):
        return f"{self.company}, {self.topic}: {self.articles}"
