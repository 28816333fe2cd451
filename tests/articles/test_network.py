"""The page of the network of one: who is shown, in which group, with which words and numbers."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.network import around as module
from articles.network.around import around, shares
from articles.network.links import Kind
from entities.models import Company
from tests.factories import (
    DRAFT,
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_role,
    make_tie,
)
from tests.pages import get, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alpha():
    return make_company("Alpha")


def shown(noun):
    """Return {name: (group, ways)} of those around a noun."""
    found = around(noun)
    return {n.record.name: (n.group.name, n.ways) for n in found.shown}


def test_each_stands_once_where_most_is_said_with_all_that_links_it(alpha):
    beta, gamma, delta = (make_company(name) for name in ("Beta", "Gamma", "Delta"))
    ann = make_person("Ann")
    make_tie(alpha, beta, status="expected")
    make_role(ann, alpha, title="director", start="2019")
    make_event(companies=[alpha, beta, gamma], people=[ann])
    for _ in range(2):
        make_article(companies=[alpha, beta, gamma, delta], people=[ann])
    both = ["1 shared event", "2 shared articles"]
    assert shown(alpha) == {
        "Beta": ("TIE", ["partner of Alpha (expected)", *both]),
        "Ann": ("ROLE", ["director, from 2019", *both]),
        "Gamma": ("EVENT", both),
        "Delta": ("ARTICLE", ["2 shared articles"]),
    }
    assert shown(ann)["Alpha"] == ("ROLE", ["director, from 2019", *both])


def test_ties_are_read_from_the_other_end(alpha):
    make_tie(alpha, make_company("Whole"), kind="subsidiary_of", status="in_force")
    make_tie(make_company("Member"), alpha, kind="member_of", status="ended")
    assert shown(alpha) == {
        "Whole": ("TIE", ["parent of Alpha"]),
        "Member": ("TIE", ["member of Alpha (ended)"]),
    }


def test_the_body_above_the_parts_and_the_places_are_ties(alpha):
    place = make_place("Hanoi")
    make_tie(alpha, place=place, kind="office_in", status="planned")
    make_company("Unit", parent=alpha)
    Company.objects.filter(pk=alpha.pk).update(parent=make_company("Group"))
    alpha.refresh_from_db()
    assert shown(alpha) == {
        "Group": ("TIE", ["has as a part Alpha"]),
        "Unit": ("TIE", ["part of Alpha"]),
        "Hanoi": ("TIE", ["has an office of Alpha (planned)"]),
    }


def test_one_who_is_linked_by_many_facts_has_the_rest_counted(alpha):
    beta = make_company("Beta")
    for kind in ("partner_of", "client_of", "supports", "invests_in", "develops"):
        make_tie(alpha, beta, kind=kind, status="in_force")
    ((_group, ways),) = shown(alpha).values()
    assert len(ways) == module.WAYS + 1 and ways[-1] == "2 more facts"


def test_those_who_share_most_come_first(alpha):
    for n in (1, 3, 2):
        other = make_company(f"Shares {n}")
        for _ in range(n):
            make_article(companies=[alpha, other])
    assert list(shown(alpha)) == ["Shares 3", "Shares 2", "Shares 1"]


def test_what_is_hidden_is_neither_shown_nor_counted(client, alpha):
    beta, ann = make_company("Beta"), make_person("Ann")
    make_article(companies=[alpha, beta], people=[ann])
    before = get(client, "/companies/alpha/network/")
    hidden = make_company("Zzhush", state=DRAFT)
    make_tie(alpha, hidden)
    make_tie(alpha, beta, state=DRAFT)
    make_tie(alpha, beta, article=None)
    make_tie(alpha, place=make_place("Zzhush", state=DRAFT), kind="office_in")
    make_role(ann, alpha, state=DRAFT)
    make_event(companies=[alpha, beta, hidden], state=DRAFT)
    make_event(companies=[alpha, beta], article=make_article(state=DRAFT))
    make_article(companies=[alpha, beta], state=DRAFT)
    make_company("Zzhush part", state=DRAFT, parent=alpha)
    Company.objects.filter(pk=alpha.pk).update(parent=hidden)
    assert get(client, "/companies/alpha/network/") == before
    assert "Zzhush" not in before


@pytest.mark.parametrize(
    ("totals", "most", "expected"),
    [
        ({"a": 3, "b": 2}, 60, {"a": 3, "b": 2}),
        ({"a": 100, "b": 100, "c": 100, "d": 100}, 60, dict.fromkeys("abcd", 15)),
        ({"a": 1, "b": 200, "c": 40}, 60, {"a": 1, "b": 30, "c": 29}),
        ({"a": 5}, 3, {"a": 3}),
        ({}, 60, {}),
    ],
)
def test_room_is_shared_out_among_the_groups(totals, most, expected):
    assert shares(totals, most) == expected


def test_more_than_are_shown_are_counted(client, alpha, monkeypatch):
    monkeypatch.setattr(module, "MOST", 4)
    for _ in range(5):
        make_article(companies=[alpha, make_company()])
    for _ in range(3):
        make_event(companies=[alpha, make_company()])
    html = get(client, "/companies/alpha/network/")
    words = words_of(html)
    assert "4 shown of 8 linked" in words
    assert "Events 2 of 3" in words and "Articles 2 of 5" in words
    assert "1 more" in words and "3 more" in words
    assert "Only the latest" not in words


def test_where_not_all_was_looked_at_the_page_says_so(client, alpha, monkeypatch):
    monkeypatch.setattr(module, "HUBS", 4)
    beta = make_company("Beta")
    for n in range(6):
        make_article(companies=[alpha, beta] if n else [alpha, make_company("Old")])
    words = words_of(get(client, "/companies/alpha/network/"))
    assert "1 shown of more than 1 linked" in words
    assert "up to 4 each of ties, roles, events and articles" in words
    assert "4 shared articles" in words


def test_picture_and_list_hold_the_same_and_each_mark_says_how(client, alpha):
    beta, ann = make_company("Beta"), make_person("Ann")
    make_tie(alpha, beta, status="expected")
    make_role(ann, alpha, title="director")
    make_article(companies=[alpha, make_company("Gamma")])
    make_event(companies=[alpha, make_company("Delta")])
    html = get(client, "/companies/alpha/network/")
    picture = re.search(r'<svg class="ring".*?\n</svg>', html, re.S)[0]
    marks = re.findall(r'<a href="([^"]+)" tabindex="-1"[^>]*><title>(.*?)</title>', picture)
    listed = re.findall(r'<li value="(\d+)">.*?<p><a href="([^"]+)">', html, re.S)
    assert [href for href, _title in marks] == [href for _n, href in listed]
    assert [int(n) for n, _href in listed] == [1, 2, 3, 4]
    assert marks[0] == ("/companies/beta/", "Beta: partner of Alpha (expected)")
    for kind, name in ((0, "Ties"), (2, "Roles"), (3, "Events"), (4, "Articles")):
        assert f'<textPath href="#way-{kind}" startOffset="50%">{name}<' in picture
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "style=" not in html
    assert "from=company:alpha&amp;to=company:beta" in html


def test_who_is_linked_by_what_is_only_expected_has_a_hollow_mark(client, alpha):
    for status in ("expected", "planned", "in_force", "not_stated"):
        make_tie(alpha, make_company(status), status=status)
    both, met = make_company("Both"), make_company("Met")
    for kind, status in (("partner", "expected"), ("client_of", "in_force")):
        make_tie(alpha, both, kind=kind, status=status)
    make_tie(alpha, met, status="expected")
    make_event(companies=[alpha, met])
    make_tie(alpha, make_company("Part", parent=alpha), status="expected")
    make_article(companies=[alpha, *Company.objects.exclude(pk=alpha.pk)])
    ahead = {n.record.name for n in around(alpha).shown if n.is_ahead}
    assert ahead == {"expected", "planned"}
    html = get(client, "/companies/alpha/network/")
    assert html.count('tabindex="-1" class="ahead"') == 2
    assert "A hollow circle" in html
    other = Company.objects.get(name="in_force").get_absolute_url()
    assert "A hollow circle" not in get(client, f"{other}network/")


def test_nobody_around_is_said_and_nothing_drawn(client):
    make_person("Ann")
    html = get(client, "/people/ann/network/")
    assert "No tie, role, shared event or shared article is published yet." in words_of(html)
    assert 'class="ring"' not in html


def test_names_are_escaped(client, alpha):
    make_tie(alpha, make_company("<b>Bold</b> & Sons"))
    html = get(client, "/companies/alpha/network/")
    assert "<b>" not in html and "&lt;b&gt;Bold&lt;/b&gt; &amp; Sons" in html


def test_a_former_slug_leads_to_the_present_one_and_a_draft_has_no_page(client, alpha):
    alpha.slug = "alpha-group"
    alpha.save()
    response = client.get("/companies/alpha/network/")
    assert (response.status_code, response.url) == (301, "/companies/alpha-group/network/")
    make_person("Secret", state=DRAFT)
    assert client.get("/people/secret/network/").status_code == 404


def test_the_page_of_one_leads_to_its_network(client, alpha):
    ann = make_person("Ann")
    for record in (alpha, ann):
        address = f"{record.get_absolute_url()}network/"
        assert f'href="{address}"' in get(client, record.get_absolute_url())
        assert client.get(address).status_code == 200


def test_no_more_queries_however_many_are_around(client, alpha):
    ann = make_person("Ann")
    article = make_article()

    def grow(n):
        for _ in range(n):
            make_tie(alpha, article=article)
            make_tie(alpha, place=make_place(), kind="office_in", article=article)
            make_company(parent=alpha)
            make_role(make_person(), alpha, article=article)
            make_role(ann, make_company(), article=article)
            nouns = {"companies": [alpha, make_company()], "people": [ann, make_person()]}
            make_event(**nouns, article=article)
            make_article(**nouns)

    def asked(address):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            get(client, address)
        return len(captured)

    grow(2)
    addresses = "/companies/alpha/network/", "/people/ann/network/"
    few = [asked(address) for address in addresses]
    grow(18)
    # Which of many are shown depends on their keys: of a kind that none shows none is fetched.
    assert all(asked(address) <= most for address, most in zip(addresses, few, strict=True))
    assert max(few) <= 12


def test_groups_are_in_the_order_of_what_says_most(alpha):
    make_article(companies=[alpha, make_company()])
    make_event(companies=[alpha, make_company()])
    make_role(company=alpha)
    make_tie(alpha)
    assert list(around(alpha).groups) == [Kind.TIE, Kind.ROLE, Kind.EVENT, Kind.ARTICLE]
