"""Each type of page against axe's WCAG rules, in light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "/",
    "articles": "/articles/",
    "articles, filtered": "/articles/?topic=semiconductors&background=1",
    "article": "/articles/cmc-half-of-international-sales-from-japan/",
    "companies": "/companies/",
    "company": "/companies/cmc/",
    "brief": "/companies/cmc/brief/",
    "network": "/companies/cmc/network/",
    "network of a person": "/people/nguyen-trung-chinh/network/",
    "two to be connected": "/connections/?from=cmc",
    "connections": "/connections/?from=keidanren&to=yokohama-city",
    "connections of nobody": "/connections/?from=nobody&to=cmc",
    "people": "/people/",
    "person": "/people/nguyen-trung-chinh/",
    "place": "/places/hanoi/",
    "events": "/events/",
    "events in a range": "/events/?date_after=2024&date_before=2026",
    "event": "/events/japan-ict-day-2019/",
    "targets": "/targets/",
    "target": "/targets/cmc-revenue-from-japan-2028/",
    "figures": "/figures/",
    "topics": "/topics/",
    "topic": "/topics/semiconductors/",
    "brief of a topic": "/topics/investment/brief/",
    "role": "/roles/hoang-minh-deputy-minister-science-and-technology/",
    "tie": "/ties/cmc-develops-cmc-cloud/",
    "search": "/search/?q=nakajima",
    "nothing found": "/search/?q=zzzz",
    "a wrong filter": "/articles/?company=nobody",
    "check a draft": "/check/",
    "the API": "/api/",
    "not found": "/nowhere/",
    "reporting an error": "/report/?about=%2Fcompanies%2Fcmc%2F",
    "reporting an error of no page": "/report/?about=nowhere",
    "thanks for a report": "/report/thanks/?about=%2Fcompanies%2Fcmc%2F",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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


def test_a_brief_keeps_to_the_narrowest_screen(look, site):
    page = look(width=320)
    page.goto(f"{site}{PAGES['brief']}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/admin/login/"])
def test_axe_finds_nothing_grave_at_the_desk_s_door(look, site, path):
    page = look()
    page.goto(f"{site}{path}")
    found = Axe().run(page, options=RULES)
    grave = [v["id"] for v in found.response["violations"] if v["impact"] == "critical"]
    assert grave == []
