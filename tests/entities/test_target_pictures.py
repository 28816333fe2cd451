"""Targets drawn: whose, how much, by when, and how each stands."""

import re
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from entities.filters import TargetFilterSet
from entities.ledger import with_status
from entities.models import Target, TargetParty
from entities.target_pictures.compared import compared
from entities.target_pictures.counted import count_picture
from entities.target_pictures.due import ROWS_OF_LANE, due_picture, extent
from entities.views import DRAWN, drawn
from tests.factories import DRAFT, cite, make_article, make_company, make_person, make_target
from tests.pages import get, set_clock, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    set_clock(monkeypatch, "2026-06-15T03:00:00+00:00")


def due(when, *companies, metric=None, **said):
    fields = {name: said.pop(name) for name in ("kind", "direction") if name in said}
    return make_target(metric, companies=companies, statement={"due": when, **said}, **fields)


def fetched():
    return list(drawn(with_status(Target.objects.all())).order_by("id"))


def picture():
    return due_picture(fetched())


def marks(found):
    return [mark for lane in (*found.shown, *found.folded) for mark in lane.marks]


# By due date and holder


def test_each_holder_has_a_lane_those_with_the_most_targets_first():
    few, many = make_company("Few"), make_company("Many")
    due("2028", few), due("2028", many), due("2030", many)
    found = picture()
    assert [(lane.name, len(lane.marks)) for lane in found.shown] == [("Many", 2), ("Few", 1)]
    assert found.shown[0].record == many


def test_people_printed_words_and_nobody_hold_targets_too():
    person = make_person("Ann")
    TargetParty.objects.create(target=due("2028"), person=person)
    TargetParty.objects.create(target=due("2028"), text="the province")
    TargetParty.objects.create(target=due("2028"), text="a bank", part="supporter")
    lanes = {lane.name: lane.record for lane in picture().shown}
    assert lanes == {"Ann": person, "the province": None, "": None}


def test_a_joint_target_stands_with_each_of_its_holders_and_counts_once():
    due("2028", make_company("One"), make_company("Two")), due("2030")
    found = picture()
    assert [lane.name for lane in found.shown] == ["One", "Two", ""]
    assert found.drawn == 2


def test_a_draft_company_has_no_lane():
    due("2028", make_company("Secret", state=DRAFT)), due("2030")
    assert [lane.name for lane in picture().shown] == [""]


def test_a_mark_says_measure_amount_as_worded_due_date_and_status():
    due("2028?", metric="revenue", value=250, unit="people", qualifier="about"), due("2024")
    titles = [mark.title for mark in marks(picture())]
    assert any(
        "revenue: about 250 people, due 2028 (date inferred); declared" in title for title in titles
    )
    assert any("due 2024; deadline passed without evidence" in title for title in titles)


def test_undated_and_far_ones_are_counted_not_drawn():
    due("2027"), due("2028"), due(""), due("9000")
    found = picture()
    assert (found.drawn, found.undated, found.beyond) == (2, 1, 1)


def test_the_axis_holds_open_ends_and_no_far_away_day():
    due("[..2030]"), due("[2028..]")
    found = picture()
    assert (found.scale.first.year, found.scale.last.year) == (2028, 2030)
    assert {(mark.span.open_start, mark.span.open_end) for mark in marks(found)} == {
        (True, False),
        (False, True),
    }


def test_one_target_alone_is_no_picture():
    due("2028"), due("")
    assert picture() is None


def test_no_mark_of_a_lane_covers_another():
    company = make_company()
    for n in range(9):
        due(f"{2026 + n % 5}", company, value=n, unit="people")
    [lane] = picture().shown
    for row in range(lane.rows):
        ends = sorted(extent(mark) for mark in lane.marks if mark.row == row)
        assert all(one[1] <= other[0] for one, other in pairwise(ends))


def test_a_crowded_lane_is_cut_and_says_how_many_are_not_drawn():
    company = make_company()
    for _n in range(2 * ROWS_OF_LANE + 3):
        due("2028", company)
    due("2030", company)
    [lane] = picture().shown
    assert (lane.rows, lane.more) == (2 * ROWS_OF_LANE, 3)


def test_many_holders_are_folded():
    for _n in range(14):
        due("2028", make_company())
    found = picture()
    assert len(found.shown) < 14
    assert len(found.shown) + len(found.folded) == 14


STATUSES = {
    "declared": [{"due": "2028"}],
    "achieved": [{"due": "2028", "act": "reports_achieved"}],
    "withdrawn": [{"due": "2028", "act": "withdraws"}],
    "revised": [{"due": "2027", "said": "2020"}, {"due": "2028", "said": "2021", "act": "raises"}],
    "passed": [{"due": "2026-06-14"}],
}


def test_each_status_is_a_shape_of_its_own_with_a_word(client):
    for statements in STATUSES.values():
        target = make_target(article=None)
        for said in statements:
            cite(target, make_article(), **said)
    page = get(client, "/targets/")
    figure = page.split("<figure")[1].split("</figure>")[0]
    drawn_as = dict(re.findall(r'class="mark status-(\w+)".*?href="#glyph-(\w+)"', figure))
    assert drawn_as == {status: status for status in STATUSES}
    paths = re.findall(r'<g id="glyph-\w+"><path class="glyph-back" d="([^"]+)"', figure)
    assert len(set(paths)) == len(STATUSES)
    for words in ("declared", "reported achieved", "revised", "withdrawn"):
        assert words in words_of(figure)
    assert "The deadline of 1 passed without evidence." in words_of(figure)


def test_inferred_dates_are_striped_bars_stated_days_are_none(client):
    due("2028?"), due("2029"), due("2028-05-01"), due("2029?-05-01")
    figure = get(client, "/targets/").split("</figcaption>")[1].split("</figure>")[0]
    bars = re.findall(r'<line class="(bar[^"]*)"', figure)
    assert sorted(bars) == ["bar", "bar vague", "bar vague"]


# Figures of one measure and unit


def test_figures_share_a_scale_only_in_one_measure_unit_and_direction():
    for metric, unit, currency, direction in (
        ("engineers", "people", "", "reach"),
        ("Engineers", "people", "", "reach"),
        ("engineers", "%", "", "reach"),
        ("engineers", "people", "", "increase"),
        ("revenue", "", "USD", "reach"),
        ("revenue", "", "JPY", "reach"),
        ("revenue", "", "USD", "reach"),
        ("students", "people", "", "reach"),
    ):
        due("2028", metric=metric, unit=unit, currency=currency, direction=direction, value=5)
    panels, left_out = compared(fetched())
    found = [(panel.measure.lower(), panel.unit, len(panel.bars)) for panel in panels]
    assert sorted(found) == [("engineers", "people", 2), ("revenue", "USD", 2)]
    assert left_out == 0


def test_bars_are_in_proportion_in_order_of_their_due_dates_with_ranges_apart():
    due("2030", metric="m", unit="u", value=10)
    due("2028", metric="m", unit="u", value=5, value_high=10)
    due("", metric="m", unit="u", value=2)
    [[panel], _none] = compared(fetched())
    assert [bar.amount for bar in panel.bars] == ["5–10 u", "10 u", "2 u"]
    ranged, whole, small = panel.bars
    assert ranged.width * 2 == whole.width == ranged.width + ranged.high_width
    assert small.width * 5 == whole.width
    assert all(bar.x == panel.zero == 0 for bar in panel.bars)


def test_a_withdrawal_without_a_number_leaves_the_figure_that_was_promised():
    target = due("2028", metric="m", unit="u", value=10, said="2020")
    cite(target, make_article(), said="2024", act="withdraws", due="")
    due("2030", metric="m", unit="u", value=20)
    [[panel], _none] = compared(fetched())
    assert "10 u, due date not stated; withdrawn" in panel.bars[0].title


def test_the_kinds_are_told_apart_by_word_and_form(client):
    due("2028", metric="m", unit="u", value=10, kind="forecast")
    due("2028", metric="m", unit="u", value=20, kind="commitment")
    page = get(client, "/targets/")
    compared_part = page.split('class="compared-figures"')[1].split("</details>")[0]
    assert "kind-forecast" in compared_part and "kind-commitment" in compared_part
    assert "10 u, holder not stated; due 2028; forecast; declared" in words_of(compared_part)


# Too many to draw


def listed(query=""):
    return TargetFilterSet.for_query(QueryDict(query))


def cells(lane):
    return [(cell.query, cell.count) for cell in lane.cells]


def test_many_are_counted_by_due_year_in_all_and_by_company_with_a_way_in():
    big = make_company("Big", slug="big")
    due("2025", big), due("2025-03", big), due("2027", big), due("2027"), due("")
    found = count_picture(listed())
    everything, of_big, others = found.shown
    assert (found.counted, found.undated, found.passed) == (5, 1, 2)
    assert cells(everything) == [
        ("?due_after=2025&due_before=2025", 2),
        ("?due_after=2027&due_before=2027", 2),
    ]
    assert (of_big.company.slug, others.company) == ("big", None)
    assert cells(of_big)[0] == ("?company=big&due_after=2025&due_before=2025", 2)
    assert cells(others) == [("?due_after=2027&due_before=2027", 1)]
    assert "Big, due 2025: 2 targets; deadline passed without evidence 2" in (of_big.cells[0].title)
    assert (of_big.cells[0].height, of_big.cells[0].passed_height) == (30, 30)
    assert (of_big.cells[1].height, of_big.cells[1].passed_height) == (15, 0)


def test_the_counts_keep_what_the_list_was_asked_for_in_its_one_order(client):
    big = make_company("Big", slug="big")
    for year in (2027, 2028):
        due(str(year), big, kind="forecast", unit="u", value=1), due(str(year), big)
    found = count_picture(listed("kind=forecast&unit=u"))
    [query, _other] = [cell.query for cell in found.shown[1].cells]
    assert query == "?company=big&kind=forecast&unit=u&due_after=2027&due_before=2027"
    assert client.get(f"/targets/{query}").status_code == 200  # no other address is its own
    assert found.shown[0].cells[0].count == 1


def test_dates_that_may_mean_another_year_count_in_their_last_and_are_said_unsure():
    due("[2026..2028]"), due("2027?"), due("[2027..]"), due("2027"), due("9000")
    found = count_picture(listed())
    assert (found.unsure, found.beyond) == (3, 1)
    assert [cell.count for cell in found.shown[0].cells] == [3, 1]
    assert "2 with a partial or inferred date" in found.shown[0].cells[0].title


def test_far_apart_years_share_columns():
    for year in (1990, 1991, 2040, 2089):
        due(str(year))
    found = count_picture(listed())
    assert found.columns.years == 10
    assert [tick.at for tick in found.columns.ticks[:2]] == [0, found.columns.edges[0]]
    assert found.shown[0].cells[0].query == "?due_after=1990&due_before=1999"


def test_a_draft_company_s_targets_count_with_the_other_holders():
    secret = make_company("Secret", state=DRAFT)
    due("2027", secret), due("2028", secret)
    lanes = count_picture(listed()).shown
    assert [lane.name for lane in lanes] == ["All of these", "Other holders"]


def test_a_long_list_is_counted_and_says_of_how_many(client, monkeypatch):
    monkeypatch.setattr("vjtech.core.filterset.COUNTED", 50)
    monkeypatch.setattr(
        "vjtech.core.filterset.RecordFilterSet.most_counted", property(lambda self: 50)
    )
    article = make_article()
    for n in range(52):
        make_target(article=article, statement={"due": str(2027 + n % 5)})
    text = words_of(get(client, "/targets/"))
    assert "The first 50 of this list by due date and holder." in text
    assert "More than 50" in text


def asked(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        get(client, address)
    return len(captured)


def test_each_form_of_the_picture_asks_a_fixed_number_of_times_more(client):
    company, article = make_company(), make_article()

    def grow(n):
        for i in range(n):
            said = {"due": str(2027 + i % 5)}
            make_target(companies=[company], article=article, statement=said)

    grow(3)
    on_one_page = asked(client, "/targets/")
    grow(20)
    assert asked(client, "/targets/") == on_one_page
    grow(DRAWN - 23)
    assert asked(client, "/targets/") == on_one_page + 3  # rows of the next page, their parts
    grow(1)
    counted = asked(client, "/targets/")
    assert counted == on_one_page + 2  # who holds them, and their names
    grow(DRAWN)
    assert asked(client, "/targets/") == counted


def test_the_picture_stands_on_the_first_page_only(client):
    article = make_article()
    for n in range(26):
        make_target(article=article, statement={"due": str(2027 + n % 5)})
    first = get(client, "/targets/")
    following = re.search(r'rel="next" href="([^"]+)"', first)[1]
    assert "due-picture" in first
    assert "due-picture" not in get(client, following)


@pytest.mark.parametrize(
    "query", ["?company=nobody", "?due_after=junk", "?due_after=9999", "?q=%00", "?after=1~1"]
)
def test_a_list_of_nothing_or_of_junk_has_no_picture(client, query):
    due("2027"), due("2028")
    response = client.get(f"/targets/{query}", follow=True)
    assert response.status_code == 200
    assert "due-picture" not in response.content.decode()


def test_what_targets_are_called_is_escaped_in_the_picture(client):
    hostile = '"><script>alert(1)</script>'
    due("2027", make_company(hostile), metric=hostile, value=1, unit=hostile[:50])
    due("2028", make_company(hostile), metric=hostile, value=2, unit=hostile[:50])
    page = get(client, "/targets/")
    assert "due-picture" in page and "compared-figures" in page
    assert "<script>alert" not in page
