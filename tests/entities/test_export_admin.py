"""Export at the desk: what the list shows, as a file that the import takes back."""

import pytest

from entities.models import Company, Event, Person, Target
from entities.sheets import CompanySheet
from tests.desk import Desk, address
from tests.factories import make_company, make_event, make_person, make_target
from tests.sheets import exported, preview

pytestmark = pytest.mark.django_db

LISTS = ((Company, "companies"), (Person, "people"), (Event, "events"), (Target, "targets"))


@pytest.fixture
def desk():
    return Desk()


@pytest.mark.parametrize(("model", "name"), LISTS)
def test_every_list_leads_to_its_import_and_export(desk, model, name):
    html = desk.list(model).html
    for page in ("import", "export"):
        assert f'href="{address(page, model, name)}"' in html
        assert desk.client.get(address(page, model, name)).status_code == 200


def test_aliases_are_reached_from_the_import_of_their_nouns(desk):
    for model, name, aliases in ((Company, "companies", "company"), (Person, "people", "person")):
        path = address("import", model, f"{aliases}-aliases")
        assert path in desk.get(address("import", model, name)).html
        assert f"from the list of {model._meta.verbose_name_plural}" in desk.get(path).text


def test_the_page_says_what_is_not_imported(desk):
    assert "statements" in desk.get(address("import", Target, "targets")).text
    assert "empty cell" in desk.get(address("import", Event, "events")).text.lower()


def slugs(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [line.split(",")[0] for line in text.splitlines()[1:]]


def test_an_export_keeps_the_filters_and_search_of_the_list(desk):
    make_company("Đà Nẵng Soft", slug="dn", country="VN", aliases=["DNS"])
    make_company("Fuji", slug="fuji", country="JP", aliases=["富士"])
    path = address("export", Company, "companies")
    assert slugs(desk.client.get(path, {"country": "JP"})) == ["fuji"]
    assert slugs(desk.client.get(path, {"q": "da nang"})) == ["dn"]
    assert f"{path}?country=JP" in desk.list(Company, "?country=JP").html
    aliases = address("export", Company, "company-aliases")
    assert slugs(desk.client.get(aliases, {"country": "JP"})) == ["fuji"]
    for junk in ({"p": "x"}, {"country__regex": "a"}, {"o": "9.9"}, {"kind__exact": "%00"}):
        assert desk.client.get(path, junk).status_code in (200, 302, 400)


def test_selected_rows_are_exported(desk):
    events = [make_event(slug=f"e{n}") for n in range(3)]
    data = {"action": "export_selected", "_selected_action": [events[0].pk, events[2].pk]}
    response = desk.client.post(address("changelist", Event), data)
    assert slugs(response) == ["e0", "e2"]


def test_drafts_are_exported_at_the_desk(desk):
    make_person("Draft", slug="draft", state="draft")
    assert slugs(desk.client.get(address("export", Person, "people"))) == ["draft"]


def test_a_file_of_all_events_and_targets_comes_back_unchanged(desk):
    fpt, boss = make_company(slug="fpt"), make_person(slug="boss")
    make_event(companies=[fpt], people=[boss])
    make_target(companies=[fpt])
    for model, name in LISTS:
        data = b"".join(desk.client.get(address("export", model, name)).streaming_content)
        assert "nothing to import" in preview(desk, data, model, name).text


def test_the_desk_s_own_csv_is_that_of_the_sheet(desk):
    make_company(slug="fpt")
    response = desk.client.get(address("export", Company, "companies"))
    assert b"".join(response.streaming_content) == exported(CompanySheet())
    assert 'filename="companies.csv"' in response["Content-Disposition"]
