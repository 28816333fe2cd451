import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from articles.addresses import LONGEST_KEY, address_key
from articles.models.publisher import Publisher
from articles.models.topic import Topic
from entities.models import Company, Person
from vjtech.core.fields import FoldedField, PartialDateField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.reach import reach_field
from vjtech.core.recency import ID_BITS, DayNumber
from vjtech.core.records import FormerSlug, Record, RecordQuerySet, State, detail_address
from vjtech.core.search.fold import fold_words, name_key
from vjtech.core.sitemap import sitemap_index


class ArticleQuerySet(RecordQuerySet):
    def published(self):
        # The same rows as by state, said so that a database walks the index that orders them.
        return self.filter(recency__isnull=False)

    def on_subject(self):
        """Return what is about Vietnam–Japan cooperation, wholly or in part."""
        return self.exclude(relevance=Article.Relevance.BACKGROUND)

    def search(self, words):
        """Return the articles whose title holds every word, blind to accents."""
        for word in fold_words(words):
            self = self.filter(sort_key__contains=word)
        return self


class Article(Record):
    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        VIETNAMESE = "vi", _("Vietnamese")
        JAPANESE = "ja", _("Japanese")

    class Relevance(models.TextChoices):
        CORE = "core", _("on our subject")
        PARTIAL = "partial", _("partly on our subject")
        BACKGROUND = "background", _("background")

    class TextKind(models.TextChoices):
        SUMMARY = "summary", _("our summary")
        SOURCE = "source", _("the source's own text")

    class Rights(models.TextChoices):
        FULL = "full", _("shown in full")
        PASSAGES = "passages", _("only cited passages to the public")

    title = models.CharField(_("title"), max_length=400, help_text=_("As printed."))
    sort_key = FoldedField("title", name_key, max_length=500)
    publisher = models.ForeignKey(
        Publisher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("publisher"),
        help_text=_("Empty where the source does not state it."),
    )
    source_url = models.URLField(
        _("address of the original"), max_length=500, blank=True, help_text=_("http or https")
    )
    source_key = FoldedField("source_url", address_key, max_length=LONGEST_KEY)
    document = models.CharField(
        _("source document"),
        max_length=200,
        blank=True,
        help_text=_("The file that quotes are held against by check_evidence."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH
    )
    published = PartialDateField(_("published"))
    retrieved = PartialDateField(_("retrieved"))
    credits = models.CharField(
        _("credits"), max_length=300, blank=True, help_text=_("Author, translator, photographer.")
    )
    relevance = models.CharField(
        _("relevance"),
        max_length=10,
        choices=Relevance.choices,
        default=Relevance.CORE,
        help_text=_("To Vietnam–Japan technology cooperation."),
    )
    truncated = models.BooleanField(
        _("truncated"), default=False, help_text=_("Our copy of the original breaks off.")
    )
    text_kind = models.CharField(
        _("text"), max_length=7, choices=TextKind.choices, default=TextKind.SUMMARY
    )
    rights = models.CharField(
        _("rights"), max_length=8, choices=Rights.choices, default=Rights.FULL
    )
    note = models.TextField(
        _("note on the source"),
        blank=True,
        help_text=_("What a reader must know of the document: what is missing, what is doubtful."),
    )
    topics = models.ManyToManyField(
        Topic, through="ArticleTopic", related_name="articles", verbose_name=_("topics")
    )
    companies = models.ManyToManyField(Company, through="CompanyMention", related_name="articles")
    people = models.ManyToManyField(Person, through="PersonMention", related_name="articles")
    recency = models.GeneratedField(
        expression=Case(
            When(
                state=Value(State.PUBLISHED.value),
                then=DayNumber("published_earliest") * Value(1 << ID_BITS) + F("id"),
            ),
            default=None,
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
        serialize=False,
    )
    reach = reach_field("published")

    objects = NaturalManager.from_queryset(ArticleQuerySet)()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-recency", "-id")
        indexes = [
            models.Index(fields=("-recency",), name="article_recency"),
            models.Index(fields=("publisher", "-recency"), name="article_publisher"),
            models.Index(fields=("language", "-recency"), name="article_language"),
            models.Index(fields=("relevance", "-recency"), name="article_relevance"),
            models.Index(
                fields=("reach", "-recency"),
                condition=Q(reach__isnull=False),
                name="article_reach",
            ),
            models.Index(fields=("source_url",), name="article_source_url"),
            models.Index(fields=("source_key",), name="article_source_key"),
            models.Index(fields=("sort_key",), name="article_title"),
            sitemap_index("article"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(id__lt=1 << ID_BITS), name="article_id_fits_recency")
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        if self.source_url and not self.source_url.startswith(("http://", "https://")):
            raise ValidationError({"source_url": _("An address starts with http:// or https://.")})
        soon = datetime.date.today() + datetime.timedelta(days=2)
        if self.published_earliest and self.published_earliest > soon:
            raise ValidationError({"published": _("That day has not come yet.")})


class ArticleTopic(NaturalModel):
    """An article's topic. Triggers copy what its articles are walked by."""

    natural = ("article", "topic")

    article = models.ForeignKey(Article, models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="article_links")
    recency = models.BigIntegerField(null=True, editable=False, serialize=False)
    reach = models.SmallIntegerField(null=True, editable=False, serialize=False)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of articles")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("topic", "-recency", "article"), name="topic_recency"),
            models.Index(
                fields=("topic", "reach", "-recency"),
                condition=Q(reach__isnull=False),
                name="topic_reach",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("article", "topic"), name="article_topic_once")
        ]

    def __str__(self):
        return f"{self.article}: {self.topic}"


class ArticleFormerSlug(FormerSlug):
    record = models.ForeignKey(Article, models.CASCADE, related_name="former_slugs")
