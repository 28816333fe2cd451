"""The floor: a bare function, the SQL that answers fastest, a Django template, no middleware."""

from django.db import connection
from django.http import HttpResponse
from django.template import engines

ARTICLES = """
SELECT a.id, a.slug, a.title, a.published, a.published_earliest, a.relevance, a.truncated,
    a.rights, p.name, a.recency
FROM articles_article a LEFT JOIN articles_publisher p ON p.id = a.publisher_id
WHERE a.recency IS NOT NULL AND a.relevance <> 'background'
ORDER BY a.recency DESC LIMIT 26
"""
COMPANIES = """
SELECT m.article_id, c.slug, c.name
FROM articles_companymention m JOIN entities_company c ON c.id = m.company_id
WHERE m.article_id IN ({ids}) AND c.state = 'published' ORDER BY c.sort_key, c.id
"""
LEADS = "SELECT article_id, text FROM articles_paragraph WHERE article_id IN ({ids}) AND number = 1"
COUNTS = """
WITH newest AS MATERIALIZED (
    SELECT id, publisher_id, language, relevance FROM articles_article
    WHERE recency IS NOT NULL AND relevance <> 'background' ORDER BY recency DESC LIMIT 1000
)
SELECT 'language', language, language, COUNT(*) FROM newest GROUP BY language
UNION ALL
SELECT 'relevance', relevance, relevance, COUNT(*) FROM newest GROUP BY relevance
UNION ALL
SELECT 'publisher', p.slug, p.name, COUNT(*)
FROM newest JOIN articles_publisher p ON p.id = publisher_id GROUP BY p.slug, p.name
UNION ALL
SELECT 'topic', t.slug, t.name, COUNT(*) FROM newest
JOIN articles_articletopic l ON l.article_id = newest.id
JOIN articles_topic t ON t.id = l.topic_id GROUP BY t.slug, t.name
UNION ALL
SELECT 'company', c.slug, c.name, COUNT(*) FROM newest
JOIN articles_companymention m ON m.article_id = newest.id
JOIN entities_company c ON c.id = m.company_id WHERE c.state = 'published' GROUP BY c.slug, c.name
UNION ALL
SELECT 'person', p.slug, p.name, COUNT(*) FROM newest
JOIN articles_personmention m ON m.article_id = newest.id
JOIN entities_person p ON p.id = m.person_id WHERE p.state = 'published' GROUP BY p.slug, p.name
"""


def article_list(request):
    return answer({"articles": articles()})


def article_list_with_counts(request):
    counts = {}
    for name, slug, label, count in fetched(COUNTS):
        counts.setdefault(name, []).append((count, slug, label))
    shown = {"company": 50, "person": 50}  # as many as our page shows
    counts = {
        name: sorted(found, key=lambda value: -value[0])[: shown.get(name, 12)]
        for name, found in counts.items()
    }
    return answer({"articles": articles(), "counts": counts})


def articles():
    columns = "id slug title published earliest relevance truncated rights publisher recency"
    rows = [dict(zip(columns.split(), row, strict=True)) for row in fetched(ARTICLES)]
    ids = ", ".join(str(row["id"]) for row in rows)
    companies = {}
    for article, slug, name in fetched(COMPANIES.format(ids=ids)):
        companies.setdefault(article, []).append((slug, name))
    leads = dict(fetched(LEADS.format(ids=ids)))
    for row in rows:
        row["companies"] = companies.get(row["id"], [])
        row["lead"] = leads.get(row["id"]) if row["rights"] == "full" else None
    return rows[:25]


def fetched(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def answer(context):
    return HttpResponse(engines["bench"].get_template("floor.html").render(context))
