"""A base of some size in which everything is linked with something, the same at every run."""

from random import Random

import pytest
from django.db import transaction

from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)

DATES = ("2024", "2025-04-28", "2025?-05", "[2025-03..2025-04]", "2026~", "2023/..", "", "[..2024]")


def make_base(n, seed=1):
    """Make n articles, companies, people and facts of each kind; some background, some drafts."""
    pick = Random(seed)
    topics = [make_topic(f"Topic {i}") for i in range(3)]
    publishers = [make_publisher(f"Publisher {i}") for i in range(2)]
    places = [make_place(f"Place {i}", country=c) for i, c in enumerate(("VN", "JP", ""))]

    def state():
        return "draft" if pick.random() < 0.1 else "published"

    def some(rows, most=3):
        return pick.sample(rows, pick.randint(0, min(most, len(rows))))

    companies = [
        make_company(
            f"{pick.choice(['Đà Nẵng', 'FPT', '東京', 'Alpha'])} {i % (n // 2 + 1)}",
            kind=pick.choice(("company", "government", "university")),
            country=pick.choice(("VN", "JP", "")),
            state=state(),
            aliases=[f"Alias {i}", "Shared"],
        )
        for i in range(n)
    ]
    people = [
        make_person(f"Person {i % 7}", country=pick.choice(("VN", "")), state=state())
        for i in range(n)
    ]
    articles = [
        make_article(
            f"Article {i} on {pick.choice(('FPT', 'policy'))}",
            "It says something.",
            **{"companies": some(companies), "people": some(people), "topics": some(topics)},
            publisher=pick.choice([*publishers, None]),
            language=pick.choice(("en", "vi", "ja")),
            relevance=pick.choice(("core", "core", "partial", "background")),
            published=pick.choice(DATES),
            published_reason="Inferred.",
            state=state(),
        )
        for i in range(n)
    ]
    for i in range(n):
        given = {"state": state(), "article": None}
        company, other = pick.sample(companies, 2)
        dated = {"date": pick.choice(DATES), "date_reason": "Inferred."}
        parts = {"companies": some(companies), "people": some(people)}
        facts = [
            make_role(pick.choice(people), company, title=f"Title {i}", **given),
            make_tie(company, other, kind="member_of", **given),
            make_event(
                f"Event {i}",
                **{**given, **dated, **parts},
                place=pick.choice([*places, None]),
                kind=pick.choice(("forum", "signing", "other")),
            ),
            make_figure(
                f"measure {i % 3}",
                company=company,
                as_of=pick.choice(DATES),
                as_of_reason="I",
                **given,
            ),
        ]
        for fact in facts:
            for article in pick.sample(articles, pick.choice((0, 1, 1, 2))):
                cite(fact, article)
        target = make_target(
            f"metric {i}",
            companies=some(companies),
            kind=pick.choice(("commitment", "forecast")),
            **given,
        )
        for article in pick.sample(articles, pick.choice((0, 1, 1, 2))):
            cite(
                target,
                article,
                value=i,
                unit=pick.choice(("people", "projects", "")),
                due=pick.choice(DATES),
                due_reason="Inferred.",
                said=pick.choice(("", "2024", "2025")),
                act=pick.choice(("states", "states", "raises", "reports_achieved", "withdraws")),
            )


@pytest.fixture(scope="module")
def base(django_db_setup, django_db_blocker):
    """Made once for a module: all of its tests use it, or they would depend on their order."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_base(16)
        yield
        transaction.set_rollback(True)
