"""The machine formats: CSV that a spreadsheet takes as words, JSON that streams."""

import csv
import io
import json

import pytest

from tests.factories import make_article, make_company, make_event, make_figure, make_tie
from tests.pages import get, get_csv, get_json, text_of
from vjtech.core import exports, tables, walked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_no_cell_is_a_formula(sign):
    assert exports.harmless(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "text", ["-5", "-0.25", "+84", "1e3", "", "a=1", "'5", "'tis", "5 people", "Đ"]
)
def test_numbers_and_plain_words_stay_as_they_are(text):
    assert exports.harmless(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1+1", "''@a", "'", "''", "'-5", "-5", "'a", "\t'", "a"]
)
def test_the_text_of_a_cell_can_be_restored(text):
    cell = exports.harmless(text)
    assert not exports.is_formula(cell)
    assert exports.restored(cell) == text


def test_a_hostile_name_is_harmless_in_the_file_itself(client):
    make_company('=HYPERLINK("https://evil","x")', aliases=["@SUM(A1)"], summary="-2+3")
    (row,) = get_csv(client, "companies")
    assert row["name"] == '\'=HYPERLINK("https://evil","x")'
    assert row["summary"] == "'-2+3"
    assert row["aliases"].startswith("'@SUM(A1)")


def test_a_csv_file_opens_rightly_in_a_spreadsheet(client):
    make_company("Đà Nẵng, “FPT”\nJapan")
    response = client.get("/companies.csv")
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="companies.csv"'
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert row["name"] == "Đà Nẵng, “FPT”\nJapan"


def test_every_file_is_named_after_its_list(client):
    for name in ("articles", "companies", "people", "events", "targets", "figures"):
        text_of(response := client.get(f"/{name}.csv"))
        assert f'filename="{name}.csv"' in response["Content-Disposition"]


def test_a_date_takes_a_column_for_each_of_its_parts(client):
    make_event(date="2025?-04-28", date_printed="April 28", date_reason="The forum’s year.")
    make_event(date="[..2020]")
    make_event(date="")
    inferred, by, undated = get_csv(client, "events")
    parts = ("date", "date_earliest", "date_latest", "date_printed", "date_inferred", "date_reason")
    assert [inferred[part] for part in parts] == [
        *("2025?-04-28", "2025-04-28", "2025-04-28", "April 28", "yes", "The forum’s year.")
    ]
    assert [by[part] for part in parts] == ["[..2020]", "", "2020-12-31", "", "no", ""]
    assert [undated[part] for part in parts] == [""] * 6


def test_lists_are_joined_into_one_readable_cell(client):
    company = make_company(
        "Alpha", aliases=["A", {"text": "ア", "kind": "native", "language": "ja"}]
    )
    tie = make_tie(company, make_company("Beta"), article=None)
    make_article("News", companies=[company, tie.other])
    cells = get_csv(client, "companies", "?q=alpha")[0]
    assert cells["aliases"] == "A (romanised); ア (native, ja)"
    assert get_csv(client, "articles")[0]["companies"] == "alpha; beta"


def test_a_list_ends_where_a_cell_of_excel_would_and_says_so(monkeypatch):
    monkeypatch.setattr(tables, "LONGEST", 12)
    assert tables.cell(["four", "five"]) == "four; five"
    assert tables.cell(["four", "five", "six"]) == "four; five; … 1 more"
    assert tables.cell("four and five") == "four and fi…"


def test_a_missing_value_is_an_empty_cell_and_a_number_a_number(client):
    make_figure(value="-12.5", unit="%")
    make_figure(value=None, unit="", printed="tenfold")
    words, number = get_csv(client, "figures")
    assert (number["value"], number["value_high"], number["person"]) == ("-12.5", "", "")
    assert (words["value"], words["printed"]) == ("", "tenfold")


def test_json_is_streamed_and_whole_however_the_rows_are_read(client, monkeypatch):
    monkeypatch.setattr(walked, "CHUNK", 2)
    names = [make_company(f"Company {i}").slug for i in range(5)]
    response = client.get("/companies.json")
    assert response.streaming and response["Content-Type"] == "application/json"
    found = json.loads(text_of(response))
    assert (found["count"], [row["slug"] for row in found["results"]]) == (5, names)


def test_json_of_nothing_is_an_empty_list(client):
    assert get_json(client, "events") == {"count": 0, "results": []}


def test_json_keeps_letters_as_letters_and_numbers_as_numbers(client):
    make_figure(company=make_company("Đà Nẵng 東京"), value="0.1", value_high=3)
    text = get(client, "/companies.json")
    assert "Đà Nẵng 東京" in text
    (figure,) = get_json(client, "figures")["results"]
    assert (figure["value"], figure["value_high"]) == (0.1, 3)


def test_a_list_of_more_than_a_thousand_has_no_count(client, monkeypatch):
    monkeypatch.setattr("vjtech.core.filterset.COUNTED", 3)
    for _ in range(4):
        make_company()
    assert get_json(client, "companies")["count"] is None
    assert len(get_json(client, "companies")["results"]) == 4
    assert "More than" in get(client, "/companies/")
