"""A visitor's way from the front page to the passage that a fact comes from."""

import re

import pytest


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
def test_a_visitor_gets_from_home_to_the_passage_behind_a_fact(look, site, script, width):
    page = look(width=width, script=script)
    page.goto(f"{site}/")
    page.locator(".doors a", has_text="Companies and organisations").click()
    assert page.url.endswith("/companies/")

    fold = page.locator("details.filters > summary")
    if width < 800:
        assert not page.get_by_label("Vietnam").is_visible()
        fold.click()
    page.get_by_label("Vietnam").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile(r"/companies/\?country=VN$"))
    assert page.locator(".chips").get_by_text("Country: Vietnam").is_visible()

    page.get_by_role("link", name="CMC Corporation", exact=True).first.click()
    page.wait_for_url(re.compile(r"/companies/cmc/$"))
    assert page.locator("h1").inner_text() == "CMC Corporation"

    fact = page.locator("li.target").first
    words = fact.locator(".passage-link").first.inner_text().strip("“”")
    fact.locator(".passage-link").first.click()
    page.wait_for_url(re.compile(r"/articles/[a-z0-9-]+/#p\d+-target-\d+$"))
    passage = page.locator(":target")
    assert passage.inner_text() == words
    assert passage.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_filters_apply_without_loading_the_page_anew_and_the_address_follows(look, site):
    page = look()
    page.goto(f"{site}/events/")
    page.evaluate("window.stayed = true")
    page.locator("input[name=date_after]").fill("2024")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile(r"/events/\?date_after=2024$"))
    page.get_by_role("heading", name="Certainly within these dates").wait_for()
    assert page.evaluate("window.stayed") is True
    page.go_back()
    page.wait_for_url(re.compile(r"/events/$"))


def test_a_slash_reaches_the_search_box_and_enter_searches_in_any_spelling(look, site):
    page = look()
    page.goto(f"{site}/articles/")
    page.keyboard.press("/")
    page.keyboard.type("chinh nguyen trung")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    assert page.locator("main").get_by_role("link", name="Nguyễn Trung Chính").is_visible()


def test_the_keyboard_skips_to_the_content(look, site):
    page = look()
    page.goto(f"{site}/people/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
