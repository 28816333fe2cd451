"""Words together with every filter of a list: the rows that both give alone, in tiers, by key."""

import itertools
import json
import random

import pytest
from django.db.models import Q
from django.http import QueryDict

from articles.models import Article
from entities.models import Event, Target
from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_publisher,
    make_target,
    make_topic,
)
from tests.searched import DOORS, asked
from vjtech.core.search import searched
from vjtech.core.search.index import finish

pytestmark = pytest.mark.django_db

DATES = (
    "2023-05-01",
    "2024-02-29",
    "2024-06",
    "2024",
    "2025?-03-04",
    "",
    "2023-12/2024-02",
    "../2024",
)
RANGES = ("2024", "2024-02-29", "2023-06"), ("2024", "2024-06-30", "2025")


def parts_of(chance, things, most=2):
    return chance.sample(things, chance.randrange(most + 1))


@pytest.fixture
def world():
    """Articles, events and targets of all kinds; half of them hold the needle."""
    chance = random.Random(7)
    companies = [make_company(slug=f"c{i}") for i in range(3)]
    people = [make_person(slug=f"p{i}") for i in range(2)]
    topics = [make_topic(f"t{i}") for i in range(2)]
    publishers = [make_publisher(f"b{i}") for i in range(2)]
    places = [make_place(country=country) for country in ("VN", "JP", "")]
    sources = []
    for n in range(32):
        sources.append(
            make_article(
                "Needle" if n % 4 == 0 else f"Title {n}",
                "A needle" if n % 2 else "Nothing",
                slug=f"a{n}",
                companies=parts_of(chance, companies),
                people=parts_of(chance, people),
                topics=parts_of(chance, topics),
                publisher=chance.choice([None, *publishers]),
                language=chance.choice(("en", "vi", "ja")),
                relevance=chance.choice(("core", "partial", "background")),
                state="draft" if n % 12 == 11 else "published",
                **dated("published", DATES[n % len(DATES)]),
            )
        )
    for n in range(16):
        words = {"article": chance.choice(sources), "slug": f"x{n}"}
        make_event(
            "Needle" if n % 3 == 0 else f"Forum {n}",
            **{"summary": "a needle" if n % 2 else "", "place": chance.choice([None, *places])},
            **{"companies": parts_of(chance, companies), "people": parts_of(chance, people)},
            **{"kind": chance.choice(("forum", "visit")), **words},
            **dated("date", DATES[n % len(DATES)]),
        )
        said = {"unit": chance.choice(("people", "")), "value": 5, **dated("due", DATES[n % 8])}
        make_target(
            "needle" if n % 3 == 0 else f"metric {n}",
            **{"scope": "a needle" if n % 2 else "", "statement": said, **words},
            **{"companies": parts_of(chance, companies), "kind": chance.choice(KINDS)},
        )
    finish()


KINDS = ("commitment", "forecast")


def dated(name, date):
    return {name: date} | ({f"{name}_reason": "Why."} if "?" in date else {})


ASKED = {
    "article": {
        "company": ("c0", ("c0", "c1")),
        "person": ("p0",),
        "topic": ("t0", ("t0", "t1")),
        "publisher": ("b0",),
        "language": ("vi", ("en", "ja")),
        "relevance": ("background", ("core", "background")),
        "published_after": RANGES[0],
        "published_before": RANGES[1],
        "background": ("1",),
    },
    "event": {
        "company": ("c0", ("c0", "c1")),
        "person": ("p0",),
        "kind": ("visit", ("visit", "forum")),
        "country": ("VN", ("VN", "JP")),
        "date_after": RANGES[0],
        "date_before": RANGES[1],
        "certain": ("1",),
        "background": ("1",),
    },
    "target": {
        "company": ("c0", ("c0", "c1")),
        "kind": ("forecast",),
        "unit": ("people",),
        "status": ("passed", ("passed", "declared")),
        "due_after": RANGES[0],
        "due_before": RANGES[1],
        "background": ("1",),
    },
}
MODELS = {"article": Article, "event": Event, "target": Target}
TEXTS = {
    "article": Q(paragraphs__text__icontains="needle") | Q(title__icontains="needle"),
    "event": Q(title__icontains="needle") | Q(summary__icontains="needle"),
    "target": Q(metric__icontains="needle") | Q(scope__icontains="needle"),
}
TITLES = {"article": "title", "event": "title", "target": "metric"}


def queries(kind):
    """Yield query strings: each filter by itself, then all sorts of them together."""
    given = ASKED[kind]
    for name, values in given.items():
        yield from ({name: value} for value in values)
    chance = random.Random(3)
    for _ in range(6):
        names = chance.sample(list(given), chance.randrange(2, 5))
        yield {name: chance.choice(given[name]) for name in names}


def encoded(parameters, **more):
    query = QueryDict(mutable=True)
    for name, value in (parameters | more).items():
        query.setlist(name, [value] if isinstance(value, str) else value)
    return query.urlencode()


def expected(kind, parameters):
    """Return the slugs that hold the needle, as the list without words has them, in tiers."""
    rows = list(asked(kind, encoded(parameters)).stream(lambda rows: rows))
    holds = set(MODELS[kind].objects.filter(TEXTS[kind]).values_list("slug", flat=True))
    index = DOORS[kind].index
    keys = {d.id: d.key for d in index.documents([row.pk for row in rows])}
    ranged = any("_after" in name or "_before" in name for name in parameters)

    def place(row):
        in_title = "needle" in getattr(row, TITLES[kind]).lower()
        return (-row.certainty if ranged else 0, not in_title, -keys[row.pk])

    return [row.slug for row in sorted(rows, key=place) if row.slug in holds]


def test_words_and_filters_together_give_what_each_gives_alone(world):
    for kind, parameters in ((k, given) for k in DOORS for given in queries(k)):
        filterset = asked(kind, encoded(parameters, q="needle"))
        assert filterset.is_valid(), filterset.form.errors
        rows = [row.slug for row in filterset.rows()]
        assert rows == expected(kind, parameters), (kind, parameters)
        assert filterset.count == len(rows)


def test_the_three_parts_of_a_range_come_in_turn_and_say_how_many_have_no_date(world):
    filterset = asked("article", "q=needle&published_after=2024&published_before=2024&background=1")
    certainties = [row.certainty for row in filterset.rows()]
    assert [value for value, _ in itertools.groupby(certainties)] == [2, 1, 0]
    assert filterset.undated() == certainties.count(0) > 0
    every = asked("article", "q=needle&background=1")
    assert len(certainties) < len(every.rows())


def test_background_is_left_out_and_its_number_said(world):
    for kind in DOORS:
        alone, every = asked(kind, "q=needle"), asked(kind, "q=needle&background=1")
        assert 0 < alone.count < every.count
        assert alone.background_count == every.count - alone.count
        assert every.background_count == 0


def test_a_parameter_that_another_list_has_changes_nothing(world):
    for kind in ("event", "target"):
        plain = [row.slug for row in asked(kind, "q=needle").rows()]
        assert [row.slug for row in asked(kind, "q=needle&relevance=core").rows()] == plain


# Pages


def test_walking_page_by_page_is_one_long_page(world):
    for kind, query in (
        ("article", "q=needle&background=1"),
        ("article", "q=needle&background=1&published_after=2024"),
        ("article", "q=needle&company=c0&company=c1"),
        ("event", "q=needle&date_before=2024-06-30"),
        ("target", "q=needle&background=1&due_after=2024"),
    ):
        whole = [row.slug for row in asked(kind, query).page(size=500).rows]
        assert len(whole) > 4 and len(set(whole)) == len(whole)
        for size in (1, 4):
            assert list(walk(kind, query, size)) == whole
        assert [row.slug for row in asked(kind, query).rows()] == whole


def walk(kind, query, size, between=lambda: None):
    after = ""
    while True:
        page = asked(kind, query + after).page(size=size)
        yield from (row.slug for row in page.rows)
        if page.next_key is None:
            return
        between()
        after = f"&after={page.next_key}"


def test_pages_neither_repeat_nor_skip_while_documents_are_added(world):
    query = "q=needle&background=1"
    before = [row.slug for row in asked("article", query).rows()]
    numbers = itertools.count()

    def add():
        n = next(numbers)
        make_article("Needle", slug=f"new-{n}", published="2026-01-01")
        make_article("Other", "needle", slug=f"late-{n}", published="2020-01-01")

    seen = list(walk("article", query, 5, add))
    assert len(set(seen)) == len(seen)
    assert [slug for slug in seen if not slug.startswith(("new", "late"))] == before
    assert set(seen) - set(before) == {slug for slug in seen if slug.startswith("late")}


def test_the_formats_hold_the_same_rows_in_the_same_order(world, client, monkeypatch):
    monkeypatch.setattr(searched, "CHUNK", 4)
    whole = [row.slug for row in asked("article", "q=needle").page(size=500).rows]
    rows = json.loads(client.get("/articles.json?q=needle").getvalue())["results"]
    assert [row["slug"] for row in rows] == whole


def test_a_place_in_the_list_that_is_none_is_said_and_nothing_breaks(world, client):
    for after in ("x", "1", "1~2", "1~2~3~4", "a~b~c", f"0~0~{2**63}"):
        page = client.get("/articles/", {"q": "needle", "after": after})
        assert page.status_code == 200 and "is not a place in this list" in page.content.decode()
    for after in ("99~0~5", "-1~-1~-1", f"0~99~{2**63 - 1}", "0~0~0"):
        assert client.get("/articles/", {"q": "needle", "after": after}).status_code == 200
        assert client.get("/articles.csv", {"q": "needle", "after": after}).status_code == 200


# Counts


def test_counts_beside_the_filters_are_what_choosing_the_value_gives(world):
    for kind, query in (
        ("article", "q=needle"),
        ("article", "q=needle&background=1&company=c0"),
        ("article", "q=needle&topic=t0&language=vi&language=en"),
        ("article", "q=needle&published_after=2024&relevance=core"),
        ("event", "q=needle&kind=visit"),
        ("event", "q=needle&date_after=2024&company=c1"),
        ("target", "q=needle&background=1&status=passed"),
    ):
        values = asked(kind, query).values
        assert any(values.values())
        for name, value in ((name, value) for name, listed in values.items() for value in listed):
            rest = QueryDict(query, mutable=True)
            rest[name] = value["value"]
            assert value["count"] == asked(kind, rest.urlencode()).count, (kind, query, value)


def test_many_hits_are_counted_as_far_as_is_said(world, monkeypatch):
    monkeypatch.setattr(searched, "FOUND_COUNTED", 5)
    filterset = asked("article", "q=needle&background=1")
    assert filterset.count is None and len(filterset.rows()) > 5
    counted = sum(value["count"] for value in filterset.values["language"])
    assert counted == 5


def test_the_same_words_are_looked_up_once_however_often_they_are_counted(
    world, django_assert_max_num_queries
):
    filterset = asked("article", "q=needle&company=c0")
    filterset.is_valid()
    with django_assert_max_num_queries(14):
        assert filterset.count and filterset.background_count is not None
        assert filterset.values
        assert filterset.counts.rows()
