"""The network and the chains as they are looked at and used: wide and narrow, light and dark."""

import pytest

NETWORK = "/companies/cmc/network/"
BOX = "el => { const b = el.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }"


def boxes(page, selector):
    return [element.evaluate(BOX) for element in page.locator(selector).all()]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_ring_stands_within_its_picture_and_its_text_is_apart(look, site, width, scheme):
    page = look(width=width, scheme="dark" if scheme == "print" else scheme)
    page.emulate_media(media="print" if scheme == "print" else "screen")
    page.goto(f"{site}{NETWORK}")
    ((left, top, right, bottom),) = boxes(page, "svg.ring")
    assert right <= width and bottom - top > 300
    texts = boxes(page, ".ring .name" if width > 1000 else ".ring .number")
    assert len(texts) == page.locator(".neighbours li").count() > 20
    for n, a in enumerate(texts):
        assert a[0] >= left - 0.5 and a[2] <= right + 0.5 and a[1] >= top and a[3] <= bottom
        for b in texts[n + 1 :]:
            # The boxes of letters are higher than letters: two may share a little of that.
            over = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert min(over) < 6, (a, b)
    picture = page.locator("svg.ring").screenshot()
    assert len(picture) > 5000
    ink = page.locator(".ring .mark").first.evaluate("el => getComputedStyle(el).fill")
    inks = {"light": "rgb(29, 28, 26)", "dark": "rgb(233, 230, 223)", "print": "rgb(0, 0, 0)"}
    assert ink == inks[scheme]


def test_a_mark_leads_to_its_noun_and_the_list_to_the_passages(look, site):
    page = look(script=False)
    page.goto(f"{site}{NETWORK}")
    first = page.locator(".neighbours li").first
    name = first.locator("p a").first.inner_text()
    page.locator(".ring a .reach").first.click()
    assert page.locator("h1").inner_text() == name
    page.go_back()
    first.get_by_role("link", name="Passages about").click()
    assert "They are linked directly" in page.inner_text("main")
    assert page.locator(".passage-link").count() > 0
    assert page.context.cookies() == []


def test_the_two_are_typed_and_chosen_by_keyboard(look, site):
    page = look()
    page.goto(f"{site}/connections/")
    for field, words, slug in (
        ("from", "nguyen trung chinh", "nguyen-trung-chinh"),
        ("to", "keidanren", "keidanren"),
    ):
        page.focus(f"#f-{field}")
        page.keyboard.type(words)
        wanted = page.locator(f"#f-{field}-options [data-slug={slug}]")
        wanted.wait_for()
        while wanted.get_attribute("aria-selected") == "false":
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chains")
    assert "from=person%3Anguyen-trung-chinh&to=company%3Akeidanren" in page.url
    assert page.locator(".chain").first.inner_text().startswith("Nguyễn Trung Chính —")


def test_without_script_names_are_typed(look, site):
    page = look(width=390, script=False)
    page.goto(f"{site}/companies/cmc/")
    page.get_by_role("link", name="How is it connected to …?").click()
    page.fill("#f-to", "Honda")
    page.get_by_role("button", name="Find chains").click()
    assert "CMC Corporation — has as a client — Honda" in page.inner_text(".chain")
