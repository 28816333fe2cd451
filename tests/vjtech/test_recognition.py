"""How much of what editors found in our own articles is recognised, and how much besides.

`pytest -s` prints precision and recall of each kind. What is missed is what no paragraph says in
a form that identifies: “the Party”, “28 of them”, a translator who is only credited.
"""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from articles.models import Article, EventCitation, FigureCitation, Statement
from entities.known import recogniser
from vjtech.core.recognise.amounts import amounts
from vjtech.core.recognise.dates import dates
from vjtech.core.recognise.unknown import unknown

# What the articles print beside what their facts have: no false hits.
MORE_DATES = {
    "cmc-half-of-international-sales-from-japan": {"2024"},  # VJJI 2024
    "japan-ict-day-2019-da-nang": {"2019"},
    "thaco-thai-binh-industrial-park": {"2017-07"},  # by July 2017
    "binh-duong-industrial-parks-fdi": {"2024", "2025", "2021/2030", "2050"},
}
MORE_AMOUNTS = {
    "cmc-jetro-interview-on-innovation": {(500, None, "", "")},  # the 500 largest companies
    "japan-vietnam-semiconductor-tie-ups": {(10, None, "", "")},  # the next 10 years
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load", settings.BASE_DIR / "fixtures", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def articles():
    """Each article with its texts."""
    rows = Article.objects.prefetch_related("paragraphs").order_by("pk")
    return [(article, [p.text for p in article.paragraphs.all()]) for article in rows]


def measured(kind, expected, found, more=()):
    """Return precision and recall of {slug: set} pairs, and print them with what differs."""
    hits = sum(len(expected[slug] & found[slug]) for slug in expected)
    found = {slug: found[slug] - (dict(more).get(slug, set()) - expected[slug]) for slug in found}
    wanted, all_found = (sum(map(len, sets.values())) for sets in (expected, found))
    precision, recall = hits / all_found, hits / wanted
    print(f"\n{kind}: precision {precision:.2f} of {all_found}, recall {recall:.2f} of {wanted}")
    for slug in expected:
        missed, besides = (sorted(map(str, one)) for one in differing(expected[slug], found[slug]))
        if missed or besides:
            print(f"  {slug}: missed {missed}, besides {besides}")
    return precision, recall


def differing(expected, found):
    return expected - found, found - expected


def named(articles, noun, expected):
    """Return {slug: owners}. Of namesakes the right one counts: the editor is asked which."""
    found, known = {}, recogniser()
    for article, texts in articles:
        owners = {named.owners for spans in known.find_in(texts) for named in spans}
        sure = {pk for (kind, pk), *others in owners if kind == noun and not others}
        asked = {pk for all_owners in owners for kind, pk in all_owners if kind == noun}
        found[article.slug] = sure | (asked & expected[article.slug])
    return found


@pytest.mark.parametrize(
    ("noun", "least_precision", "least_recall"), [("company", 0.98, 0.84), ("person", 1, 0.94)]
)
def test_names(articles, noun, least_precision, least_recall):
    expected = {
        article.slug: set(getattr(article, f"{noun}mentions").values_list(f"{noun}_id", flat=True))
        for article, _texts in articles
    }
    found = named(articles, noun, expected)
    precision, recall = measured(noun, expected, found)
    assert precision >= least_precision
    assert recall >= least_recall


def dated(articles):
    """Return {slug: dates} that the facts of each article have, where one is printed in digits."""
    found = {article.slug: set() for article, _texts in articles}
    printed = [
        *((c, c.event.date, c.event.date_printed) for c in rows(EventCitation, "event")),
        *((c, c.figure.as_of, c.figure.as_of_printed) for c in rows(FigureCitation, "figure")),
        *((c, c.due, c.due_printed) for c in rows(Statement)),
        *((c, c.said, c.said_printed) for c in rows(Statement)),
    ]
    for citation, date, words in printed:
        if date and any(c.isdigit() for c in words):
            found[citation.paragraph.article.slug].add(unmarked(date))
    return found


def rows(model, *related):
    return model.objects.select_related("paragraph__article", *related)


def unmarked(date):
    return date.replace("?", "").removesuffix("/..")


def test_dates(articles):
    found = {
        article.slug: {
            unmarked(dated.date) for text in texts for dated in dates(text, article.published)
        }
        for article, texts in articles
    }
    precision, recall = measured("dates", dated(articles), found, MORE_DATES)
    assert precision == 1
    assert recall >= 0.85


def counted(articles):
    """Return {slug: quantities} that the facts of each article have, printed in digits."""
    found = {article.slug: set() for article, _texts in articles}
    cited = [
        *((c, c.figure) for c in rows(FigureCitation, "figure")),
        *((c, c) for c in rows(Statement)),
    ]
    for citation, quantity in cited:
        if quantity.value is not None and any(c.isdigit() for c in quantity.printed):
            found[citation.paragraph.article.slug].add(
                (quantity.value, quantity.value_high, quantity.currency, quantity.qualifier)
            )
    return found


def test_amounts(articles):
    found = {
        article.slug: {
            (a.value, a.value_high, a.currency, a.qualifier)
            for text in texts
            for a in amounts(text)
        }
        for article, texts in articles
    }
    precision, recall = measured("amounts", counted(articles), found, MORE_AMOUNTS)
    assert precision == 1
    assert recall >= 0.93


def test_next_to_nothing_is_taken_for_an_unknown_name(articles):
    known = recogniser()
    offered = []
    for _article, texts in articles:
        for text, spans in zip(texts, known.find_in(texts), strict=True):
            taken = [span[:2] for span in spans]
            offered += [text[new.start : new.end] for new in unknown(text, taken)]
    print(f"\nunknown: {offered}")
    assert set(offered) <= {"Central Steering Committee"}
