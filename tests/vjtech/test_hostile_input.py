"""Whatever a list is asked, it answers: a page with a message, or 400 in the machine formats."""

from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.filters import ArticleFilterSet
from entities.filters import (
    CompanyFilterSet,
    EventFilterSet,
    FigureFilterSet,
    PersonFilterSet,
    TargetFilterSet,
)
from tests.factories import make_article, make_company
from tests.pages import errors_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]

FILTERSETS = {
    "articles": ArticleFilterSet,
    "companies": CompanyFilterSet,
    "people": PersonFilterSet,
    "events": EventFilterSet,
    "targets": TargetFilterSet,
    "figures": FigureFilterSet,
}
HUGE = str(2**63 - 1)
NASTY = (
    *("", " ", "nobody", "fpt-1", "company", "VN", "en", "1", "true", "newest", "oldest"),
    *("2025", "2025-13-45", "2025-02-30", "[2025..", "../..", "9999-12-31", "0001", "0000", "201X"),
    *(
        "\0",
        "a\0b",
        "😀",
        "\ud800",
        "\u202e\ufeff",
        "\n\r\t",
        "%",
        "_",
        "\\",
        "'",
        '"',
        "<b>",
        "{}",
    ),
    *("' OR 1=1 --", "../../etc/passwd", "${jndi}", "a" * 10_240, "đ" * 3_000, "[" * 500),
    *("~", "~~", "5", "5~5", "5~5~5", "x~5", f"{HUGE}~{HUGE}", f"-{HUGE}~1", f"{2**63}~1"),
    *(HUGE, f"2~{HUGE}~{HUGE}", f"{HUGE}~{HUGE}~{HUGE}", "9" * 390, "-0~-0", "１~２", "nan~inf"),
    *("state", "id", "slug__in", "password", "*"),
)
FIELDS = sorted({name for filterset in FILTERSETS.values() for name in filterset.base_filters})
NAMES = st.sampled_from(
    [*FIELDS, "page", "state", "company[]", "company__slug", "q ", "", "\ud800"]
)
VALUES = st.sampled_from(NASTY) | st.text(max_size=20)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=6)


def encoded(pairs):
    """Return a query string; lone surrogates go in as the bytes that stand for them."""
    return urlencode(pairs, errors="surrogatepass")


def answer(client, address, query):
    response = client.get(address, QUERY_STRING=query)
    return response, text_of(response)


@pytest.mark.parametrize("name", FILTERSETS)
@settings(
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pairs=PAIRS)
def test_any_parameters_give_a_page_and_400_only_in_machine_formats(client, name, pairs):
    query = encoded(pairs)
    page, html = answer(client, f"/{name}/", query)
    if page.status_code == 302:
        path, _mark, query = page["Location"].partition("?")
        assert path == f"/{name}/"
        page, html = answer(client, path, query)
    assert page.status_code == 200  # one step, and never round in a circle
    for suffix in (".json", ".csv"):
        machine, text = answer(client, f"/{name}{suffix}", query)
        assert machine.status_code == (400 if errors_in(html) else 200)
        assert text


@pytest.mark.parametrize("name", FILTERSETS)
def test_no_value_of_any_parameter_breaks_a_list(name):
    filterset_class = FILTERSETS[name]
    for i, parameter in enumerate(filterset_class.base_filters):
        for value in NASTY[i % 4 :: 4]:  # the next parameter has others
            query = encoded([(parameter, value), (parameter, "x")][: 1 + (len(value) % 2)])
            asked = filterset_class.for_query(QueryDict(query))
            rows = list(asked.rows() if asked.is_valid() else asked.qs)
            assert asked.is_valid() or not rows
            assert all(chip["label"] for chip in asked.chips())


PLAINLY_WRONG = {
    "articles": ("company=nobody", "published_after=2025-13", "language=xx", "sort=id", "after=x"),
    "companies": ("kind=x", "country=XX", "topic=nothing", f"q={'a' * 201}", "after=1~2~3"),
    "people": ("company=nobody", "country=vn", "q=%00", "after="[:5] + "=~"),
    "events": ("date_before=soon", "certain=2", "kind=forum&kind=x", f"after={2**64}~1"),
    "targets": ("status=late", "due_after=2025-02-30", f"unit={'u' * 61}", "background=yes"),
    "figures": (
        f"measure={'m' * 201}",
        "company=" + "&company=".join("abcdefghijklmnopqrstuvw"),
    ),
}


@pytest.mark.parametrize(("name", "queries"), PLAINLY_WRONG.items(), ids=list(PLAINLY_WRONG))
def test_what_is_wrong_is_told_on_the_page_and_refused_to_machines(client, name, queries):
    for query in queries:
        page, html = answer(client, f"/{name}/", query)
        assert page.status_code == 200 and errors_in(html), query
        assert "Nothing is listed" in html and 'content="noindex"' in html
        response, _text = answer(client, f"/{name}.json", query)
        assert response.status_code == 400 and response.json()["errors"], query
        response, text = answer(client, f"/{name}.csv", query)
        assert response.status_code == 400 and response["Content-Type"].startswith("text/plain")
        assert text.strip(), query


@pytest.mark.parametrize("value", NASTY[::2])
def test_any_words_are_searched_for_or_answered_with_a_word(client, value):
    response, _html = answer(client, "/search/", encoded([("q", value)]))
    assert response.status_code == 200


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(slug=st.text(min_size=1, max_size=30) | st.sampled_from(NASTY[1:]))
def test_any_address_of_a_page_is_there_or_is_not(client, slug):
    for name in (*FILTERSETS, "places"):
        path = quote(slug.encode(errors="surrogatepass"), safe="")
        assert client.get(f"/{name}/{path}/").status_code in (200, 302, 301, 404)


def test_hostile_content_is_shown_as_text_everywhere(client):
    evil = '"><script>alert(1)</script>'
    company = make_company(evil, slug="evil", aliases=[evil], summary=evil)
    article = make_article(evil, evil, slug="evil", companies=[company], credits=evil, note=evil)
    for address in (
        *("/companies/evil/", "/articles/evil/", "/companies/", "/articles/", "/"),
        *("/search/?q=script", f"/articles/?{encoded([('q', evil)])}"),
        f"/companies/?{encoded([('kind', evil)])}",
    ):
        _response, html = answer(client, *address.partition("?")[::2])
        assert "<script>alert" not in html, address
    assert article.source_url == ""
