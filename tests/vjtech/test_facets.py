"""Filter values on the pages: their counts, and whom a box suggests."""

import re

import pytest
from django.http import QueryDict

from entities.filters import EventFilterSet
from tests.factories import make_article, make_company, make_event, make_person, make_role
from tests.pages import get, get_json

pytestmark = pytest.mark.django_db


def test_a_page_shows_the_counts_beside_its_values(client):
    for language in ("en", "en", "vi"):
        make_article(language=language)
    html = get(client, "/articles/")
    shown = re.findall(r'name="language" value="(\w+)".*?<span class="n">(\d+)</span>', html)
    assert shown == [("en", "2"), ("vi", "1")]


def test_a_box_suggests_who_would_list_something(client):
    company = make_company("Alpha")
    make_company("Unnamed")
    make_article(companies=[company])
    make_article(companies=[company])
    html = get(client, "/articles/")
    assert '<option value="Alpha">2</option>' in html and "Unnamed" not in html


@pytest.mark.parametrize("hidden", [{"article": None}, {"state": "draft"}])
def test_a_role_that_is_not_public_suggests_and_finds_nobody(client, hidden):
    company, person = make_company("Alpha"), make_person("Ann")
    make_role(person, company, **hidden)
    assert "Alpha" not in get(client, "/people/")
    assert get_json(client, "people", "?company=alpha")["count"] == 0


def test_each_row_is_counted_once_however_it_is_linked(client):
    companies = [make_company(f"Company {i}") for i in range(3)]
    make_event(companies=companies, kind="forum")
    filterset = EventFilterSet.for_query(QueryDict("company=company-0&company=company-1"))
    assert filterset.count == 1
    assert [(row["value"], row["count"]) for row in filterset.values["kind"]] == [("forum", 1)]
