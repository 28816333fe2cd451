"""Holding facts against their passages, and quotes against the source documents."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles import evidence
from articles.models import EventCitation, Paragraph
from tests.factories import (
    DRAFT,
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_role,
    make_target,
    make_tie,
)

pytestmark = pytest.mark.django_db


def problems():
    return [evidence.line(record, message) for record, message in evidence.problems()]


def check(*args):
    """Return what check_evidence says, and whether all was well."""
    out = StringIO()
    try:
        call_command("check_evidence", *args, stdout=out, stderr=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}", False
    return out.getvalue(), True


def test_a_base_of_backed_facts_has_no_problem():
    company, person = make_company(), make_person()
    article = make_article(companies=[company], people=[person])
    make_role(person, company, article=article)
    make_figure(company=company, article=article)
    make_event(article=article)
    make_target(article=article, statement={"speaker": person, "speaks_for": company})
    assert problems() == []
    said, well = check()
    assert well and "1 statements of targets, 0 with a quote" in said


MAKERS = {
    "role": lambda **given: make_role(make_person("Ann"), make_company("A"), title="T", **given),
    "tie": lambda **given: make_tie(make_company("A"), make_company("B"), slug="tie", **given),
    "event": lambda **given: make_event("Event", **given),
    "target": lambda **given: make_target("Target", **given),
    "figure": lambda **given: make_figure("Figure", text="Vietnam", **given),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_published_fact_that_nothing_is_cited_for_is_told(make):
    fact = make(article=None)
    assert problems() == [
        f"{fact._meta.label_lower} {fact.slug}: is published, yet no passage is cited for it"
    ]
    said, well = check()
    assert not well and fact.slug in said and "1 problem" in said
    type(fact).objects.unpublish()
    assert problems() == []


def test_words_that_left_their_paragraph_are_told():
    event = make_event("Forum", article=None)
    cite(event, make_article("News"), "was held")
    Paragraph.objects.filter(number=1).update(text="It took place.")
    (told,) = problems()
    assert told.startswith("articles.eventcitation news / 1 / forum / was held: ")
    assert "the words “was held” are not in" in told


def test_an_article_must_mention_whom_it_is_cited_about():
    company, other, person = make_company("A"), make_company("B"), make_person("Ann")
    article = make_article("News", companies=[company])
    make_tie(company, other, article=article)
    make_role(person, company, article=article)
    make_target(article=article, statement={"speaker": person, "speaks_for": other})
    told = sorted(line.rpartition(": ")[2] for line in problems())
    assert told == [
        *["news is cited, yet does not mention ann"] * 2,
        *["news is cited, yet does not mention b"] * 2,
    ]


def test_a_draft_s_wrong_words_are_told_as_well():
    event = make_event("Forum", article=None, state=DRAFT)
    cite(event, make_article("News"), "was held")
    Paragraph.objects.filter(number=1).update(text="It took place.")
    assert len(problems()) == 1


@pytest.fixture
def documents(tmp_path):
    (tmp_path / "one.txt").write_text(
        "Headline\n\n\n  The forum   was held \n\nin Hanoi, said Takeo Nakajima (JETRO).\n"
    )
    (tmp_path / "two.txt").write_text("Nothing here.\n")
    return tmp_path


@pytest.fixture
def quoted():
    """A citation whose quote stands in the second paragraph of one.txt."""
    event = make_event("Forum", article=None)
    article = make_article("News", document="one.txt")
    return cite(event, article, "It took place", quote="The forum was held", quote_paragraph=2)


def test_a_quote_is_held_against_the_numbered_lines_that_are_not_blank(documents, quoted):
    said, well = check("--sources", documents)
    assert well and "1 with a quote" in said


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"quote": "The forum took place"}, "“The forum took place” is not in paragraph 2"),
        ({"quote": "the forum was held"}, "is not in paragraph 2 of one.txt"),
        ({"quote_paragraph": 3}, "is not in paragraph 3 of one.txt; it stands in [2]"),
        ({"quote_paragraph": 9}, "one.txt has no paragraph 9"),
        ({"quote_paragraph": None}, "one.txt has no paragraph 0"),
    ],
)
def test_a_quote_that_the_document_does_not_print_there_is_told(documents, quoted, change, told):
    EventCitation.objects.update(**change)
    said, well = check("--sources", documents)
    assert not well and told in said and "forum" in said
    assert check()[1]  # without the documents nobody can tell


@pytest.mark.parametrize("name", ["three.txt", ""])
def test_a_quote_from_a_document_that_is_not_there_is_told(documents, quoted, name):
    quoted.paragraph.article.document = name
    quoted.paragraph.article.save()
    said, well = check("--sources", documents)
    assert not well and f"the document “{name}” is not among the sources" in said


def test_an_alias_is_printed_somewhere_or_says_where_it_comes_from(documents):
    make_company("JETRO Hanoi", aliases=["JETRO", {"text": "ジェトロ", "origin": "Its own name."}])
    make_person("Nakajima Takeo", aliases=["Takeo Nakajima"])
    assert check("--sources", documents)[1]
    make_company("Other", aliases=["Naka"])  # a piece of a word is no name
    said, well = check("--sources", documents)
    assert not well and "entities.companyalias other / Naka" in said and "1 problem" in said


def test_a_folder_without_documents_is_no_proof(tmp_path, quoted):
    for folder in (tmp_path, tmp_path / "nowhere"):
        said, well = check("--sources", folder)
        assert not well and str(folder) in said
