"""A target's ledger as a step line: what was stated when, in each unit on a scale of its own."""

import re

import pytest

from entities.ledger import with_status
from entities.models import Target
from entities.target_pictures.labels import NARROW, box_of, overlap
from entities.target_pictures.ledger import FOOT, PLOT, TOP, ledger_picture
from tests.factories import cite, make_article, make_target
from tests.pages import get, set_clock, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    set_clock(monkeypatch, "2026-06-15T03:00:00+00:00")


def target(*statements):
    made, article = make_target("revenue", article=None), make_article()
    for said in statements:
        cite(made, article, **{"printed": "", "unit": "u", **said})
    return with_status(Target.objects.all()).with_passages().get(pk=made.pk)


def picture(*statements):
    return ledger_picture(target(*statements))


def lines(panel):
    """Return the level and rising pieces of the line as (x1, x2, y) and (x, y1, y2)."""
    level = [(line.x1, line.x2, line.y1) for line in panel.lines if line.y1 == line.y2]
    rising = [(line.x1, line.y1, line.y2) for line in panel.lines if line.y1 != line.y2]
    return level, rising


def test_the_line_steps_where_something_else_is_said():
    found = picture(
        {"said": "2020-01-01", "value": 100, "due": "2030"},
        {"said": "2024-01-01", "value": 200, "due": "2030", "act": "raises"},
    )
    [panel] = found.panels
    first, second = panel.steps
    level, rising = lines(panel)
    assert (first.y, second.y) == (TOP + PLOT / 2, TOP)
    assert level == [
        (first.span.middle, second.span.middle, first.y),
        (second.span.middle, found.dues[-1].span.end, second.y),
    ]
    assert rising == [(second.span.middle, first.y, second.y)]
    assert 0 < first.span.middle < second.span.middle < found.today < found.dues[-1].span.end < 100


def test_two_units_are_never_on_one_scale():
    found = picture(
        {"said": "2020", "value": 100, "unit": "people"},
        {"said": "2021", "value": 5, "unit": "%"},
        {"said": "2022", "value": 120, "unit": "people"},
        {"said": "2023", "value": 9, "unit": "", "currency": "USD"},
        {"said": "2024", "value": 9, "unit": "", "currency": "JPY"},
    )
    assert [(panel.unit, len(panel.steps)) for panel in found.panels] == [
        ("people", 2),
        *(("%", 1), ("USD", 1), ("JPY", 1)),
    ]
    for panel in found.panels:
        assert max(step.y for step in panel.steps) <= TOP + PLOT
        assert min(step.y for step in panel.steps) < TOP + PLOT / 2


def test_each_act_has_its_word_and_what_is_said_again_is_restated():
    found = picture(
        {"said": "2019", "value": 100},
        {"said": "2020", "value": 100},
        {"said": "2021", "value": 200, "act": "raises"},
        {"said": "2022", "value": 150, "act": "lowers"},
        {"said": "2023", "value": 150, "act": "reports_achieved"},
        {"said": "2024", "act": "withdraws"},
    )
    assert found.acts == {
        "states": "states",
        "restates": "restates",
        "raises": "raises",
        "lowers": "lowers",
        "reports_achieved": "reports achieved",
        "withdraws": "withdraws",
    }


def test_a_partial_day_is_a_bar_and_the_line_rises_on_no_certain_day():
    [panel] = picture({"said": "2020", "value": 1}, {"said": "2022?-03", "value": 2}).panels
    first, second = panel.steps
    assert (first.span.is_day, first.span.vague, second.span.vague) == (False, False, True)
    assert first.span.width > second.span.width > 0
    assert [line.vague for line in panel.lines if line.y1 != line.y2] == [True]


def test_the_line_rises_on_no_certain_day_where_the_day_is_inferred():
    said = [
        {"said": day, "value": n} for n, day in enumerate(("2020", "2022-03-05", "2023?-03-05"))
    ]
    [panel] = picture(*said).panels
    assert [line.vague for line in panel.lines if line.y1 != line.y2] == [False, True]


def test_an_inferred_day_is_striped_in_the_picture(client):
    target({"said": "2022?-03-05", "value": 1, "due": "2030-05-01"})
    figure = get(client, Target.objects.get().get_absolute_url())
    plot = figure.split('class="plot"')[1].split("</figure>")[0]
    assert plot.split("<figcaption>")[0].count('<line class="bar vague"') == 1


def test_a_range_is_a_band_from_low_to_high():
    [panel] = picture({"said": "2020", "value": 50, "value_high": 100, "due": "2030"}).panels
    [band], [step] = panel.bands, panel.steps
    assert (step.y, step.high_y) == (TOP + PLOT / 2, TOP)
    assert (band.y, band.height) == (step.high_y, PLOT / 2)
    assert [line.y1 for line in panel.lines] == [step.y, step.high_y]


def test_a_qualifier_is_worded_beside_the_mark_and_in_its_title():
    [panel] = picture(
        {"said": "2020", "value": 50, "qualifier": "over", "due": "2028", "unit": "people"}
    ).panels
    assert panel.steps[0].amount == "over 50 people"
    assert panel.steps[0].title == "2020: states over 50 people, due 2028"


@pytest.mark.parametrize("act", ["reports_achieved", "withdraws"])
def test_the_line_ends_where_it_was_achieved_or_withdrawn(act):
    [panel] = picture(
        {"said": "2020-01-01", "value": 1, "due": "2030"},
        {"said": "2022-01-01", "act": act, "due": "2030", "printed": "all of it"},
    ).panels
    [silent] = panel.silent
    assert panel.lines[-1].x2 == silent.span.middle
    assert silent.y > TOP + PLOT  # on the scale it would read as zero
    assert silent.y < panel.height


def test_what_gives_no_number_stands_once_below_the_years_of_the_last_unit():
    found = picture(
        {"said": "2020", "value": 1, "unit": "people"},
        {"said": "2021", "value": 2, "unit": "%"},
        {"said": "2022", "printed": "more"},
    )
    assert [len(panel.silent) for panel in found.panels] == [0, 1]
    assert found.panels[0].height < found.panels[1].height


def test_a_label_covers_no_other_mark():
    [panel] = picture(
        {"said": "2020-01-01", "value": 309, "unit": "people", "due": "2030"},
        {"said": "2020-02-01", "value": 600, "unit": "people", "due": "2030"},
        {"said": "2020-03-01", "value": 2300, "unit": "people", "due": "2030"},
    ).panels
    first, _second, last = panel.steps
    assert first.label_dy is None  # the second's mark is where either would stand
    assert last.label_dy is not None


def test_the_legend_names_bars_and_earlier_due_dates_only_where_there_are_any():
    days = {"said": "2020-01-01", "value": 1, "due": "2030-05-01"}
    plain = picture(days)
    assert (plain.partial, plain.vague, plain.has_former_dues) == (False, False, False)
    other = picture(days, {"said": "2021", "value": 2, "due": "2031-05-01"})
    assert (other.partial, other.vague, other.has_former_dues) == (True, False, True)
    inferred = picture({"said": "2020?", "value": 1, "due": "2030-05-01"})
    assert (inferred.partial, inferred.vague) == (False, True)


def test_what_was_achieved_and_then_promised_anew_goes_on():
    found = picture(
        {"said": "2020-01-01", "value": 1, "act": "reports_achieved", "due": "2030"},
        {"said": "2022-01-01", "value": 2, "act": "raises", "due": "2030"},
    )
    assert found.panels[0].lines[-1].x2 == found.dues[-1].span.end


def test_the_stretch_since_a_due_date_that_passed_is_marked():
    found = picture({"said": "2020", "value": 1, "due": "2024"})
    start, width = found.passed
    assert start == found.dues[-1].span.end
    assert start + width == pytest.approx(found.today)


@pytest.mark.parametrize(
    "statements",
    [
        [{"said": "2020", "value": 1, "due": "2030"}],
        [{"said": "2020", "value": 1, "due": "2024", "act": "reports_achieved"}],
        [{"said": "2020", "value": 1}, {"said": "2021", "value": 1}],
    ],
    ids=["still ahead", "achieved", "no due date"],
)
def test_no_stretch_is_marked_where_nothing_passed(statements):
    assert picture(*statements).passed is None


def test_former_due_dates_stand_before_the_latest():
    found = picture(
        {"said": "2020", "value": 1, "due": "2024"},
        {"said": "2022", "value": 1, "due": "2030?"},
    )
    assert [(due.words, due.latest, due.span.vague) for due in found.dues] == [
        ("2024", False, False),
        ("2030 (date inferred)", True, True),
    ]


def test_what_has_no_date_or_no_number_is_counted_not_invented():
    found = picture(
        {"said": "2020", "value": 1},
        {"said": "2021", "value": 2},
        {"said": "", "value": 5000},
        {"said": "2022", "printed": "more"},
    )
    assert (found.undated, found.unvalued) == (1, 1)
    [panel] = found.panels
    assert len(panel.steps) == 2
    assert panel.ticks[-1][1] == "2"


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [{"said": "2020", "value": 1}],
        [{"said": "", "value": 1, "due": "2030"}, {"said": "", "value": 2}],
        [{"said": "2020", "printed": "more", "due": "2030"}],
    ],
    ids=["nothing", "one figure, no due date", "no dates said", "no figure"],
)
def test_a_ledger_that_says_too_little_is_not_drawn(statements):
    assert picture(*statements) is None


@pytest.mark.parametrize(
    ("said", "due"),
    [("[..2020]", "[2030..]"), ("[2020..]", "[..2030]"), ("0001-01-01", "9999-12-31")],
)
def test_open_ends_and_the_first_and_last_of_days_are_drawn(said, due):
    found = picture({"said": said, "value": "9" * 14, "due": due})
    [panel] = found.panels
    for x in (*(line.x2 for line in panel.lines), *(due.span.end for due in found.dues)):
        assert 0 <= x <= 100
    assert found.ticks


def test_labels_do_not_cover_each_other_on_a_phone():
    [panel] = picture(
        *(
            {"said": f"2020-{1 + n // 28:02}-{1 + n % 28:02}", "value": n % 7, "unit": "people"}
            for n in range(60)
        )
    ).panels
    boxes = [box_of(step, step.label_dy) for step in panel.steps if step.label_dy is not None]
    assert 1 <= len(boxes) < 60
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_the_page_draws_each_statement_as_a_link_to_its_passage(client):
    made = target(
        {"said": "2020-01-01", "value": 100, "due": "2024", "unit": "people"},
        {"said": "2021", "value": 150, "due": "2024", "act": "raises", "unit": "people"},
    )
    page = get(client, made.get_absolute_url())
    figure = page.split("<figure")[1].split("</figure>")[0]
    links = re.findall(r'<a class="mark" href="([^"]+)"><title>([^<]+)</title>', figure)
    first, second = made.ledger()
    assert links == [
        (first.address, "1 January 2020: states 100 people, due 2024"),
        (second.address, "2021: raises 150 people, due 2024"),
    ]
    text = words_of(figure)
    for words in ("due 2024", "today", "The deadline passed without evidence.", "raises"):
        assert words in text
    assert f'height="{TOP + PLOT + FOOT}"' in figure
    assert NARROW < 390


def test_a_page_of_two_units_has_no_id_twice(client):
    made = target(
        {"said": "2020", "value": 100, "due": "2024", "unit": "people"},
        {"said": "2021", "value": 150, "due": "2024", "unit": "%"},
    )
    ids = re.findall(r'\bid="([^"]+)"', get(client, made.get_absolute_url()))
    assert sorted(set(ids)) == sorted(ids)
