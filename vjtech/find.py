"""Site-wide search: what of each kind holds the words, and why."""

from array import array
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse
from rapidfuzz import fuzz, process

from articles.filters import ArticleFilterSet
from articles.search import ARTICLES, passages
from entities.filters import EventFilterSet, TargetFilterSet
from entities.models import Company, Person, Place
from entities.search import EVENTS, TARGETS
from vjtech.core.change import change_version
from vjtech.core.filters import QUERY_LENGTH
from vjtech.core.search.equivalents import expanded
from vjtech.core.search.fold import name_key
from vjtech.core.search.highlight import passage
from vjtech.core.search.query import Query, parse

CLOSE, CLOSE_ENOUGH = 5, 70
MOST_NAMES = 25_000  # of a kind, and as many aliases, that are compared where nothing is found
SHORTEST = 3  # letters of a name that is compared: less is near to everything
MOST_MISSING = 8


@dataclass
class Hit:
    """A record found; `pieces` are (text, marked) of its passage, `alias` another name of it."""

    record: object
    pieces: list = field(default_factory=list)
    alias: str = ""

    @property
    def why(self):
        """The other name or the passage that matched, or else what the record is called."""
        return self.alias or "".join(text for text, _marked in self.pieces) or str(self.record)


@dataclass
class Group:
    """The hits of one kind, the nearest first; `more` is the address of all of them."""

    kind: str
    plural: str
    hits: list
    more: str = ""

    def to_json(self):
        label = "name" if self.kind in NAMED else "title"
        return [
            {"slug": hit.record.slug, label: str(hit.record), "why": hit.why} for hit in self.hits
        ]


NAMED = {"company", "person", "place"}
NOUNS = (("company", "companies", Company), ("person", "people", Person))
PLACES = ("place", "places", Place)
TEXTS = (("event", "events", EventFilterSet), ("target", "targets", TargetFilterSet))


def everything(words, most, open=False):
    """Return a Group for each kind; `open` leaves the last word unfinished, as while typing."""
    if not parse(words):
        empty = (*NOUNS, ("article", "articles", None), *TEXTS, PLACES)
        return [Group(kind, plural, []) for kind, plural, _ in empty]
    words, text = unfinished(words) if open else (words, words)
    asked = expanded(parse(text))
    return [
        *(nouns(*kind, words, most) for kind in NOUNS),
        listed("article", "articles", ArticleFilterSet, text, asked, most, passages),
        *(listed(*kind, text, asked, most, fact_passages) for kind in TEXTS),
        nouns(*PLACES, words, most),
    ]


def unfinished(words):
    """Return the words for names, and for texts, where the last one is still being typed."""
    *before, last = words.split()
    if before and len(last) == 1 and last.isascii():
        words = " ".join(before)  # a first letter says too little, and no word is so called
    return words, f"{words[: QUERY_LENGTH - 1]}*" if words[-1].isalnum() else words


def nouns(kind, plural, model, words, most):
    found = model.objects.published().nearest(words, most + 1)
    hits = [Hit(record, alias=alias) for record, alias in found[:most]]
    more = ""
    if len(found) > most and kind != "place":
        more = address(kind, words)
    return Group(kind, plural, hits, more)


def address(kind, words):
    query = QueryDict(mutable=True)
    query.update({"q": words, "background": "1"})
    return f"{reverse(f'{kind}_list')}?{query.urlencode()}"


def listed(kind, plural, door, words, asked, most, passages_of):
    """Return the first rows of a list that is asked for these words; `asked` is what they mean."""
    query = QueryDict(mutable=True)
    query.update({"q": words, "background": "1"})
    filterset = door.for_query(query)
    if filterset.is_valid():
        filterset.asked = asked  # worked out once for all lists
    page = filterset.page(with_texts, most)
    pieces = passages_of(page.rows, asked)
    hits = [Hit(row, pieces.get(row.pk, [])) for row in page.rows]
    return Group(kind, plural, hits, address(kind, words) if page.next_key else "")


def with_texts(rows):
    """Fetch what the passages of facts are made of."""
    if rows.model is TargetFilterSet._meta.model:
        return rows.prefetch_related("parties__company", "parties__person")
    return rows.select_related("place") if rows.model is EventFilterSet._meta.model else rows


def fact_passages(rows, query):
    """Return {id: pieces} of the text of each fact that holds a word."""
    return {row.pk: passage(query, texts_of(row)) for row in rows}


def texts_of(row):
    if hasattr(row, "metric"):
        named = (party.company or party.person or party.text for party in row.parties.all())
        return [row.scope, *(str(n) for n in named if getattr(n, "is_published", True))]
    return [row.summary, row.place.name if row.place else ""]


def missing_words(words):
    """Return the words that, asked alone, find nothing."""
    terms = parse(words).wanted[:MOST_MISSING]
    if len(terms) < 2:
        return []
    return [term.words for term in terms if not is_found(Query((term,)), term.words)]


def is_found(query, words):
    query = expanded(query)
    if any(index.page(query, 1) for index in (ARTICLES, EVENTS, TARGETS)):
        return True
    models = (model for _kind, _plural, model in (*NOUNS, PLACES))
    return any(model.objects.published().search(words).exists() for model in models)


@dataclass
class Names:
    """The folded names of the public nouns at one change version, and whose each one is."""

    version: str
    keys: list = field(default_factory=list)
    nouns: array = field(default_factory=lambda: array("q"))  # the place in NOUNS, and the id

    def __post_init__(self):
        for n, (_kind, _plural, model) in enumerate(NOUNS):
            public = model.objects.published().order_by("-pk")
            for path in ("sort_key", "aliases__key"):
                for pk, key in public.values_list("pk", path)[:MOST_NAMES]:
                    if key and len(key) >= SHORTEST:
                        self.keys.append(key)
                        self.nouns.append(pk * len(NOUNS) + n)


held = {}  # the last Names; replaced as a whole, since other threads may be reading it


def all_names():
    """Return the Names of this change version, read once for each."""
    version, names = change_version(), held.get("names")
    if names is None or names.version != version:
        names = held["names"] = Names(version)
    return names


def close_names(words):
    """Return the published nouns whose names are spelt most like the words."""
    asked = name_key(words)
    if not asked:
        return []
    names = all_names()
    near = process.extract(
        asked, names.keys, scorer=fuzz.WRatio, limit=3 * CLOSE, score_cutoff=CLOSE_ENOUGH
    )
    chosen = list(dict.fromkeys(names.nouns[i] for _key, _score, i in near))[:CLOSE]
    found = {}
    for n, (_kind, _plural, model) in enumerate(NOUNS):
        ids = [noun // len(NOUNS) for noun in chosen if noun % len(NOUNS) == n]
        for row in model.objects.published().filter(pk__in=ids) if ids else ():
            found[row.pk * len(NOUNS) + n] = row
    return [found[noun] for noun in chosen if noun in found]
