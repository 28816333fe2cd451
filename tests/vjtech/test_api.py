"""The API: the lists of the site in pages, for programs."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_company, make_event, make_target
from tests.pages import LISTS, ask, text_of, walk
from tests.world import World
from vjtech.api.gate import throttle
from vjtech.api.parameters import parameters
from vjtech.api.views import LISTS as SERVED
from vjtech.core.search.index import settle

pytestmark = pytest.mark.django_db

# Pages


def test_a_page_holds_25_unless_it_is_asked_for_more(client):
    for i in range(27):
        make_company(f"Company {i:02}")
    page = ask(client, "/api/companies/?background=1")
    assert len(page["results"]) == 25 and page["count"] == 27
    assert len(ask(client, "/api/companies/?background=1&page_size=26")["results"]) == 26
    assert "page_size=26" in ask(client, "/api/companies/?background=1&page_size=26")["next"]


def test_articles_that_are_added_meanwhile_shift_nothing(client):
    titles = [f"Article {i}" for i in range(6)]
    for i, title in enumerate(titles):
        make_article(title, published=f"2024-01-0{6 - i}")
    found, address = [], "/api/articles/?page_size=2"
    while address:
        page = ask(client, address)
        found += [row["title"] for row in page["results"]]
        make_article(published="2025-01-01")  # before all that was told
        address = page["next"]
    assert found == titles


def test_words_are_looked_for_on_every_page(client):
    for i in range(5):
        make_article(f"Semiconductors {i}", published=f"2024-01-0{i + 1}")
    make_article("Rice")
    settle()
    pages = list(walk(client, "/api/articles/?q=semiconductors&page_size=2"))
    assert [len(page["results"]) for page in pages] == [2, 2, 1]


def test_a_long_list_is_counted_to_a_bound_and_says_so(client, monkeypatch):
    monkeypatch.setattr("vjtech.core.filterset.COUNTED", 3)
    for _ in range(4):
        make_company()
    page = ask(client, "/api/companies/?background=1")
    assert (page["count"], page["count_is_capped"]) == (3, True)


def test_the_next_address_is_whole(client, settings):
    for _ in range(2):
        make_company()
    address = "/api/companies/?background=1&page_size=1"
    assert ask(client, address)["next"].startswith("http://testserver/api/companies/?background=1")
    settings.CANONICAL_URL = "https://vjtech.example"
    cache.clear()
    page = ask(client, address)
    assert page["next"].startswith("https://vjtech.example/api/companies/?background=1")
    split = urlsplit(page["next"])
    assert ask(client, f"{split.path}?{split.query}")["next"] is None


# Records


def test_a_former_slug_leads_to_the_present_one(client):
    company = make_company("Alpha")
    company.slug = "beta"
    company.save()
    response = client.get("/api/companies/alpha/")
    assert (response.status_code, response["Location"]) == (301, "/api/companies/beta/")


def test_drafts_are_not_there(client):
    make_company("Alpha", state="draft")
    ask(client, "/api/companies/alpha/", 404)
    assert ask(client, "/api/companies/?background=1")["results"] == []


def test_a_target_s_own_answer_has_its_status_and_certainty(client):
    make_target("revenue", statement={"due": "2020~"})
    told = ask(client, "/api/targets/revenue/")
    assert (told["status"], told["certainty"]) == ("passed", "possible")


# Errors


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("company=nobody", {"company"}),
        ("published_after=2025-13&language=xx", {"published_after", "language"}),
        ("colour=red", {"colour"}),
        ("q=a&q=b", {"q"}),
        ("background=", {"background"}),
        ("after=x", {"after"}),
        ("q=%00", {"q"}),
        ("q=" + "a" * 201, {"q"}),
        ("&".join(["company=a"] * 21), {"company"}),
        *((f"page_size={n}", {"page_size"}) for n in ("0", "101", "-1", "1.0", "٣", "9" * 400)),
    ],
)
def test_each_parameter_that_is_wrong_is_named(client, query, names):
    told = ask(client, f"/api/articles/?{query}", 400)
    assert (told["type"], told["title"], told["status"]) == ("about:blank", "Bad Request", 400)
    assert set(told["errors"]) == names and all(all(lines) for lines in told["errors"].values())


def test_a_record_takes_no_parameters(client):
    make_company("Alpha")
    assert ask(client, "/api/companies/alpha/?page_size=1", 400)["errors"]
    assert ask(client, "/api/schema/?format=yaml", 400)["errors"]


@pytest.mark.parametrize(
    "address", ["/api/nowhere/", "/api/companies/nobody/", "/api/companies/a/b/", "/api/%ff%00/"]
)
def test_what_is_not_there_is_a_problem_too(client, address):
    told = ask(client, address, 404)
    assert (told["status"], told["title"]) == (404, "Not Found")


@pytest.mark.parametrize("address", ["/api/", "/api/schema/", "/api/events/", "/api/events/a/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_nothing_can_be_written(client, address, method):
    response = client.generic(method, address, "{}", "application/json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == 405 and not response.cookies


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0"])
def test_who_takes_no_json_is_told_so_even_of_a_stored_answer(client, accept):
    make_company()
    ask(client, "/api/companies/")
    assert ask(client, "/api/companies/", 406, accept=accept)["status"] == 406
    assert "Accept" in client.get("/api/companies/")["Vary"]


@pytest.mark.parametrize("accept", ["", "*/*", "application/*", "text/html,*/*;q=0.1", "junk;;,"])
def test_who_takes_anything_is_answered(client, accept):
    status = 406 if accept == "junk;;," else 200
    ask(client, "/api/companies/", status, accept=accept)


def test_a_fault_is_a_problem_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("vjtech.api.views.ListView.next_address", lambda *_: 1 / 0)
    told = ask(client, "/api/companies/", 500)
    assert told["status"] == 500 and "division" not in json.dumps(told)


def test_a_host_that_is_not_ours_is_a_problem_too(client):
    assert ask(client, "/api/companies/", 400, host="evil.example")["status"] == 400


NASTY = ("%ED%A0%80", "%FF", "%F0%9F%98%80", "9" * 390, "a" * 3000, "%5B" * 500, "%00", "-", "~~")


@pytest.mark.parametrize("name", LISTS)
def test_nothing_that_can_be_typed_is_a_fault(client, name):
    known = parameters(SERVED[name].filterset_class)
    for i, value in enumerate(NASTY):
        told = ask(client, f"/api/{name}/?{value}={value}", 400)
        assert len(told["errors"]) == 1 and all(len(given) <= 60 for given in told["errors"])
        for parameter in list(known)[i % 3 :: 3]:  # the next value is for others
            response = client.get(f"/api/{name}/", QUERY_STRING=f"{parameter}={value}")
            assert response.status_code in (200, 400) and json.loads(response.content)


def test_more_parameters_than_anybody_sends_are_a_problem_too(client):
    assert ask(client, "/api/companies/?" + "a&" * 6000, 400)["status"] == 400


# Headers


def test_head_and_options_are_answered_without_a_body(client):
    make_company()
    whole, head = client.get("/api/companies/"), client.head("/api/companies/")
    assert head.status_code == 200 and head.content == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Access-Control-Allow-Origin"):
        assert head[name] == whole[name]
    options = client.options("/api/companies/")
    assert (options.status_code, options.content) == (204, b"")
    assert options["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unchanged_answer_is_not_sent_again(client):
    make_company("Alpha")
    for address in ("/api/", "/api/schema/", "/api/companies/", "/api/companies/alpha/"):
        tag = client.get(address)["ETag"]
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address, headers={"if-none-match": tag})
        assert (response.status_code, response.content, len(captured)) == (304, b"", 1)
    make_company("Beta")
    assert client.get("/api/companies/", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/api/companies/", 200), ("/api/companies/?x=1", 400), ("/api/nowhere/", 404)),
        *(("/api/companies", 301), ("/companies.json", 200), ("/companies.csv?kind=x", 400)),
        *(("/companies.atom", 200), ("/events.ics", 200)),
    ],
)
def test_scripts_of_any_site_may_read(client, address, status):
    response = client.get(address, headers={"origin": "https://example.org"})
    text_of(response)
    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response and not response.cookies
    before = client.options(
        address,
        headers={"origin": "https://example.org", "access-control-request-method": "GET"},
    )
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert before["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/", "/companies/", "/admin/login/", "/admin/x.json"])
def test_scripts_of_other_sites_may_not_read_the_rest(client, address):
    response = client.get(address, headers={"origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in response


# How much may be asked


@pytest.fixture
def three_a_minute(monkeypatch):
    monkeypatch.setattr(throttle, "most", 3)
    throttle.clear()
    yield
    throttle.clear()


@pytest.mark.usefixtures("three_a_minute")
def test_who_asks_too_much_is_told_when_to_ask_again(client):
    for address in ("/api/companies/", "/api/companies/", "/api/nowhere/"):
        client.get(address)
    response = client.get("/api/companies/")
    assert response.status_code == 429 and 1 <= int(response["Retry-After"]) <= 60
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*" and "ETag" not in response
    assert json.loads(response.content)["status"] == 429
    for address in ("/api/", "/companies.json", "/companies/"):
        assert client.get(address).status_code == 200
    assert client.options("/api/companies/").status_code == 204
    other = client.get("/api/companies/", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_each_address_behind_a_proxy_is_counted_for_itself(client):
    for n in range(5):
        assert (
            client.get("/api/events/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
            == 200
        )


# Queries


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    world = World()
    counts = []
    for more in (1, 4):
        world.grow(more)
        settle()
        records = (world.company, world.person, world.article, world.event, world.target)
        own = [f"/api{record.get_absolute_url()}" for record in (*records, world.figure)]
        lists = [f"/api/{name}/?background=1&page_size=50" for name in LISTS]
        counts.append({address: queries(client, address) for address in (*own, *lists)})
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= 12


def queries(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        ask(client, address)
    return len(captured)


def test_an_event_without_a_date_is_undated_by_itself_as_well(client):
    make_event("Week", date="")
    assert ask(client, "/api/events/week/")["certainty"] == "undated"
