"""Names and aliases: what a noun is called, in which language and script."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.records import Record, RecordQuerySet
from vjtech.core.search.fold import name_key
from vjtech.core.search.index import INDEXES, Within, record_id
from vjtech.core.search.names import CANDIDATES, SAME, names_query, ranked


class NounQuerySet(RecordQuerySet):
    def search(self, words):
        """Return the nouns whose name or aliases hold every word, blind to accents and order.

        The last word may be unfinished; titles and legal forms are left aside.
        """
        query = names_query(words)
        return self.filter(pk__in=self._index.matching(query)) if query else self.none()

    def nearest(self, words, most):
        """Return up to most (noun, matched alias or "") pairs, the nearest name first."""
        found = self._ranked(words)[:most]
        return [(noun, "" if name == noun.name else name) for noun, _nearness, name in found]

    def meant(self, words, most):
        """Return up to most nouns that may be meant: those called so, else those called alike."""
        found = self._ranked(words)
        called = [noun for noun, nearness, _name in found if nearness <= SAME]
        return (called or [noun for noun, _nearness, _name in found])[:most]

    def _ranked(self, words):
        """Rank the candidates; where there are very many, those called just so are among them."""
        query = names_query(words)
        if not query:
            return []
        found = self._index.page(query, CANDIDATES, within=Within(rows=self))
        ids = [record_id(key) for _tier, key in found]
        if len(ids) == CANDIDATES:
            key = name_key(words)
            for called in (self.filter(sort_key=key), self.filter(aliases__key=key)):
                ids += called.order_by("pk").values_list("pk", flat=True)[:CANDIDATES]
        return ranked(words, self.filter(pk__in=ids).prefetch_related("aliases"))

    @property
    def _index(self):
        return INDEXES[self.model._meta.model_name]

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
