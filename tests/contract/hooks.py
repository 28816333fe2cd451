"""What no schema can say: which records there are, and where in a list a page may begin.

Loaded by schemathesis beside its own generators; what breaks the schema is left as it is.
"""

import json
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import urlopen

import schemathesis
from hypothesis import strategies as st

DATES = ("2017", "2025-04", "2025-04-28", "2024-02-29", "202X", "2025?", "[2025-03..2025-04]")


@schemathesis.hook
def after_load_schema(context, schema):
    """Draw the formats that name something of this base from what it holds."""
    known = {name: set() for name in ("company", "person", "topic", "publisher")}
    for plural, name in (("companies", "company"), ("people", "person")):
        known[name] |= {row["slug"] for row in asked(schema, plural, page_size=100)["results"]}
    for article in asked(schema, "articles", page_size=100)["results"]:
        known["topic"] |= set(article["topics"])
        known["publisher"].add(article["publisher"])
    for name, slugs in known.items():
        schemathesis.openapi.format(name, st.sampled_from(sorted(slugs - {None})))
    schemathesis.openapi.format("edtf", st.sampled_from(DATES))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Where the rest of a request is valid, begin its page at a place that the list has."""
    if case.meta is None or not case.meta.generation.mode.is_positive or "after" not in case.query:
        return
    query = {name: value for name, value in case.query.items() if name != "after"}
    following = ask(f"{case.as_transport_kwargs()['url']}", query | {"page_size": 1})["next"]
    place = parse_qs(urlsplit(following or "").query).get("after")
    case.query = query | ({"after": place[0]} if place else {})


def asked(schema, plural, **query):
    return ask(urljoin(schema.location, f"../{plural}/"), query)


def ask(address, query):
    with urlopen(f"{address}?{urlencode(query, doseq=True)}") as answer:
        return json.load(answer)
