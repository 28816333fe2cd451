"""Each filter of each list on known content: "or" within a parameter, "and" between them."""

import pytest

from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_topic,
)
from tests.pages import errors_in, get, set_clock, slugs

pytestmark = pytest.mark.django_db


def check(client, name, expected):
    """Hold a list against {query: slugs in order}, all at once."""
    assert {query: slugs(client, name, query) for query in expected} == expected


@pytest.fixture
def bodies():
    return {
        "fpt": make_company("FPT", country="VN", aliases=["FPT Corporation"]),
        "cmc": make_company("CMC Corporation", slug="cmc", country="VN"),
        "jetro": make_company(
            "Japan External Trade Organization",
            slug="jetro",
            kind="government",
            country="JP",
            aliases=["JETRO", "ジェトロ"],
        ),
    }


def test_articles(client, bodies):
    fpt, cmc = bodies["fpt"], bodies["cmc"]
    ann, bob = make_person("Ann"), make_person("Bob")
    ai, policy = make_topic("AI"), make_topic("Policy")
    pano, times = make_publisher("PANO"), make_publisher("Times")
    make_article(
        *("Alpha news",),
        **{"slug": "a", "companies": [fpt], "people": [ann], "topics": [ai]},
        **{"publisher": pano, "language": "en", "published": "2024-05"},
    )
    make_article(
        *("Beta news",),
        **{"slug": "b", "companies": [cmc], "topics": [policy], "publisher": times},
        **{"language": "vi", "relevance": "partial", "published": "2025-04-28"},
    )
    make_article(
        *("Đà Nẵng ICT",),
        **{"slug": "c", "companies": [fpt, cmc], "people": [ann, bob], "topics": [ai, policy]},
        **{"language": "ja", "published": "2026"},
    )
    make_article("News of old", slug="d", companies=[fpt], relevance="background", published="2023")
    expected = {
        "": "cbad",
        "?q=news": "bad",
        "?q=NEWS+beta": "b",
        "?q=da+nang": "c",
        "?q=gamma": "",
        "?company=fpt": "cad",
        "?company=fpt&company=cmc": "cbad",
        "?company=fpt&person=bob": "c",
        "?person=ann": "ca",
        "?person=ann&person=bob": "ca",
        "?topic=ai": "ca",
        "?topic=policy": "cb",
        "?topic=ai&publisher=pano": "a",
        "?publisher=pano&publisher=times": "ba",
        "?language=vi&language=ja": "cb",
        "?language=en": "ad",
        "?relevance=background": "d",
        "?relevance=core&relevance=partial": "cba",
        "?relevance=core&language=en": "a",
        "?published_after=2025": "cb",
        "?published_before=2024": "ad",
        "?published_after=2024&published_before=2025": "ba",
        "?published_after=2025-04-29": "c",
        "?sort=oldest": "dabc",
        "?sort=oldest&company=cmc": "bc",
        "?company=fpt&published_before=2025&language=en&q=news&topic=ai": "a",
    }
    check(client, "articles", {query: list(found) for query, found in expected.items()})


def test_companies(client, bodies):
    ai, policy = make_topic("AI"), make_topic("Policy")
    make_article(companies=[bodies["fpt"]], topics=[ai])
    make_article(companies=[bodies["cmc"], bodies["fpt"]], topics=[policy])
    make_article(companies=[bodies["jetro"]], topics=[ai], state="draft")
    everyone = ["cmc", "fpt", "jetro"]  # by name: CMC, FPT, Japan …
    expected = {
        "": everyone,
        "?q=corporation": ["cmc", "fpt"],
        "?q=jetro": ["jetro"],
        "?q=ジェトロ": ["jetro"],
        "?q=trade+JAPAN": ["jetro"],
        "?kind=government": ["jetro"],
        "?kind=government&kind=company": everyone,
        "?country=VN": ["cmc", "fpt"],
        "?country=VN&kind=government": [],
        "?topic=ai": ["fpt"],
        "?topic=policy": ["cmc", "fpt"],
        "?topic=ai&topic=policy&country=VN": ["cmc", "fpt"],
    }
    check(client, "companies", expected)


def test_people(client, bodies):
    ann, bob = make_person("Ann Lee", country="VN"), make_person("Bob", country="JP")
    make_person("Cốc", aliases=["Koku", "コク"])
    make_role(ann, bodies["fpt"])
    make_role(bob, bodies["fpt"], state="draft")
    make_role(bob, bodies["cmc"])
    make_role(bob, bodies["jetro"], article=None)
    expected = {
        "": ["ann-lee", "bob", "coc"],
        "?q=lee+ann": ["ann-lee"],
        "?q=コク": ["coc"],
        "?q=coc": ["coc"],
        "?company=fpt": ["ann-lee"],
        "?company=fpt&company=cmc": ["ann-lee", "bob"],
        "?company=jetro": [],
        "?country=JP": ["bob"],
        "?country=JP&country=VN": ["ann-lee", "bob"],
        "?country=VN&company=cmc": [],
    }
    check(client, "people", expected)


def test_events(client, bodies):
    ann, hanoi = make_person("Ann"), make_place("Hanoi", country="VN")
    tokyo = make_place("Tokyo", country="JP")
    make_event(
        *("Forum in Hà Nội",),
        **{"slug": "a", "companies": [bodies["fpt"]], "people": [ann], "place": hanoi},
        **{"kind": "forum", "date": "2024"},
    )
    make_event(
        *("Signing",),
        **{"slug": "b", "companies": [bodies["fpt"], bodies["cmc"]], "place": tokyo},
        **{"kind": "signing", "date": "2025-06"},
    )
    make_event("Interview", slug="c", people=[ann], kind="interview", date="")
    expected = {
        "": "bac",
        "?q=ha+noi": "a",
        "?company=fpt": "ba",
        "?company=fpt&company=cmc": "ba",
        "?company=cmc": "b",
        "?person=ann": "ac",
        "?person=ann&company=fpt": "a",
        "?kind=forum&kind=signing": "ba",
        "?country=VN": "a",
        "?country=VN&country=JP": "ba",
        "?date_after=2025": "bc",
        "?date_before=2024": "ac",
        "?date_after=2025&certain=1": "b",
        "?certain=1": "ba",
        "?kind=forum&country=JP": "",
    }
    check(client, "events", {query: list(found) for query, found in expected.items()})


def test_targets(client, bodies, monkeypatch):
    set_clock(monkeypatch, "2026-01-01T12:00:00+07:00")
    usd = {"value": 5, "currency": "USD", "due": "2028"}
    people = {"value": 9, "unit": "people", "due": "2025"}
    make_target("Revenue from Japan", slug="a", companies=[bodies["fpt"]], statement=usd)
    make_target(
        *("Employees",),
        **{"slug": "b", "companies": [bodies["fpt"], bodies["cmc"]], "kind": "forecast"},
        statement=people,
    )
    make_target("Bridge", slug="c", companies=[bodies["cmc"]], statement={"act": "withdraws"})
    expected = {
        "": "bac",  # by due day, undated last
        "?q=japan": "a",
        "?company=fpt": "ba",
        "?company=fpt&company=cmc": "bac",
        "?kind=forecast": "b",
        "?kind=forecast&kind=commitment": "bac",
        "?unit=USD": "a",
        "?unit=people": "b",
        "?unit=usd": "",
        "?status=passed": "b",
        "?status=declared&status=withdrawn": "ac",
        "?due_after=2026": "ac",
        "?due_before=2025": "bc",
        "?due_after=2025&due_before=2028&company=cmc": "bc",
        "?status=declared&kind=forecast": "",
    }
    check(client, "targets", {query: list(found) for query, found in expected.items()})


def test_figures(client, bodies):
    make_figure("employees", slug="a", company=bodies["fpt"], as_of="2024")
    make_figure("Employees in Japan", slug="b", company=bodies["cmc"], as_of="2025")
    make_figure("share", slug="c", text="Vietnam", as_of="")
    expected = {
        "": "bac",
        "?q=employees": "ba",
        "?q=japan+employees": "b",
        "?company=fpt": "a",
        "?company=fpt&company=cmc": "ba",
        "?measure=employees": "ba",
        "?measure=share": "c",
        "?measure=share&company=fpt": "",
    }
    check(client, "figures", {query: list(found) for query, found in expected.items()})


NAMES = {
    "FPT": "fpt",
    "fpt": "fpt",
    "FPT Corporation": "fpt",
    "japan external": "jetro",
    "ジェトロ": "jetro",
    "CMC Corporation": "cmc",
}


@pytest.mark.parametrize(("name", "slug"), NAMES.items())
def test_a_slug_filter_takes_a_name_and_moves_to_the_slug(client, bodies, name, slug):
    response = client.get("/articles/", {"company": name, "q": "x"})
    if name == slug:
        response = client.get("/articles/", {"q": "x", "company": name})
        assert response.status_code == 200
    else:
        assert response.status_code == 302
        assert response["Location"] == f"/articles/?q=x&company={slug}"


def test_the_machine_formats_take_a_name_as_well(client, bodies):
    make_article("News", companies=[bodies["jetro"]])
    assert slugs(client, "articles", "?company=JETRO") == ["news"]


def test_a_name_that_several_bear_names_them(client, bodies):
    (message,) = errors_in(get(client, "/articles/?company=corporation"))
    assert message == (
        "“corporation” could be several: CMC Corporation (cmc); FPT (fpt). Which one?"
    )
    response = client.get("/articles.json?company=corporation")
    assert response.status_code == 400 and "cmc" in response.json()["errors"]["company"][0]


def test_a_name_is_taken_as_it_is_written_however_many_others_hold_it(client):
    for letter in "ABCDEFG":
        make_company(f"{letter} VNG")
    make_company("VNG")
    assert client.get("/articles/?company=VNG")["Location"] == "/articles/?company=vng"


def test_namesakes_are_told_apart_by_their_slugs(client):
    make_person("Le Minh")
    make_person("Le Minh")
    (message,) = errors_in(get(client, "/articles/?person=Le+Minh"))
    assert "Le Minh (le-minh); Le Minh (le-minh-2)" in message
    assert not errors_in(get(client, "/articles/?person=le-minh-2"))


@pytest.mark.parametrize("name", ["Nobody", "😀", "…", "fpt-"])
def test_a_name_that_nobody_bears_is_said_to_be_unknown(client, name):
    make_company("Alpha")
    make_company("Beta")
    response = client.get("/articles/", {"company": name})
    assert errors_in(response.content.decode()) == [f"“{name}” is not known here."]


def test_a_known_and_an_unknown_name_together_list_nothing(client, bodies):
    make_article("News", companies=[bodies["fpt"]])
    html = get(client, "/articles/?company=fpt&company=nobody")
    assert errors_in(html) and "News" not in html
