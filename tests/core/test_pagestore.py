"""The store of finished pages: bounded in bytes, the least recently used goes first."""

import random
import threading
import time

import pytest

from vjtech.core import pagestore
from vjtech.core.pagestore import LARGEST_SHARE, PageStore

MOST = 100_000
PAGE = b"x" * 4000


@pytest.fixture
def made(monkeypatch):
    """Make stores that no other test sees; those of one location share what they hold."""
    monkeypatch.setattr(pagestore, "STORES", {})
    return lambda most=MOST, location="": PageStore(location, {"OPTIONS": {"MOST_BYTES": most}})


def kept(store, names):
    return [name for name in names if store.get(name) is not None]


def test_its_bytes_are_bounded_and_the_newest_are_kept(made):
    store = made()
    for n in range(500):
        store.set(f"page-{n}", PAGE)
        assert store.size <= MOST
    names = [f"page-{n}" for n in range(500)]
    found = kept(store, names)
    assert found == names[-len(found) :] and len(found) == MOST // (store.size // len(found))


def test_what_was_asked_for_longest_ago_goes_first(made):
    store = made()
    names = [f"page-{n}" for n in range(20)]
    for name in names:
        store.set(name, PAGE)
    store.get("page-0")
    for n in range(20, 30):
        store.set(f"page-{n}", PAGE)
    found = kept(store, names)
    assert "page-0" in found and "page-1" not in found and names[-5:] == found[-5:]


def test_a_huge_page_is_not_kept_and_pushes_nothing_out(made):
    store = made()
    store.set("small", PAGE)
    store.set("huge", b"x" * (MOST // LARGEST_SHARE))
    assert store.get("huge") is None and store.get("small") == PAGE
    store.set("small", b"x" * MOST)
    assert store.get("small") is None and store.size == 0


def test_without_room_nothing_is_kept(made):
    store = made(0)
    store.set("page", b"")
    assert store.get("page", "nothing") == "nothing"


def test_what_is_put_anew_or_taken_out_is_counted_once(made):
    store = made()
    for _ in range(3):
        store.set("page", PAGE)
    size = store.size
    assert not store.add("page", b"other") and store.get("page") == PAGE
    assert store.size == size and store.delete("page") and not store.delete("page")
    assert store.size == 0 and store.add("page", b"other") and "page" in store
    store.clear()
    assert store.size == 0 and "page" not in store


def test_what_has_ended_is_gone(made, monkeypatch):
    store = made()
    store.set("page", PAGE, 60)
    store.set("longer", PAGE, 60)
    assert store.touch("longer", 600) and not store.touch("never")
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert store.get("page") is None and store.get("longer") == PAGE
    assert store.add("page", b"anew") and store.get("page") == b"anew"


def test_nobody_changes_what_another_one_is_given(made):
    store = made()
    store.set("page", ["as made"])
    store.get("page").append("changed")
    assert store.get("page") == ["as made"]


def test_threads_share_one_store_and_its_bytes_stay_right(made):
    failed = []

    def work(seed):
        store, chance = made(), random.Random(seed)
        try:
            for _ in range(400):
                name = f"page-{chance.randrange(60)}"
                act = chance.random()
                if act < 0.5:
                    store.set(name, name.encode() * chance.randrange(600))
                elif act < 0.9:
                    found = store.get(name)
                    assert not found or found.startswith(name.encode())
                else:
                    store.delete(name)
                assert store.size <= MOST
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = made()
    held = store.held.entries
    assert not failed
    assert store.size == sum(pagestore.size_of(key, value) for key, (value, _) in held.items())
