"""Site-wide search as page, as JSON and as suggestions; what was found, marked where it stands."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from entities.models import Company, Person
from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_role,
    make_target,
)
from tests.pages import get, words_of
from vjtech import find
from vjtech.core.search.index import finish

pytestmark = pytest.mark.django_db

KINDS = ("companies", "people", "articles", "events", "targets", "places")
ADDRESSES = {"company": "companies", "person": "people", "target": "targets", "place": "places"}


@pytest.fixture(autouse=True)
def no_names_held():
    """A rolled-back test takes back the change version under which names are held."""
    find.held.clear()


def search(client, words):
    return json.loads(get(client, f"/search.json?q={quote(words)}"))


def page_hits(html):
    """Return {kind: slugs} as a search page lists them."""
    found = {}
    for section in re.findall(r'<section aria-labelledby="g-.*?</section>', html, re.S):
        for item in re.findall(r"<li>\s*<a href=\"/(\w+)/([^/]+)/", section):
            found.setdefault(item[0], []).append(item[1])
    return found


@pytest.fixture
def needle():
    """One of each kind, found by the same word."""
    company, person = make_company("Needle Works", slug="c"), make_person("Ann Needle", slug="p")
    place = make_place("Needle Bay", slug="pl")
    make_article("Needle news", "Thread.", slug="a", published="2024-02-02")
    article = make_article("Other", "A <b>needle</b> & thread.", slug="b", published="2024-02-01")
    make_event("Needle forum", slug="e", article=article, place=place)
    make_target("needle output", slug="t", companies=[company], article=article)
    make_role(person, company, article=article)


def test_json_holds_what_the_page_does_in_its_order(client, needle):
    found = search(client, "needle")
    assert tuple(found) == ("companies", "people", "articles", "events", "targets", "places")
    slugs = {kind: [hit["slug"] for hit in hits] for kind, hits in found.items()}
    assert slugs == {
        **{"companies": ["c"], "people": ["p"], "articles": ["a", "b"]},
        **{"events": ["e"], "targets": ["t"], "places": ["pl"]},
    }
    html = get(client, "/search/?q=needle")
    assert page_hits(html) == slugs and list(page_hits(html)) == list(slugs)


def test_json_has_a_slug_a_name_or_title_and_a_reason(client, needle):
    found = search(client, "needle")
    for kind, hits in found.items():
        label = "name" if kind in ("companies", "people", "places") else "title"
        for hit in hits:
            assert set(hit) == {"slug", label, "why"} and all(hit.values())
    assert found["articles"][1]["why"] == "A <b>needle</b> & thread."
    assert found["articles"][0]["why"] == "Needle news"


@pytest.mark.parametrize("words", ["", "😀", "-needle", "zzzz"])
def test_json_of_nothing_has_every_kind_all_the_same(client, needle, words):
    assert search(client, words) == {kind: [] for kind in KINDS}


def test_a_hit_says_why_in_the_original_words_marked_and_escaped(client):
    make_article("Title", "Cảng Đà Nẵng <i>& more</i>; ﾄﾖﾀ; 東京都知事.", slug="a")
    for words, snippet in (
        ("da nang", "Cảng <mark>Đà</mark> <mark>Nẵng</mark> &lt;i&gt;&amp; more"),
        ("トヨタ", "<mark>ﾄﾖﾀ</mark>"),
        ("京都知", "東<mark>京都知</mark>事"),
    ):
        assert snippet in get(client, f"/search/?q={quote(words)}")
        assert snippet in get(client, f"/articles/?q={quote(words)}")


def test_a_hit_by_place_or_party_shows_it(client):
    make_event("Forum", place=make_place("Hanoi"), slug="e", summary="On chips")
    make_target("output", scope="of chips", companies=[make_company("Alpha")], slug="t")
    assert search(client, "hanoi")["events"][0]["why"] == "Hanoi"
    assert search(client, "alpha")["targets"][0]["why"] == "Alpha"
    hidden = make_company("Hidden")
    make_target("other", companies=[hidden], slug="u")
    finish()
    Company.objects.filter(pk=hidden.pk).unpublish()
    assert search(client, "hidden")["targets"] == []


def test_another_name_is_said_with_its_tongue(client):
    make_person("Nakajima Takeo", aliases=["中島丈雄"], distinction="JETRO Hanoi")
    html = get(client, f"/search/?q={quote('中島')}")
    assert "also written" in html and '<span lang="ja">中島丈雄</span>' in html
    assert "JETRO Hanoi" in html
    part = get(client, f"/search/suggest?q={quote('中島')}", **{"HX-Request": "true"})
    assert "also written" in part and "JETRO Hanoi" in part


def test_the_article_that_a_hit_opens_marks_what_it_was_opened_with(client):
    make_article("Danang & co", "The port of Da Nang.", slug="a")
    make_place("Da Nang", aliases=["Danang"])
    html = get(client, "/search/?q=danang")
    address = unescape(re.search(r'href="(/articles/a/[^"]*)"', html)[1])
    assert address == "/articles/a/?q=danang"
    assert unescape(re.search(r'href="(/articles/a/[^"]*)"', get(client, "/articles/?q=danang"))[1])
    page = get(client, address)
    assert "<mark>Danang</mark> &amp; co" in page and "<mark>Da Nang</mark>" in page
    assert "<mark>" not in get(client, "/articles/a/")


def test_marks_keep_names_linked_and_passages_marked(client):
    company = make_company("Alpha Works", slug="alpha")
    article = make_article("News", "Soon Alpha Works opens.", slug="a", companies=[company])
    event = make_event("Opening", article=None, slug="e")
    cite(event, article, "Alpha Works opens", article.paragraphs.get(number=1))
    html = get(client, "/articles/a/?q=works+soon")
    paragraph = re.search(r'<div class="paragraph" id="p1">.*?<p>(.*?)</p>', html, re.S)[1]
    assert words_of(paragraph).replace(" .", ".") == "Soon Alpha Works opens."
    assert "<mark>Soon</mark>" in paragraph and 'href="/companies/alpha/"' in paragraph
    assert 'class="passage"' in paragraph and "<mark>Works</mark>" in paragraph


SECRET = " ".join(f"secret{i} needle" if i == 40 else f"secret{i}" for i in range(120))


def test_an_article_in_passages_gives_no_more_than_a_short_snippet(client):
    article = make_article("Title", SECRET, "Cited words", slug="a", rights="passages")
    event = make_event("Forum", article=None)
    cite(event, article, "Cited words", article.paragraphs.get(number=2))
    for address in ("/search/?q=needle", "/articles/?q=needle", "/search.json?q=needle"):
        shown = re.findall(r"secret\d+", get(client, address))
        assert 0 < len(set(shown)) < 20
    assert len(search(client, "needle")["articles"][0]["why"]) < 160
    page = get(client, "/articles/a/?q=needle+cited")
    assert "secret" not in page and "<mark>Cited</mark> words" in page
    for address in ("/articles.json?q=needle", "/articles.csv?q=needle"):
        assert "secret1 " not in get(client, address)


def test_background_is_searched_too_and_drafts_never_are(client):
    make_article("Needle", relevance="background", slug="a")
    for make in (make_article, make_company, make_person, make_place, make_event, make_target):
        make("Needle unseen", state="draft")
    found = search(client, "needle")
    assert {kind: len(hits) for kind, hits in found.items() if hits} == {"articles": 1}
    for address in ("/search/?q=needl", "/search/suggest?q=needle", "/companies/?q=needle"):
        assert "unseen" not in words_of(get(client, address))


def test_many_hits_are_cut_and_lead_to_the_whole_list(client):
    for i in range(12):
        make_article(f"Needle {i}")
        make_company(f"Needle {i}")
    html = get(client, "/search/?q=needle")
    assert [len(hits) for hits in page_hits(html).values()] == [10, 10]
    for more in re.findall(r'<p class="more"><a href="([^"]*)"', html):
        assert "12 listed" in words_of(get(client, unescape(more)))


# Suggestions


def options(html):
    return re.findall(r'<a role="option" id="(option-\d+)"[^>]* href="([^"]*)"', html)


def test_suggestions_come_by_kind_each_with_its_own_number(client, needle):
    part = get(client, "/search/suggest?q=need", **{"HX-Request": "true"})
    assert "<html" not in part
    assert [address for _id, address in options(part)] == [
        *("/companies/c/", "/people/p/", "/articles/a/", "/articles/b/"),
        *("/events/e/", "/targets/t/", "/places/pl/"),
    ]
    ids = [id for id, _address in options(part)]
    assert len(set(ids)) == len(ids)
    groups = re.findall(r'role="group" aria-labelledby="(s-\w+)"', part)
    assert all(f'id="{group}"' in part for group in groups) and len(groups) == 6


def test_names_are_escaped_wherever_they_are_suggested_or_found(client):
    evil = "<img src=x onerror=alert(1)>needle"
    make_company(evil, aliases=[f"{evil}2"])
    make_person("Needle", distinction=evil)
    make_article(evil, f"needle {evil}")
    for address in ("/search/?q=needle2", "/search/?q=needle", "/search/suggest?q=needle"):
        for headers in ({}, {"HX-Request": "true"}):
            html = get(client, address, **headers)
            assert "needle" in html.lower() and "<img" not in html


def test_suggestions_without_a_script_are_a_page(client, needle):
    html = get(client, "/search/suggest?q=need")
    assert "<!doctype html>" in html and len(page_hits(html)["articles"]) == 2
    assert 'value="need"' in html
    for words in ("", "zzzz", "😀"):
        assert "<!doctype html>" in get(client, f"/search/suggest?q={quote(words)}")


def test_page_and_part_are_stored_apart(client, needle):
    whole = client.get("/search/suggest?q=need")
    part = client.get("/search/suggest?q=need", headers={"HX-Request": "true"})
    assert whole["ETag"] != part["ETag"] and "HX-Request" in part["Vary"]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("nee", 6),
        ("need", 6),
        ("needl", 6),
        ("needle n", 6),
        ("needle thr", 1),
        ("n", 0),
        ("ne", 6),
        ('"needle', 6),
        ("needle ", 6),
    ],
)
def test_the_last_word_may_be_unfinished(client, needle, typed, kinds):
    part = get(client, f"/search/suggest?q={quote(typed)}", **{"HX-Request": "true"})
    assert len(re.findall('role="group"', part)) == kinds


def test_a_full_box_is_suggested_for_too(client):
    make_article("Needle " + "x" * 200, slug="a")
    typed = ("needle " + "x" * 300)[:200]
    part = get(client, f"/search/suggest?q={quote(typed)}", **{"HX-Request": "true"})
    assert options(part)


# Nothing found


def test_close_names_are_offered_where_nothing_is_found(client):
    make_person("Nguyễn Trung Chính", slug="p", aliases=["グエン・チュン・チン"])
    make_company("Keidanren", slug="k", aliases=["Japan Business Federation"])
    make_company("Keidanren unseen", state="draft")
    html = get(client, "/search/?q=nguyen+trug+chinh")
    assert "Did you mean" in html and 'href="/people/p/"' in html
    for typo in ("keidanrem", "japan bussiness fedaration"):
        html = get(client, f"/search/?q={quote(typo)}")
        assert 'href="/companies/k/"' in html and "unseen" not in html
    assert "Did you mean" not in get(client, "/search/?q=qqqqqq")


def test_close_names_are_those_of_now(client):
    assert "Did you mean" not in get(client, "/search/?q=keidanrem")
    company = make_company("Keidanren")
    assert "Did you mean" in get(client, "/search/?q=keidanrem")
    company.delete()
    assert "Did you mean" not in get(client, "/search/?q=keidanrem")


def test_names_that_are_compared_are_bounded(client, monkeypatch):
    monkeypatch.setattr(find, "MOST_NAMES", 2)
    for i in range(6):
        make_company(f"Keidanren {i}")
        make_person(f"Tanaka {i}", aliases=[f"田中 {i}", "T"])
    assert "Did you mean" in get(client, "/search/?q=keidanrem")
    names = find.all_names()
    assert len(names.keys) == len(names.nouns) <= 8 and "t" not in names.keys
    assert find.all_names() is names
    Person.objects.all().delete()
    assert find.all_names() is not names


def test_the_word_that_finds_nothing_is_named(client):
    make_article("Needle and thread")
    make_company("Alpha")
    make_place("Draftville", state="draft")
    make_event("Forum of Kyushu")
    for words, missing in (
        ("needle zzyzx", "Found nowhere: zzyzx."),
        ("alpha needle", None),
        ("kyushu alpha", None),
        ("draftville needle qqq", "Found nowhere: draftville, qqq."),
        ('needle "thread and"', "Found nowhere: thread and."),
        ("zzyzx", None),
    ):
        text = words_of(get(client, f"/search/?q={quote(words)}"))
        assert "Nothing holds all of these words" in text
        assert (missing in text) if missing else ("Found nowhere" not in text), words


def test_what_was_cut_off_is_said(client):
    make_article("Needle")
    assert "first 200 characters" in get(client, f"/search/?q=needle+{'x' * 300}")
    assert "first 16 words" in get(client, f"/search/?q={quote('needle ' * 20)}")
    assert "Only the first" not in get(client, "/search/?q=needle")


def test_a_filter_s_box_is_suggested_one_kind_of_noun(client):
    make_company("Needle Works")
    make_person("Needle Ann")
    make_article("Needle")
    for kind, name in (("company", "Needle Works"), ("person", "Needle Ann")):
        html = get(client, f"/search/suggest?kind={kind}&q=need", **{"HX-Request": "true"})
        assert html.count('role="option"') == 1 and f'data-name="{name}"' in html
    assert get(client, "/search/suggest?kind=wine&q=need").count("Needle") >= 3
    assert "Needle" not in get(client, "/search/suggest?kind=company&q=-")
