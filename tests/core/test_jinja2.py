"""What the public templates' environment makes of words, dates and names."""

import pytest
from django.template import engines
from django.utils import translation
from django.utils.functional import lazystr
from markupsafe import Markup

from articles.models import Article
from vjtech.core.dates import PartialDate


def rendered(source, **context):
    return engines.all()[0].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    ["{{ date | when }}", "{{ date | brief }}", "{{ months(date.earliest, date.latest) }}"],
)
def test_a_date_follows_the_language_of_each_page(source):
    date = PartialDate("2024-05-06")
    english = rendered(source, date=date)
    with translation.override("ja"):
        japanese = rendered(source, date=date)
    assert "May" in english and "5月" in japanese
    assert rendered(source, date=date) == english


def test_words_follow_the_language_of_each_page():
    source = '{{ _("Search") }}'  # which Django translates too
    english = rendered(source)
    with translation.override("vi"):
        vietnamese = rendered(source)
    assert (english, vietnamese) == ("Search", "Tìm kiếm")
    assert rendered(source) == english


def test_values_in_words_are_escaped():
    assert rendered('{{ _("%(n)s more", n="<b>") }}') == "&lt;b&gt; more"
    assert rendered('{{ ngettext("%(num)d of %(n)s", "%(num)d of %(n)s", 2, n="<") }}') == (
        "2 of &lt;"
    )


def test_a_date_that_is_not_stated_is_said_so():
    absent = '<span class="absent">date not stated</span>'
    assert rendered("{{ date | when }}", date=PartialDate()) == absent
    assert rendered("{{ date | when }}", date=None) == absent
    assert rendered("{{ date | brief }}", date=None) == "undated"


def test_what_is_not_certain_about_a_date_is_said():
    assert rendered("{{ date | when }}", date=PartialDate("2024-05?")) == (
        '<span class="date">May 2024 <span class="hedge">(date inferred)</span></span>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("Việt & Nam", '<span lang="vi">Việt &amp; Nam</span>'),
        (Markup("<b>ベトナム</b>"), '<span lang="ja"><b>ベトナム</b></span>'),
        (lazystr("<ベトナム>"), '<span lang="ja">&lt;ベトナム&gt;</span>'),
        ("Vietnam – Japan", "Vietnam – Japan"),
    ],
)
def test_names_are_escaped_once(text, html):
    assert rendered("{{ text | tongue }}", text=text) == html


@pytest.mark.parametrize("value", ["core", "unheard-of", None])
def test_a_label_is_what_django_displays(value):
    article = Article(relevance=value)
    shown = rendered('{{ article | label("relevance") }}', article=article)
    assert shown == str(article.get_relevance_display())
