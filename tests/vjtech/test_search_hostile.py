"""Hostile input to the search pages: none of it is an error of ours."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_article

pytestmark = pytest.mark.django_db

ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\"'“”「」-*() :^~&|!{}%\\\0\ud800\udfff半導体がｶﾞđẵ😀\u0301\u200b\n"),
    ),
    max_size=50,
)
NASTY = (
    *(
        "\0",
        "a\0b",
        '"',
        "'",
        "“",
        '"""',
        "-",
        "--",
        "*",
        "**",
        "😀" * 60,
        "\ud800",
        "%",
        "%s",
        "{}",
    ),
    *("{key}", "NEAR(a b)", "title:x", "a OR", "a AND NOT", "^a", "{title} : x", "'; DROP TABLE x"),
    *("a' & 'b", "a:*", "a <-> b", "\\", "x" * 10_000, "x " * 5_000, '"' * 10_000, "半" * 10_000),
    *("a" + "\u0301" * 3000, "\u200b", "\u202e", "()" * 99, "-" * 300, "a\nb\r\n", "゛", "ﷺ ℅ ½"),
)
PATHS = ("/search/", "/search.json", "/search/suggest", "/articles/")


def statuses(client, value):
    for path in PATHS:
        response = client.get(path, QUERY_STRING=f"q={quote(value, errors='surrogatepass')}")
        if response.status_code == 302:
            response = client.get(response["Location"])
        yield path, response.status_code


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_nothing_that_can_be_typed_breaks_a_page(client, value):
    make_article("Needle", "Some text", slug="a")
    assert {code for _path, code in statuses(client, value)} <= {200, 400}
    assert client.get("/articles/a/", {"q": value.replace("\ud800", "")}).status_code == 200


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ANYTHING)
def test_no_string_breaks_a_page(client, value):
    assert {code for _path, code in statuses(client, value)} <= {200, 400}


def test_many_different_names_of_parameters_do_not_break_a_search(client):
    assert client.get("/search/?q=a&q=b&q[]=c&after=x&sort=y").status_code == 200
    assert client.get("/search/").status_code == 200
    assert client.post("/search/?q=a").status_code == 405
