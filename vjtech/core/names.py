"""Names and aliases: what a noun is called, in which language and script."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.records import Record, RecordQuerySet
from vjtech.core.search.fold import fold_words, name_key


class Named(models.QuerySet):
    def search(self, words):
        """Return the nouns whose name or aliases hold every word, blind to accents and order."""
        for word in fold_words(words):
            aliases = self.model.aliases.rel.related_model.objects.filter(key__contains=word)
            owner = self.model.aliases.field.name
            self = self.filter(
                models.Q(sort_key__contains=word)
                | models.Exists(aliases.filter(**{owner: models.OuterRef("pk")}))
            )
        return self


class NounQuerySet(Named, RecordQuerySet):
    def on_subject(self):
        """Leave out the nouns that only background articles mention."""
        mentions = self.model.mentions.rel.related_model.objects.filter(
            **{self.model.mentions.field.name: models.OuterRef("pk")}, recency__isnull=False
        )
        more = mentions.exclude(article__relevance="background")
        return self.filter(models.Exists(more) | ~models.Exists(mentions))


class Noun(Record):
    """A record with a name, and aliases in a table of their own (`aliases`)."""

    name = models.CharField(_("name"), max_length=300)
    sort_key = FoldedField("name", name_key, db_index=True)
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One line on what it is, from the sources. Leave empty rather than invent."),
    )

    objects = NaturalManager.from_queryset(NounQuerySet)()

    class Meta:
        abstract = True
        ordering = ("sort_key", "id")

    def __str__(self):
        return self.name


class Alias(NaturalModel):
    """Another name of a noun; a subclass adds `owner` with related_name aliases.

    Never unique across owners: a shared alias merges nobody.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official name")
        ROMANISED = "romanised", _("romanised")
        NATIVE = "native", _("in its own script")
        SHORT = "short", _("short form")
        FORMER = "former", _("former name")
        TRANSLATED = "translated", _("translation")
        MISPRINT = "misprint", _("as printed (misprint)")

    natural = ("owner", "text", "kind")

    text = models.CharField(_("text"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ROMANISED)
    language = models.CharField(
        _("language and script"),
        max_length=10,
        blank=True,
        help_text=_("A language tag: vi, ja, en, ja-Latn, vi-Latn …"),
    )
    origin = models.CharField(
        _("where it comes from"),
        max_length=300,
        blank=True,
        help_text=_("Only for an alias that no source document prints: say where it comes from."),
    )
    key = FoldedField("text", name_key, db_index=True)

    objects = NaturalManager()

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self):
        return self.text
