"""The search box with the keyboard alone, with and without script; what is found, accessible."""

import re
from contextlib import suppress
from urllib.parse import quote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from tests.browser.test_accessibility import RULES

PAGES = {
    "hits of every kind": "/search/?q=da+nang",
    "another name": "/search/?q=%E7%B5%8C%E5%9B%A3%E9%80%A3",
    "did you mean": "/search/?q=nakajma+takeo",
    "a word found nowhere": "/search/?q=hanoi+zzyzx",
    "suggestions": "/search/suggest?q=cm",
    "no suggestions": "/search/suggest?q=zzyzx",
    "a list with words": "/articles/?q=danang",
    "an article with marks": "/articles/japan-ict-day-2019-da-nang/?q=danang+japan",
}


@pytest.fixture
def box(look, site):
    """The search box of a list's page, with the focus in it."""
    page = look()
    page.goto(f"{site}/events/")
    page.keyboard.press("/")
    box = page.locator("input#q")
    expect(box).to_be_focused()
    return box


def typed(box, words):
    """Type the words and wait for the suggestions that belong to them."""
    address = f"/search/suggest?q={quote_plus(words)}"
    with box.page.expect_response(lambda answer: answer.url.endswith(address)):
        box.page.keyboard.type(words, delay=5)
    return box.page.locator("[role=option]")


def active(box):
    """Return the option that the box says is the active one; the list must say the same."""
    id = box.get_attribute("aria-activedescendant")
    selected = box.page.locator("[role=option][aria-selected=true]")
    if id is None:
        expect(selected).to_have_count(0)
        return None
    expect(selected).to_have_attribute("id", id)
    return selected


def test_typing_suggests_arrows_choose_and_enter_goes_there(box):
    options = typed(box, "nakaj")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert active(box) is None
    box.page.keyboard.press("ArrowDown")
    expect(active(box)).to_contain_text("Nakajima Takeo")
    expect(box).to_be_focused()
    box.page.keyboard.press("Enter")
    box.page.wait_for_url(re.compile(r"/people/nakajima-takeo/$"))


def test_the_arrows_go_round_and_the_typed_words_stay(box):
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    number = options.count()
    assert number > 2
    box.page.keyboard.press("ArrowUp")
    assert active(box).get_attribute("id") == options.nth(number - 1).get_attribute("id")
    box.page.keyboard.press("ArrowDown")
    assert active(box).get_attribute("id") == options.first.get_attribute("id")
    expect(box).to_have_value("cmc")


def test_escape_closes_the_list_and_then_empties_the_box(box):
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("ArrowDown")
    box.page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("cmc")
    assert active(box) is None
    box.page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("Escape")
    box.page.keyboard.press("Escape")
    expect(box).to_have_value("")


def caret(box):
    return box.evaluate("box => box.selectionStart")


@pytest.mark.parametrize(
    ("key", "place"), [("Home", 0), ("End", 3), ("ArrowLeft", 2), ("ArrowRight", 3)]
)
def test_keys_that_move_the_cursor_leave_the_options_for_the_box(box, key, place):
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("ArrowDown")
    assert active(box)
    box.page.keyboard.press(key)
    assert active(box) is None and caret(box) == place
    expect(options.first).to_be_visible()
    box.page.keyboard.press("ArrowDown")
    assert active(box).get_attribute("id") == options.first.get_attribute("id")


def test_with_alt_the_arrows_open_and_close_the_list_and_choose_nothing(box):
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("Alt+ArrowUp")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.page.keyboard.press("Alt+ArrowDown")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert active(box) is None


def test_typing_on_takes_the_choice_back(box):
    options = typed(box, "da nan")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("ArrowDown")
    assert active(box)
    box.page.keyboard.type("g")
    assert active(box) is None
    box.page.keyboard.press("Enter")
    box.page.wait_for_url(re.compile(r"/search/\?q=da\+nang$"))


def test_a_list_that_was_closed_is_not_opened_by_what_comes_late(box):
    options = typed(box, "cm")
    expect(options.first).to_be_visible()
    held = []
    box.page.route("**/search/suggest?q=cmc", lambda route: held.append(route))
    with box.page.expect_request("**/search/suggest?q=cmc"):
        box.page.keyboard.type("c")
    box.page.keyboard.press("Escape")
    for route in held:
        with suppress(Error):  # the page has let go of it already
            route.continue_()
    box.page.wait_for_timeout(300)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("cmc")


def test_what_comes_is_read_out(box):
    status = box.page.locator(".search .combobox [role=status]")
    assert status.inner_text() == ""
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    expect(status).to_have_text(f"{options.count()} suggestions, the arrow keys choose")
    box.page.keyboard.press("Escape")
    expect(status).to_have_text("")
    box.fill("zzyzx")
    expect(status).to_have_text("No suggestions")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_chosen_option_further_down_is_scrolled_to(look, site):
    page = look(width=390)
    page.set_viewport_size({"width": 390, "height": 420})
    page.goto(f"{site}/events/")
    page.keyboard.press("/")
    box = page.locator("input#q")
    expect(typed(box, "vietnam").first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(active(box)).to_be_in_viewport()


def test_enter_without_a_choice_searches_for_the_words(box):
    options = typed(box, "da nang")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("Enter")
    box.page.wait_for_url(re.compile(r"/search/\?q=da\+nang$"))
    assert box.page.locator("main .hits mark").first.is_visible()


def test_leaving_the_box_or_emptying_it_closes_the_list(box):
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("Tab")
    expect(box.page.get_by_role("button", name="Search")).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    box.fill("")
    expect(options).to_have_count(0)
    box.page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_what_the_box_says_of_itself(box):
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-autocomplete") == "list"
    assert box.get_attribute("aria-expanded") == "false"
    list_ = box.page.locator(f"#{box.get_attribute('aria-controls')}")
    assert list_.get_attribute("role") == "listbox" and list_.get_attribute("aria-label")
    options = typed(box, "hanoi")
    expect(options.first).to_be_visible()
    groups = list_.locator("[role=group]")
    assert groups.count() > 1
    for group in groups.all():
        assert list_.locator(f"#{group.get_attribute('aria-labelledby')}").inner_text()
    assert all(option.get_attribute("tabindex") == "-1" for option in options.all())
    found = Axe().run(box.page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_keys_of_an_input_method_are_left_to_it(box):
    options = typed(box, "cmc")
    expect(options.first).to_be_visible()
    box.page.keyboard.press("ArrowDown")
    chosen = active(box).get_attribute("id")
    for key in ("ArrowDown", "Enter", "Escape"):
        box.evaluate(
            "(box, key) => box.dispatchEvent(new KeyboardEvent('keydown',"
            " {key, isComposing: true, bubbles: true, cancelable: true}))",
            key,
        )
    assert active(box).get_attribute("id") == chosen
    assert box.page.url.endswith("/events/")


def test_an_option_can_be_pressed_with_the_mouse(box):
    options = typed(box, "keidanren")
    expect(options.first).to_be_visible()
    address = options.first.get_attribute("href")
    options.first.click()
    box.page.wait_for_url(re.compile(re.escape(address)))


def test_a_filter_s_box_suggests_its_kind_and_stands_for_the_name_that_is_taken(look, site):
    page = look()
    page.goto(f"{site}/articles/")
    if not page.locator("#f-company").is_visible():
        page.locator(".filters summary").click()
    box = page.locator("#f-company")
    box.press_sequentially("keidanr", delay=5)
    options = page.locator("#f-company-options [role=option]")
    expect(options.first).to_be_visible()
    assert {href.split("/")[1] for href in hrefs(options)} == {"companies"}
    box.press("ArrowDown")
    name, slug = (active(box).get_attribute(f"data-{part}") for part in ("name", "slug"))
    box.press("Enter")
    expect(box).to_have_value(name)
    assert page.url == f"{site}/articles/"
    box.press("Enter")
    page.wait_for_url(f"{site}/articles/?company={slug}")
    # The list is another one now; its boxes suggest as well.
    box.press_sequentially("cmc", delay=5)
    expect(options.first).to_be_visible()
    options.first.click()
    box.press("End")
    box.press("Backspace")  # typed on: no longer the one that was taken
    assert page.locator("input[type=hidden][name=company]").count() == 1
    assert box.get_attribute("name") == "company"


def hrefs(options):
    return options.evaluate_all("all => all.map(option => option.getAttribute('href'))")


@pytest.mark.parametrize("path", ["/", "/articles/", "/search/"])
def test_without_script_the_form_searches(look, site, path):
    page = look(script=False)
    page.goto(f"{site}{path}")
    box = page.locator("input#q")
    assert box.get_attribute("role") is None
    box.fill("nakajima")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=nakajima$"))
    assert page.locator("main").get_by_role("link", name="Nakajima Takeo").is_visible()


def test_a_hit_opens_its_article_at_the_marked_words(look, site):
    page = look()
    page.goto(f"{site}/search/?q=danang")
    assert page.locator(".snippet mark").first.inner_text() in ("Danang", "Da Nang")
    page.locator("main .hits a[href*='/articles/']").first.click()
    page.wait_for_url(re.compile(r"/articles/[a-z0-9-]+/\?q=danang$"))
    marks = {mark.strip() for mark in page.locator("mark").all_inner_texts()}
    assert marks and marks <= {"Danang", "Da Nang"}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(look, site, path, scheme):
    page = look(scheme=scheme)
    page.goto(f"{site}{path}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "it scrolls sideways"
