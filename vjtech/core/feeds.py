"""Lists as Atom feeds."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from vjtech.core.records import first_slug
from vjtech.core.text import legible

ENTRIES = 50
SINCE = "2026"  # a year in which the host's name was ours: part of every tag: address
NEVER = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # of a feed that has no entry yet


@dataclass
class Item:
    """What a feed says of a record, in plain text; `part` says which part of it, if not all.

    A part is (what tells it from the record's other parts for good, its path).
    """

    record: object
    title: str
    summary: str
    categories: tuple = ()
    part: tuple = ()


def feed_response(title, origin, page, file, items):
    """Return the feed of a list; `page` and `file` are the paths of the list and of the feed."""
    host = urlsplit(origin).hostname
    feed = Atom1Feed(
        title=legible(title),
        link=f"{origin}{page}",
        description=None,
        feed_url=f"{origin}{file}",
        feed_guid=f"tag:{host},{SINCE}:{file}",
        author_name="vjtech",
        language="en",
    )
    for item in items:
        record, (part, path) = item.record, item.part or ("", item.record.get_absolute_url())
        feed.add_item(
            title=legible(item.title),
            link=f"{origin}{path}",
            description=escape(legible(item.summary)),
            unique_id=f"tag:{host},{SINCE}:{record._meta.model_name}/{first_slug(record)}{part}",
            pubdate=record.created,
            updateddate=record.updated,
            categories=[legible(name) for name in item.categories],
        )
    feed.latest_post_date = lambda: max((i["updateddate"] for i in feed.items), default=NEVER)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
