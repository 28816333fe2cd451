"""A journalist checks a paragraph: without script, with it, by keyboard, and what axe says."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_accessibility import RULES

DRAFT = (
    "CMC aims at US$300 million in revenue from Japan by 2028 and 5,000 employees.\n"
    "CMC đã đạt doanh thu 250 triệu USD từ Nhật Bản."
)


def check(page, site, text=DRAFT):
    page.goto(f"{site}/check/")
    page.fill("#text", text)
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_selector("#result")


def test_a_stretch_leads_to_its_note_and_on_to_the_passage_without_script(look, site):
    page = look(script=False)
    check(page, site)
    stretch = page.locator(".draft > p a", has_text="US$300 million")
    assert "a different figure for this body and measure" in stretch.inner_text()
    note = stretch.get_attribute("href")
    stretch.click()
    assert page.url.endswith(note)
    assert "USD 250 million" in page.locator(note).inner_text()
    assert "stated as expected, not as done" in page.locator(".draft").nth(1).inner_text()
    assert page.input_value("#text").splitlines() == DRAFT.splitlines()
    assert not page.get_by_role("button", name="Copy with footnotes").is_visible()
    assert "5,000 employees [1]" in page.input_value("#with-footnotes")
    page.locator(note).locator(".passage-link").click()
    assert "/articles/" in page.url and "#p" in page.url
    assert page.context.cookies() == []


def test_by_keyboard_alone_a_draft_is_checked_and_copied(look, site):
    page = look()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/check/")
    page.focus("#text")
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result")
    page.focus("[data-copy]")
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("CMC aims at") and "\n[1] The Hanoi Times" in copied


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_was_found(look, site, scheme):
    page = look(scheme=scheme)
    check(page, site)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "it scrolls sideways"
