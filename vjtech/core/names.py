"""Names and aliases: what a noun is called, in which language and script."""

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from vjtech.core.fields import FoldedField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.prepared import joined
from vjtech.core.records import Record, RecordQuerySet
from vjtech.core.search.fold import fold_words, name_key
from vjtech.core.search.index import INDEXES, Within, record_id, settle
from vjtech.core.search.names import CANDIDATES, SAME, names_query, ranked
from vjtech.core.search.query import MOST_TERMS, Phrase, Query, Term


class NounQuerySet(RecordQuerySet):
    def search(self, words):
        """Return the nouns whose name or aliases hold every word, blind to accents and order.

        The last word may be unfinished; titles and legal forms are left aside.
        """
        query = names_query(words)
        # Their ids, rather than a subquery: PostgreSQL would ask it of every row of the list.
        found = self._index.matching(query) if query else ()
        return self.filter(pk__in=RawSQL(joined(found), ())) if found else self.none()

    def nearest(self, words, most):
        """Return up to most (noun, matched alias or "") pairs, the nearest name first."""
        settle()
        return self.hits(words, most)

    def hits(self, words, most):
        """Return what `nearest` does, from what is indexed."""
        found = self._ranked(words)[:most]
        nouns = self.in_bulk([pk for _nearness, _sort_key, pk, _name in found])
        pairs = [(nouns[pk], name) for _nearness, _sort_key, pk, name in found if pk in nouns]
        return [(noun, "" if name == noun.name else name) for noun, name in pairs]

    def meant(self, words, most):
        """Return up to most nouns that may be meant: those called so, else those called alike."""
        settle()
        found = self._ranked(words)
        called = [hit for hit in found if hit[0] <= SAME] or found
        ids = [pk for _nearness, _sort_key, pk, _name in called[:most]]
        nouns = self.in_bulk(ids)
        return [nouns[pk] for pk in ids if pk in nouns]

    def beginning(self, words):
        """Return (id, sort key, names) of some nouns whose words begin as these do.

        The first two letters of each word count: few people mistype them.
        """
        starts = [Phrase((word[:2],), True) for word in fold_words(words)[:MOST_TERMS]]
        query = Query(tuple(Term(start.tokens[0], start) for start in dict.fromkeys(starts)))
        found = self._index.answer(query, CANDIDATES, within=Within(rows=self)) if query else ()
        return self._named([record_id(key) for _tier, key in found]) if found else ()

    def _ranked(self, words):
        """Rank the candidates; where there are very many, those called just so are among them."""
        query = names_query(words)
        if not query:
            return []
        found = self._index.answer(query, CANDIDATES, within=Within(rows=self))
        ids = [record_id(key) for _tier, key in found]
        if len(ids) == CANDIDATES:
            key = name_key(words)
            for called in (self.filter(sort_key=key), self.filter(aliases__key=key)):
                ids += called.order_by("pk").values_list("pk", flat=True)[:CANDIDATES]
        return ranked(words, self._named(ids)) if ids else []

    def _named(self, ids):
        """Return (id, sort key, names) of these nouns, the name before the aliases."""
        rows = self.filter(pk__in=ids).order_by().values_list("pk", "sort_key", "name")
        nouns = {pk: (pk, key, [name]) for pk, key, name in rows}
        aliases = self.model._meta.get_field("aliases").related_model.objects
        spelt = aliases.filter(owner__in=ids).order_by("pk").values_list("owner", "text")
        for pk, text in spelt:
            if pk in nouns:
                nouns[pk][2].append(text)
        return nouns.values()

    @property
    def _index(self):
        return INDEXES[self.model._meta.model_name]

    def on_subject(self):
        """Leave out the nouns that only background articles mention."""
        mentions = self.model.mentions.rel.related_model.objects.filter(
            **{self.model.mentions.field.name: models.OuterRef("pk")}, recency__isnull=False
        ).order_by("-recency")
        more = mentions.exclude(relevance="background")
        # Not Exists: for either of two, PostgreSQL would first collect all nouns with a mention.
        found, none = (models.Subquery(rows.values("recency")[:1]) for rows in (more, mentions))
        return self.filter(IsNull(found, False) | IsNull(none, True))


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
