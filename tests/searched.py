"""What the tests of search share: finding, a dozen documents of our own, another connection."""

import threading

from django.apps import apps
from django.db import connection
from django.http import QueryDict

from articles.filters import ArticleFilterSet
from entities.filters import EventFilterSet, TargetFilterSet
from tests.factories import make_article
from vjtech.core.search.index import INDEXES, QUEUE, finish, record_id
from vjtech.core.search.query import parse

DOORS = {"article": ArticleFilterSet, "event": EventFilterSet, "target": TargetFilterSet}

# (slug, day, title, text): our own words, in three languages.
DOCUMENTS = (
    ("a", "2024-01-01", "Semiconductor ties grow", "CMC Corporation opens companies in Tokyo."),
    ("b", "2024-01-02", "Đà Nẵng đón kỹ sư Nhật Bản", "Thành phố ký Nghị quyết 57-NQ/TW."),
    ("c", "2024-01-03", "Da Nang welcomes engineers", "A forum on C.OPE2N took place."),
    ("d", "2024-01-04", "半導体人材の育成", "ハノイ工科大学と九州大学が協力する。"),
    ("e", "2024-01-05", "日越大学の卒業式", "グエン・チュン・チン氏が祝辞を述べた。"),
    ("f", "2024-01-06", "ＣＭＣ opens in Ｈａｎｏｉ", "ﾄﾖﾀ and CMC agree; the company grows."),
    ("g", "2024-01-07", "Tập đoàn công nghệ CMC", "Ông Nguyễn Trung Chính phát biểu tại Hà Nội."),
    ("h", "2024-01-08", "Battery plant", "The semiconductors of Da Nang and the ties of Tokyo."),
    ("i", "2024-01-09", "No news from the forum", "Opening words only; nothing was signed."),
    ("j", "2024-01-10", "Danang harbour", "Cảng Đà Nẵng; a café on the quay."),
    ("k", "2024-01-11", "Smile 😀 and signs", "“Quoted words” stand – here … and CMC’s share."),
    ("l", "2024-01-12", "東京都知事が訪問", "知事は東京都の企業を紹介した。パートナー募集。"),
)


def make_documents():
    for slug, day, title, text in DOCUMENTS:
        make_article(title, text, slug=slug, published=day)


def asked(kind, query):
    """Return a list's FilterSet for a query string."""
    return DOORS[kind].for_query(QueryDict(query))


def found(words, kind="article", **parameters):
    """Return the slugs that a list holds for these words, in order, page by page or at once."""
    query = QueryDict(mutable=True)
    query.update({"q": words, "background": "1", **parameters})
    return [row.slug for row in DOORS[kind].for_query(query).stream(lambda rows: rows)]


def indexed(name, words):
    """Return the ids of what an index holds for these words, whether it is shown or not."""
    return {record_id(key) for _tier, key in INDEXES[name].page(parse(words), 1000)}


def execute(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def waiting():
    """Return how many changes wait to be indexed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {QUEUE}")
        return cursor.fetchone()[0]


def in_step():
    """Hold every index against what its documents are now."""
    finish()
    for index in INDEXES.values():
        assert contents(index) == fresh(index), index.name


def contents(index):
    """Return {id: key} of what an index holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT id, key FROM {index.table}_key")
            held = dict(cursor.fetchall())
            cursor.execute(f"SELECT rowid FROM {index.table}")
            assert sorted(key for (key,) in cursor.fetchall()) == sorted(held.values())
            return held
        cursor.execute(f"SELECT id, key FROM {index.table}")
        return dict(cursor.fetchall())


def fresh(index):
    """Return {id: key} of what an index should hold."""
    model = apps.get_model(next(iter(index.watched)))
    ids = list(model._base_manager.values_list("pk", flat=True))
    return {document.id: document.key for document in index.documents(ids)}


class Elsewhere(threading.Thread):
    """Does something on another connection, as another process would; `result` waits for it."""

    def __init__(self, action):
        super().__init__()
        self.action, self.outcome, self.error = action, None, None
        self.start()

    def run(self):
        try:
            self.outcome = self.action()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def result(self, seconds=30):
        self.join(seconds)
        assert not self.is_alive()
        if self.error:
            raise self.error
        return self.outcome
