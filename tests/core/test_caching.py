"""The page store: an unchanged base answers at one look-up, a changed one never with old pages."""

import threading

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.template.response import TemplateResponse
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_company, make_event
from tests.pages import LISTS, get, set_clock, text_of
from vjtech.core import caching
from vjtech.core.views import RecordListView

ADDRESSES = ("/", "/search/?q=alpha", *(f"/{name}/" for name in LISTS), "/companies/alpha/")


@pytest.fixture
def alpha(db):
    return make_company("Alpha")


def queries(client, address, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, headers=headers)
    return response, len(captured)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_page_is_answered_at_one_look_up(alpha, client, address):
    first = client.get(address)
    second, n = queries(client, address)
    assert (n, second.content) == (1, first.content)
    assert second["ETag"] == first["ETag"]


def test_a_page_carries_a_weak_tag_and_asks_to_be_checked(alpha, client):
    for address in (*ADDRESSES, "/companies.json", "/companies.csv"):
        response = client.get(address)
        assert response["ETag"].startswith('W/"') and response["ETag"].endswith('"')
        assert response["Cache-Control"] == "public, no-cache"
        assert "HX-Request" in response["Vary"]
        assert not response.cookies


def test_who_has_the_page_is_told_so_without_it(alpha, client):
    for address in (*ADDRESSES, "/companies.json"):
        tag = client.get(address)["ETag"]
        response, n = queries(client, address, if_none_match=f'"other", {tag}')
        assert (response.status_code, response.content, n) == (304, b"", 1)
        assert response["ETag"] == tag


def test_who_has_an_older_page_gets_the_new_one(alpha, client):
    tag = client.get("/companies/")["ETag"]
    make_company("Beta")
    response = client.get("/companies/", headers={"if-none-match": tag})
    assert response.status_code == 200 and "Beta" in text_of(response)
    assert response["ETag"] != tag


def test_each_address_and_query_is_a_page_of_its_own(alpha, client):
    make_event()
    addresses = [*ADDRESSES, "/companies/?kind=company", "/companies/?kind=media", "/events.json"]
    assert len({client.get(address)["ETag"] for address in addresses}) == len(addresses)
    assert "Nothing here fits" in get(client, "/companies/?kind=media")
    assert "Nothing here fits" not in get(client, "/companies/?kind=company")


def test_a_part_for_htmx_is_stored_apart_from_the_whole_page(alpha, client):
    whole = client.get("/companies/")
    part = client.get("/companies/", headers={"hx-request": "true"})
    assert whole["ETag"] != part["ETag"]


def test_only_what_htmx_says_makes_a_part(alpha, client):
    whole = client.get("/search/suggest?q=alpha", headers={"hx-request": "yes"})
    part = client.get("/search/suggest?q=alpha", headers={"hx-request": "true"})
    assert whole["ETag"] != part["ETag"]
    assert "<html" in text_of(whole) and "<html" not in text_of(part)


def test_midnight_in_hanoi_makes_every_page_anew(alpha, client, monkeypatch):
    set_clock(monkeypatch, "2025-12-31T16:59:00+00:00")
    before = client.get("/targets/")["ETag"]
    assert client.get("/targets/")["ETag"] == before
    set_clock(monkeypatch, "2025-12-31T17:01:00+00:00")
    assert client.get("/targets/")["ETag"] != before


def test_another_release_makes_every_page_anew(alpha, client, settings):
    before = client.get("/")["ETag"]
    settings.RELEASE = "another"
    assert client.get("/")["ETag"] != before


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/companies/nobody/", 404),
        ("/nowhere/", 404),
        ("/companies.json?kind=x", 400),
        ("/companies.csv?after=x", 400),
        ("/companies/?q=", 302),
    ],
)
def test_what_is_no_page_is_neither_tagged_nor_stored(alpha, client, address, status):
    for _ in range(2):
        response = client.get(address)
        assert response.status_code == status
        assert not response.has_header("ETag")
    assert not cache.size


def test_streams_are_tagged_but_not_stored(alpha, client):
    for name in (".json", ".csv"):
        text_of(client.get(f"/companies{name}"))
    assert not cache.size


def test_an_error_is_not_stored(alpha, client, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(RecordListView, "context", lambda self, filterset: 1 / 0)
        assert client.get("/companies/").status_code == 500
    assert "Alpha" in get(client, "/companies/")


def test_what_is_private_or_about_health_is_neither_tagged_nor_stored(alpha, admin_client):
    for address in ("/admin/", "/admin/entities/company/", "/admin/jsi18n/", "/healthz"):
        response = admin_client.get(address)
        assert response.status_code == 200 and not response.has_header("ETag")
    assert not cache.size


def test_head_is_answered_as_get_is_without_the_page(alpha, client):
    tag = client.get("/companies/")["ETag"]
    response = client.head("/companies/")
    assert (response["ETag"], response.content) == (tag, b"")


def test_a_page_too_large_to_keep_is_still_answered(alpha, client, monkeypatch):
    monkeypatch.setattr(caches["default"], "most", 10)
    assert "Alpha" in get(client, "/companies/")
    assert not cache.size


def elsewhere(action):
    """Do it on another connection, as another process would, and wait until it is done."""

    def run():
        try:
            action()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


MOMENTS = {
    "once the version was read": (RecordListView, "context", "before"),
    "once the rows were read": (RecordListView, "context", "after"),
    "once the page was made": (TemplateResponse, "render", "after"),
    "as the page is stored": (caching.PageStoreMiddleware, "store", "before"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("owner", "name", "when"), MOMENTS.values(), ids=MOMENTS)
def test_a_write_while_a_page_is_made_is_seen_by_the_next_reader(
    client, monkeypatch, owner, name, when
):
    make_company("Alpha")
    plain = getattr(owner, name)

    def meanwhile(*args):
        monkeypatch.setattr(owner, name, plain)
        if when == "before":
            elsewhere(lambda: make_company("Beta"))
        result = plain(*args)
        if when == "after":
            elsewhere(lambda: make_company("Beta"))
        return result

    monkeypatch.setattr(owner, name, meanwhile)
    assert "Alpha" in get(client, "/companies/")
    assert "Beta" in get(client, "/companies/")
    assert "Beta" in get(client, "/companies/")  # from the store


@pytest.mark.django_db(transaction=True)
def test_no_reader_gets_an_older_list_than_what_was_written_before(client):
    stop = threading.Event()
    failures = []

    def read():
        try:
            while not stop.is_set():
                get(type(client)(), "/articles/")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for i in range(8):
            make_article(f"Headline {i} of the day")
            assert f"Headline {i} of the day" in get(client, "/articles/")
    finally:
        stop.set()
        for reader in readers:
            reader.join(30)
    assert not failures
