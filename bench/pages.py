"""What is asked: each public page, the worst that can be asked of it, and the SQL of a search."""

from urllib.parse import quote

from django.db import connection
from django.db.models import Count

from articles.generated.stories import BYGONE_GIANT, GIANT
from articles.generated.words import BYGONE, COMMON, FREQUENT, RARE, SCARCE
from articles.models import Article
from articles.search import ARTICLES
from bench.measure import ask
from bench.report import (
    COMPANY,
    DEEP,
    FAR,
    GIANT_EVENTS,
    LIST,
    NAMESAKES,
    RARE_LIST,
    SEARCH,
)
from entities.models import Company, Event, Figure, Person, Place, Target
from vjtech.core.paging import LARGEST
from vjtech.core.search.query import parse
from vjtech.core.search.tiers import tiers

PAGE_SIZE = 25
FAR_BACK = "published_after=2012-01&published_before=2012-06"
FLOOR = {"list": "/floor/", LIST: "/floor/counts/"}
PHRASE = '"digital cooperation"'
WORDS = {
    "30 %": FREQUENT,
    "3 %": COMMON,
    "0.1 %": RARE,
    "20 articles": SCARCE,
    "3 %, all before 2015": BYGONE,
    "phrase of two frequent words": PHRASE,
    "one-letter prefix": f"{FREQUENT[0]}*",
    "two-letter prefix": f"{FREQUENT[:2]}*",
    "Vietnamese with accents": "hợp tác",
    "Japanese": "半導体",
}


def slug_of(model, **condition):
    return model.objects.published().filter(**condition).order_by("pk").first().slug


def pages(handler):
    """Return this base's addresses by what they are, canonical."""
    giant, bygone = (Company.objects.get(pk=n + 1).slug for n in (GIANT, BYGONE_GIANT))
    addresses = lists_of_articles(giant, bygone) | other_pages(giant, bygone)
    return {name: canonical(handler, address) for name, address in addresses.items()}


def lists_of_articles(giant, bygone):
    return {
        LIST: "/articles/",
        FAR: f"/articles/?after={far_key()}",
        "list, oldest first": "/articles/?sort=oldest",
        "list of a company in 10 %": f"/articles/?company={giant}",
        "list of a company, all old": f"/articles/?company={bygone}",
        "list of a topic and a language": "/articles/?topic=semiconductors&language=en",
        RARE_LIST: "/articles/?topic=railways&language=ja",
        "list, a date range far back": f"/articles/?{FAR_BACK}",
        SEARCH: f"/articles/?q={FREQUENT}",
        "list, 30 % and a company, all old": f"/articles/?q={FREQUENT}&company={bygone}",
        "list, 30 % and a date range far back": f"/articles/?q={FREQUENT}&{FAR_BACK}",
        "list, phrase of two frequent words": f"/articles/?q={quote(PHRASE)}",
        "list, one-letter prefix": f"/articles/?q={FREQUENT[0]}%2A",
        "list, two-letter prefix": f"/articles/?q={FREQUENT[:2]}%2A",
    }


def other_pages(giant, bygone):
    middle = Article.objects.count() // 2
    return {
        "home": "/",
        "article": f"/articles/{slug_of(Article, pk__gte=middle)}/",
        "companies": "/companies/",
        NAMESAKES: "/companies/?q=an+binh",
        COMPANY: f"/companies/{giant}/",
        "company, all old": f"/companies/{bygone}/",
        "people": "/people/",
        "person": f"/people/{slug_of(Person)}/",
        "events": "/events/",
        GIANT_EVENTS: f"/events/?company={giant}",
        "events, a date range far back": "/events/?date_after=2012-01&date_before=2012-06",
        "event": f"/events/{slug_of(Event)}/",
        "targets": "/targets/",
        "target": f"/targets/{restated_target()}/",
        "figures": "/figures/",
        "figure": f"/figures/{slug_of(Figure)}/",
        "place": f"/places/{slug_of(Place)}/",
        "search, 30 %": f"/search/?q={FREQUENT}",
        "search, 3 %, all before 2015": f"/search/?q={BYGONE}",
        "search, phrase of two frequent words": f"/search/?q={quote(PHRASE)}",
        "search, one-letter prefix": f"/search/?q={FREQUENT[0]}%2A",
        "search, two words with accents": f"/search/?q={quote('hợp tác')}",
        "search, nothing found": "/search/?q=zzyzx",
        "suggest, one letter": "/search/suggest?q=d",
        "suggest, two letters": "/search/suggest?q=di",
        "search.json, 30 %": f"/search.json?q={FREQUENT}",
    }


def restated_target():
    """Return the slug of a target with as many statements in a base of any size."""
    counted = Target.objects.published().annotate(said=Count("citations"))
    return counted.filter(said=3).order_by("pk").first().slug


def canonical(handler, address):
    answer = ask(handler, address)
    if answer.status == 302:
        return canonical(handler, answer.headers["Location"])
    if answer.status != 200:
        raise SystemExit(f"{address} answers {answer.status}: nothing to measure")
    return address


def far_key():
    """Return the key of page 1000, or of the last but one where there are fewer."""
    rows = Article.objects.published().on_subject().order_by("-recency")
    skipped = min(999 * PAGE_SIZE, rows.count() - 2 * PAGE_SIZE)
    return rows.values_list("recency", flat=True)[skipped]


def straightforward():
    """Return the straightforward app's addresses, by the page of ours that they stand beside."""
    return {
        LIST: "/straightforward/?counts=1",
        FAR: "/straightforward/?page=1000",
        SEARCH: f"/straightforward/?counts=1&q={FREQUENT}",
        COMPANY: f"/straightforward/{Company.objects.get(pk=GIANT + 1).slug}/",
    }


def search_work():
    """Return functions by name: the list's own statement, and what a search asks the index."""
    listed = str(Article.objects.filter(recency__isnull=False).order_by("-recency")[:26].query)
    work = {"the list": [(listed, None)]}
    for name, words in WORDS.items():
        query = parse(words)
        work[f"{name}, first page"] = statements(lambda query=query: first_page(query))
        later = DEEP if query.exact else f"{name}, in the text only"
        work[later] = statements(lambda query=query: last_tier(query))
    return {name: lambda asked=asked: run(asked) for name, asked in work.items()}


def first_page(query):
    return ARTICLES.page(query, PAGE_SIZE + 1)


def last_tier(query):
    """Ask for the first of those that hold the words in their text only: the longest walk."""
    return ARTICLES.page(query, PAGE_SIZE + 1, after=(len(tiers(query)) - 1, LARGEST))


def statements(function):
    """Return the (sql, params) that a function sends, but for those of the queue."""
    sent = []

    def note(execute, sql, params, many, context):
        if "queue" not in sql:
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        function()
    return sent


def run(asked):
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            cursor.fetchall()
