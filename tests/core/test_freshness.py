"""A reader never gets a page older than the last write committed before it asked.

Two worker processes and this one, each with a page store of its own, are read while seven ways of
writing go on. FRESHNESS_SECONDS lets that last longer.
"""

import os
import threading
import time
from itertools import cycle
from random import Random

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler

from articles.models import Statement
from tests.factories import make_target
from tests.marks import PAGES, WAYS, Ledger, Reader, asker, first_marks, mark, update
from tests.pages import set_clock, words_of
from tests.searched import Elsewhere, waiting
from tests.workers import Worker
from vjtech.core.search.index import finish

SECONDS = float(os.environ.get("FRESHNESS_SECONDS", 2))
LEAST, LONGEST = 2, 30  # marks of each way, and the seconds that a busy machine has for them
REMOTE = ("update", "bulk", "delete")  # the ways that a worker process writes in
REST, BUSY = 0.15, 0.3  # seconds: while all rest, pages are stored and found unchanged

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def workers(django_db_setup, bare_environment):
    both = [Worker(bare_environment), Worker(bare_environment)]
    yield both
    for worker in both:
        worker.stop()


@pytest.fixture
def ledger():
    first_marks()
    return Ledger()


def write(ledger, ways, over, chance):
    """Write marks in turn, ways a dict of functions, with rests that all writers take at once."""
    for way in cycle(ways):
        while time.monotonic() % (REST + BUSY) < REST:
            time.sleep(0.005)
        if over.is_set():
            return
        ledger.write(way, ways[way])
        time.sleep(chance.random() * 0.02)


def test_no_reader_gets_a_page_older_than_what_was_committed_before_it_asked(workers, ledger):
    here = asker(WSGIHandler())
    readers = [
        Reader(ask, ledger, Random(n))
        for n, ask in enumerate((here, here, workers[0].ask, workers[1].ask))
    ]
    ways = {way: lambda n, way=way: workers[1].write(way, n) for way in REMOTE}
    local = [way for way in WAYS if way not in REMOTE]
    shares = [ways, {w: WAYS[w] for w in local[:2]}, {w: WAYS[w] for w in local[2:]}]
    over = threading.Event()
    busy = [Elsewhere(lambda r=reader: r.wander(over)) for reader in readers]
    busy += [
        Elsewhere(lambda s=share, n=n: write(ledger, s, over, Random(n)))
        for n, share in enumerate(shares)
    ]
    start = time.monotonic()
    while all(one.is_alive() for one in busy):
        time.sleep(0.05)
        lasted = time.monotonic() - start
        if lasted > SECONDS and (min(ledger.committed.values()) >= LEAST or lasted > LONGEST):
            break
    ended(over, busy)
    assert min(ledger.committed.values()) >= LEAST, ledger.committed
    readers = readers[1:]  # one of each store
    read_at_rest(readers)
    assert all(reader.answers[304] >= len(PAGES) for reader in readers)


def ended(over, threads):
    """Have all of them end before one that failed is told of."""
    over.set()
    for one in threads:
        one.join(30)
    for one in threads:
        one.result()


def read_at_rest(readers):
    """Hold every page, stored and not modified, against what was written last."""
    finish()
    for reader in readers:
        for address in PAGES:
            for revalidate in (False, False, True):
                reader.read(address, revalidate)
        assert reader.held.keys() == PAGES.keys()


def test_what_one_worker_wrote_the_other_shows_at_once(workers, ledger):
    readers = [Reader(worker.ask, ledger, Random(0)) for worker in workers]
    for way in WAYS:
        pages = [address for address, ways in PAGES.items() if way in ways]
        for reader in readers:
            for address in pages:
                reader.read(address, revalidate=False)
        ledger.write(way, lambda n, way=way: workers[0].write(way, n))
        for reader in readers:
            for address in pages:
                reader.read(address, revalidate=True)


def test_across_midnight_in_hanoi_nobody_gets_yesterday_s_page(ledger, monkeypatch):
    target = make_target(slug="mark-deadline", statement={"due": "2025-12-31"})
    assert Statement.objects.get(target=target).due_latest.isoformat() == "2025-12-31"
    days = {"2025-12-31T16:59:59+00:00": "declared", "2025-12-31T17:00:00+00:00": "passed"}
    handler = asker(WSGIHandler())
    held, over, moved = {}, threading.Event(), threading.Event()

    def read():
        while not over.is_set():
            passed = moved.is_set()
            for address in ("/targets/", "/targets/mark-deadline/", "/targets.json", "/"):
                tag, text = held.get(address, (None, ""))
                status, headers, body = handler(address, tag)
                text = text if status == 304 else body
                if passed:
                    assert status in (200, 304) and shows(address, text, "passed"), address
                held[address] = headers["ETag"], text

    set_clock(monkeypatch, next(iter(days)))
    for address in ("/targets/", "/targets/mark-deadline/", "/targets.json", "/"):
        assert shows(address, handler(address)[2], "declared")
    readers = [Elsewhere(read) for _ in range(2)]
    writer = Elsewhere(lambda: write(ledger, {"update": update}, over, Random(1)))
    time.sleep(0.2)
    set_clock(monkeypatch, list(days)[1])
    moved.set()
    time.sleep(0.4)
    ended(over, [*readers, writer])


def shows(address, text, status):
    """Say whether a page shows the target as it stands before its deadline, or after."""
    if address == "/":
        return ("mark-deadline" in text) == (status == "declared")
    if address.endswith(".json"):
        return f'"status": "{status}"' in text or f'"status":"{status}"' in text
    said = "deadline passed" in words_of(text).lower()
    return said == (status == "passed")


def test_who_cannot_index_what_waits_says_that_the_answer_may_be_behind(
    workers, ledger, bare_environment
):
    finish()
    replica = Worker(bare_environment, read_only=True)
    try:
        status, headers, text = replica.ask("/search/?q=mark")
        assert status == 200 and "ETag" in headers and mark("save", 0) in text
        WAYS["bulk"](1)
        assert waiting()
        for _ in range(2):
            status, now, text = replica.ask("/search/?q=mark", headers["ETag"])
            assert (status, now["Cache-Control"]) == (200, "no-store") and "ETag" not in now
            assert mark("bulk", 0) in text and mark("bulk", 1) not in text
            status, now, text = replica.ask("/articles/")  # no index has a part in it
            assert "ETag" in now and mark("bulk", 1) in text
        finish()
        status, now, text = replica.ask("/search/?q=mark", headers["ETag"])
        assert status == 200 and now["ETag"] != headers["ETag"] and mark("bulk", 1) in text
        assert replica.ask("/search/?q=mark", now["ETag"])[0] == 304
    finally:
        replica.stop()
    assert not cache.size  # nothing was asked here
