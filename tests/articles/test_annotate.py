"""An article's text as shown: names linked, the words that back a fact marked, all well-formed."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.annotate import Span, name_links, wrap
from tests.factories import add_paragraph, cite, make_article, make_company, make_event, make_person
from tests.pages import get

TEXT = "FPT and FPT Software opened an office."


class Reader(HTMLParser):
    """Reads HTML strictly: tags nest, ids stand once; keeps the text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.ids, self.inside = "", [], [], {}
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        assert not (tag == "a" and "a" in [t for t, _ in self.open]), "a link within a link"
        self.open.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        for tag, attrs in self.open:
            name = attrs.get("href") or attrs.get("data-n") or tag
            self.inside[name] = self.inside.get(name, "") + data


def linked(text, *nouns):
    """Return {words: address} of the links that the nouns' names make in a text."""
    spans = list(name_links(nouns)(text))
    return {text[s.start : s.end]: re.search('href="(.*)"', s.attributes)[1] for s in spans}


@pytest.fixture
def fpt(db):
    return make_company("FPT")


def test_the_longest_name_is_linked_and_no_name_within_it(fpt):
    software = make_company("FPT Software")
    assert linked("FPT Software grew.", fpt, software) == {
        "FPT Software": "/companies/fpt-software/"
    }
    assert linked(TEXT, fpt, software) == {
        "FPT": "/companies/fpt/",
        "FPT Software": "/companies/fpt-software/",
    }


def test_a_name_is_linked_once_in_a_text(fpt):
    spans = list(name_links([fpt])("FPT met FPT; FPT again."))
    assert [(s.start, s.end) for s in spans] == [(0, 3)]


def test_an_alias_is_linked_and_counts_as_the_same_noun(db):
    body = make_company("Japan Business Federation", aliases=["Keidanren"])
    assert list(linked("Keidanren, the Japan Business Federation", body)) == ["Keidanren"]


def test_a_part_of_a_word_is_no_name(fpt):
    assert linked("FPTs and the AFPT", fpt) == {}


def test_a_shared_alias_links_nobody_nor_does_a_name_within_it(db):
    one = make_company("One", aliases=["Tokyo University"])
    two = make_company("Two", aliases=["Tokyo University"])
    tokyo = make_company("Tokyo")
    assert linked("At Tokyo University.", one, two, tokyo) == {}
    assert list(linked("At Tokyo University, Tokyo.", one, two, tokyo)) == ["Tokyo"]


def test_a_bare_given_name_links_nobody_but_a_body_s_short_name_does(db):
    person = make_person("Nguyen Trung Chinh", aliases=[{"text": "Chinh", "kind": "short"}])
    body = make_company("CMC Corporation", aliases=[{"text": "CMC", "kind": "short"}])
    assert linked("Chinh of CMC", person, body) == {"CMC": "/companies/cmc-corporation/"}


def test_names_with_signs_are_taken_as_they_are(db):
    body = make_company("A.B (C+D)")
    assert linked("AxB (C+D)", body) == {}
    assert list(linked("with A.B (C+D).", body)) == ["A.B (C+D)"]


def test_no_names_make_no_links():
    assert list(name_links([])("Anything.")) == []


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5)


@settings(deadline=None, max_examples=150)
@given(st.text("ab<>&\"' đ", min_size=12, max_size=12), SPANS)
def test_however_spans_cross_the_html_nests_and_each_holds_its_words(text, ends):
    spans = [
        Span(min(e), max(e), "span", f' data-n="{n}"', f' id="s{n}"') for n, e in enumerate(ends)
    ]
    read = Reader(str(wrap(text, spans)))
    assert read.text == text
    for n, (a, b) in enumerate(map(sorted, ends)):
        assert read.inside.get(str(n), "") == text[a:b]
        assert read.ids.count(f"s{n}") == (a < b)


def article_page(client, *texts, **fields):
    """Return an article and a function that reads its page."""
    article = make_article("Headline", *texts, **fields)
    return article, lambda: get(client, article.get_absolute_url())


HOSTILE = "<script>alert(1)</script> & \"quoted\" 'x' FPT"


def test_hostile_text_is_shown_as_text(client, fpt):
    evil = make_company('<img src=x onerror="1">')
    article, page = article_page(client, HOSTILE, companies=[fpt, evil])
    event = make_event("<b>Forum</b>", article=None)
    cite(event, paragraph=article.paragraphs.get(number=1), words="<script>alert(1)</script> &")
    html = page()
    for raw in ("<script>alert", "<img src=x", "<b>Forum"):
        assert raw not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in html


def test_the_words_that_back_a_fact_are_marked_where_its_link_leads(client, fpt):
    article, page = article_page(client, TEXT, companies=[fpt])
    event = make_event(article=None)
    citation = cite(event, paragraph=article.paragraphs.get(number=1), words="FPT Software opened")
    assert citation.address == f"/articles/headline/#{citation.anchor}"
    marked = re.search(rf'<span class="passage" id="{citation.anchor}">(.*?)</span>', page())
    assert marked[1] == "FPT Software opened"
    source = get(client, event.get_absolute_url())
    assert f'href="{citation.address}"' in source


def test_every_id_of_a_page_stands_once_however_much_is_cited(client, fpt):
    person = make_person("Ann Lee")
    article, page = article_page(client, "FPT says FPT: Ann Lee.", companies=[fpt], people=[person])
    paragraph = article.paragraphs.get(number=1)
    for words in ("FPT says", "says FPT", "FPT says FPT: Ann Lee."):
        for _ in range(2):
            cite(make_event(article=None), paragraph=paragraph, words=words)
    cite(make_event(article=None), paragraph=article.paragraphs.get(number=0), words="Headline")
    ids = re.findall(r'\sid="([^"]*)"', page())
    assert len(ids) == len(set(ids))
    assert sum(i.startswith("p1-event-") for i in ids) == 6


def test_the_headline_is_marked_but_leads_nowhere(client, fpt):
    article = make_article("FPT grows", companies=[fpt])
    cite(make_event(article=None), paragraph=article.paragraphs.get(), words="FPT grows")
    headline = re.search(r"<h1.*?</h1>", get(client, article.get_absolute_url()), re.S)[0]
    assert 'class="passage"' in headline and "<a " not in headline


def test_words_that_are_not_there_mark_nothing_and_break_nothing(client, fpt):
    article, page = article_page(client, TEXT)
    citation = cite(make_event(article=None), paragraph=add_paragraph(article, "x"), words="y")
    assert f'id="{citation.anchor}"' not in page()
