"""A target's statements: which is the latest, and the status that they amount to."""

from datetime import date

import pytest

from entities.ledger import with_status
from entities.models import Target
from entities.models.target import NO_DUE_DAY
from tests.factories import DRAFT, cite, make_article, make_target
from tests.pages import get, set_clock, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_year_in_hanoi(monkeypatch):
    set_clock(monkeypatch, "2025-12-31T17:00:00+00:00")  # 1 January 2026 there


def ledger(*statements, **article):
    """Return a target with these statements, in this order, as the lists see it."""
    target = make_target("revenue", article=None)
    for statement in statements:
        cite(target, make_article(**article), **statement)
    return with_status(Target.objects.all()).with_passages().get()


def test_the_latest_statement_is_the_one_said_last_not_the_one_typed_last():
    target = ledger(
        {"said": "2024", "printed": "the newer"},
        {"said": "2020", "printed": "the older"},
    )
    assert [s.printed for s in target.ledger()] == ["the older", "the newer"]
    assert target.latest.printed == "the newer"


def test_of_two_said_at_once_the_later_row_is_the_latest():
    target = ledger({"said": "2024", "printed": "one"}, {"said": "2024", "printed": "two"})
    assert target.latest.printed == "two"


@pytest.mark.parametrize("dated", ["2024", "[..2024]"])
def test_an_undated_statement_is_never_later_than_a_dated_one(dated):
    target = ledger(
        {"said": dated, "printed": "dated", "unit": "people", "value": 1},
        {"said": "", "printed": "undated", "unit": "projects", "value": 2},
    )
    assert target.latest.printed == "dated"
    assert target.latest_unit == "people"


def test_the_lists_go_by_the_same_statement_as_the_page():
    target = ledger(
        {"said": "2024", "value": 5, "unit": "", "currency": "USD", "due": "2028"},
        {"said": "2020", "value": 3, "unit": "people", "due": "2030"},
    )
    assert (target.latest_unit, str(target.due), target.latest.due) == ("USD", "2028", "2028")
    assert (target.due_year, str(target.due_latest)) == (2028, "2028-12-31")


def test_a_draft_article_s_statement_counts_for_nothing():
    target = ledger({"said": "2020", "due": "2028"})
    cite(target, make_article(state=DRAFT), said="2025", due="2040", act="withdraws")
    target = with_status(Target.objects.all()).with_passages().get()
    assert (target.due, target.status, len(target.ledger())) == ("2028", "declared", 1)


STATUSES = {
    "declared while its day is ahead": ([{"due": "2026"}], "declared"),
    "declared where no day is stated": ([{"due": ""}], "declared"),
    "declared on the very last day": ([{"due": "2026-01-01"}], "declared"),
    "passed the day after, by the date in Hanoi": ([{"due": "2025-12-31"}], "passed"),
    "passed when all that a partial date can mean is over": ([{"due": "2025"}], "passed"),
    "declared while a partial date can still mean a day ahead": ([{"due": "2026-01"}], "declared"),
    "declared while an open end leaves it": ([{"due": "[2020..]"}], "declared"),
    "raised": ([{"said": "2020", "due": "2028"}, {"said": "2024", "act": "raises"}], "revised"),
    "lowered": ([{"said": "2020", "due": "2028"}, {"said": "2024", "act": "lowers"}], "revised"),
    "revised, then stated again": (
        [
            {"said": "2020", "due": "2028", "act": "raises"},
            {"said": "2024", "due": "2028", "act": "states"},
        ],
        "revised",
    ),
    "revised, and its new day passed": (
        [{"said": "2020", "due": "2028"}, {"said": "2024", "act": "lowers", "due": "2025"}],
        "passed",
    ),
    "reported achieved": (
        [{"said": "2020", "due": "2024"}, {"said": "2025", "act": "reports_achieved"}],
        "achieved",
    ),
    "withdrawn": (
        [{"said": "2020", "due": "2024"}, {"said": "2025", "act": "withdraws"}],
        "withdrawn",
    ),
    "withdrawn, then stated again": (
        [{"said": "2020", "act": "withdraws"}, {"said": "2025", "due": "2030"}],
        "declared",
    ),
}


@pytest.mark.parametrize(("statements", "status"), STATUSES.values(), ids=STATUSES)
def test_the_status_is_told_by_the_evidence(statements, status):
    assert ledger(*statements).status == status


def test_a_minute_before_midnight_in_hanoi_it_has_not_passed(monkeypatch):
    set_clock(monkeypatch, "2025-12-31T16:59:00+00:00")
    assert ledger({"due": "2025"}).status == "declared"


@pytest.mark.parametrize(
    ("due", "year", "day"),
    [
        ("2028", 2028, "2028-01-01"),
        ("[..2028]", 2028, "2028-12-31"),
        ("[2027..2028]", 2027, "2027-01-01"),
        ("", 9999, None),
    ],
)
def test_a_target_stands_in_the_list_by_its_due_day(due, year, day):
    target = ledger({"due": due})
    assert target.due_year == year
    assert target.due_day == (date.fromisoformat(day).toordinal() if day else NO_DUE_DAY)


def test_the_page_shows_each_statement_with_its_day_act_and_amount(client):
    target = ledger(
        {"said": "2020", "value": 100, "unit": "people", "due": "2024", "printed": ""},
        {
            **{"said": "2024?-05", "said_reason": "By the forum.", "act": "raises"},
            **{"value": 250, "value_high": 300, "unit": "people", "qualifier": "about"},
            **{"due": "2028~", "baseline": 100, "baseline_words": "of last year"},
        },
    )
    text = words_of(get(client, target.get_absolute_url()))
    first, second = text.index("2020: states 100 people"), text.index("May 2024 (year inferred)")
    assert first < second
    for words in (
        *("raises about 250–300 people", "due about 2028", "baseline: 100 people of last year"),
        *("By the forum.", "Status by evidence revised"),
    ):
        assert words in text, words
