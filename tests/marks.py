"""Marks: each way of writing leaves a numbered one, so that a page tells how old it is."""

import re
import tempfile
import threading
from collections import defaultdict
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article
from bench.measure import ask as asked
from entities.models import Company
from tests.factories import make_article, make_company
from vjtech.core.search.fold import name_key

MARK = re.compile(r"Mark ([a-z]+) (\d+)\b")
DAY = "2026-01-01"
NEVER = 10**9  # the number of a mark that is never committed


def mark(way, n):
    return f"Mark {way} {n}"


def save(n):
    article = Article.objects.get(slug="mark-save")
    article.title = mark("save", n)
    article.save()


def update(n):
    Company.objects.filter(slug="mark-update").update(name=mark("update", n))


def bulk(n):
    new = {"slug": f"mark-bulk-{n}", "title": mark("bulk", n), "published": DAY}
    article = Article(state="published", language="en", relevance="core", **new)
    article.clean_fields(exclude=["publisher"])
    Article.objects.bulk_create([article])
    # Home shows eight: the older ones make room for the other marks.
    Article.objects.filter(slug=f"mark-bulk-{n - 3}").delete()


def raw(n):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entities_company SET name = %s WHERE slug = 'mark-raw'", [mark("raw", n)]
        )


def loaddata(n):
    fields = f"{{slug: mark-loaddata, state: published, name: {mark('loaddata', n)}}}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "mark.yaml")
        file.write_text(f"- model: entities.company\n  fields: {fields}\n")
        call_command("loaddata", file, stdout=StringIO())


def delete(n):
    Company.objects.filter(slug="mark-delete").delete()
    make_company(mark("delete", n), slug="mark-delete")


def rollback(n):
    """Write a mark and take it back, then write the real one."""
    company = Company.objects.filter(slug="mark-rollback")
    with transaction.atomic():
        company.update(name=mark("rollback", NEVER))
        transaction.set_rollback(True)
    with transaction.atomic():
        company.update(name=mark("rollback", n))


WAYS = {f.__name__: f for f in (save, update, bulk, raw, loaddata, delete, rollback)}
OF_ARTICLES = ("save", "bulk")
OF_COMPANIES = tuple(way for way in WAYS if way not in OF_ARTICLES)
PAGES = {
    "/": OF_ARTICLES,
    "/articles/": OF_ARTICLES,
    "/articles.json": OF_ARTICLES,
    "/companies/?background=1": OF_COMPANIES,
    "/companies.csv?background=1": OF_COMPANIES,
    "/companies/?q=mark&background=1": OF_COMPANIES,
    "/companies/mark-update/": ("update",),
    "/companies/mark-raw/": ("raw",),
    "/articles/mark-save/": ("save",),
    "/articles/?q=mark": OF_ARTICLES,
    "/search/?q=mark": tuple(WAYS),
    "/search.json?q=mark": tuple(WAYS),
}


def first_marks():
    """Write mark 0 of each way."""
    make_article(mark("save", 0), slug="mark-save", published=DAY)
    bulk(0)
    for way in OF_COMPANIES:
        make_company(mark(way, 0), slug=f"mark-{way}", sort_key=name_key(way))


def asker(handler):
    """Return a function that asks a WSGI handler: (address, tag) -> (status, headers, text)."""

    def ask(address, tag=None):
        answer = asked(handler, address, **({"HTTP_IF_NONE_MATCH": tag} if tag else {}))
        return answer.status, answer.headers, answer.body.decode()

    return ask


def seen(text):
    """Return {way: the newest mark on a page}."""
    newest = defaultdict(lambda: -1)
    for way, n in MARK.findall(text):
        newest[way] = max(newest[way], int(n))
    return newest


class Ledger:
    """What was begun and what was committed, by way of writing; kept by those who write."""

    def __init__(self):
        self.begun, self.committed = dict.fromkeys(WAYS, 0), dict.fromkeys(WAYS, 0)

    def write(self, way, do):
        n = self.begun[way] = self.begun[way] + 1
        do(n)
        self.committed[way] = n


class Reader:
    """A visitor with a browser's memory: what it holds is shown again where it is told 304."""

    def __init__(self, ask, ledger, chance):
        self.ask, self.ledger, self.chance = ask, ledger, chance
        self.held, self.answers = {}, defaultdict(int)

    def read(self, address, revalidate):
        tag, text = self.held.get(address, (None, "")) if revalidate else (None, "")
        least = dict(self.ledger.committed)
        status, headers, body = self.ask(address, tag)
        most = dict(self.ledger.begun)
        self.answers[status] += 1
        assert status == 200 or (status == 304 and tag), (address, status, body[:400])
        text = text if status == 304 else body
        new_tag = headers.get("ETag")
        if new_tag is None:  # it says itself that it may be behind
            assert headers["Cache-Control"] == "no-store" and "q=" in urlsplit(address).query
            self.held.pop(address, None)
        else:
            self.check(address, seen(text), least, most)
            self.held[address] = new_tag, text

    def check(self, address, found, least, most):
        for way in PAGES[address]:
            if way == "delete" and found[way] == -1:
                continue  # deleted, and not yet there again
            assert least[way] <= found[way] <= most[way], (
                f"{address} shows mark {found[way]} of {way}: {least[way]} was committed before it"
                f" was asked for, {most[way]} begun"
            )

    def wander(self, over: threading.Event):
        while not over.is_set():
            self.read(self.chance.choice(tuple(PAGES)), self.chance.random() < 0.7)
