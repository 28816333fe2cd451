"""The pictures of targets as they are seen: wide and narrow, light and dark, with a keyboard."""

import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ROOT, serving, surroundings
from tests.browser.test_accessibility import RULES

TARGETS = """
from tests.factories import cite, make_article, make_company, make_target
article = make_article()
names = "日本半導体株式会社", "Công ty Cổ phần Tập đoàn Đông Xuân", "Kumamoto Manufacturing " * 3
seen = [make_company(name, slug=f"seen-{n}") for n, name in enumerate(names)]
acts = {"2029": "states", "2030?": "reports_achieved", "2031": "withdraws", "2020": "states"}
for n, (due, act) in enumerate(acts.items()):
    for company in seen:
        said = {"due": due, "act": act, "value": 100 + 70 * n, "unit": "people", "printed": ""}
        make_target("engineers trained", companies=[company], article=article, statement=said)
many = make_company("Many", slug="many")
for n in range(45):
    said = {"due": str(2020 + n % 12)}
    make_target(f"measure {n}", companies=[many], article=article, statement=said)
told = make_target("revenue in steps", article=None)
for said, act, value, high, unit in (
    ("2019", "states", 100, None, "people"),
    ("2020-05-01", "states", 100, None, "people"),
    ("2021?-04", "raises", 250, 300, "people"),
    ("2022-08-08", "lowers", 180, None, "people"),
    ("2022-08-09", "states", 20, None, "%"),
    ("2023-08-09", "states", None, None, ""),
):
    cite(told, article, said=said, act=act, value=value, value_high=high, unit=unit, due="2024")
"""
LIST = "/targets/?" + "&".join(f"company=seen-{n}" for n in range(3))
PICTURES = {
    "by due date": (LIST, ".due-picture"),
    "figures compared": (LIST, ".compared-figures"),
    "counted": ("/targets/?company=many", ".count-picture"),
    "ledger": ("/targets/revenue-in-steps/", ".step-picture"),
}


@pytest.fixture(scope="module")
def drawn_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    with serving(folder) as (address, _password):
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", TARGETS],
            **{"cwd": ROOT, "env": surroundings(folder), "check": True},
        )
        yield address


@pytest.fixture(params=PICTURES.values(), ids=PICTURES)
def picture(request):
    return request.param


def opened(page, address):
    page.goto(address)
    page.evaluate("document.querySelectorAll('.results details').forEach(d => d.open = true)")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_all_text_is_legible_and_on_the_page(
    look, drawn_site, picture, width, scheme
):
    path, figure = picture
    page = opened(look(width, scheme), f"{drawn_site}{path}")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    texts = page.locator(f"{figure} svg text")
    seen = texts.evaluate_all(
        "all => all.map(t => [t.textContent, t.getBoundingClientRect().left,"
        " t.getBoundingClientRect().right, parseFloat(getComputedStyle(t).fontSize)])"
    )
    assert seen
    assert [text for text, left, right, size in seen if left < 0 or right > width] == []
    assert min(size for *_rest, size in seen) >= 11


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_mark_is_painted_and_its_link_has_a_title(look, drawn_site, picture, scheme):
    path, figure = picture
    page = opened(look(scheme=scheme), f"{drawn_site}{path}")
    marks = page.locator(f"{figure} .mark")
    assert marks.count() >= 3
    titles = marks.locator("title").all_text_contents()
    assert len(titles) == marks.count() and all(titles)
    painted = ".glyph, use, .count, .amount"
    before = page.locator(figure).screenshot()
    for mark in marks.all()[:4]:
        mark.locator(painted).first.evaluate("e => e.style.visibility = 'hidden'")
        after = page.locator(figure).screenshot()
        assert after != before, mark.get_attribute("href")
        before = after


def test_the_room_around_a_mark_is_not_painted(look, drawn_site, picture):
    path, figure = picture
    page = opened(look(), f"{drawn_site}{path}")
    room = page.locator(f"{figure} .room").first
    style = "e => [getComputedStyle(e).stroke, getComputedStyle(e).fill]"
    assert room.evaluate(style) == ["none", "rgba(0, 0, 0, 0)"]


def test_a_keyboard_reaches_the_marks_and_one_leads_to_its_target(look, drawn_site):
    page = opened(look(), f"{drawn_site}{LIST}")
    first = page.locator(".due-picture .mark").first
    first.focus()
    assert first.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/targets/engineers-trained*/")
    assert page.locator("h1").text_content() == "Engineers trained"


def test_in_print_the_pictures_keep_to_the_paper(look, drawn_site, picture):
    path, figure = picture
    page = opened(look(700, scheme="dark"), f"{drawn_site}{path}")
    page.emulate_media(media="print")
    ink = page.locator(f"{figure} svg text").first.evaluate("e => getComputedStyle(e).fill")
    assert ink in ("rgb(29, 28, 26)", "rgb(91, 88, 82)", "rgb(138, 42, 31)")
    box = page.locator(figure).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 700
