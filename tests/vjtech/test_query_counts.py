"""Each page asks the database a small number of times, the same with ten times the rows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages import LISTS, get, text_of
from tests.world import World
from vjtech.core.search.index import settle

pytestmark = pytest.mark.django_db

LIST, DETAIL, HOME = 8, 16, 10
TOPIC = 22  # an article's list, who is named in it, and the facts that it cites
FEED = 6
SITEMAP = 11  # a kind's files are one query
SEARCH = 28  # six kinds are asked, each for its rows and for what says why they match


def budgets_of(world):
    """Return {address: the most it may ask}."""
    budgets = {"/": HOME, **{f"/{name}/": LIST for name in LISTS}}
    for record in (
        *(world.company, world.person, world.place, world.article),
        *(world.event, world.target, world.figure, world.role, world.tie),
    ):
        budgets[record.get_absolute_url()] = DETAIL
    followed = (world.place, world.event, world.target, world.figure)
    budgets |= {f"{r.get_absolute_url().rstrip('/')}.atom": FEED for r in followed}
    budgets |= {"/sitemap.xml": SITEMAP, "/sitemap-pages.xml": SITEMAP}
    budgets |= {"/topics/": 2, "/topics/ai/": TOPIC, "/topics/ai/brief/": TOPIC}
    for record in (world.company, world.person):
        # The picture fetches the events and the targets, of each a few columns of many rows.
        budgets[record.get_absolute_url()] += 2
    for name, query, chosen in (
        ("articles", "company=alpha", 1),
        ("articles", "background=1&company=alpha&person=ann&topic=ai&publisher=pano", 4),
        ("companies", "topic=ai", 1),
        ("people", "company=alpha", 1),
        ("events", "company=alpha&person=ann&country=VN&date_after=2020", 3),
        ("targets", "q=metric&company=alpha&due_after=2020&due_before=2099", 1),
        ("figures", "company=alpha", 1),
        ("articles", "published_after=2020", 1),
    ):
        # A chosen value is looked up, and the values beside it are counted without it. Words
        # cost more: what waits for the index, which spellings are one name's, and the index
        # itself for the rows, for the background and for the facet that is chosen. Each time a
        # range is three groups; and of several filters the one of fewest rows is looked for.
        words, ranged = query.startswith("q="), "_after=" in query
        groups = 2 * (3 + chosen) if ranged and not words else 0
        several = "&" in query
        budgets[f"/{name}/?{query}"] = LIST + 2 * chosen + groups + several + 5 * words
    for words in ("a", "x", "an"):  # by name, by the aliases of companies, of people
        budgets[f"/search/?q={words}"] = SEARCH
    return budgets


def asked(client, address):
    cache.clear()
    settle()
    with CaptureQueriesContext(connection) as captured:
        get(client, address)
    return len(captured)


def test_no_page_asks_more_than_its_share_nor_more_with_ten_times_the_rows(client):
    world = World()
    world.grow(2)
    few = {address: asked(client, address) for address in budgets_of(world)}
    world.grow(18)
    many = {address: asked(client, address) for address in budgets_of(world)}
    over = {a: n for a, n in many.items() if n > budgets_of(world)[a]}
    assert over == {}
    # The list is cut at its end: whether there is another page is known without asking again.
    assert {a: (few[a], many[a]) for a in many if few[a] != many[a]} == {}


def test_the_count_includes_the_look_up_of_the_change_version(client):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        get(client, "/companies/")
    assert "core_change_count" in captured[0]["sql"]


def test_a_machine_format_asks_no_more_for_more_rows(client):
    world = World()
    numbers = []
    for more in (2, 18):
        world.grow(more)
        for name in LISTS:
            with CaptureQueriesContext(connection) as captured:
                text_of(client.get(f"/{name}.json"))
            numbers.append((name, len(captured)))
    assert numbers[: len(LISTS)] == numbers[len(LISTS) :]
    assert max(n for _name, n in numbers) <= 12
