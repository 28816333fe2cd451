"""Finding what the base already has of an article, drafts included.

Each way is a walk of an index, whatever the size of the base: the key of the address, that of the
title, and the sketches of the longest paragraphs.
"""

from collections import Counter

from django.db import connection
from django.utils.translation import gettext as _

from articles.addresses import address_key, canonical_address
from articles.models import Article, Paragraph, Publisher
from articles.shingles import likeness, shingles, sketch
from vjtech.core.search.fold import name_key

__all__ = ["already_there", "canonical_address"]

MOST_FOUND = 20  # articles, of each way
LOOKED_FOR = 12  # paragraphs, the longest
MOST_SHARING = 50  # articles of one sketch, the newest: a firm's standing last paragraph has many
ALIKE = 0.5  # of the shingles of both together
CONTAINED = 0.8  # of the shingles of the shorter one
ENOUGH = 40  # shingles; a shorter text inside another is a quotation


def already_there(title, publisher, address, lines):
    """Return [(Article, reason)], the surest first; `lines` are the paragraphs as strings.

    `publisher` is a Publisher, a name, or nothing. Articles of the same title and of different
    known publishers are not taken for one unless their texts are alike.
    """
    reasons = {}
    for way in (
        by_address(address),
        by_title(title, publisher),
        by_text([str(line) for line in lines]),
    ):
        for article, reason in way:
            reasons.setdefault(article, []).append(reason)
    return [(article, "; ".join(said)) for article, said in reasons.items()]


def newest(**wanted):
    return Article.objects.filter(**wanted).select_related("publisher").order_by("-id")[:MOST_FOUND]


def by_address(address):
    key = address_key(address or "")
    return [(a, _("the same address")) for a in newest(source_key=key)] if key else []


def by_title(title, publisher):
    key = name_key(title or "")[: Article._meta.get_field("sort_key").max_length]
    if not key:
        return
    name = name_key(publisher.name if isinstance(publisher, Publisher) else publisher or "")
    for article in newest(sort_key=key):
        other = article.publisher.sort_key if article.publisher else ""
        if name and name == other:
            yield article, _("the same title and publisher")
        elif not (name and other):
            yield article, _("the same title; the publisher of one of them is not stated")


def by_text(lines):
    """Yield the articles whose text is nearly the same, or nearly all in it or around it."""
    found = sharing(lines)
    texts = {}
    rows = Paragraph.objects.filter(article__in=found, number__gt=0).order_by("article", "number")
    for article, text in rows.values_list("article", "text"):
        texts.setdefault(article, []).append(text)
    own = shingles_of(lines)
    measured = {pk: likeness(own, shingles_of(text)) for pk, text in texts.items()}
    near = sorted((pk for pk in measured if is_near(own, *measured[pk])), key=measured.get)[::-1]
    articles = Article.objects.select_related("publisher").in_bulk(near)
    for pk in near:
        jaccard, contained = measured[pk]
        if jaccard >= ALIKE:
            reason = _("nearly the same text: %(percent)d%% of the phrases of both together")
        else:
            reason = _("one text is nearly all in the other: %(percent)d%% of its phrases")
        share = jaccard if jaccard >= ALIKE else contained
        yield articles[pk], reason % {"percent": int(100 * share)}


def is_near(own, jaccard, contained):
    return jaccard >= ALIKE or (contained >= CONTAINED and len(own) >= ENOUGH)


def shingles_of(lines):
    return set().union(*map(shingles, lines))


def sharing(lines):
    """Return the ids of the articles that share most of the longest paragraphs' sketches."""
    longest = sorted(set(lines), key=lambda line: (-len(line), line))
    keys = list(dict.fromkeys(filter(None, map(sketch, longest[: 2 * LOOKED_FOR]))))[:LOOKED_FOR]
    if not keys:
        return []
    # Each walk has an end of its own, which Django's union has not on SQLite.
    walk = (
        "SELECT article_id FROM (SELECT article_id FROM articles_paragraph WHERE sketch = %s"
        f" ORDER BY article_id DESC LIMIT {MOST_SHARING}) AS walked"
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([walk] * len(keys)), keys)
        counts = Counter(pk for (pk,) in cursor.fetchall())
    return [pk for pk, _count in sorted(counts.items(), key=lambda c: (-c[1], -c[0]))][:MOST_FOUND]
