"""The queue: drained by whoever can write, by one at a time, and nobody waits for it."""

import time
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from articles.models import Article
from tests.factories import make_article, make_company
from tests.searched import Elsewhere, found, in_step, indexed, waiting
from vjtech.core.change import change_version
from vjtech.core.management.commands import reindex
from vjtech.core.search import engines, index
from vjtech.core.search.index import INDEXES, MASK, Document, drain, finish, settle

pytestmark = pytest.mark.django_db
ALONE = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_pause():
    """What one test found busy does not keep another one waiting."""
    yield
    index.held.clear()


def test_draining_again_changes_nothing():
    make_article("Needle")
    assert drain() > 0
    before = change_version()
    assert drain() == 0 and waiting() == 0
    assert change_version() == before
    in_step()


def test_draining_counts_as_a_change():
    make_article("Needle")
    before = change_version()
    drain()
    assert change_version() != before


def test_a_drain_takes_no_more_than_it_is_told():
    for i in range(5):
        make_company(f"Needle {i}")
    looked_at = []
    while n := drain(most=3):
        looked_at.append(n)
    assert max(looked_at) <= 3 and sum(looked_at) == 5
    in_step()


def test_a_reader_indexes_for_a_short_time_only(monkeypatch):
    for i in range(20):
        make_company(f"Needle {i}")
    monkeypatch.setattr(index, "BATCH", 2)
    assert settle(seconds=-1) is False and waiting() > 0
    assert settle() is True and waiting() == 0


def test_what_cannot_be_indexed_is_logged_and_the_answer_is_what_is(monkeypatch, caplog):
    make_article("Needle", slug="a")
    finish()
    make_article("Needle two")

    def broken(*args, **kwargs):
        raise DatabaseError("no such luck")

    with monkeypatch.context() as failing:
        failing.setattr(index, "write", broken)
        assert found("needle") == ["a"]
    assert "no such luck" in caplog.text
    index.held.clear()
    assert len(found("needle")) == 2


def test_a_record_whose_id_fits_no_key_is_left_out():
    class Odd:
        table = INDEXES["place"].table

        def documents(self, ids):
            return [Document(MASK + 1, 1, "Needle", ""), Document(7, 7, "Needle", "")]

    index.write(Odd(), [7, MASK + 1])
    assert indexed("place", "needle") == {7}


@ALONE
def test_two_drains_at_once_index_each_record_once():
    for i in range(30):
        make_article(f"Needle {i}")
    others = [Elsewhere(lambda: drain(most=7)) for _ in range(3)]
    finish()
    for other in others:
        other.result()
    finish()
    assert len(indexed("article", "needle")) == 30
    in_step()


@ALONE
@pytest.mark.half("postgresql")
def test_a_drain_that_is_not_to_wait_gives_way_to_another():
    make_article("Needle")
    with transaction.atomic():
        assert drain() > 0
        make_article("Needle two")
        assert Elsewhere(lambda: drain(wait=False)).result() == 0
        assert Elsewhere(settle).result() is False
    index.held.clear()
    assert settle() is True
    in_step()


@ALONE
@pytest.mark.half("postgresql")
def test_what_is_withdrawn_while_it_is_being_indexed_does_not_stay():
    """The older of two drains must not put down what the newer one has just taken away."""
    article = make_article("Needle")
    kind = INDEXES["article"]
    plain, others = kind.documents, []

    def slow(ids):
        documents = list(plain(ids))
        if not others:  # read as published; before that is written, another process withdraws it
            Elsewhere(lambda: Article.objects.filter(pk=article.pk).update(state="draft")).result()
            others.append(Elsewhere(finish))
            time.sleep(0.2)
        return documents

    kind.documents = slow
    try:
        drain()
    finally:
        kind.documents = plain
    others[0].result()
    assert indexed("article", "needle") == set()
    in_step()


@ALONE
def test_a_reader_does_not_wait_for_a_long_writer(client):
    make_article("Needle one", slug="a")
    finish()
    make_article("Needle two", slug="b")
    with transaction.atomic():
        make_company("Being written")
        if connection.vendor == "postgresql":
            drain()
        start = time.monotonic()
        answer = Elsewhere(lambda: client.get("/search.json?q=needle")).result()
        assert time.monotonic() - start < 2
    assert [hit["slug"] for hit in answer.json()["articles"]] == ["a"]
    assert answer["Cache-Control"] == "no-store" and not answer.has_header("ETag")
    index.held.clear()
    again = client.get("/search.json?q=needle")
    assert [hit["slug"] for hit in again.json()["articles"]] == ["b", "a"]
    assert again.has_header("ETag")


def read_only(yes):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA query_only = {int(yes)}")
        else:
            cursor.execute(f"SET default_transaction_read_only = {'on' if yes else 'off'}")


@ALONE
def test_a_base_that_cannot_be_written_to_answers_from_what_is_indexed(client):
    make_article("Needle one", slug="a")
    finish()
    make_article("Needle two", slug="b")
    Article.objects.filter(slug="a").update(title="Needle, changed")
    read_only(True)
    try:
        for _ in range(2):
            answer = client.get("/articles/?q=needle")
            assert answer.status_code == 200 and "Needle, changed" in answer.content.decode()
            assert "Needle two" not in answer.content.decode()
            assert answer["Cache-Control"] == "no-store" and not answer.has_header("ETag")
            index.held.clear()
        assert not cache.size
        assert client.get("/articles/").has_header("ETag")  # asks no index
        for address in ("/search/?q=needle", "/search/suggest?q=need", "/search.json?q=x"):
            answer = client.get(address)
            assert answer.status_code == 200 and not answer.has_header("ETag")
    finally:
        read_only(False)
        index.held.clear()
    answer = client.get("/articles/?q=needle")
    assert "Needle two" in answer.content.decode() and answer.has_header("ETag")


@ALONE
def test_what_was_withdrawn_is_not_shown_even_where_the_index_is_behind(client):
    article = make_article("Needle", slug="a")
    finish()
    Article.objects.unpublish()
    read_only(True)
    try:
        assert "Needle" not in client.get("/articles/?q=needle").content.decode()
        assert client.get("/articles.json?q=needle").getvalue().count(b'"slug"') == 0
        assert client.get("/search.json?q=needle").json()["articles"] == []
        assert article.pk in indexed("article", "needle")
    finally:
        read_only(False)


def test_an_unchanged_answer_costs_one_look_up(client, django_assert_num_queries):
    make_article("Needle")
    first = client.get("/search/?q=needle")
    with django_assert_num_queries(1):
        assert client.get("/search/?q=needle").content == first.content


def test_a_write_by_a_visitor_s_request_is_indexed_after_it(client):
    make_article("Needle")
    assert waiting()
    client.post("/nowhere/")
    assert waiting() == 0


# Rebuilding


def say(**options):
    out = StringIO()
    call_command("reindex", stdout=out, **options)
    return out.getvalue()


def spoil():
    """Have the article index hold what it should not, and not what it should."""
    kind = INDEXES["article"]
    with connection.cursor() as cursor:
        engine = engines.ENGINES[connection.vendor]
        engine.remove(cursor, kind.table, list(Article.objects.values_list("pk", flat=True)))
        engine.add(cursor, kind.table, [Document(9_000_000, 9_000_000, "Ghost", "")])


@pytest.mark.parametrize("anew", [False, True])
def test_a_rebuilt_index_holds_everything_and_no_more(anew):
    make_article("Needle")
    finish()
    spoil()
    assert indexed("article", "needle") == set() and indexed("article", "ghost")
    assert "The index holds everything" in say(anew=anew)
    assert len(indexed("article", "needle")) == 1 and not indexed("article", "ghost")
    in_step()


def test_a_change_that_happens_to_wait_does_not_pass_for_an_unfinished_run():
    make_article("Needle")
    finish()
    spoil()
    make_company("Other")
    assert waiting() and "Going on" not in say()
    assert len(indexed("article", "needle")) == 1


def test_a_run_that_was_stopped_is_gone_on_with(monkeypatch):
    for i in range(6):
        make_article(f"Needle {i}")
    finish()
    spoil()
    taken = []

    def stopped(**options):
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(drain(most=2))
        return taken[-1]

    with monkeypatch.context() as context:
        context.setattr(reindex, "drain", stopped)
        with pytest.raises(KeyboardInterrupt):
            say()
    left = waiting()
    assert left > 0
    assert "Going on where the last run was stopped" in say()
    in_step()
    assert len(indexed("article", "needle")) == 6


@ALONE
@pytest.mark.parametrize("anew", [False, True])
def test_searching_goes_on_meanwhile(client, anew, monkeypatch):
    for i in range(8):
        make_article(f"Needle {i}", slug=f"a{i}")
    finish()
    seen = []

    def watched(**options):
        n = drain(most=3)
        answer = Elsewhere(lambda: client.get("/search.json?q=needle")).result()
        assert answer.status_code == 200
        seen.append(len(answer.json()["articles"]))
        return n

    monkeypatch.setattr(reindex, "drain", watched)
    say(anew=anew)
    assert seen[-1] == 8 and (anew or set(seen) == {8})
    in_step()
