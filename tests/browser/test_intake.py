"""Adding an article from paste to published page with the keyboard alone, and axe on each step."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_accessibility import RULES

TEXT = """CMC Corporation opens {what} in Hanoi

CMC Corporation opened {what} for young engineers in Hanoi on 6 May 2025, said its chairman.

It hopes to invest US$40 million in it by 2029, and to teach there all that it has learned abroad.

Guests from {guest} Corporation and from JETRO looked around and spoke of the future.
"""
MOST_TABS = 400


@pytest.fixture
def enter(look, served):
    """Return a function that opens a page and signs the editor in, by the keyboard alone."""

    def signed_in(**options):
        site, password = served
        page = look(**options)
        page.goto(f"{site}/admin/")
        tab_to(page, "#id_username")
        page.keyboard.type("editor")
        page.keyboard.press("Tab")
        page.keyboard.type(password)
        press(page, "Enter")
        return page

    return signed_in


def tab_to(page, selector, key="Tab"):
    """Press Tab until the focus is on what the selector means."""
    for _n in range(MOST_TABS):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab does not reach {selector}")


def press(page, key):
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def fill(page, selector, text):
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def check(page):
    """Hold the page against axe, wide and narrow."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, context="#main", options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "it scrolls sideways"


def paste(page, what, guest="Zenkoku Robotics"):
    tab_to(page, "a[href$='/intake/']")
    press(page, "Enter")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.insert_text(TEXT.format(what=what, guest=guest))
    fill(page, "#id_address", f"https://news.example/{what.replace(' ', '-')}")
    fill(page, "#id_publisher", "The Keyboard Times")
    tab_to(page, "form.paste button")
    press(page, "Enter")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_an_article_goes_from_paste_to_published_by_the_keyboard_alone(enter, script):
    page = enter(script=script)
    what, guest = ("a school", "Yamabuki") if script else ("a studio", "Hokusei")
    paste(page, what, guest)
    tab_to(page, "button[name=go_on]")
    press(page, "Enter")

    tab_to(page, "button[name=all]")
    press(page, "Enter")
    assert page.get_by_role("checkbox", name="CMC Corporation").is_checked()
    tab_to(page, "[name$=-add]")
    page.keyboard.press("Space")
    tab_to(page, "#p-0 details.make summary", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "button[value='event:0']")
    press(page, "Enter")
    assert page.url.endswith("#f1")
    fill(page, "#id_f1-title", f"Opening of {what}")
    tab_to(page, "#id_f1-kind")
    page.keyboard.type("opening")
    assert page.input_value("#id_f1-date") == "2025-05-06"
    tab_to(page, ".bar.last button[name=save]")
    press(page, "Enter")

    assert page.locator("h2", has_text=f"CMC Corporation opens {what}").is_visible()
    tab_to(page, ".publish button")
    press(page, "Enter")
    tab_to(page, f"a[href^='/articles/cmc-corporation-opens-{what.replace(' ', '-')}']")
    press(page, "Enter")
    assert re.search(r"/articles/cmc-corporation-opens-a-\w+-in-hanoi/$", page.url)
    passage = page.locator(".passage").first
    assert f"CMC Corporation opened {what}" in passage.inner_text()
    assert page.get_by_role("link", name=f"Opening of {what}").is_visible()
    assert page.get_by_role("link", name=f"{guest} Corporation").first.is_visible()


def test_what_is_typed_is_stored_on_the_way(enter):
    page = enter()
    paste(page, "a library")
    tab_to(page, "button[name=go_on]")
    press(page, "Enter")
    tab_to(page, "[name$=-who]")
    page.keyboard.press("Space")
    page.locator("#kept", has_text="Kept at").wait_for()
    ticked = page.locator("[name$=-who]:checked").first.get_attribute("value")
    page.reload()
    assert page.locator("[name$=-who]:checked").first.get_attribute("value") == ticked


def test_the_words_selected_in_a_paragraph_are_those_a_fact_is_made_of(enter):
    page = enter()
    paste(page, "a gallery")
    tab_to(page, "button[name=go_on]")
    press(page, "Enter")
    page.evaluate(
        """() => {
          const words = document.querySelector("[data-passage='0']");
          document.getSelection().setBaseAndExtent(words, 0, words, words.childNodes.length);
        }"""
    )
    tab_to(page, "#p-0 details.make summary")
    page.keyboard.press("Enter")
    tab_to(page, "button[value='target:0']")
    press(page, "Enter")
    words = page.input_value("#id_f1-c-words")
    assert words.startswith("CMC Corporation opened a gallery") and words.endswith("its chairman.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_step(enter, scheme):
    page = enter(scheme=scheme)
    tab_to(page, "a[href$='/intake/']")
    press(page, "Enter")
    check(page)
    tab_to(page, "form.paste button")
    press(page, "Enter")
    check(page)  # with the message that there is nothing to go on with
    page.go_back()
    page.goto(page.url.split("/intake/")[0].rstrip("/") + "/")
    paste(page, f"a {scheme} room")
    check(page)
    tab_to(page, "button[name=go_on]")
    press(page, "Enter")
    for kind in ("event", "target"):
        tab_to(page, "#p-0 details.make summary")
        if not page.evaluate("document.activeElement.parentElement.open"):
            page.keyboard.press("Enter")
        tab_to(page, f"button[value='{kind}:0']")
        press(page, "Enter")
        page.goto(page.url.split("#")[0])
    check(page)
    tab_to(page, "button[name=save]")
    press(page, "Enter")
    assert page.locator(".errornote").is_visible()
    check(page)
    tab_to(page, "button[name=gone]")
    press(page, "Enter")
    page.goto(page.url.split("#")[0])
    tab_to(page, "button[name=gone]")
    press(page, "Enter")
    tab_to(page, ".bar.last button[name=save]")
    press(page, "Enter")
    check(page)
