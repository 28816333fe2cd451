"""The pages of one record: what stands on them, and in which order."""

import re
from html import unescape

import pytest

from articles.models import Article, CompanyMention
from tests.factories import (
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
)
from tests.pages import get, words_of

pytestmark = pytest.mark.django_db


def page(client, record):
    return get(client, record.get_absolute_url())


def section(html, id):
    """Return what a section of a page says, or nothing."""
    match = re.search(rf'<section aria-labelledby="{id}">.*?</section>', html, re.S)
    return words_of(match[0]) if match else ""


def test_who_only_supports_a_target_is_said_to_on_the_own_page_and_brief_too(client):
    holder, supporter = make_company("Alpha"), make_company("Beta")
    target = make_target("engineers", companies=[holder])
    target.parties.create(company=supporter, part="supporter")
    for ending in ("", "brief/"):
        alpha, beta = (
            words_of(get(client, f"{each.get_absolute_url()}{ending}").split("</header>", 2)[2])
            for each in (holder, supporter)
        )
        assert "Beta (supporter)" in alpha and "Alpha, Beta" not in alpha
        assert "Alpha, Beta (supporter)" in beta


def test_a_company_page_goes_from_promises_to_articles(client):
    company = make_company(
        "Alpha",
        kind="university",
        country="VN",
        summary="A school.",
        parent=make_company("Group"),
        aliases=[
            {"text": "アルファ", "kind": "native", "language": "ja", "origin": "Its own name."},
            {"text": "Alfa", "kind": "misprint"},
        ],
    )
    make_company("Child", parent=company)
    article = make_article("News", companies=[company], published="2025-03")
    make_article("Olds", companies=[company], published="2024-05")
    make_target("revenue", companies=[company], article=article)
    make_tie(company, make_company("Beta"), kind="member_of", status="expected", article=article)
    make_tie(make_company("Gamma"), company, kind="subsidiary_of", article=article)
    make_role(make_person("Ann"), company, title="Chair", article=article)
    make_figure("employees", company=company, value=5000, article=article)
    make_event("Forum", companies=[company], article=article)
    html = page(client, company)
    ids = re.findall(r'<section aria-labelledby="(\w+)">', html)
    assert ids == ["targets", "ties", "people", "figures", "events", "articles"]
    head = words_of(html[: html.index("<section")])
    for words in (
        *(
            "university or school",
            "Vietnam",
            "part of Group",
            "A school.",
            "Belonging to it: Child",
        ),
        *("アルファ (not from our sources)", "Also found misprinted as Alfa"),
        "2 sources, May 2024 – Mar 2025",
    ):
        assert words in head, words
    assert 'lang="ja">アルファ' in html
    assert "Revenue: as much as possible" in section(html, "targets")
    assert "member of Beta expected" in section(html, "ties")
    assert "parent of Gamma status not stated" in section(html, "ties")
    assert "Ann, Chair seen Mar 2025" in section(html, "people")
    assert "Employees: 5,000 people" in section(html, "figures")
    assert "Forum" in section(html, "events")
    assert section(html, "articles").index("News") < section(html, "articles").index("Olds")


def test_what_stands_behind_a_page_leaves_out_open_starts(client):
    company = make_company()
    make_article(companies=[company], published="[..2026]")
    assert "1 source" in words_of(page(client, company))
    assert "Jan 1" not in page(client, company)
    make_article(companies=[company], published="2025-03")
    assert "2 sources, Mar 2025" in words_of(page(client, company))


def test_a_page_that_nothing_stands_behind_says_so(client):
    for make in (make_company, make_person):
        text = words_of(page(client, make()))
        assert "No published source mentions it yet." in text
    assert "Role: not stated in our sources" in text


@pytest.mark.parametrize("n", [10, 11])
def test_a_long_section_is_cut_and_leads_to_the_whole(client, n):
    company, article = make_company("Alpha"), make_article()
    for i in range(n):
        make_target(f"metric {i:02}", companies=[company], article=article)
        make_event(f"event {i:02}", companies=[company], article=article)
        make_figure(f"measure {i:02}", company=company, article=article)
    html = page(client, company)
    for id, name in (("targets", "targets"), ("events", "events"), ("figures", "figures")):
        match = re.search(rf'<section aria-labelledby="{id}">.*?</section>', html, re.S)[0]
        assert match.count('<li class="fact') == 10
        more = f'href="/{name}/?background=1&amp;company=alpha"' in match
        assert more == (n > 10), id


def test_a_person_page_tells_roles_and_what_was_said(client):
    person = make_person("Nguyễn Trung Chính", family_name="Nguyễn", distinction="Chair of CMC")
    company = make_company("CMC")
    article = make_article("News", people=[person])
    make_role(person, company, title="Chair", start="2019", article=article)
    target = make_target("revenue", article=None)
    cite(target, article, value=5, unit="people", speaker=person, speaks_for=company)
    make_event("Forum", people=[person], article=article)
    html = page(client, person)
    assert "Chair of CMC" in words_of(html) and "Family name: Nguyễn" in words_of(html)
    assert "Chair, CMC from 2019" in section(html, "roles")
    assert "revenue: 5 people" in section(html, "said")
    assert "said by Nguyễn Trung Chính for CMC" in section(html, "said")
    assert "Forum" in section(html, "events") and "News" in section(html, "articles")


def test_a_place_page_shows_its_events_and_who_is_tied_to_it(client):
    vietnam = make_place("Vietnam", kind="country")
    hanoi = make_place("Hanoi", parent=vietnam, aliases=["Hà Nội"])
    make_tie(make_company("CMC"), place=hanoi, kind="office_in")
    make_event("Forum", place=hanoi)
    html = page(client, hanoi)
    assert "Vietnam" in words_of(html) and "Hà Nội" in words_of(html)
    assert "CMC has an office in Hanoi" in section(html, "ties")
    assert "Forum" in section(html, "events")
    assert "Within it: Hanoi" in words_of(page(client, vietnam))


def test_an_event_page_tells_its_date_place_status_parts_and_sources(client):
    hanoi = make_place("Hanoi")
    whole = make_event("Week", date="2025")
    event = make_event(
        "Forum",
        place=hanoi,
        date="2025?-04-28",
        date_printed="April 28",
        date_reason="The year after.",
        status="planned",
        part_of=whole,
        companies=[make_company("CMC")],
    )
    make_event("Dinner", part_of=event)
    text = words_of(page(client, event))
    for words in (
        *("28 April 2025 (year inferred)", "“April 28”", "The year after.", "Hanoi", "planned"),
        *("Part of Week", "CMC participant", "Organiser: not stated in our sources", "Dinner"),
    ):
        assert words in text, words
    event.company_parts.create(company=make_company("JETRO"), part="organiser")
    assert "Organiser: not stated" not in words_of(page(client, event))


def test_a_target_page_shows_its_parties_and_parts(client):
    target = make_target("revenue", companies=[make_company("CMC")], scope="from Japan")
    target.parties.create(text="the ministry", part="approver")
    make_target("share", part_of=target)
    text = words_of(page(client, target))
    for words in ("from Japan", "CMC holder", "the ministry approver", "commitment", "Share"):
        assert words in text, words


def test_a_figure_page_shows_what_was_printed_and_where(client):
    figure = make_figure(
        *("employees",),
        **{"text": "Vietnam", "value": 5000, "qualifier": "over", "printed": "over 5,000"},
        **{"as_of": "2024", "note": "Worked out.", "scope": "whole staff", "article": None},
    )
    citation = cite(figure, make_article("News"), quote="over 5,000 employees", quote_paragraph=3)
    html = page(client, figure)
    for words in (
        *("Employees: over 5,000 people", "Vietnam", "whole staff", "As of 2024", "“over 5,000”"),
        *("Worked out.", "as printed: over 5,000 employees"),
    ):
        assert words in words_of(html), words
    assert f'href="{citation.address}"' in html


@pytest.mark.parametrize(
    "make",
    [
        *(make_article, make_company, make_person, make_place),
        *(make_event, make_target, make_figure, make_role, make_tie),
    ],
)
def test_every_kind_s_page_names_its_address_and_moves_from_a_former_one(client, make):
    record = make()
    html = page(client, record)
    assert f'<link rel="canonical" href="{record.get_absolute_url()}">' in html
    record.slug = f"new-{record.slug}"
    old = record.get_absolute_url().replace("/new-", "/")
    record.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, record.get_absolute_url())


def test_all_that_is_listed_of_a_person_is_asked_for_in_full(client):
    """The links from a page to a list give what the page has begun to show."""
    company, person = make_company("Alpha"), make_person("Ann")
    article = make_article(companies=[company], people=[person], relevance="background")
    for i in range(11):
        make_event(f"event {i}", companies=[company], people=[person], article=article)
    for record in (company, person):
        html = page(client, record)
        links = [a for a in re.findall(r'<p class="more"><a href="([^"]*)"', html) if "event" in a]
        (address,) = links
        assert "11 listed" in words_of(get(client, unescape(address)))


def test_long_ties_and_roles_are_cut_to_the_latest(client):
    company, article = make_company("Alpha"), make_article()
    for i in range(26):
        ends = (company, make_company(f"Ally {i:02}"))
        make_tie(*(ends if i % 2 else ends[::-1]), article=article)
    for i in range(11):
        make_role(make_person(), company, title=f"Title {i:02}", article=article)
    html = page(client, company)
    ties, people = section(html, "ties"), section(html, "people")
    assert "Ally 25" in ties and "Ally 01" in ties and "Ally 00" not in ties
    assert "The latest 25 are shown; there are more." in ties
    assert "Title 10" in people and "Title 00" not in people
    assert 'href="/people/?background=1&amp;company=alpha"' in html


def test_sources_are_counted_up_to_a_thousand(client):
    company = make_company("Alpha")
    made = [Article(slug=f"a{i}", title="A", state="published") for i in range(1001)]
    articles = Article.objects.bulk_create(made)
    CompanyMention.objects.bulk_create(
        [CompanyMention(article=article, company=company) for article in articles]
    )
    assert "1,000+ sources" in words_of(page(client, company))
    assert "1,000+ sources" in words_of(get(client, "/companies/"))
    articles[0].delete()
    assert "1000 sources" in words_of(page(client, company))
