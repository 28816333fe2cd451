"""The floor: a bare function, the SQL that answers fastest, a Django template, no middleware.

Its page with counts holds what ours holds; tests/test_bench.py compares the two.
"""

import calendar
from collections import Counter

from django.db import connection
from django.http import HttpResponse
from django.template import engines

from vjtech.core.dates import PartialDate
from vjtech.core.jinja2 import tongue

PAGE, COUNTED, CHOICES, SUGGESTED, COMPANIES_SHOWN = 25, 1000, 12, 50, 6
LOOKED_UP = 100  # of the most frequent, whose names are looked up: a few of them are drafts
SUBJECT = "recency IS NOT NULL AND relevance <> 'background'"

ARTICLES = f"""
SELECT a.id, a.slug, a.title, a.published, a.relevance, a.truncated, a.rights, p.name, a.recency
FROM articles_article a LEFT JOIN articles_publisher p ON p.id = a.publisher_id
WHERE {SUBJECT} ORDER BY a.recency DESC LIMIT {PAGE + 1}
"""
COLUMNS = (
    *("id", "slug", "title", "published", "relevance", "truncated", "rights"),
    *("publisher", "recency"),
)
COMPANIES = """
SELECT m.article_id, c.slug, c.name
FROM articles_companymention m JOIN entities_company c ON c.id = m.company_id
WHERE m.article_id IN ({ids}) AND c.state = 'published' ORDER BY c.sort_key, c.id
"""
LEADS = "SELECT article_id, text FROM articles_paragraph WHERE article_id IN ({ids}) AND number = 1"
FIRST = f"""
SELECT id, publisher_id, language FROM articles_article
WHERE {SUBJECT} ORDER BY recency DESC LIMIT {COUNTED + 1}
"""
RELEVANCE = f"""
SELECT relevance FROM articles_article
WHERE recency IS NOT NULL ORDER BY recency DESC LIMIT {COUNTED + 1}
"""
# The plus keeps SQLite from walking all links in the order of what they lead to.
LINKS = " UNION ALL ".join(
    f"""SELECT * FROM (
    SELECT '{name}', +{name}_id, COUNT(*) AS n FROM {table} WHERE article_id IN ({{ids}})
    GROUP BY +{name}_id ORDER BY n DESC LIMIT {LOOKED_UP}
) AS {name}"""
    for name, table in (
        ("topic", "articles_articletopic"),
        ("company", "articles_companymention"),
        ("person", "articles_personmention"),
    )
)
TABLES = {
    "topic": "articles_topic",
    "publisher": "articles_publisher",
    "company": "entities_company",
    "person": "entities_person",
}
WORDS = {
    "language": {"en": "English", "vi": "Vietnamese", "ja": "Japanese"},
    "relevance": {
        "core": "on our subject",
        "partial": "partly on our subject",
        "background": "background",
    },
}


def article_list(request):
    return answer(articles())


def article_list_with_counts(request):
    return answer({**articles(), **counts()})


def articles():
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in fetched(ARTICLES)]
    more, rows = rows[PAGE:], rows[:PAGE]
    ids = joined(row["id"] for row in rows)
    companies = {}
    for article, slug, name in fetched(COMPANIES.format(ids=ids)):
        companies.setdefault(article, []).append((slug, tongue(name)))
    leads = dict(fetched(LEADS.format(ids=ids)))
    for row in rows:
        named = companies.get(row["id"], [])
        row["companies"], row["further"] = named[:COMPANIES_SHOWN], len(named) - COMPANIES_SHOWN
        lead = leads.get(row["id"]) if row["rights"] == "full" else None
        row["lead"], row["title"] = lead and tongue(lead), tongue(row["title"])
        row["when"], row["hedge"] = in_words(row["published"])
        row["relevance"] = WORDS["relevance"][row["relevance"]]
    return {"articles": rows, "after": rows[-1]["recency"] if more else None}


def in_words(date):
    if len(date) == 10 and date.replace("-", "").isdecimal():
        year, month, day = date.split("-")
        return f"{int(day)} {calendar.month_name[int(month)]} {year}", ""
    partial = PartialDate(date)
    return partial.human(), partial.certainty()


def counts():
    rows = fetched(FIRST)
    relevance = [value for (value,) in fetched(RELEVANCE)]
    counted = rows[:COUNTED]
    found = {
        "topic": {},
        "publisher": Counter(publisher for _id, publisher, _language in counted if publisher),
        "company": {},
        "person": {},
    }
    for name, key, n in fetched(LINKS.format(ids=joined(row[0] for row in counted))):
        found[name][key] = n
    plain = {
        "language": Counter(language for _id, _publisher, language in counted),
        "relevance": Counter(relevance[:COUNTED]),
    }
    values = named(found) | {
        name: ordered((n, value, WORDS[name][value]) for value, n in number.items())
        for name, number in plain.items()
    }
    total = len(rows) if len(rows) <= COUNTED else None
    return {
        "total": total,
        "background": 0 if total is None else len(relevance) - total,
        "boxes": [(name, values[name][:SUGGESTED]) for name in ("company", "person")],
        "choices": [
            (name, spoken(values[name][:CHOICES]), len(values[name]) - CHOICES)
            for name in ("topic", "publisher", "language", "relevance")
        ],
    }


def spoken(values):
    return [(n, slug, tongue(label)) for n, slug, label in values]


def named(found):
    """Return {name: [(count, slug, label)]} for {name: {id: count}}, the most frequent first."""
    parts = []
    for name, number in found.items():
        public = " AND state = 'published'" if name in ("company", "person") else ""
        if number:
            parts.append(
                f"SELECT '{name}', id, slug, name FROM {TABLES[name]}"
                f" WHERE id IN ({joined(number)}){public}"
            )
    values = {name: [] for name in found}
    for name, key, slug, label in fetched(" UNION ALL ".join(parts)) if parts else ():
        values[name].append((found[name][key], slug, label))
    return {name: ordered(rows) for name, rows in values.items()}


def ordered(values):
    return sorted(values, key=lambda value: (-value[0], value[2].casefold()))


def joined(ids):
    return ",".join(map(str, ids)) or "NULL"


def fetched(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def answer(context):
    return HttpResponse(engines["bench"].get_template("floor.html").render(context))
