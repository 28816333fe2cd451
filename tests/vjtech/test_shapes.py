"""The public shape of each kind, as JSON: at least the keys promised, with these values."""

import json

import pytest

from tests.factories import (
    DRAFT,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from tests.pages import get, get_json
from vjtech.core import serializers

pytestmark = pytest.mark.django_db

DATE = {"edtf", "earliest", "latest", "printed", "inferred", "reason"}
CITATION = {"article", "paragraph", "words", "quote"}


@pytest.fixture
def world():
    """One of each kind, all linked with each other."""
    group = make_company("Group", slug="group")
    company = make_company(
        "Alpha",
        kind="university",
        country="VN",
        parent=group,
        aliases=[{"text": "アルファ", "kind": "native", "language": "ja"}],
    )
    person = make_person("Ann", country="JP", aliases=["An"])
    place = make_place("Hanoi", country="VN")
    article = make_article(
        "News",
        "One.",
        **{"companies": [company], "people": [person], "topics": [make_topic("AI")]},
        publisher=make_publisher("PANO"),
        source_url="https://example.org/1",
        published="2025?-04",
        published_printed="April",
        published_reason="By the forum.",
        truncated=True,
        relevance="partial",
    )
    make_role(person, company, title="Chair", start="2019", article=article)
    make_tie(
        company, place=place, kind="office_in", status="planned", date="2024/..", article=article
    )
    make_tie(company, group, kind="part_of", article=article)
    whole = make_event("Week", date="2025", article=article)
    event = make_event(
        *("Forum",),
        **{"companies": [company], "people": [person], "place": place, "part_of": whole},
        **{"kind": "forum", "status": "happened", "article": None},
    )
    cite(event, article, "It was held.", quote="was held", quote_paragraph=7)
    target = make_target("revenue", companies=[company], scope="Japan", article=None)
    target.parties.create(text="the country", part="approver")
    cite(
        *(target, article, "It wants more."),
        **{"value": 250, "value_high": 300, "unit": "people", "qualifier": "about"},
        **{"printed": "250 to 300", "due": "2028~", "said": "2025", "act": "raises"},
        **{"baseline": 100, "speaker": person, "speaks_for": company},
    )
    make_figure(
        "employees", company=company, value=5000, as_of="2024", scope="all", article=article
    )


def only(client, name, query="?background=1"):
    (row,) = get_json(client, name, query)["results"]
    return row


def holds(row, **expected):
    assert {name: row[name] for name in expected} == expected


def test_an_article(client, world):
    row = only(client, "articles")
    assert set(row["published"]) == DATE
    holds(
        row,
        **{"slug": "news", "title": "News", "url": "/articles/news/"},
        **{"source_url": "https://example.org/1", "publisher": "pano", "language": "en"},
        published={
            **{"edtf": "2025?-04", "earliest": "2025-04-01", "latest": "2025-04-30"},
            **{"printed": "April", "inferred": True, "reason": "By the forum."},
        },
        **{"relevance": "partial", "truncated": True, "topics": ["ai"], "companies": ["alpha"]},
        **{"people": ["ann"], "events": ["week", "forum"], "targets": ["revenue"]},
        paragraphs=9,
    )


def test_a_company(client, world):
    row = only(client, "companies", "?q=alpha")
    holds(row, slug="alpha", name="Alpha", kind="university", country="VN", parent="group")
    assert row["aliases"][0]["text"] == "アルファ"
    assert {"text", "kind", "language"} <= set(row["aliases"][0])
    office, part = row["ties"]
    assert set(office["date"]) == DATE and set(office["citations"][0]) >= CITATION
    holds(office, kind="office_in", status="planned", company=None, place="hanoi")
    holds(part, kind="part_of", company="group", place=None, date=None)
    assert office["date"]["latest"] is None  # still so, as far as is known
    assert [client.get(tie["url"]).status_code for tie in row["ties"]] == [200, 200]


def test_a_person(client, world):
    row = only(client, "people")
    holds(row, slug="ann", name="Ann", country="JP")
    assert [alias["text"] for alias in row["aliases"]] == ["An"]
    (role,) = row["roles"]
    holds(role, title="Chair", company="alpha", end=None)
    assert set(role["start"]) == DATE and set(role["citations"][0]) >= CITATION
    assert role["url"] == f"/roles/{role['slug']}/"
    assert client.get(role["url"]).status_code == 200


@pytest.mark.parametrize("address", ["/{}.json?{}", "/api/{}/?{}"])
def test_of_many_ties_and_roles_the_newest_are_told_and_that_there_are_more(
    client, monkeypatch, address
):
    monkeypatch.setattr(serializers, "MOST_NESTED", 2)
    beta, others = make_company("Beta"), [make_company(f"Other {n}", slug=f"o{n}") for n in "123"]
    ann, ben = make_person("Ann"), make_person("Ben")
    for other in others:
        make_tie(others[0], beta if other == others[0] else other)
        make_role(ann, other)
    make_tie(beta, others[0])
    make_role(ben, beta)
    make_tie(beta, others[1], state=DRAFT)
    make_tie(beta, others[2], state=DRAFT)

    def told(plural, name, fact):
        (row,) = json.loads(get(client, address.format(plural, f"q={name}")))["results"]
        return [each["company"] for each in row[fact]], row[f"{fact}_are_capped"]

    assert told("companies", "other+1", "ties") == (["o2", "o3"], True)
    assert told("companies", "beta", "ties") == (["o1"], False)
    assert told("people", "ann", "roles") == (["o2", "o3"], True)
    assert told("people", "ben", "roles") == (["beta"], False)


def test_an_event(client, world):
    row = only(client, "events", "?q=forum")
    holds(
        row,
        **{"slug": "forum", "title": "Forum", "kind": "forum", "status": "happened"},
        **{"place": "hanoi", "country": "VN", "part_of": "week"},
        companies=[{"slug": "alpha", "as": "participant"}],
        people=[{"slug": "ann", "as": "participant"}],
    )
    assert set(row["date"]) == DATE
    (citation,) = row["citations"]
    holds(citation, article="news", paragraph=6, words="It was held.", quote="was held")


def test_a_target(client, world):
    row = only(client, "targets")
    holds(
        row,
        **{"slug": "revenue", "metric": "revenue", "scope": "Japan", "kind": "commitment"},
        status="revised",
    )
    for party, name in zip(row["parties"], ("company", "text"), strict=True):
        assert {"company", "person", "text", "as"} == set(party) and party[name]
    assert [party["as"] for party in row["parties"]] == ["holder", "approver"]
    (said,) = row["statements"]
    assert set(said["due"]) == set(said["said"]) == DATE
    holds(
        said,
        **{"article": "news", "paragraph": 7, "words": "It wants more.", "quote": ""},
        **{"act": "raises", "qualifier": "about", "value": 250, "value_high": 300},
        **{"unit": "people", "currency": "", "baseline": 100, "speaker": "ann"},
    )
    assert said["due"]["edtf"] == "2028~"


def test_a_figure(client, world):
    row = only(client, "figures")
    holds(
        row,
        **{"slug": "alpha-employees", "company": "alpha", "person": None, "text": ""},
        **{"measure": "employees", "scope": "all", "value": 5000, "value_high": None},
        **{"qualifier": "", "unit": "people", "currency": ""},
    )
    assert set(row["as_of"]) == DATE and set(row["citations"][0]) >= CITATION


def test_the_ledger_of_a_target_is_in_the_order_in_which_it_was_said(client):
    target = make_target("revenue", article=None)
    for said in ("2025", "", "2020"):
        cite(target, said=said)
    said = [s["said"] and s["said"]["edtf"] for s in only(client, "targets")["statements"]]
    assert said == [None, "2020", "2025"]


def test_an_open_start_is_null_and_an_unstated_date_is_null_altogether(client):
    make_event("A", date="[..2025]")
    make_event("B", date="")
    a, b = get_json(client, "events")["results"]
    assert (a["date"]["earliest"], a["date"]["latest"]) == (None, "2025-12-31")
    assert b["date"] is None


def test_addresses_are_whole_where_the_site_has_one_of_its_own(client, settings):
    settings.CANONICAL_URL = "https://vjtech.example"
    make_company("Alpha")
    assert only(client, "companies")["url"] == "https://vjtech.example/companies/alpha/"


def test_an_unnamed_speaker_stands_in_the_words_of_the_source(client):
    make_target(statement={"speaker_text": "an official"})
    assert only(client, "targets")["statements"][0]["speaker"] == "an official"
