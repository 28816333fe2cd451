"""Cleaning the five source documents agrees with how they were read by hand."""

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from articles.intake.clean import clean

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
FIXTURES = ROOT / "fixtures"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not here")


def rows(name):
    return [row["fields"] for row in yaml.safe_load((FIXTURES / name).read_text("utf-8"))]


def by_document():
    articles = defaultdict(list)
    for article in rows("09_articles.yaml"):
        articles[article["document"]].append(article)
    return articles


def quoted():
    """Return {slug of an article: numbers of the lines that its citations quote}."""
    numbers = defaultdict(set)
    for path in sorted(FIXTURES.glob("*.yaml")):
        for row in rows(path.name):
            if row.get("quote_paragraph"):
                numbers[row["paragraph"][0]].add(row["quote_paragraph"])
    return numbers


def cleaned(document):
    return clean((SEEDS / document).read_text("utf-8"))


def test_each_document_gives_its_articles_in_order_under_their_printed_titles():
    for document, articles in by_document().items():
        assert [p.title for p in cleaned(document)] == [a["title"] for a in articles]


def test_a_printed_day_of_publication_is_read_and_none_is_made_up():
    for document, articles in by_document().items():
        for piece, article in zip(cleaned(document), articles, strict=True):
            printed = article.get("published_printed", "")
            assert piece.published_printed == printed
            assert piece.published == (article["published"] if printed else "")


def test_every_line_that_is_quoted_is_kept_in_its_own_article():
    numbers = quoted()
    for document, articles in by_document().items():
        for piece, article in zip(cleaned(document), articles, strict=True):
            kept = {piece.title_number} | {line.number for line in piece.kept}
            assert numbers[article["slug"]] <= kept, document


def test_no_long_line_is_lost_but_teasers_and_captions():
    for document in by_document():
        for piece in cleaned(document):
            lost = [line for line in piece.lines if line.cut and len(line.text) > 150]
            assert {line.cut for line in lost} <= {"related", "caption", "repeated"}, document


def test_the_eight_teasers_below_the_first_document_are_cut():
    (piece,) = cleaned("000_45719b52a24ef401.txt")
    related = [line.text for line in piece.lines if line.cut == "related"]
    teasers = [text for text in related if len(text) > 120]
    assert len(teasers) == 8
    assert max(line.number for line in piece.kept) == 17


def test_credits_and_the_publisher_of_a_dateline_are_proposed():
    (ict_day,) = cleaned("002_873907bdbc670ff6.txt")
    assert (ict_day.publisher, ict_day.credits) == ("PANO", "Translated by Song Anh")
    (cmc,) = cleaned("000_45719b52a24ef401.txt")
    assert (cmc.publisher, cmc.credits) == ("THE HANOI TIMES", "Photos: CMC Corporation")
