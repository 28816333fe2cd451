"""The brief: all that is known of a company or a person, with numbered sources, on one page."""

import re

import pytest

from tests.factories import (
    DRAFT,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_publisher,
    make_role,
    make_target,
    make_tie,
)
from tests.pages import get, set_clock, words_of

pytestmark = pytest.mark.django_db


def brief(client, noun):
    return get(client, f"{noun.get_absolute_url()}brief/")


def test_a_brief_of_a_company_holds_its_facts_of_every_kind(client):
    fpt, minh = make_company("FPT", aliases=["富士"]), make_person("Lê Minh")
    make_role(minh, fpt, title="Rector")
    make_tie(fpt, make_company("NTT"), kind="partner_of", status="planned")
    make_tie(make_company("Sony"), fpt, kind="partner_of")
    make_target(
        "revenue", companies=[fpt], statement={"value": 5, "currency": "USD", "due": "2028"}
    )
    make_figure("employees", company=fpt, value=500, as_of="2024")
    make_event("Forum", companies=[fpt], date="2025?-04-28", date_reason="The forum’s.")
    text = words_of(brief(client, fpt))
    for said in (
        *("富士", "Lê Minh, Rector", "NTT (planned)", "Sony"),
        *("Revenue: USD 5, due 2028", "Employees: 500 people, as of 2024"),
        *("28 April 2025 (year inferred): Forum",),
    ):
        assert said in text, said


def test_a_brief_of_a_person_holds_the_roles_and_targets(client):
    minh = make_person("Lê Minh")
    make_role(minh, make_company("FPT"), title="Rector")
    make_figure("books", person=minh, company=None, value=3)
    text = words_of(brief(client, minh))
    assert "Rector, FPT" in text
    assert "Books: 3 people" in text


def test_each_reference_leads_to_its_passage_and_each_article_stands_once(client):
    fpt = make_company("FPT")
    article = make_article("News", publisher=make_publisher("Herald"))
    event = make_event("Forum", companies=[fpt], article=None)
    cite(event, article, "The forum was held.")
    cite(event, article, "FPT took part.")
    make_figure("employees", company=fpt, article=article)
    html = brief(client, fpt)
    ids = set(re.findall(r'<li id="(s\d+(?:-p\d+)?)"', html))
    refs = re.findall(r'href="#(s\d+-p\d+)"', html)
    assert set(refs) == {"s1-p1", "s1-p2", "s1-p3"} == ids - {"s1"}
    assert html.count("Herald, “") == 1
    assert "The forum was held." in words_of(html)


def test_a_brief_says_of_when_it_is(client, monkeypatch):
    set_clock(monkeypatch, "2026-11-22T23:30:00+07:00")
    assert "as of 22 November 2026, Hanoi" in words_of(brief(client, make_company("FPT")))


def test_what_is_not_public_is_not_in_it(client):
    fpt = make_company("FPT")
    make_event("Secret", companies=[fpt], state=DRAFT)
    make_event("Unbacked", companies=[fpt], article=make_article(state=DRAFT))
    text = words_of(brief(client, fpt))
    assert "Secret" not in text and "Unbacked" not in text
    assert "No fact is published yet." in text
    assert client.get(f"/companies/{make_company(state=DRAFT).slug}/brief/").status_code == 404


def test_a_former_address_leads_to_the_brief_of_the_present_one(client):
    fpt = make_company("FPT")
    fpt.slug = "fpt-corporation"
    fpt.save()
    response = client.get("/companies/fpt/brief/")
    assert (response.status_code, response["Location"]) == (
        301,
        "/companies/fpt-corporation/brief/",
    )


@pytest.mark.parametrize("make", [make_company, make_person])
def test_the_page_leads_to_the_brief(client, make):
    noun = make()
    assert f'href="{noun.get_absolute_url()}brief/"' in get(client, noun.get_absolute_url())


def test_the_number_of_queries_does_not_grow_with_the_facts(client, django_assert_num_queries):
    fpt = make_company("FPT")
    for _ in range(5):
        make_role(company=fpt)
        make_tie(fpt)
        make_event(companies=[fpt])
        make_target(companies=[fpt])
        make_figure(company=fpt)
    with django_assert_num_queries(15):
        brief(client, fpt)
