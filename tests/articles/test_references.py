"""An article as a reference, read back by libraries that did not write it."""

import json

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from tests.factories import DRAFT, make_article, make_publisher
from tests.pages import get

pytestmark = pytest.mark.django_db

TITLE = "Công nghệ 100% & {AI}_{mới ~ 半導体 #1 $5 C:\\x"


def article(**fields):
    given = {"slug": "chips", "published": "2025-04-28", **fields}
    return make_article(
        TITLE, "Một câu.", publisher=make_publisher("Báo Mới", slug=given["slug"]), **given
    )


def read_bibtex(client, slug="chips"):
    """Return the key and the fields of a file; an address is verbatim and not LaTeX."""
    text = get(client, f"/articles/{slug}.bib")
    assert text.count("{") == text.count("}")  # as BibTeX counts them
    (verbatim,) = bibtexparser.parse_string(text).entries
    # The library knows the braces of mathematics only.
    known = text.replace(r"{\textbraceleft}", r"\{").replace(r"{\textbraceright}", r"\}")
    library = bibtexparser.parse_string(known, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    return entry.key, fields | {"url": verbatim["url"]}


def read_ris(client):
    (entry,) = rispy.loads(get(client, "/articles/chips.ris"))
    return entry


def read_csl(client):
    (item,) = json.loads(get(client, "/articles/chips.csl.json"))
    return item


def test_bibtex_gives_back_what_the_article_says(client):
    article(source_url="https://news.example/a_b%20c?x=1&y={2}#z", credits="By A & B")
    key, fields = read_bibtex(client)
    assert key == "chips"
    assert fields["title"] == TITLE
    assert fields["howpublished"] == "Báo Mới"
    assert (fields["year"], fields["month"], fields["day"]) == ("2025", "apr", "28")
    assert fields["url"] == "https://news.example/a_b%20c?x=1&y=%7B2%7D#z"
    assert "By A & B" in fields["note"]


def test_ris_gives_back_what_the_article_says(client):
    article(retrieved="2026-01-02")
    entry = read_ris(client)
    assert (entry["type_of_reference"], entry["title"]) == ("NEWS", TITLE)
    assert entry["secondary_title"] == "Báo Mới"
    assert (entry["year"], entry["date"]) == ("2025", "2025/04/28/")
    assert entry["access_date"] == "2026/01/02/"


def test_csl_gives_back_what_the_article_says(client):
    article(language="vi")
    item = read_csl(client)
    assert (item["id"], item["title"], item["language"]) == ("chips", TITLE, "vi")
    assert item["issued"] == {"date-parts": [[2025, 4, 28]]}
    assert item["URL"] == item["archive_location"] == "http://testserver/articles/chips/"
    assert "accessed" not in item


@pytest.mark.parametrize(
    ("stated", "csl", "bibtex", "ris"),
    [
        ("2025", {"date-parts": [[2025]]}, {"year": "2025"}, "2025///"),
        ("2025-04", {"date-parts": [[2025, 4]]}, {"year": "2025", "month": "apr"}, "2025/04//"),
        (
            "2025?-04-28",
            {"date-parts": [[2025, 4, 28]], "circa": True},
            {"year": "2025", "month": "apr", "day": "28"},
            "2025/04/28/",
        ),
        (
            "[2024-12..2025-01]",
            {"date-parts": [[2024, 12], [2025, 1]], "circa": True},
            {"year": "2024–2025"},
            None,
        ),
        (
            "2025-04-28/2025-04-30",
            {"date-parts": [[2025, 4, 28], [2025, 4, 30]]},
            {"year": "2025"},
            "2025/04//",
        ),
        (
            "[2024-05-20?..]",
            {"literal": "20 May 2024 or later"},
            {"year": "20 May 2024 or later"},
            None,
        ),
        ("201X", {"literal": "between 2010 and 2019"}, {"year": "between 2010 and 2019"}, None),
        ("", None, {}, None),
    ],
)
def test_a_date_goes_as_far_as_it_is_known(client, stated, csl, bibtex, ris):
    article(published=stated, published_reason="The forum’s year." if "?" in stated else "")
    assert read_csl(client).get("issued") == csl
    _key, fields = read_bibtex(client)
    assert {n: fields[n] for n in ("year", "month", "day") if n in fields} == bibtex
    assert read_ris(client).get("date") == ris
    assert ("inferred" in read_csl(client)["note"]) == ("?" in stated)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("2025?-04-28", "year inferred"),
        ("2025~", "published about 2025"),
        ("201X", "published between 2010 and 2019"),
        ("[2024-12..2025-01]", "published some time between December 2024 and January 2025"),
        ("[2024-05-20?..]", "published 20 May 2024 or later (date inferred)"),
    ],
)
def test_every_format_says_in_words_how_far_a_date_is_certain(client, stated, words):
    article(published=stated, published_reason="The forum’s year." if "?" in stated else "")
    assert read_csl(client)["note"].split("; ")[0] == words
    assert words in read_bibtex(client)[1]["note"]
    assert words in read_ris(client)["notes"][0]


def test_what_no_line_may_hold_is_left_out(client):
    make_article("one\r\nER  - \r\ntwo\x00".replace("\x00", "\x07"), slug="chips")
    entry = read_ris(client)
    assert entry["title"] == "one ER - two"


def test_a_draft_has_no_reference_and_a_former_address_leads_on(client):
    article(slug="hidden", state=DRAFT)
    assert client.get("/articles/hidden.bib").status_code == 404
    moved = article(slug="before")
    moved.slug = "after"
    moved.save()
    response = client.get("/articles/before.csl.json")
    assert (response.status_code, response["Location"]) == (301, "/articles/after.csl.json")


def test_the_article_leads_to_its_references(client):
    article()
    page = get(client, "/articles/chips/")
    for kind in ("bib", "ris", "csl.json"):
        assert f'href="/articles/chips.{kind}"' in page
        assert client.get(f"/articles/chips.{kind}")["Content-Disposition"].startswith("attachment")
