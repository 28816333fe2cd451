"""The CSV of each list, as who opens it in a spreadsheet reads it."""

import re

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from bench.asking import environ
from entities.models import Role
from tests.factories import (
    DRAFT,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from tests.pages import LISTS, get, get_csv
from vjtech.core import walked

pytestmark = pytest.mark.django_db
MAKE = {
    "articles": make_article,
    "companies": make_company,
    "people": make_person,
    "events": make_event,
    "targets": make_target,
    "figures": make_figure,
}


@pytest.mark.parametrize("name", LISTS)
def test_addresses_are_whole_even_where_none_is_configured(client, name):
    record = MAKE[name]()
    (row,) = [row for row in get_csv(client, name, "?background=1") if row["slug"] == record.slug]
    assert row["url"] == f"http://testserver{record.get_absolute_url()}"
    if "sources" in row:
        assert re.fullmatch(r"http://testserver/articles/[\w-]+/#p1", row["sources"])


def test_relations_can_be_read_and_looked_up(client):
    group, fpt = make_company("Tập đoàn FPT", slug="fpt-group"), make_company("FPT", slug="fpt")
    fpt.parent = group
    fpt.save()
    ann, hanoi = make_person("Ann", slug="ann"), make_place("Hà Nội", slug="hanoi")
    make_role(ann, fpt, title="Chair", start="2019?", start_reason="I", article=None)
    role = Role.objects.get()
    article = make_article("News", companies=[fpt], people=[ann], topics=[make_topic("AI")])
    cite(role, article)
    make_tie(fpt, group, kind="part_of", status="in_force", date="2024/..", article=article)
    whole = make_event("Week", article=article)
    make_event("Day", companies=[fpt], people=[ann], place=hanoi, part_of=whole, article=article)
    expected = {
        "companies?q=FPT&sort=recorded": {
            **{"parent": "fpt-group", "parent_name": "Tập đoàn FPT"},
            "ties": "part of Tập đoàn FPT (in force, since 2024)",
        },
        "people": {
            "roles": "Chair, FPT (from 2019 (date inferred))",
            **{"companies": "fpt", "company_names": "FPT"},
        },
        "events?q=day": {
            **{"place": "hanoi", "place_name": "Hà Nội"},
            **{"part_of": "week", "part_of_title": "Week"},
            **{"companies": "fpt (participant)", "company_names": "FPT (participant)"},
            **{"people": "ann (participant)", "person_names": "Ann (participant)"},
        },
        "articles?q=news": {
            **{"companies": "fpt", "company_names": "FPT", "person_names": "Ann"},
            **{"topics": "ai", "topic_names": "AI", "event_titles": "Week; Day"},
        },
    }
    for address, columns in expected.items():
        name, _sep, query = address.partition("?")
        row = get_csv(client, name, f"?{query}")[0]
        assert {column: row[column] for column in columns} == columns


def test_a_target_tells_what_was_said_last_and_all_that_was_said(client):
    target = make_target("revenue", companies=[make_company("FPT", slug="fpt")], article=None)
    target.parties.create(text="the country", part="approver")
    target.parties.create(company=make_company("Hidden", state=DRAFT))
    news = make_article("News")
    cite(target, news, "First.", value=200, currency="USD", due="2028", said="2024")
    speaker = {"speaker": make_person("Ann"), "act": "raises"}
    cite(
        target,
        news,
        "Then.",
        value=-5,
        value_high=5,
        unit="%",
        due="2030-06",
        said="2025",
        **speaker,
    )
    (row,) = get_csv(client, "targets")
    assert row["party_names"] == "FPT (holder); the country (approver)"
    assert row["parties"] == "fpt (holder); the country (approver)"
    assert [row[name] for name in ("value", "value_high", "unit", "currency", "speaker_name")] == [
        *("-5", "5", "%", "", "Ann")
    ]
    assert [row[name] for name in ("due", "due_earliest", "due_latest")] == [
        *("2030-06", "2030-06-01", "2030-06-30")
    ]
    assert row["ledger"] == (
        "states USD 200 (due 2028, said 2024); raises -5–5% (due June 2030, said 2025)"
    )
    assert row["passages"] == "“First.” (News); “Then.” (News)"


def test_nobody_is_named_who_is_not_public(client):
    hidden = {
        "company": make_company("Hidden", state=DRAFT),
        "person": make_person("Hidden", state=DRAFT),
    }
    company = make_company(parent=hidden["company"])
    whole = make_event("Hidden", state=DRAFT)
    event = make_event(companies=[hidden["company"]], people=[hidden["person"]], part_of=whole)
    make_tie(company, hidden["company"])
    make_role(make_person(), hidden["company"])
    make_target(part_of=make_target("Hidden", state=DRAFT), statement={"speaker": hidden["person"]})
    make_figure(company=hidden["company"])
    cite(event, make_article("Hidden", state=DRAFT))
    make_article(companies=[hidden["company"]], people=[hidden["person"]])
    for name in LISTS:
        assert "idden" not in get(client, f"/{name}.csv?background=1")


@pytest.mark.parametrize("name", LISTS)
def test_a_file_takes_no_more_queries_for_more_rows(client, name, django_assert_max_num_queries):
    for _ in range(4):
        MAKE[name]()
    with django_assert_max_num_queries(14):
        assert len(get_csv(client, name, "?background=1")) >= 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_who_goes_away_while_a_list_streams_leaves_no_connection_behind(kind, monkeypatch):
    monkeypatch.setattr(walked, "CHUNK", 2)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    for _ in range(5):
        make_company()
    connection.close()
    response = WSGIHandler()(environ(f"/companies.{kind}"), lambda *started: None)
    parts = iter(response)
    for _row in range(3):
        next(parts)
    assert connection.connection is not None
    response.close()
    assert connection.connection is None  # in the pool again, where there is one
    assert list(parts) == []
