"""Reading the public pages and the machine formats of lists, and setting the clock."""

import csv
import datetime
import io
import json
import re
from html import unescape
from types import SimpleNamespace

from vjtech.core import dates

LISTS = ("articles", "companies", "people", "events", "targets", "figures")
FORMATS = ("/", ".json", ".csv")


def text_of(response):
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


def get(client, address, **headers):
    """Return the page at an address of ours that answers 200, as text."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    return text_of(response)


def get_json(client, name, query=""):
    return json.loads(get(client, f"/{name}.json{query}"))


def ask(client, address, status=200, **headers):
    """Return what the API answers."""
    response = client.get(address, headers=headers)
    assert response.status_code == status, (address, response.content)
    kind = "application/json" if status == 200 else "application/problem+json"
    assert response["Content-Type"] == kind
    return json.loads(response.content)


def walk(client, address):
    """Yield the API's pages from an address on, by `next`."""
    while address:
        page = ask(client, address)
        yield page
        address = page["next"]


def slugs(client, name, query=""):
    """Return the slugs that a list holds, in order; background included."""
    joined = f"{query}&background=1" if query else "?background=1"
    return [record["slug"] for record in get_json(client, name, joined)["results"]]


def get_csv(client, name, query=""):
    return list(csv.DictReader(io.StringIO(get(client, f"/{name}.csv{query}").lstrip("\ufeff"))))


def lead_slugs(html, name):
    """Return the slugs of a list's page, in the order of its rows."""
    leads = re.findall(r'<p class="lead">(.*?)</p>', html, re.S)
    found = [re.findall(rf'href="/{name}/([^/"?#]+)/"', lead) for lead in leads]
    return [slug for (slug,) in found]


def errors_in(html):
    """Return the messages that a list's page shows about what it was asked."""
    block = re.search(r'role="alert">.*?</ul>', html, re.S)
    found = re.findall(r"<li>(.*?)</li>", block[0], re.S) if block else []
    return [unescape(text) for text in found]


def link(html, rel):
    """Return the address of a page's rel=… link, or None."""
    match = re.search(rf'<a rel="{rel}" href="([^"]*)"', html)
    return match and unescape(match[1])


def words_of(html):
    """Return what a page says, without tags, blanks evened out."""
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r"(?<=\() | (?=[,.;:)])", "", text)


def set_clock(monkeypatch, moment):
    """Make it a moment (ISO 8601 with its zone) for all that goes by the date in Hanoi."""
    now = datetime.datetime.fromisoformat(moment)

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz)

    shim = SimpleNamespace(datetime=Clock, date=datetime.date)
    monkeypatch.setattr(dates, "datetime", shim)
