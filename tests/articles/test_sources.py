"""Articles, paragraphs and citations: what neither a form nor the database lets pass."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.models import (
    Article,
    ArticleTopic,
    CompanyMention,
    EventCitation,
    Paragraph,
    Statement,
)
from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_person,
    make_target,
    make_topic,
)

pytestmark = pytest.mark.django_db


def refused(record):
    with pytest.raises(ValidationError) as error:
        record.full_clean()
    return error.value.message_dict


def refused_by_database(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    return True


@pytest.fixture
def passage():
    return make_article("News", "The forum was held in Hanoi.").paragraphs.get(number=1)


def citation(passage, **fields):
    """A citation of an event that is right but for the given fields; not saved."""
    given = {"paragraph": passage, "event": make_event(article=None), "words": "was held", **fields}
    return EventCitation(**given)


def statement(passage, **fields):
    given = {"target": make_target(article=None), "words": "was held", "value": 5, **fields}
    return Statement(paragraph=passage, **given)


def test_a_right_citation_and_a_right_statement_pass(passage):
    citation(passage, quote="one two three four five six seven eight", quote_paragraph=3)
    citation(passage).full_clean()
    statement(passage).full_clean()


@pytest.mark.parametrize("words", ["took place", "Was held", "was held in Hue", "held  in"])
def test_words_must_stand_in_their_paragraph_letter_by_letter(passage, words):
    for record in (citation(passage, words=words), statement(passage, words=words)):
        assert "not in paragraph 1" in refused(record)["words"][0]


def test_words_are_never_empty(passage):
    assert "words" in refused(citation(passage, words=""))


def test_a_quote_has_at_most_eight_words(passage):
    nine = citation(passage, quote="one two three four five six seven eight nine")
    nine.quote_paragraph = 3
    assert "at most 8 words" in refused(nine)["quote"][0]
    nine.quote = nine.quote.removesuffix(" nine")
    nine.full_clean()


def test_a_quote_says_in_which_paragraph_of_the_source_it_stands(passage):
    assert set(refused(citation(passage, quote="was held"))) == {"quote_paragraph"}


def test_a_speaker_is_a_person_or_a_description(passage):
    both = citation(passage, speaker=make_person(), speaker_text="an official")
    assert set(refused(both)) == {"speaker_text"}


def test_all_that_is_wrong_is_told_at_once(passage):
    wrong = citation(passage, words="took place", quote="a " * 9)
    assert set(refused(wrong)) == {"words", "quote", "quote_paragraph"}


def test_the_same_words_are_cited_once_for_a_fact(passage):
    first = citation(passage)
    first.save()
    again = citation(passage, event=first.event)
    assert refused(again)
    assert refused_by_database(again)
    citation(passage, event=first.event, words="in Hanoi").full_clean()


def test_a_statement_says_something(passage):
    empty = {"value": None, "printed": "", "due": ""}
    assert refused_by_database(statement(passage, **empty))
    assert refused(statement(passage, **empty))
    for said in ({"value": 0}, {"printed": "tenfold"}, {"due": "2028"}, {"act": "withdraws"}):
        statement(passage, **{**empty, **said}).full_clean()


def test_a_statement_s_dates_need_their_reasons(passage):
    for name in ("due", "said"):
        wrong = statement(passage, **{name: "2028?"})
        assert set(refused(wrong)) == {f"{name}_reason"}


def test_a_cited_paragraph_is_not_deleted_under_its_citation(passage):
    citation(passage).save()
    with pytest.raises(ProtectedError):
        passage.delete()


def test_who_leaves_the_base_leaves_the_citation_standing(passage):
    speaker, body = make_person(), make_company()
    fact = make_event(article=None)
    cited = cite(fact, paragraph=passage, words="was held", speaker=speaker, speaks_for=body)
    speaker.delete()
    body.delete()
    cited.refresh_from_db()
    assert (cited.speaker, cited.speaks_for) == (None, None)


def test_the_headline_repeats_the_title(passage):
    headline = passage.article.paragraphs.get(number=0)
    headline.full_clean()
    headline.text = "Olds"
    assert set(refused(headline)) == {"text"}


def test_a_paragraph_is_kept_on_one_line(passage):
    paragraph = Paragraph(article=passage.article, number=2, text=" One\n two\t three ")
    paragraph.full_clean()
    assert paragraph.text == "One two three"


def test_a_number_stands_once_in_an_article(passage):
    again = Paragraph(article=passage.article, number=1, text="Again.")
    assert refused(again)
    assert refused_by_database(again)


def test_a_topic_and_a_mention_stand_once_in_an_article(passage):
    article, company, topic = passage.article, make_company(), make_topic()
    for model, given in ((CompanyMention, {"company": company}), (ArticleTopic, {"topic": topic})):
        model.objects.create(article=article, **given)
        again = model(article=article, **given)
        assert refused(again)
        assert refused_by_database(again)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/a", "example"])
def test_an_article_s_address_is_one_of_the_web(address):
    article = Article(title="News", source_url=address)
    assert set(refused(article)) == {"source_url"}


def test_an_article_is_not_from_the_future():
    Article(title="News", published="[2025..2199]").full_clean()
    assert set(refused(Article(title="News", published="2199-01-01"))) == {"published"}


def test_an_article_that_is_deleted_takes_its_text_along_unless_cited(passage):
    make_article("Other", "Text.").delete()
    assert set(Paragraph.objects.values_list("article__title", flat=True)) == {"News"}
    citation(passage).save()
    with pytest.raises(ProtectedError):
        passage.article.delete()
