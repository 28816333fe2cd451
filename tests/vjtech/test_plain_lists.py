"""Every list, however it is walked, holds what a plain evaluation of all rows would."""

from random import Random

import pytest
from django.db.models import Case, Value, When
from django.http import QueryDict

from articles.filters import ArticleFilterSet
from articles.models import Article
from entities.filters import EventFilterSet, FigureFilterSet, PersonFilterSet, TargetFilterSet
from entities.models import Company, Event, EventCompany, Person, Role
from tests.factories import cite, make_article, make_event, make_role, make_target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base", "many_dates")]

DATES = (
    *("2024-03-01", "2024-03-31", "2024-04-01", "2024-12-31", "2025-01-01", "2024-02-29"),
    *("2024", "2025", "202X", "19XX", "2024-03", "2024-04", "2023-12", "2025-01"),
    *("2024-03?-05", "2024?-03-31", "2024-04-01~", "2025%", "2024-04~", "2023?", "202X~"),
    *("2024-03-15/2024-04-15", "2023-06/2024-05", "2020/2024-03-01", "2024-03/..", "../2024-03"),
    *("[2024-03..2024-04]", "[2023..2025]", "[..2024-03]", "[2024-04..]", "[..]"[:0], "0001"),
    *("9999", "2024-03-31/2024-03-31", "2024-03-31/2024-04-30", "2023-04-01/2024-03-31?"),
)
ENDS = (
    *("2024-03", "2024-03-31", "2024-04-01", "2024", "2023", "2025", "202X", "0001-01-01"),
    *("9999-12-31", "[2024-03..]", "[..2024-04]", "2024-03/2024-04", "2024-02~"),
)


@pytest.fixture(scope="module")
def many_dates(base, django_db_blocker):
    with django_db_blocker.unblock():
        pick = Random(5)
        companies = list(Company.objects.all())
        people = list(Person.objects.all())
        articles = list(Article.objects.all())
        for date in DATES:
            some = {"companies": pick.sample(companies, 3), "people": pick.sample(people, 2)}
            made = {"state": pick.choice(("published",) * 4 + ("draft",))}
            dated = {"published": date, "published_reason": "I"}
            make_article(
                **some, **made, **dated, relevance=pick.choice(("core", "core", "background"))
            )
            event = make_event(date=date, date_reason="I", article=None, **some, **made)
            again = event.company_parts.first().company
            EventCompany.objects.create(event=event, company=again, part="host")
            cite(event, pick.choice(articles))
            target = make_target(article=None, companies=some["companies"][:2], **made)
            cite(target, pick.choice(articles), value=1, due=date, due_reason="I")
            for _ in range(2):
                person, company = pick.choice(people), pick.choice(companies[:4])
                make_role(person, company, title=f"{date} {pick.random()}", **made)


def choices():
    """Return what each list may be asked, in the order of its parameters."""
    slugs = list(Company.objects.published().values_list("slug", flat=True))
    people = list(Person.objects.published().values_list("slug", flat=True))
    company, person = {"company": slugs}, {"person": people}
    country = {"country": ["VN", "JP"]}
    return {
        ArticleFilterSet: {
            **company,
            **person,
            "topic": ["topic-0", "topic-1", "topic-2"],
            "publisher": ["publisher-0", "publisher-1"],
            "language": ["en", "vi", "ja"],
            "relevance": ["core", "partial", "background"],
            "published_after": ENDS,
            "published_before": ENDS,
            "sort": ["oldest"],
        },
        EventFilterSet: {
            **company,
            **person,
            "kind": ["forum", "signing", "other"],
            **country,
            "date_after": ENDS,
            "date_before": ENDS,
            "certain": ["1"],
        },
        TargetFilterSet: {
            **company,
            "kind": ["commitment", "forecast"],
            "unit": ["people"],
            "due_after": ENDS,
            "due_before": ENDS,
        },
        FigureFilterSet: company,
        PersonFilterSet: {**company, **country},
    }


def queries(seed, n):
    pick = Random(seed)
    offered = choices()
    for _ in range(n):
        filterset_class = pick.choice(list(offered))
        names = offered[filterset_class]
        query = QueryDict(mutable=True)
        for name in names:
            if pick.random() < 0.35:
                one = name.endswith(("after", "before", "sort", "certain", "unit"))
                most = 1 if one else pick.choice((1, 1, 2, 3))
                query.setlist(name, pick.sample(list(names[name]), min(most, len(names[name]))))
        if pick.random() < 0.6:
            query["background"] = "1"
        yield filterset_class, query


def told(rows):
    return [(row.pk, getattr(row, "certainty", None)) for row in rows]


def plain(filterset):
    """Return the list as one query, which tells each row's certainty, too."""
    if getattr(filterset, "range", True):
        return filterset.qs
    return filterset.qs.annotate(
        certainty=Case(
            When(filterset.is_undated, then=Value(filterset.UNDATED)),
            When(filterset.is_plain, then=Value(filterset.CERTAIN)),
            default=Value(filterset.POSSIBLE),
        )
    )


def paged(filterset_class, query, size):
    """Return the rows of all pages, each asked for by the key of the last."""
    query, found = query.copy(), []
    while True:
        page = filterset_class.for_query(query).page(size=size)
        found += page.rows
        if page.next_key is None:
            return found
        query["after"] = page.next_key


@pytest.mark.parametrize("seed", range(6))
def test_walks_hold_the_rows_of_the_plain_list_in_its_order(seed):
    some = 0
    for filterset_class, query in queries(seed, 60):
        filterset = filterset_class.for_query(query)
        assert filterset.is_valid(), filterset.form.errors
        expected = told(plain(filterset))
        some += bool(expected)
        asked = filterset_class.__name__, query.urlencode()
        assert told(filterset.rows()) == expected, asked
        assert (
            told(row for walk in filterset.walks() for row in filterset.noted(walk)) == expected
        ), asked
        assert told(paged(filterset_class, query, 3)) == expected, asked
        if getattr(filterset, "range", None):
            undated = [pk for pk, certainty in expected if certainty == filterset.UNDATED]
            assert filterset.undated() == len(undated), asked
    assert some > 20


def test_a_company_s_and_a_person_s_events_are_the_list_s():
    for company in Company.objects.published():
        query = QueryDict(f"background=1&company={company.slug}")
        listed = [event.pk for event in EventFilterSet.for_query(query).qs]
        assert [e.pk for e in Event.objects.published().of_company(company)] == listed
    for person in Person.objects.published():
        query = QueryDict(f"background=1&person={person.slug}")
        listed = [event.pk for event in EventFilterSet.for_query(query).qs]
        assert [e.pk for e in Event.objects.published().of_person(person)] == listed
    assert Role.objects.filter(company__in=Company.objects.all()[:4]).count() > 20
