"""The API gives the records of the lists' files, whatever is asked."""

import pytest

from tests.pages import LISTS, ask, get_json, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]

ASKED = {
    "articles": ("", "background=1&sort=oldest", "language=en&language=ja", "q=FPT"),
    "companies": ("", "kind=university&country=VN", "sort=recorded&background=1"),
    "people": ("background=1", "country=VN"),
    "events": ("background=1", "date_after=2024&date_before=2025", "q=event*"),
    "targets": ("background=1", "due_after=2025", "status=passed&kind=forecast"),
    "figures": ("background=1", "measure=measure 1"),
}


@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_the_records_of_the_json_file_in_its_order(client, name):
    for query in ASKED[name]:
        expected = get_json(client, name, f"?{query}")
        pages = list(walk(client, f"/api/{name}/?{query}&page_size=3"))
        assert [row for page in pages for row in page["results"]] == expected["results"]
        assert {page["count"] for page in pages} == {expected["count"]}
        assert not any(page["count_is_capped"] for page in pages)


def test_something_was_compared(client):
    numbers = [len(get_json(client, n, f"?{q}")["results"]) for n in LISTS for q in ASKED[n]]
    assert sum(numbers) > 60 and sum(n > 3 for n in numbers) > 5


@pytest.mark.parametrize("name", LISTS)
def test_a_record_s_own_answer_is_its_row(client, name):
    for row in get_json(client, name, "?background=1")["results"][:4]:
        assert ask(client, f"/api/{name}/{row['slug']}/") == row
