"""Pointing out what the base already has, drafts included."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from articles.intake.alike import already_there
from articles.models import Article, Paragraph
from tests.factories import DRAFT, PUBLISHED, make_article, make_publisher

pytestmark = pytest.mark.django_db

LINES = [
    "Harbour Robotics of Kobe opened a test line for port cranes in Hai Phong on Tuesday.",
    "The line cost 4 million dollars and gives work to sixty engineers, its head said there.",
    "Two universities of the region will send students to the line for half a year each.",
    "If all goes well, the cranes will work at night from the end of next year, she added.",
    "The firm builds cranes that steer themselves and has sold them to eleven ports so far.",
]
JAPANESE = [
    "青空電機は十二日、ベトナム中部のダナン市に半導体の設計拠点を開いたと発表した。",
    "新しい拠点では四十人の技術者が働き、三年後には百人まで増やす計画だという。",
]


def with_lines(lines, **fields):
    article = make_article(**fields)
    Paragraph.objects.filter(article=article).delete()
    Paragraph.objects.bulk_create(
        Paragraph(article=article, number=number, text=text) for number, text in enumerate(lines, 1)
    )
    return article


def found(title="", publisher=None, address="", lines=()):
    return dict(already_there(title, publisher, address, lines))


@pytest.mark.parametrize("state", [DRAFT, PUBLISHED])
def test_the_same_address_is_found_however_it_is_written(state):
    article = make_article(source_url="https://www.post.example/cranes/?utm_source=x", state=state)
    assert found(address="http://m.post.example/cranes#top") == {article: "the same address"}
    assert found(address="https://post.example/other") == {}


def test_articles_without_address_are_not_the_same():
    make_article()
    assert found(address="") == found(address="javascript:1") == {}


@pytest.mark.parametrize("state", [DRAFT, PUBLISHED])
def test_the_same_title_of_the_same_publisher_is_found_blind_to_accents(state):
    publisher = make_publisher(name="Thời Báo")
    article = make_article(title="Cần cẩu tự lái ở cảng", publisher=publisher, state=state)
    reason = "the same title and publisher"
    assert found("CAN CAU TU LAI o cang!", publisher) == {article: reason}
    assert found("Cần cẩu tự lái ở cảng", "thoi bao") == {article: reason}


def test_the_same_title_of_another_publisher_is_another_article():
    make_article(title="News in brief of today", publisher=make_publisher(name="Thời Báo"))
    assert found("News in brief of today", make_publisher(name="Morning Post")) == {}


def test_the_same_title_without_publisher_is_pointed_out_as_that():
    article = make_article(title="Cranes that steer themselves", publisher=None)
    (reason,) = found("Cranes that steer themselves", make_publisher(name="Post")).values()
    assert "not stated" in reason
    assert list(found("Cranes that steer themselves")) == [article]


@pytest.mark.parametrize("state", [DRAFT, PUBLISHED])
def test_nearly_the_same_text_is_found_under_another_title(state):
    article = with_lines(LINES, state=state)
    edited = [line.replace("Tuesday", "May 6").replace("sixty", "60") for line in LINES]
    (reason,) = found(
        "Another headline", lines=["A new first paragraph of ours.", *edited]
    ).values()
    assert reason.startswith("nearly the same text: ")
    assert list(found(lines=LINES)) == [article]


def test_japanese_text_is_found_too():
    article = with_lines(JAPANESE)
    assert list(found(lines=[JAPANESE[0], JAPANESE[1].replace("四十人", "五十人")])) == [article]


def test_a_text_that_is_all_in_a_longer_one_is_found():
    own = [f"The {n}th of its own people tells of week {n} and of crane {n}." for n in range(30)]
    article = with_lines([*LINES, *own])
    assert found(lines=LINES) == {
        article: "one text is nearly all in the other: 100% of its phrases"
    }


def test_one_paragraph_in_common_is_no_same_text():
    with_lines([LINES[0], "The rest of this one is about a bridge in the delta, and a long story."])
    assert found(lines=[*LINES, *JAPANESE]) == {}


def test_a_standing_paragraph_of_many_articles_hides_none():
    article = with_lines(LINES)
    standing = LINES[-1] + " It was founded in 1974 and is listed on the stock exchange in Tokyo."
    Paragraph.objects.create(article=article, number=9, text=standing)
    for _n in range(60):
        with_lines([standing])
    assert next(iter(found(lines=[*LINES, standing]))) == article


def test_all_reasons_are_told_the_surest_first():
    by_text = with_lines(LINES)
    both = with_lines(LINES, source_url="https://post.example/cranes")
    result = already_there("", None, "https://post.example/cranes", LINES)
    assert [article for article, _reason in result] == [both, by_text]
    assert result[0][1].startswith("the same address; nearly the same text")


def test_a_fixed_number_of_queries_whatever_is_found(django_assert_num_queries):
    for _n in range(5):
        with_lines(LINES, title="Cranes that steer themselves", source_url="https://post.example/c")
    with django_assert_num_queries(5):
        assert (
            len(found("Cranes that steer themselves", None, "https://post.example/c", LINES)) == 5
        )


def test_any_text_can_be_asked_for():
    for text in ("", "\0", "\ud800" * 20, "a" * 5000, "漢" * 500, "%s " * 20, "x " * 100_000):
        already_there(text, text, f"https://post.example/{text}", [text])


def test_an_edited_paragraph_is_found_by_what_it_says_now():
    article = with_lines(["Something else stood in this paragraph until somebody mended it."])
    paragraph = article.paragraphs.get(number=1)
    paragraph.text = LINES[0]
    paragraph.save(update_fields=["text"])
    assert list(found(lines=LINES[:1])) == [article]


def test_rows_from_before_the_columns_are_filled_in():
    article = with_lines(LINES, source_url="https://post.example/cranes")
    Article.objects.update(source_key="")
    Paragraph.objects.update(sketch="")
    assert found(address="https://post.example/cranes", lines=LINES) == {}
    migration = import_module("articles.migrations.0008_sketches")
    migration.fill(None, SimpleNamespace(connection=connection))
    (reason,) = found(address="https://post.example/cranes", lines=LINES).values()
    assert reason.startswith("the same address; nearly")
    assert list(found(lines=LINES)) == [article]
