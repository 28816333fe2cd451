"""Linked data: what a page is about, in the words of schema.org, for machines that read pages."""

import json
import re

from markupsafe import Markup

PLAIN_DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
DESCRIBED = 200  # characters of a description
# A data block ends at “</script”, whatever its JSON says.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def node(kind, **properties):
    """Return a node of schema.org's type, without what is empty."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def iso(date):
    """Return a partial date as ISO 8601 if it is one date, stated and not inferred, else None."""
    return str(date) if date and PLAIN_DATE.fullmatch(date) else None


def trail(origin, *steps):
    """Return the way from the front page to a page; `steps` are (name, path)."""
    return node(
        "BreadcrumbList",
        itemListElement=[
            node("ListItem", position=n, name=str(name), item=f"{origin}{path}")
            for n, (name, path) in enumerate(steps, 1)
        ],
    )


def block(nodes):
    """Return the nodes as the data block of a page."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
    return Markup('<script type="application/ld+json">{}</script>').format(
        Markup(text.translate(ESCAPES))
    )


def shortened(text):
    """Return the first words of a text, as a description."""
    text = " ".join(text.split())
    if len(text) <= DESCRIBED:
        return text
    return f"{text[:DESCRIBED].rsplit(' ', 1)[0]}…"
