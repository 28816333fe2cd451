"""PostgreSQL's index by buckets: in order, bounded, and made anew where it is of another layout."""

import pytest
from django.db import connection

from articles.search import ARTICLES
from tests.factories import make_article
from vjtech.core.recency import ID_BITS
from vjtech.core.search.engines import ENGINES
from vjtech.core.search.index import Within, finish
from vjtech.core.search.postgresql import bucket_of
from vjtech.core.search.query import parse
from vjtech.core.search.tiers import TEXT, TITLE
from vjtech.core.search.triggers import install

EDGE = 1 << ID_BITS  # the first key of the first day


def titles(query, limit=10, **within):
    found = ARTICLES.page(parse(query), limit, within=Within(**within))
    return [key for _tier, key in found]


def test_buckets_are_in_the_order_of_their_keys():
    keys = [0, 1, 4095, 4096, EDGE - 1, EDGE, EDGE * 31, EDGE * 32, EDGE * 735_000, 2**63 - 1]
    buckets = [bucket_of(key) for key in keys]
    assert buckets == sorted(buckets)
    assert bucket_of(4095) < bucket_of(4096) < bucket_of(EDGE) == bucket_of(31 * EDGE)
    assert bucket_of(31 * EDGE) < bucket_of(32 * EDGE)


@pytest.mark.django_db
def test_the_newest_come_first_over_many_buckets_and_the_undated_last():
    dates = ["", "1850-01-01", "2010-06-30", "2010-07-01", "2025-01-01", "", "2025-01-02"]
    keys = {make_article(f"Needle {i}", published=date).pk: date for i, date in enumerate(dates)}
    finish()
    found = titles("needle")
    assert found == sorted(found, reverse=True) and len(found) == len(keys)
    for limit in range(1, len(found)):
        assert titles("needle", limit) == found[:limit]
    for low in found:
        for high in found:
            expected = [key for key in found if low <= key < high]
            assert titles("needle", low=low, high=high) == expected


@pytest.mark.django_db
def test_later_tiers_follow_the_earlier_ones_to_the_last_row():
    for i in range(4):
        make_article(f"Needle {i}", published=f"201{i}-01-01")
        make_article(f"Other {i}", "A needle.", published=f"202{i}-01-01")
    finish()
    pairs = ARTICLES.page(parse("needle"), 20)
    assert [tier for tier, _key in pairs] == [0] * 4 + [1] * 4
    for limit in range(1, 9):
        assert ARTICLES.page(parse("needle"), limit) == pairs[:limit]
        assert ARTICLES.page(parse("needle"), 20, after=pairs[limit - 1]) == pairs[limit:]


@pytest.mark.django_db
def test_an_index_of_another_layout_is_made_anew():
    make_article("Needle")
    finish()
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        for statement in engine.drop(ARTICLES.table):
            cursor.execute(statement)
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE VIRTUAL TABLE {ARTICLES.table} USING fts5(title, body)")
            cursor.execute(f"CREATE TABLE {ARTICLES.table}_key (id integer PRIMARY KEY, key)")
        else:
            cursor.execute(f"CREATE TABLE {ARTICLES.table} (id bigint PRIMARY KEY, key bigint)")
        assert not engine.is_current(cursor, ARTICLES.table)
        install()
        assert engine.is_current(cursor, ARTICLES.table)
    assert len(titles("needle")) == 1


@pytest.mark.half("postgresql")
@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["old", '"old word"', "o*", "old -new", "đá old"])
def test_without_statistics_no_word_is_searched_for_through_all_rows(asked):
    """What a plan reads is told by its shape: only the word index, within one bucket."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ARTICLES.table} (id, key, bucket, tsv)"
            " SELECT n, n, n / 1000, ('''' || to_hex(n / 1000) || '/old'':1')::tsvector"
            " FROM generate_series(1, 20000) n"
        )
        query = parse(asked)
        engine = ENGINES["postgresql"]
        for tier in (TITLE, TEXT):
            walk, values = engine.walk(ARTICLES.table, query, tier, Within(high=9), ("", ()), 26)
            walks = [f"SELECT w.key FROM ({walk}) w"]
            sql, first = engine.together(ARTICLES.table, query, walks, 26)
            cursor.execute(f"EXPLAIN {sql}", [*first, *values])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            # Once to see whether any bucket holds the words, and once for what they find.
            assert plan.count(f"Bitmap Index Scan on {ARTICLES.table}_tsv") == 2
            assert f"Seq Scan on {ARTICLES.table}" not in plan
