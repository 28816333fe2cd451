"""Random queries on SQLite and on PostgreSQL: any difference in rows or order is a failure.

    python -m tests.compare_engines --queries 10000 --seed 1

Takes a minute or two. A part of the queries is also held against a search in plain Python. Two
generated bases of the same documents are asked; neither is anybody's.
"""

import argparse
import random
import sys
import tempfile
import time
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass

import dj_database_url
import django
from django.conf import settings
from django.db import connections, transaction

from tests import postgres
from tests.plain_search import Plain
from vjtech.core.recency import ID_BITS
from vjtech.core.search.engines import ENGINES
from vjtech.core.search.equivalents import expanded
from vjtech.core.search.fold import name_key
from vjtech.core.search.index import Document, Index, Within
from vjtech.core.search.query import parse

VIETNAMESE = (
    "đà nẵng hà nội việt nam nhật bản hợp tác công nghệ bán dẫn kỹ sư đại học chính sách tập đoàn"
)
ENGLISH = (
    "company companies tie ties forum engineer engineers semiconductor japan vietnam port bus gas"
    " class status news café naïve co c a the of and in office offices box boxes city cities"
)
JAPANESE = (
    "半導体 人材 育成 東京 京都 都知事 日越大学 ベトナム 協力 が か パートナー ヨタ 九州大学"
    " 々 ー 葛城"
)
CODES = "57-NQ/TW C.OPE2N 2025 FPT2025 A/B 5G １２ ＣＭＣ ﾄﾖﾀ ｶﾞｽ CMC’s ﬁn ℅ ½ 𠮷野家 😀 Straße Łódź"
NAMES = (
    ("Da Nang", "Danang", "Đà Nẵng", "ダナン"),
    ("Viet Nam", "Vietnam", "Việt Nam", "ベトナム"),
    ("Japan", "日本", "Nhật Bản"),
    ("Viet Nam Japan Forum", "日越フォーラム", "VJF"),
    ("Tập đoàn CMC", "CMC", "ＣＭＣ"),
)
STRAY = tuple("\"'“”「」()[]{}*-+:;,.<>|&!^~\\/%_#=@ 　\t\n\0\ud800\u0301\u3099\u200b\u00ad")
# Asked first of all: what is past the places that PostgreSQL keeps of a word, or of a text.
EDGES = (
    '"company rare"',
    '"of tokyo company"',
    "rare",
    "beyond",
    '"word word beyond"',
    "半導体 -体x",
)
PLAINLY, SHOWN = 10, 10  # every how manieth query is asked in plain Python too; differences shown
TAGS = tuple(f"{letter}{n}" for letter in "ctp" for n in range(4))


class Chance(random.Random):
    """Draws words, texts and queries."""

    words = tuple(f"{VIETNAMESE} {ENGLISH} {JAPANESE} {CODES}".split())

    def word(self):
        # A few words are in many documents, many in a few.
        word = self.words[int(len(self.words) * self.random() ** 2.2)]
        change = self.random()
        if change < 0.06:
            return word.upper()
        if change < 0.12:
            return unicodedata.normalize("NFD", word)
        if change < 0.2:
            stripped = unicodedata.normalize("NFD", word)
            return "".join(c for c in stripped if not unicodedata.combining(c)) or word
        return word

    def text(self, most):
        parts = []
        for _ in range(self.randrange(most)):
            name = self.random() < 0.07
            parts.append(self.choice(self.choice(NAMES)) if name else self.word())
            parts.append(self.choices((" ", "", ", ", ". ", "\n", "・"), (30, 2, 2, 2, 1, 1))[0])
        return "".join(parts)

    def query(self, documents):
        parts = [self.part(documents) for _ in range(self.choice((1, 1, 1, 1, 2, 2, 3, 5)))]
        text = " ".join(parts)
        for _ in range(self.choice((0, 0, 0, 1, 3))):
            at = self.randrange(len(text) + 1)
            text = text[:at] + self.choice(STRAY) + text[at:]
        return text

    def part(self, documents):
        kind = self.random()
        if kind < 0.35:
            part = self.word()
        elif kind < 0.5:  # a stretch of what is there, cut anywhere
            document = self.choice(documents)
            source = document.body or document.title
            at = self.randrange(len(source) or 1)
            part = source[at : at + self.randrange(1, 14)]
        elif kind < 0.6:
            part = self.choice(self.choice(NAMES))
        elif kind < 0.72:
            word = self.word()
            part = f"{word[: self.randrange(1, len(word) + 1)]}*"
        elif kind < 0.82:
            part = "".join(self.choice(STRAY + self.words[:20]) for _ in range(self.randrange(6)))
        else:
            part = f'"{" ".join(self.word() for _ in range(self.randrange(1, 4)))}"'
        return f"-{part}" if self.random() < 0.12 else part


def documents_of(chance, number):
    made = []
    for id in range(1, number + 1):
        day = chance.randrange(730_000, 740_000) if id % 20 else 0
        key = (day << ID_BITS) + id
        tags = tuple(chance.sample(TAGS, chance.randrange(4)))
        made.append(Document(id, key, chance.text(9), chance.text(60), tags))
    edge = "company of tokyo "
    long = ((edge * 300 + "company rare " + edge * 60), "半導体 " * 3000, "word " * 9000 + "beyond")
    for id, body in enumerate(long, number + 1):
        made.append(Document(id, (735_000 << ID_BITS) + id, "Long " + body[:200], body))
    return made


def names_of(keys):
    """Return the names of what is called so."""
    return {
        key: list(names)
        for names in NAMES
        for name in names
        for key in keys
        if name_key(name) == key
    }


@dataclass
class Asked:
    """One query of the run, with what else narrows it."""

    text: str
    query: object
    within: object
    size: int


def asked(chance, documents, n):
    if n < len(EDGES):
        return Asked(EDGES[n], parse(EDGES[n]), Within(), 3)
    text = chance.query(documents)
    query = parse(text)
    if chance.random() < 0.5:
        query = expanded(query, names_of)
    groups = chance.choice((0, 0, 0, 1, 2))
    tags = tuple(tuple(chance.sample(TAGS, chance.randrange(1, 4))) for _ in range(groups))
    keys = sorted(chance.choice(documents).key for _ in range(2))
    low, high = chance.choice(((None, None), (None, None), (keys[0], None), keys))
    return Asked(text, query, Within(tags, low, high), chance.choice((1, 3, 10)))


def pages(index, one, using):
    """Return what walking page by page gives."""
    found, after = [], None
    while page := index.answer(one.query, one.size, after=after, within=one.within, using=using):
        found += page
        after = page[-1]
    return found


@contextmanager
def both_databases():
    with (
        tempfile.TemporaryDirectory(prefix="vjtech-compare-") as folder,
        postgres.server() as address,
    ):
        own = dj_database_url.parse(postgres.maintenance(address))
        sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/compare.sqlite3"}
        settings.configure(DATABASES={"default": sqlite, "other": own}, USE_TZ=True)
        django.setup()
        try:
            yield ("default", "other")
        finally:
            connections.close_all()


def filled(documents, databases):
    index = Index("compare", lambda ids: ())
    for using in databases:
        engine = ENGINES[connections[using].vendor]
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            for statement in engine.create(index.table):
                cursor.execute(statement)
            engine.add(cursor, index.table, documents)
    return index


def compare(index, databases, one, plain):
    """Return how many rows are found, and what differs, as lines."""
    answers = {
        using: index.answer(one.query, 10_000, within=one.within, using=using)
        for using in databases
    }
    if plain:
        answers["plain Python"] = plain.answer(one)
        answers["walked"] = pages(index, one, databases[0])
        answers["walked, other"] = pages(index, one, databases[1])
    first, *others = answers.values()
    if all(other == first for other in others):
        return len(first), []
    return len(first), [f"{one.text!r} {one.within}", *(f"  {n}: {a}" for n, a in answers.items())]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.monotonic()
    with both_databases() as databases:
        chance = Chance(options.seed)
        documents = documents_of(chance, options.documents)
        index, plain = filled(documents, databases), Plain(documents)
        number = some = differing = 0
        while number < options.queries:
            one = asked(chance, documents, number)
            if not one.query:  # nothing in it to look for
                continue
            checked = number < len(EDGES) or number % PLAINLY == 0
            found, lines = compare(index, databases, one, plain if checked else None)
            number += 1
            some += bool(found)
            differing += bool(lines)
            if lines and differing <= SHOWN:
                print(*lines, sep="\n", file=sys.stderr)
    print(
        f"{number} queries (seed {options.seed}), {some} of which find something:"
        f" {differing} differ; {time.monotonic() - start:.0f} s"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
