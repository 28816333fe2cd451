"""An article's text is edited, split, renumbered and cut, and its citations keep their passages."""

import threading
from unittest import mock

import pytest
from django.db import connection

from articles import paragraphs
from articles.admin import text
from articles.models import Article, Paragraph, RoleCitation
from articles.paragraphs import Row, moves, numbered, split
from tests.desk import Desk
from tests.factories import cite, make_article, make_event, make_role

# -- the rules, without a database


def test_a_blank_line_parts_two_paragraphs():
    assert split("One  line\nand its end.\n\n \nTwo.\n\n") == ["One line and its end.", "Two."]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([("a", 1), ("b", 2)], "a1 b2"),
        ([("a", 1), ("b", 5)], "a1 b5"),
        ([("a", 2), ("b", 1)], "b1 a2"),
        ([("a", None), ("b", None)], "a1 b2"),
        ([("a", 1), ("b", 2), ("new", None)], "a1 b2 new3"),
    ],
)
def test_paragraphs_stand_in_the_order_of_their_numbers(rows, order):
    result = numbered([Row(key, number, "", stays=key != "new") for key, number in rows])
    assert " ".join(f"{row.key}{number}" for row, number in result) == order


def test_a_number_in_use_puts_a_paragraph_after_that_one_and_the_rest_move_on():
    rows = [Row("a", 1, "", True), Row("b", 2, "", True), Row("c", 4, "", True), Row("n", 1, "")]
    assert [(row.key, n) for row, n in numbered(rows)] == [("a", 1), ("n", 2), ("b", 3), ("c", 4)]


def test_a_citation_stays_where_its_words_still_stand():
    assert moves({1: "He signed.", 2: "He signed."}, [("c", 1, "signed", "f")]) == ({}, [])


def test_a_citation_moves_to_the_only_place_of_its_words():
    assert moves({1: "", 2: "He signed."}, [("c", 1, "signed", "f")]) == ({"c": 2}, [])


@pytest.mark.parametrize(
    "texts",
    [
        {1: "", 2: "nothing of it"},
        {1: "", 2: "He signed.", 3: "She signed."},
        {1: "", 2: "He signed and she signed."},
        {},
    ],
)
def test_a_citation_without_one_place_is_stuck(texts):
    assert moves(texts, [("c", 1, "signed", "f")]) == ({}, ["c"])


def test_a_citation_does_not_move_on_top_of_its_double():
    citations = [("c", 1, "signed", "f"), ("d", 2, "signed", "f"), ("e", 1, "signed", "g")]
    assert moves({2: "He signed."}, citations) == ({"e": 2}, ["c"])


# -- at the desk


@pytest.fixture
def desk(db):
    return Desk("Editors")


@pytest.fixture
def article(db):
    return make_article("FPT in Japan", "FPT opened in Tokyo.", "Mr An chairs it.", "It grows.")


@pytest.fixture
def citation(article):
    paragraph = article.paragraphs.get(number=2)
    return cite(make_role(article=None), paragraph=paragraph, words="An chairs it")


def numbers(article):
    return {p.number: p.text for p in article.paragraphs.exclude(number=0).order_by("number")}


def test_words_that_go_elsewhere_take_their_citation_with_them(desk, article, citation):
    page = desk.change(article)
    assert page.save(
        **{"paragraphs-1-text": "A man.", "paragraphs-2-text": "Mr An chairs it."}
    ).saved
    citation.refresh_from_db()
    assert citation.paragraph.number == 3


def test_words_that_go_nowhere_refuse_the_save_at_the_paragraph(desk, article, citation):
    page = desk.change(article).save(
        **{"paragraphs-1-text": "A man chairs it.", "paragraphs-0-text": "FPT opened in Osaka."}
    )
    assert list(page.errors()) == ["paragraphs-1-text"]
    message = page.errors()["paragraphs-1-text"][0]
    assert "An chairs it" in message and str(citation.role) in message
    assert page.data["paragraphs-1-text"] == "A man chairs it."
    assert page.data["paragraphs-0-text"] == "FPT opened in Osaka."
    assert numbers(article)[1] == "FPT opened in Tokyo."


def test_words_that_stand_in_two_other_places_refuse_the_save(desk, article, citation):
    twice = {f"paragraphs-{n}-text": "Mr An chairs it." for n in (0, 2)}
    page = desk.change(article).save(**{"paragraphs-1-text": "A man."}, **twice)
    assert list(page.errors()) == ["paragraphs-1-text"]


def test_a_paragraph_is_split_by_a_blank_line_and_the_rest_move_on(desk, article, citation):
    page = desk.change(article)
    assert page.save(**{"paragraphs-1-text": "A man leads.\r\n\r\nMr An chairs it."}).saved
    assert numbers(article) == {
        1: "FPT opened in Tokyo.",
        2: "A man leads.",
        3: "Mr An chairs it.",
        4: "It grows.",
    }
    citation.refresh_from_db()
    assert citation.paragraph.number == 3


def test_a_new_paragraph_goes_after_the_one_whose_number_it_names(desk, article, citation):
    page = desk.change(article)
    page.add_row("paragraphs", number=1, text="It is an office.")
    assert page.save().saved
    assert [t for _n, t in sorted(numbers(article).items())] == [
        "FPT opened in Tokyo.",
        "It is an office.",
        "Mr An chairs it.",
        "It grows.",
    ]
    citation.refresh_from_db()
    assert citation.paragraph.number == 3


def test_paragraphs_can_change_places(desk, article, citation):
    keys = dict(article.paragraphs.values_list("number", "pk"))
    page = desk.change(article).save(**{"paragraphs-0-number": "2", "paragraphs-1-number": "1"})
    assert page.saved
    assert numbers(article)[1] == "Mr An chairs it." and numbers(article)[2].startswith("FPT")
    assert dict(article.paragraphs.values_list("number", "pk")) == {
        **keys,
        1: keys[2],
        2: keys[1],
    }
    citation.refresh_from_db()
    assert citation.paragraph.number == 1


def test_a_paragraph_without_a_number_comes_last(desk, article):
    page = desk.change(article)
    page.add_row("paragraphs", number="", text="The end.")
    assert page.save().saved and numbers(article)[4] == "The end."


def test_a_cited_paragraph_is_deleted_where_its_words_stand_elsewhere(desk, article, citation):
    page = desk.change(article)
    changes = {"paragraphs-1-DELETE": "on", "paragraphs-2-text": "It grows. Mr An chairs it."}
    assert page.save(**changes).saved
    citation.refresh_from_db()
    assert citation.paragraph.number == 3 and set(numbers(article)) == {1, 3}


def test_a_cited_paragraph_is_not_deleted_where_its_words_stand_nowhere(desk, article, citation):
    page = desk.change(article).save(**{"paragraphs-1-DELETE": "on"})
    assert "An chairs it" in page.errors()["paragraphs"][0]
    assert "¶2" in page.errors()["paragraphs"][0]
    assert RoleCitation.objects.filter(pk=citation.pk).exists() and 2 in numbers(article)


def test_a_paragraph_that_backs_nothing_is_deleted_and_its_number_can_be_used(desk, article):
    page = desk.change(article)
    page.add_row("paragraphs", number=3, text="It thrives.")
    assert page.save(**{"paragraphs-2-DELETE": "on"}).saved
    assert numbers(article)[3] == "It thrives."


def test_a_citation_of_the_headline_follows_it_or_refuses(desk, article):
    headline = article.paragraphs.get(number=0)
    citation = cite(make_event(article=None), paragraph=headline, words="FPT in Japan")
    page = desk.change(article).save(title="A firm abroad")
    assert "FPT in Japan" in page.errors()["paragraphs"][0]
    changes = {"title": "A firm abroad", "paragraphs-0-text": "FPT in Japan: Tokyo."}
    assert desk.change(article).save(**changes).saved
    citation.refresh_from_db()
    assert citation.paragraph.number == 1


def test_a_moved_citation_gives_its_fact_a_new_version(desk, article, citation):
    version = citation.role.version
    page = desk.change(article)
    page.save(**{"paragraphs-1-text": "A man.", "paragraphs-2-text": "Mr An chairs it."})
    citation.role.refresh_from_db()
    assert citation.role.version == version + 1


def test_an_edit_that_moves_nothing_leaves_facts_as_they_are(desk, article, citation):
    version = citation.role.version
    assert desk.change(article).save(**{"paragraphs-1-text": "Mr An chairs it still."}).saved
    citation.role.refresh_from_db()
    assert citation.role.version == version


def test_text_refused_for_its_citation_can_be_mended_and_saved(desk, article, citation):
    page = desk.change(article).save(**{"paragraphs-1-text": "A man chairs it."})
    assert page.save(**{"paragraphs-1-text": "Mr An chairs it all."}).saved


def test_a_citation_that_is_added_while_the_text_is_edited_refuses_the_save(desk, article):
    """As where it was stored after the text was found to be free, and before the text was."""
    role = make_role(article=None)
    page = desk.change(article)
    plan, paragraph = text.ParagraphFormSet._plan, article.paragraphs.get(number=2)
    calls = []

    def plan_and_be_overtaken(formset):
        calls.append(formset)
        if len(calls) == 2:
            cite(role, paragraph=paragraph, words="An chairs it")
        return plan(formset)

    with mock.patch.object(text.ParagraphFormSet, "_plan", plan_and_be_overtaken):
        refused = page.save(**{"paragraphs-1-text": "A man."})
    assert refused.status == 409 and numbers(article)[2] == "Mr An chairs it."
    assert refused.data["paragraphs-1-text"] == "A man."


def test_an_edit_of_the_text_while_a_fact_is_cited_refuses_the_citation(desk, article):
    role, paragraph = make_role(article=None), article.paragraphs.get(number=2)
    page = desk.change(role)
    page.add_row("citations", paragraph=paragraph.pk, words="An chairs it")
    clean = RoleCitation.clean

    def clean_and_be_overtaken(citation):
        clean(citation)
        Paragraph.objects.filter(pk=paragraph.pk).update(text="A man.")

    with mock.patch.object(RoleCitation, "clean", clean_and_be_overtaken):
        assert page.save().status == 409
    assert not role.citations.exists()


@pytest.mark.django_db(transaction=True)
def test_a_citation_and_an_edit_at_the_same_moment_never_part_words_from_passage():
    article = make_article("FPT in Japan", "Mr An chairs it.")
    role, paragraph = make_role(article=None, state="draft"), article.paragraphs.get(number=1)
    editing, citing = Desk().change(article), Desk().change(role)
    editing.data["paragraphs-0-text"] = "A man."
    citing.add_row("citations", paragraph=paragraph.pk, words="An chairs it")
    start, results = threading.Barrier(2), {}

    def save(page):
        try:
            start.wait(timeout=10)
            results[page] = page.save().status
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(page,)) for page in (editing, citing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2 and set(results.values()) <= {200, 302, 409, 503}
    for citation in RoleCitation.objects.all():
        assert citation.words in citation.paragraph.text
    assert list(results.values()).count(302) == 1


def test_the_headline_is_paragraph_number_nought_by_one_name():
    assert paragraphs.HEADLINE == 0 and Article._meta.get_field("title").max_length == 400
