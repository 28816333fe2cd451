"""The pages of a role and of a tie, how to cite a fact, and the links to both."""

import json
import re
from html import unescape

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
)
from tests.pages import get, set_clock, words_of

pytestmark = pytest.mark.django_db


def page(client, record):
    return get(client, record.get_absolute_url())


def heading(html):
    return words_of(re.search(r"<h1>.*?</h1>", html, re.S)[0])


def test_a_role_is_a_sentence_with_its_days_and_passages(client):
    ann = make_person("Ann", distinction="of Hanoi")
    role = make_role(
        ann,
        make_company("Alpha"),
        title="Chair",
        article=None,
        start="2019?",
        start_reason="The year of the forum.",
        start_printed="that year",
    )
    article = make_article("News", publisher=make_publisher("Herald"), published="2025-03")
    citation = cite(role, article, "Ann, who chairs Alpha", quote="chairs", quote_paragraph=2)
    html = page(client, role)
    assert heading(html) == "Ann, Chair, Alpha"
    for said in (
        *("of Hanoi", "From 2019 (date inferred)", "The year of the forum.", "“that year”"),
        *("To not stated in our sources", "Seen Mar 2025", "Herald, Mar 2025, ¶1"),
        *("Ann, who chairs Alpha", "as printed: chairs"),
    ):
        assert said in words_of(html), said
    assert f'href="{citation.address}"' in html and 'href="/articles/news/#p1"' in html


def test_a_tie_is_a_sentence_read_both_ways(client):
    alpha, beta, hanoi = make_company("Alpha"), make_company("Beta"), make_place("Hanoi")
    tie = make_tie(alpha, beta, kind="member_of", status="expected", date="2026~", detail="chips")
    html = page(client, tie)
    assert heading(html) == "Alpha member of Beta (expected)"
    assert "<title>Alpha member of Beta (expected) ·" in html
    text = words_of(html)
    for said in (
        *("Status expected", "Date about 2026", "About chips"),
        "Beta has as a member Alpha (expected)",
    ):
        assert said in text, said
    office = make_tie(alpha, place=hanoi, kind="office_in", status="in_force")
    assert heading(page(client, office)) == "Alpha has an office in Hanoi"
    assert "Date not stated in our sources" in words_of(page(client, office))


def test_no_page_tells_of_what_is_not_public(client):
    hidden = make_company("Ghost", state=DRAFT)
    ghosts = make_place("Nowhere", state=DRAFT)
    for fact in (
        make_role(state=DRAFT),
        make_role(company=hidden),
        make_role(person=make_person(state=DRAFT)),
        make_role(article=None),
        make_role(article=make_article(state=DRAFT)),
        make_tie(state=DRAFT),
        make_tie(other=hidden),
        make_tie(hidden),
        make_tie(place=ghosts),
        make_tie(article=make_article(state=DRAFT)),
    ):
        assert client.get(fact.get_absolute_url()).status_code == 404, fact
    tie = make_tie()
    cite(tie, make_article(state=DRAFT), "Hushed words.")
    cite(tie, make_article(), "Said aloud.", speaker=make_person("Shy", state=DRAFT))
    text = words_of(page(client, tie))
    assert "Said aloud." in text and "Hushed" not in text and "Shy" not in text


@pytest.mark.parametrize("address", ["/roles/nobody/", "/ties/nothing/", "/roles/", "/ties/"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_wherever_a_role_or_a_tie_is_shown_it_leads_to_its_page(client):
    alpha, beta, hanoi = make_company("Alpha"), make_company("Beta"), make_place("Hanoi")
    ann = make_person("Ann")
    article = make_article("News", companies=[alpha], people=[ann])
    role = make_role(ann, alpha, title="Chair", article=article)
    tie = make_tie(alpha, beta, article=article)
    office = make_tie(alpha, place=hanoi, kind="office_in", article=article)
    for fact, shown_on in {
        role: (alpha, ann, article, "/companies/alpha/brief/", "/people/ann/brief/", "/people/"),
        tie: (alpha, beta, article, "/companies/alpha/brief/", "/companies/beta/brief/"),
        office: (alpha, hanoi, article),
    }.items():
        for place in shown_on:
            address = place if isinstance(place, str) else place.get_absolute_url()
            assert f'href="{fact.get_absolute_url()}"' in get(client, address), (fact, address)


def test_a_brief_leads_to_the_page_of_each_fact(client):
    alpha = make_company("Alpha")
    facts = [
        make_event(companies=[alpha]),
        make_target(companies=[alpha]),
        make_figure(company=alpha),
    ]
    html = get(client, "/companies/alpha/brief/")
    for fact in facts:
        assert f'href="{fact.get_absolute_url()}"' in html


def test_each_passage_shown_offers_the_lasting_address_of_its_paragraph(client):
    alpha, article = make_company("Alpha"), make_article("News")
    make_tie(alpha, article=article)
    make_event("Forum", companies=[alpha], article=article)
    html = page(client, alpha)
    for number in (1, 2):
        assert f'<a class="cited" href="/articles/news/#p{number}">' in html


def test_pages_say_to_machines_what_they_are_about(client):
    role = make_role(
        make_person("Ann"),
        make_company("Alpha"),
        title="Chair",
        start="2019-04",
        end="2025?",
        end_reason="Her successor’s year.",
    )
    html = page(client, role)
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    person, trail = json.loads(text)["@graph"]
    assert (person["@type"], person["name"]) == ("Person", "Ann")
    held = person["affiliation"]
    assert (held["@type"], held["roleName"], held["startDate"]) == ("Role", "Chair", "2019-04")
    assert held["affiliation"]["name"] == "Alpha" and "endDate" not in held
    steps = [step["item"].removeprefix("http://testserver") for step in trail["itemListElement"]]
    assert steps == ["/", "/people/", "/people/ann/", role.get_absolute_url()]
    tie = make_tie(make_company("Beta"))
    html = page(client, tie)
    assert f'"item": "http://testserver{tie.get_absolute_url()}"' in html
    assert '"item": "http://testserver/companies/beta/"' in html
    assert '<meta property="og:description" content="Beta partner of' in html
    assert f'<link rel="canonical" href="{tie.get_absolute_url()}">' in html
    assert f"/report/?about=%2Fties%2F{tie.slug}%2F" in html


def cited_as(html):
    found = re.search(r'<p class="citation">.*?</p>', html, re.S)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", found)).split())


def test_a_fact_is_cited_by_what_it_says_its_address_and_the_day(client, monkeypatch):
    set_clock(monkeypatch, "2026-11-22T23:30:00+07:00")
    alpha, article = make_company("Alpha"), make_article("News", published="2025-03")
    said = {"value": 5, "unit": "people", "due": "2028?", "due_reason": "Worked out."}
    target = make_target(
        "staff",
        companies=[alpha],
        kind="forecast",
        scope="all of it",
        article=article,
        statement=said,
    )
    target.parties.create(company=make_company("Beta"), part="supporter")
    tie = make_tie(
        alpha,
        make_company("Beta"),
        status="planned",
        date="2027",
        detail="chips; “we” may mean Gamma",
        article=article,
    )
    facts = {
        make_role(make_person("Ann"), alpha, title="Chair", article=article): (
            "“Ann, Chair, Alpha, seen Mar 2025”"
        ),
        tie: "“Alpha partner of Beta (planned), 2027: chips; “we” may mean Gamma”",
        make_event("forum", date="2025?-04-28", date_reason="It says so.", article=article): (
            "“Forum, 28 April 2025 (year inferred) (status not stated)”"
        ),
        make_event("fair", date="2027", status="planned", article=article): (
            "“Fair, 2027 (planned)”"
        ),
        make_figure("employees", company=alpha, as_of="2024", scope="abroad", article=article): (
            "“Alpha: employees (abroad): 5 people, as of 2024”"
        ),
        target: (
            "“Alpha, Beta (supporter): staff (all of it): 5 people,"
            " forecast, due 2028 (date inferred), declared”"
        ),
    }
    for fact, words in facts.items():
        address = f"http://testserver{fact.get_absolute_url()}"
        expected = f"{words}. vjtech, {address}, accessed 22 November 2026."
        assert cited_as(page(client, fact)) == expected


@pytest.mark.parametrize(
    ("kind", "words"),
    [("summary", "Summarised in vjtech"), ("source", "The source’s own text, in vjtech")],
)
def test_an_article_is_cited_with_its_original_and_as_it_stands_here(
    client, monkeypatch, kind, words
):
    set_clock(monkeypatch, "2026-11-22T12:00:00+07:00")
    article = make_article(
        "News",
        publisher=make_publisher("Herald"),
        source_url="https://news.example/1?a=b&c=d",
        text_kind=kind,
    )
    assert cited_as(page(client, article)) == (
        "Herald. “News”, 15 January 2025. https://news.example/1?a=b&c=d."
        f" {words}, http://testserver/articles/news/, accessed 22 November 2026."
    )


def test_the_number_of_queries_does_not_grow_with_the_passages(client, django_assert_num_queries):
    role, tie = make_role(), make_tie()
    for fact in (role, tie):
        for _ in range(5):
            cite(fact, speaker=make_person(), speaks_for=make_company())
        with django_assert_num_queries(3):
            page(client, fact)


def test_the_desk_leads_to_the_public_page_of_a_role_and_a_tie(admin_client):
    for kind, fact in (("role", make_role()), ("tie", make_tie())):
        html = get(admin_client, f"/admin/entities/{kind}/{fact.pk}/change/")
        assert f'href="{fact.get_absolute_url()}"' in html
