"""How two are connected: the page and the JSON, what links count, and who may be meant."""

import json
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.network import links, search
from articles.network.links import Kind, Link, Node, links_of
from tests.factories import (
    DRAFT,
    add_paragraph,
    cite,
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_role,
    make_tie,
)
from tests.pages import get, set_clock, text_of, words_of
from vjtech.core.search.index import settle

pytestmark = pytest.mark.django_db


def page(client, one, other):
    return get(client, f"/connections/?{urlencode({'from': one, 'to': other})}")


def answered(client, one, other):
    query = urlencode({"from": one, "to": other})
    response = client.get(f"/connections.json?{query}")
    return response.status_code, json.loads(text_of(response))


def chains(client, one, other):
    """Return each chain as text: “Alpha — partner of — Beta”."""
    status, found = answered(client, one, other)
    assert status == 200, found
    return [chain_text(chain["links"]) for chain in found["chains"]]


def chain_text(steps):
    return steps[0]["from"]["name"] + "".join(
        f" — {step['words']} — {step['to']['name']}" for step in steps
    )


@pytest.fixture
def alpha():
    return make_company("Alpha")


@pytest.fixture
def omega():
    return make_company("Omega")


def nodes(*records):
    return [Node(record._meta.model_name, record.pk) for record in records]


# What links two


def test_a_chain_reads_as_a_sentence_with_the_passage_behind_each_link(client, alpha, omega):
    beta, ann = make_company("Beta"), make_person("Ann")
    said = make_article("News", "Alpha is expected to partner with Beta, they say.")
    tie = make_tie(alpha, beta, status="expected", article=None)
    words = "Alpha is expected to partner with Beta"
    citation = cite(tie, paragraph=said.paragraphs.get(number=1), words=words)
    make_role(ann, beta, title="director", start="2019")
    make_event("Forum", companies=[omega], people=[ann], date="2025-02-03", status="planned")
    assert chains(client, "alpha", "omega") == [
        "Alpha — partner of (expected) — Beta — director, from 2019 — Ann"
        " — together in “Forum”, 3 February 2025 (planned) — Omega"
    ]
    html = page(client, "alpha", "omega")
    assert "1 chain of 3 links" in words_of(html)
    assert "Alpha — partner of (expected) — Beta — director, from 2019 — Ann" in words_of(html)
    assert f'href="/articles/news/#p1-tie-{citation.pk}">{words}</a>' in html


def test_a_tie_is_read_from_the_end_that_one_comes_from(client, alpha, omega):
    make_tie(alpha, omega, kind="subsidiary_of", status="in_force")
    assert chains(client, "alpha", "omega") == ["Alpha — subsidiary of — Omega"]
    assert chains(client, "omega", "alpha") == ["Omega — parent of — Alpha"]


def test_what_is_in_force_speaks_for_a_link_before_what_is_expected(client, alpha, omega):
    make_tie(alpha, omega, kind="partner_of", status="in_force")
    make_tie(alpha, omega, kind="member_of", status="expected")
    assert chains(client, "alpha", "omega") == ["Alpha — partner of — Omega"]
    assert "Member of (expected)" in words_of(page(client, "alpha", "omega"))


def test_a_body_and_its_part_are_linked_and_no_passage_is_claimed(client, alpha):
    make_company("Unit", parent=alpha)
    assert chains(client, "alpha", "unit") == ["Alpha — has as a part — Unit"]
    assert chains(client, "unit", "alpha") == ["Unit — part of — Alpha"]
    assert "no passage is cited for it" in page(client, "unit", "alpha")


def test_what_a_tie_says_with_a_passage_is_not_said_again_without(client, alpha):
    unit = make_company("Unit", parent=alpha)
    make_tie(unit, alpha, kind="part_of", status="in_force")
    ((_status, found),) = [answered(client, "unit", "alpha")]
    (step,) = found["chains"][0]["links"]
    assert [fact["kind"] for fact in step["facts"]] == ["tie"] and step["more_facts"] == 0


def test_as_what_each_took_part_in_an_event_is_told_with_its_page(client, alpha, omega):
    event = make_event("Fair", companies=[omega])
    event.company_parts.create(company=alpha, part="organiser")
    event.company_parts.create(company=alpha, part="speaker")
    html = page(client, "alpha", "omega")
    assert "Alpha: organiser, speaker" in words_of(html)
    assert "Omega: participant" in words_of(html)
    assert '<a href="/events/fair/">' in html


def test_articles_that_name_both_are_told_newest_first_and_the_rest_counted(client, alpha, omega):
    for n in range(5):
        make_article(f"News {n}", published=f"2025-01-{20 - n}", companies=[alpha, omega])
    assert chains(client, "alpha", "omega") == ["Alpha — named together in 5 articles — Omega"]
    _status, found = answered(client, "alpha", "omega")
    (step,) = found["chains"][0]["links"]
    assert [article["slug"] for article in step["articles"]] == ["news-2", "news-3", "news-4"]
    assert step["more_articles"] == 2
    html = page(client, "alpha", "omega")
    assert "and in 2 more articles" in html
    assert "They are named together" in html and "linked directly" not in html
    assert "does not say that they have to do with each other" in html


def test_a_fact_is_told_rather_than_an_article_and_chains_of_facts_come_first(client, alpha, omega):
    beta, gamma = make_company("Beta"), make_company("Gamma")
    make_article("Both", companies=[alpha, beta])
    make_tie(beta, omega, status="in_force", article=None)
    make_article("All", companies=[gamma, omega])
    for fact in (
        make_tie(alpha, gamma, article=None, status="in_force"),
        make_tie(gamma, omega, article=None, status="in_force"),
    ):
        cite(fact)
    cite(beta.ties.get())
    assert chains(client, "alpha", "omega") == [
        "Alpha — partner of — Gamma — partner of — Omega",
        "Alpha — named together in “Both” — Beta — partner of — Omega",
    ]
    shorter = make_article("Direct", companies=[alpha, omega])
    assert chains(client, "alpha", "omega") == [
        f"Alpha — named together in “{shorter.title}” — Omega"
    ]


def test_a_shared_place_links_nobody(client, alpha, omega):
    place = make_place("Hanoi")
    for company in (alpha, omega):
        make_tie(company, place=place, kind="office_in")
        make_event(companies=[company], place=place)
    _status, found = answered(client, "alpha", "omega")
    assert found["chains"] == [] and found["cut"] is False
    assert "No chain of up to 6 links connects Alpha and Omega" in page(client, "alpha", "omega")


# What is not public links nobody


def draft_end(alpha, omega):
    hidden = make_company("Hidden", state=DRAFT)
    for company in (alpha, omega):
        make_tie(company, hidden)
        make_event(companies=[company, hidden])
        make_article(companies=[company, hidden])


HIDDEN = {
    "a draft tie": lambda a, o: make_tie(a, o, state=DRAFT),
    "a tie nobody cites": lambda a, o: make_tie(a, o, article=None),
    "a tie cited from a draft": lambda a, o: cite(
        make_tie(a, o, article=None), paragraph=add_paragraph(make_article(state=DRAFT), "So.")
    ),
    "a draft event": lambda a, o: make_event(companies=[a, o], state=DRAFT),
    "an event cited from a draft": lambda a, o: make_event(
        companies=[a, o], article=make_article(state=DRAFT)
    ),
    "an event at a draft place": lambda a, o: make_event(
        companies=[a, o], place=make_place(state=DRAFT)
    ),
    "a draft article": lambda a, o: make_article(companies=[a, o], state=DRAFT),
    "a person with draft roles": lambda a, o: [
        make_role(person, company, state=DRAFT) for person in [make_person()] for company in (a, o)
    ],
    "a draft person": lambda a, o: [
        make_role(person, company) for person in [make_person(state=DRAFT)] for company in (a, o)
    ],
    "a draft body above both": lambda a, o: [
        type(a).objects.filter(pk=company.pk).update(parent=parent)
        for parent in [make_company(state=DRAFT)]
        for company in (a, o)
    ],
    "a draft body": draft_end,
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_links_nobody_and_is_not_counted(client, alpha, omega, hide):
    hide(alpha, omega)
    _status, found = answered(client, "alpha", "omega")
    assert (found["chains"], found["more"], found["cut"]) == ([], 0, False)
    assert links_of(nodes(alpha, omega), 8).links == {}


@pytest.mark.parametrize("state", [DRAFT, "published"])
def test_a_draft_is_unknown_as_an_end(client, alpha, state):
    make_company("Secret", state=state)
    status, found = answered(client, "alpha", "secret")
    assert (status == 400) == (state == DRAFT)
    if state == DRAFT:
        assert found == {"errors": {"to": ["“secret” is not known here."]}}
        assert answered(client, "alpha", "Secret")[0] == 400


def test_more_evidence_from_a_draft_does_not_show(client, alpha, omega):
    tie = make_tie(alpha, omega)
    before = page(client, "alpha", "omega")
    draft = make_article("Zzhush", state=DRAFT, companies=[alpha, omega])
    cite(tie, paragraph=add_paragraph(draft, "Zzhush it is."), words="Zzhush it is.")
    assert page(client, "alpha", "omega") == before


def test_what_is_so_stands_for_a_step_before_what_is_only_expected(client, alpha, omega):
    make_event("Fair", companies=[alpha, omega], status="happened", date="2024")
    make_tie(alpha, omega, kind="partner_of", status="in_force")
    make_tie(alpha, omega, kind="member_of", status="expected")
    assert chains(client, "alpha", "omega") == ["Alpha — partner of — Omega"]
    ann, bea = make_person("Ann", slug="ann"), make_person("Bea", slug="bea")
    make_event("Done", people=[ann, bea], status="happened", date="2024")
    make_event("To come", people=[ann, bea], status="planned", date="2024")
    assert chains(client, "ann", "bea") == ["Ann — together in “Done”, 2024 — Bea"]


# Who is meant


def test_a_slug_a_former_slug_and_a_name_that_one_bears_are_understood(client, alpha, omega):
    make_tie(alpha, omega)
    alpha.slug = "alpha-group"
    alpha.save()
    for given in ("alpha-group", "alpha", "company:alpha", "company:alpha-group", " Alpha "):
        assert len(chains(client, given, "omega")) == 1, given
    assert len(chains(client, "Alpha (company:alpha-group)", "Omega (omega)")) == 1


def test_what_the_boxes_show_names_the_same_two_again(client, alpha):
    ann = make_person("Ann (Anna)", distinction="of Hanoi")
    make_role(ann, alpha)
    html = page(client, "alpha", ann.slug)
    assert 'value="Alpha (company:alpha)"' in html
    assert f'value="Ann (Anna) (person:{ann.slug})"' in html
    again = page(client, "Alpha (company:alpha)", f"Ann (Anna) (person:{ann.slug})")
    assert "They are linked directly" in again


def test_a_company_and_a_person_of_one_slug_are_told_apart(client, omega):
    company, person = make_company("Sun", slug="sun"), make_person("Sun", slug="sun")
    make_tie(company, omega, status="in_force")
    status, found = answered(client, "sun", "omega")
    assert status == 400
    assert "Sun (company:sun); Sun (person:sun)" in found["errors"]["from"][0]
    html = page(client, "sun", "omega")
    assert "“sun” could be several. Which one?" in words_of(html)
    assert 'href="/connections/?from=person%3Asun&amp;to=omega"' in html
    assert chains(client, "company:sun", "omega") == ["Sun — partner of — Omega"]
    assert chains(client, "person:sun", "omega") == []
    assert person.slug == company.slug


def test_namesakes_are_named_and_asked_for(client, alpha):
    people = [make_person("Nguyễn Văn A", distinction=f"of {n}") for n in range(2)]
    settle()
    for given in ("Nguyễn Văn A", "nguyen van a"):
        html = page(client, given, "alpha")
        for person in people:
            assert f"from=person%3A{person.slug}&amp;to=alpha" in html
        assert "of 0" in html and "of 1" in html


def test_somebody_unknown_gets_a_message_and_nothing_is_lost(client, alpha):
    html = page(client, "nobody at all", "alpha")
    assert "“nobody at all” is not known here." in words_of(html)
    assert 'value="nobody at all"' in html and 'value="Alpha (company:alpha)"' in html
    assert 'role="alert"' in html
    assert answered(client, "nobody at all", "alpha") == (
        400,
        {"errors": {"from": ["“nobody at all” is not known here."]}},
    )


def test_both_the_same_is_said(client, alpha):
    assert "Both are the same: Alpha." in words_of(page(client, "alpha", "Alpha"))
    assert answered(client, "alpha", "alpha") == (400, {"errors": {"to": ["Both are the same."]}})


def test_one_end_alone_waits_in_its_box_for_the_other(client, alpha):
    html = get(client, "/connections/?from=alpha")
    assert 'value="Alpha (company:alpha)"' in html and 'role="alert"' not in html
    assert answered(client, "alpha", "")[1] == {"errors": {"to": ["Name a company or a person."]}}
    assert "How are these two connected?" in get(client, "/connections/")


def test_blanks_and_unknown_parameters_lead_to_the_plain_address(client, alpha):
    for query, plain in (
        ("from=alpha&to=", "?from=alpha"),
        ("to=x&from=alpha&page=2", "?from=alpha&to=x"),
        ("from=+alpha+", "?from=alpha"),
        ("from=&to=", ""),
    ):
        response = client.get(f"/connections/?{query}")
        assert (response.status_code, response.url) == (302, f"/connections/{plain}")
        assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "value",
    [
        "a\0b",
        "\ud800",
        "a" * 300,
        "đ" * 3000,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "company:",
        ":",
        "person:company:alpha",
        "article:alpha",
        "(alpha",
        "()",
        "(((((alpha)))))",
        "\u202e",
        "%",
        "9" * 60,
    ],
)
def test_whatever_is_given_the_page_answers_and_shows_it_harmless(client, alpha, value):
    query = urlencode({"from": value, "to": "alpha"}, errors="surrogatepass")
    response = client.get("/connections/", QUERY_STRING=query, follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)
    assert client.get("/connections.json", QUERY_STRING=query).status_code == 400


def test_a_name_is_escaped_wherever_it_shows(client, omega):
    make_tie(make_company("<b>Bold</b>", slug="bold"), omega)
    assert "<b>" not in page(client, "bold", "omega")


# The work it is


def test_the_same_number_of_queries_whatever_is_linked(client, alpha, omega):
    beta, ann = make_company("Beta"), make_person("Ann")
    article = make_article(companies=[beta, omega], people=[ann])

    def grow(n):
        for _ in range(n):
            make_tie(alpha, beta, article=article)
            make_role(ann, beta, article=article)
            make_event(companies=[alpha, beta], people=[ann], article=article)
            make_tie(beta, article=article)
            make_article(companies=[alpha, beta, make_company()], people=[ann, make_person()])

    def asked():
        cache.clear()
        settle()
        with CaptureQueriesContext(connection) as captured:
            page(client, "alpha", "omega")
        return len(captured)

    grow(1)
    few = asked()
    grow(11)
    # Two for each of the levels; the others find the two, and fetch what is told of the chains.
    assert few == asked() <= 28


def test_a_giant_is_looked_at_no_further_than_agreed_and_that_is_said(client, alpha, omega):
    beta = make_company("Beta")
    for n in range(12):
        make_article(published=f"2025-02-{n + 1:02}", companies=[beta, make_company()])
        make_article(published=f"2024-02-{n + 1:02}", companies=[alpha, make_company()])
    make_article(published="2020-01-01", companies=[alpha, beta])
    found = links_of(nodes(beta), 8)
    assert len(found.links) == 8 and found.cut
    assert not links_of(nodes(beta), 16).cut
    assert len(links_of(nodes(beta), 16).links) == 13
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "HUBS", 8)
        assert "the search was cut" in words_of(page(client, "alpha", "beta"))
        assert "does not say that there is no connection" in words_of(page(client, "alpha", "beta"))
        cache.clear()
    cache.clear()
    assert len(chains(client, "alpha", "beta")) == 1


def test_the_newest_are_looked_at_of_every_kind(alpha):
    others = [make_company() for _ in range(6)]
    facts = [make_tie(alpha, other) for other in others]
    for other in others:
        make_tie(other, alpha, state=DRAFT)  # takes nobody's place
    found = links_of(nodes(alpha), 2)
    assert {hub for each in found.links.values() for hub in each} == {
        Link(Kind.TIE, fact.pk) for fact in facts[-2:]
    }
    assert found.cut


def test_members_are_found_by_their_hubs_and_not_among_all_nouns():
    for n, _membership in enumerate(links.MEMBERSHIPS):
        read = links.members_by(n).query.alias_refcount
        joined = [table for table, uses in read.items() if uses]
        # Of two tables SQLite may begin with the nouns: each that is public, with every hub.
        assert len(joined) == 1, joined


def test_a_hub_of_very_many_is_not_joined_up_past_the_bound(monkeypatch, alpha):
    event = make_event(companies=[alpha, *(make_company() for _ in range(9))])
    tie = make_tie(alpha)
    monkeypatch.setattr(links, "PAIRS", 5)
    found = links_of(nodes(alpha), 8)
    assert found.cut and {hub for each in found.links.values() for hub in each} == {
        Link(Kind.TIE, tie.pk)
    }
    assert event.pk


def test_from_a_page_one_gets_here_with_one_end_filled_in(client, alpha):
    ann = make_person("Ann")
    assert 'href="/connections/?from=company:alpha"' in get(client, alpha.get_absolute_url())
    assert 'href="/connections/?from=person:ann"' in get(client, ann.get_absolute_url())
    assert 'href="/connections/"' in get(client, "/")


def test_the_boxes_suggest_companies_and_people_alone(client, alpha):
    make_person("Alpha Ann")
    make_place("Alpha Town")
    settle()
    html = get(client, "/search/suggest?kind=company&kind=person&q=alpha")
    assert "/companies/alpha/" in html and "/people/alpha-ann/" in html
    assert "/places/" not in html


def test_the_page_does_not_change_with_the_clock(client, alpha, omega, monkeypatch):
    make_tie(alpha, omega)
    before = page(client, "alpha", "omega")
    set_clock(monkeypatch, "2031-01-01T00:00:00+07:00")
    assert page(client, "alpha", "omega") == before
