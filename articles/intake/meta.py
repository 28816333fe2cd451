"""What a page says of itself where readers do not look: meta tags, JSON-LD, <time>, <html lang>.

All of it is data of unknown origin: lengths are capped, and an address is http(s) or none.
"""

import json
import re
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from articles.intake.dated import day_in
from articles.intake.plain import plain

LONGEST, LONGEST_ADDRESS, LONGEST_DATA = 300, 500, 200_000
MOST_NODES = 50
TITLES = ("og:title", "twitter:title", "headline", "dc.title")
DATES = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate",
    "publish-date", "publication_date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
SITES = ("og:site_name", "application-name", "dc.publisher")
ADDRESSES = ("og:url", "twitter:url")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
LANGUAGES = ("en", "vi", "ja")
# What pages put behind the headline in <title>.
SUFFIX = re.compile(r"\s+[|｜–—-]\s+[^|｜–—]{2,60}$|\s*[|｜][^|｜]{2,60}$")
FORBIDDEN = re.compile(r"[\s<>\"\\^`{|}\x00-\x20\x7f-\x9f]")


@dataclass(frozen=True)
class Meta:
    """What is not stated is empty; `titles` are all the page gives itself, the surest first."""

    titles: tuple[str, ...] = ()
    published: str = ""
    published_printed: str = ""
    site: str = ""
    address: str = ""
    language: str = ""
    author: str = ""


def meta_of(tree):
    """Return the Meta of an lxml tree of a whole page."""
    tags = named(tree)
    data = linked_data(tree)
    date = first(
        *(tags.get(name) for name in DATES),
        *(node.get("datePublished") for node in data),
        *(node.get("datetime") for node in tree.iter("time")),
        test=day_in,
    )
    site = first(*(tags.get(name) for name in SITES), *map(publisher, data))
    canonical = (
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    )
    return Meta(
        titles=titles(tree, tags, data, site),
        published=day_in(date)[0] if date else "",
        published_printed=date,
        site=site,
        address=first(
            *canonical,
            *(tags.get(name) for name in ADDRESSES),
            *(node.get("url") for node in data),
            test=is_address,
            most=LONGEST_ADDRESS,
        ),
        language=language(tree),
        author=first(
            *(tags.get(name) for name in AUTHORS),
            *map(author, data),
            test=lambda text: "://" not in text,
        ),
    )


def named(tree):
    """Return {name in lower case: content} of the meta tags; the first of a name counts."""
    tags = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = tag.get("content")
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def first(*values, test=bool, most=LONGEST):
    """Return the first value that is text, short enough and passes the test; else ""."""
    for value in values:
        if isinstance(value, str) and len(value) <= 4 * most:
            text = plain(value)
            if text and len(text) <= most and test(text):
                return text
    return ""


def titles(tree, tags, data, site):
    heads = [element.text_content() for element in tree.iter("title")][:1]
    found = [tags.get(name) for name in TITLES] + [node.get("headline") for node in data] + heads
    texts = [text for value in found if (text := first(value, most=2 * LONGEST))]
    return tuple(dict.fromkeys(chain.from_iterable((unsuffixed(t, site), t) for t in texts)))


def unsuffixed(title, site):
    """Return a title without the name of its site, as far as that can be told."""
    if site and title.casefold().endswith(site.casefold()):
        short = title[: -len(site)].rstrip(" |｜–—-:")
    else:
        short = SUFFIX.sub("", title)
    return short or title


def is_address(text):
    if not text.lower().startswith(("http://", "https://")) or FORBIDDEN.search(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def language(tree):
    tag = (tree.getroottree().getroot().get("lang") or "").strip().lower()[:2]
    return tag if tag in LANGUAGES else ""


def linked_data(tree):
    """Return the nodes of the page's JSON-LD that are articles: dicts of anything at all."""
    found = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > LONGEST_DATA:
            continue
        try:
            read = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in read[:MOST_NODES] if isinstance(read, list) else [read]:
            graph = node.get("@graph") if isinstance(node, dict) else None
            found += graph[:MOST_NODES] if isinstance(graph, list) else [node]
    return [node for node in found[:MOST_NODES] if isinstance(node, dict) and is_article(node)]


def is_article(node):
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return "headline" in node or any(
        isinstance(kind, str) and kind.endswith("Article") for kind in kinds
    )


def publisher(node):
    named = node.get("publisher")
    return named.get("name") if isinstance(named, dict) else named


def author(node):
    """Return the names of a node's authors."""
    given = node.get("author")
    given = given[:MOST_NODES] if isinstance(given, list) else [given]
    names = [each.get("name") if isinstance(each, dict) else each for each in given]
    return ", ".join(name for name in names if isinstance(name, str))
