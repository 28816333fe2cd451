"""Site-wide search: what of each kind holds the words, and why."""

from array import array
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from rapidfuzz import fuzz, process

from articles.models import Article
from articles.search import ARTICLES, passages
from entities.models import Company, Event, Person, Place, Target
from entities.search import EVENTS, TARGETS
from vjtech.core.change import change_version
from vjtech.core.filters import QUERY_LENGTH
from vjtech.core.prepared import Prepared
from vjtech.core.search.equivalents import expanded
from vjtech.core.search.fold import fold, name_key
from vjtech.core.search.highlight import passage
from vjtech.core.search.index import record_id, settle
from vjtech.core.search.query import Query, parse

CLOSE, CLOSE_ENOUGH = 5, 70
MOST_NAMES = 1000  # of a kind, and as many aliases, that are compared where nothing is found
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


def everything(words, most, open=False):
    """Return a Group for each kind; `open` leaves the last word unfinished, as while typing.

    While typing nobody reads passages: then there are none.
    """
    if not parse(words):
        empty = (*NOUNS, *TEXTS, PLACES)
        return [Group(kind, plural, []) for kind, plural, *_ in empty]
    settle()  # once for all kinds
    words, text = unfinished(words) if open else (words, words)
    asked = expanded(parse(text))
    return [
        *(nouns(*kind, words, most) for kind in NOUNS),
        *(texts(*kind, text, asked, most, with_passages=not open) for kind in TEXTS),
        nouns(*PLACES, words, most),
    ]


def names(kinds, words, most):
    """Return the Groups of some kinds of noun, as names are suggested beside a filter."""
    if not parse(words):
        return []
    settle()
    words, _text = unfinished(words)
    return [nouns(*noun, words, most) for noun in (*NOUNS, PLACES) if noun[0] in kinds]


def unfinished(words):
    """Return the words for names, and for texts, where the last one is still being typed.

    For texts there are none where only a first letter is typed: it says too little.
    """
    *before, last = words.split()
    letter = fold(last)
    if len(letter) == 1 and letter.isascii():
        return " ".join(before) or words, " ".join(before)
    return words, f"{words[: QUERY_LENGTH - 1]}*" if words[-1].isalnum() else words


def nouns(kind, plural, model, words, most):
    found = model.objects.published().hits(words, most + 1)
    hits = [Hit(record, alias=alias) for record, alias in found[:most]]
    more = ""
    if len(found) > most and kind != "place":
        more = address(kind, words)
    return Group(kind, plural, hits, more)


def address(kind, words):
    query = QueryDict(mutable=True)
    query.update({"q": words, "background": "1"})
    return f"{reverse(f'{kind}_list')}?{query.urlencode()}"


def texts(kind, plural, index, model, passages_of, words, asked, most, with_passages):
    """Return the first rows of a list that is asked for these words; `asked` is what they mean."""
    if not asked:
        return Group(kind, plural, [])
    found = index.answer(asked, most + 1)
    ids = [record_id(key) for _tier, key in found[:most]]
    by_id = fetched(model, ids)
    shown = [by_id[pk] for pk in ids if pk in by_id]
    pieces = passages_of(shown, asked) if shown and with_passages else {}
    hits = [Hit(row, pieces.get(row.pk, [])) for row in shown]
    return Group(kind, plural, hits, address(kind, words) if len(found) > most else "")


def plain(model):
    return Prepared(int, lambda ids: model.objects.published().filter(pk__in=ids).order_by())


def fetched(model, ids):
    """Return {id: record} of the public ones among these."""
    return {row.pk: row for row in model.objects.raw(*ROWS[model].sql(ids))} if ids else {}


ROWS = {model: plain(model) for model in (Article, Event, Target)}


def event_passages(events, query):
    """Return {id: pieces} of the text of each event that holds a word."""
    prefetch_related_objects(events, "place")
    texts = {e.pk: (e.summary, e.place.name if e.place else "") for e in events}
    return {pk: passage(query, parts) for pk, parts in texts.items()}


def target_passages(targets, query):
    """Return {id: pieces} of the text of each target that holds a word."""
    prefetch_related_objects(targets, "parties__company", "parties__person")
    found = {}
    for target in targets:
        named = (party.company or party.person or party.text for party in target.parties.all())
        shown = (str(party) for party in named if getattr(party, "is_published", True))
        found[target.pk] = passage(query, (target.scope, *shown))
    return found


TEXTS = (
    ("article", "articles", ARTICLES, Article, passages),
    ("event", "events", EVENTS, Event, event_passages),
    ("target", "targets", TARGETS, Target, target_passages),
)


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
    keys, owners = list(names.keys), list(names.nouns)
    for n, (_kind, _plural, model) in enumerate(NOUNS):  # of many names, those most likely meant
        for pk, _sort_key, called in model.objects.published().beginning(words):
            keys += map(name_key, called)
            owners += [pk * len(NOUNS) + n] * len(called)
    near = process.extract(
        asked, keys, scorer=fuzz.WRatio, limit=3 * CLOSE, score_cutoff=CLOSE_ENOUGH
    )
    chosen = list(dict.fromkeys(owners[i] for _key, _score, i in near))[:CLOSE]
    found = {}
    for n, (_kind, _plural, model) in enumerate(NOUNS):
        ids = [noun // len(NOUNS) for noun in chosen if noun % len(NOUNS) == n]
        for row in model.objects.published().filter(pk__in=ids) if ids else ():
            found[row.pk * len(NOUNS) + n] = row
    return [found[noun] for noun in chosen if noun in found]
