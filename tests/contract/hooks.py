"""What no schema can say: which records there are, and where in a list a page may begin.

Loaded by schemathesis beside its own generators; what breaks the schema is left as it is.
"""

import json
from functools import cache, partial
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import schemathesis
from hypothesis import strategies as st

DATES = ("2017", "2025-04", "2025-04-28", "2024-02-29", "202X", "2025?", "[2025-03..2025-04]")


NAMED = ("company", "person", "topic", "publisher")


@schemathesis.hook
def after_load_schema(context, schema):
    """Draw the formats that name something from what the base holds, once it can be asked."""
    held = cache(partial(slugs_in, schema))
    for name in NAMED:
        strategy = st.deferred(lambda name=name: st.sampled_from(sorted(held()[name])))
        schemathesis.openapi.format(name, strategy)
    schemathesis.openapi.format("edtf", st.sampled_from(DATES))
    schemathesis.openapi.format("place", st.just(""))  # before_call finds a real one


def slugs_in(schema):
    """Return {kind: slugs} of what a filter can name."""
    lists = {plural: asked(schema, plural) for plural in ("companies", "people", "articles")}
    return {
        "company": {row["slug"] for row in lists["companies"]},
        "person": {row["slug"] for row in lists["people"]},
        "topic": {topic for row in lists["articles"] for topic in row["topics"]},
        "publisher": {row["publisher"] for row in lists["articles"]} - {None},
    }


@schemathesis.hook
def before_call(context, case, kwargs):
    """Where the rest of a request is valid, begin its page at a place that the list has."""
    if case.meta is None or not case.meta.generation.mode.is_positive or "after" not in case.query:
        return
    query = {name: value for name, value in case.query.items() if name != "after"}
    address = case.as_transport_kwargs()["url"]
    place = second_row(f"{address}?{urlencode(query | {'page_size': 1}, doseq=True)}")
    case.query = query | ({"after": place} if place else {})


@cache
def second_row(address):
    """Return the place of the second row of a list, None where it has none."""
    try:
        following = ask(address)["next"] or ""
    except HTTPError:  # the request itself, sent next, shows what is wrong with it
        return None
    return parse_qs(urlsplit(following).query).get("after", [None])[0]


def asked(schema, plural):
    address = f"{schema.get_base_url().rstrip('/')}/api/{plural}/"
    return ask(f"{address}?page_size=100&background=1")["results"]


def ask(address):
    with urlopen(address) as answer:
        return json.load(answer)
