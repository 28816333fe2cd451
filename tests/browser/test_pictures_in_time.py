"""Pictures in time as a visitor meets them: by keyboard, on a phone, in the dark, on paper."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_accessibility import RULES

PAGES = {
    "timeline": "/companies/cmc/",
    "timeline above a list": "/events/?company=cmc",
    "years": "/events/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_a_picture_is_seen_whole_and_axe_finds_nothing_in_it(look, site, path, scheme, width):
    page = look(width=width, scheme=scheme)
    page.goto(f"{site}{path}")
    picture = page.locator("figure.picture")
    box = picture.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shapes = picture.locator("svg").first.locator(".shape, text:visible").all()
    assert shapes
    for shape in shapes:
        place = shape.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= width
    ink = "e => getComputedStyle(e).stroke"
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert picture.locator(".shape").first.evaluate(ink) != paper
    found = Axe().run(page, context="figure.picture", options=RULES)
    assert found.violations_count == 0, found.generate_report()


def overlapping(boxes):
    boxes = sorted(boxes, key=lambda box: (round(box["y"]), box["x"]))
    return [
        (one, two)
        for one, two in pairwise(boxes)
        if abs(one["y"] - two["y"]) < 6 and one["x"] + one["width"] > two["x"] + 1
    ]


@pytest.mark.parametrize("width", [1280, 1000, 720, 390])
@pytest.mark.parametrize("path", ["/companies/cmc/", "/events/?company=cmc"])
def test_labels_do_not_overlap_at_any_width(look, site, path, width):
    page = look(width=width)
    page.goto(f"{site}{path}")
    labels = page.locator("figure.picture .label:visible").all()
    assert overlapping([label.bounding_box() for label in labels]) == []


def test_a_picture_above_a_list_leaves_the_list_on_the_first_screen(look, site):
    page = look()
    for path in ("/events/", "/events/?company=cmc"):
        page.goto(f"{site}{path}")
        assert page.locator("figure.picture svg").first.bounding_box()["height"] <= 180
        assert page.locator(".results .fact").first.bounding_box()["y"] < 600


def test_by_keyboard_a_mark_leads_to_its_event(look, site):
    page = look(script=False)
    page.goto(f"{site}/events/?company=cmc")
    mark = page.locator("figure.picture svg a").first
    title = mark.locator("title").text_content()
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*/")
    assert page.locator("h1").inner_text().lower() in title.lower()


def test_a_bar_leads_to_the_list_of_its_year(look, site):
    page = look()
    page.goto(f"{site}/events/?background=1")  # more than are drawn one by one
    page.locator("figure.picture summary").click()
    row = page.locator("figure.picture tbody tr").last
    year, n = row.locator("th").inner_text(), row.locator("td").inner_text()
    row.locator("a").click()
    page.wait_for_url(f"**/events/?*date_after={year}-01&date_before={year}-12*")
    assert page.locator(".results .fact").count() >= int(n)


def test_on_paper_a_picture_keeps_its_marks_in_black(look, site):
    page = look(scheme="dark")
    page.goto(f"{site}/companies/cmc/")
    page.emulate_media(media="print", color_scheme="dark")
    shape = page.locator("figure.picture .shape").first
    assert shape.is_visible()
    red, green, blue = (
        int(n) for n in shape.evaluate("e => getComputedStyle(e).stroke.match(/\\d+/g).slice(0, 3)")
    )
    assert max(red, green, blue) < 64
