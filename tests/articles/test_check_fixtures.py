"""The base's own articles as drafts: what they say is found, what is altered is not."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from articles.check.compare import check
from articles.check.findings import Finding
from articles.models import Article
from entities.known import recogniser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

FOUND, RIGHT, TOLD, MEANT = 0.8, 0.95, 0.5, 0.9  # the least part of each that is borne
AGAINST = {Finding.DIFFERENT, Finding.EXPECTED, Finding.OTHER_DATE}
SAMPLED = 2  # every so many-th paragraph is altered: each costs two checks
BEFORE = 3  # paragraphs that stand before an altered one


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load", settings.BASE_DIR / "fixtures", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """Within a test's transaction it would be built anew for each draft."""
    names = recogniser(public=True)
    monkeypatch.setattr("articles.check.compare.recogniser", lambda public: names)


def articles():
    for article in Article.objects.published():
        yield article, list(article.paragraphs.order_by("number").values_list("text", flat=True))


def figures(paragraph):
    """Return the notes of a paragraph's amounts."""
    starts = {amount.start for s in paragraph.sentences for amount in s.amounts}
    return [note for note in paragraph.notes if note.start in starts]


def cited_by(found, article):
    return article.pk in found.fact.citations.values_list("paragraph__article", flat=True)


def test_what_our_articles_say_is_found_with_its_own_passage(capsys):
    same, without, right, wrong = 0, 0, 0, []
    for article, texts in articles():
        checked = check("\n".join(texts)[:5000])
        for note in (note for p in checked.paragraphs for note in figures(p)):
            if note.finding is Finding.SAME:
                same += 1
                right += cited_by(note.found[0], article)
            else:
                without += 1
        wrong += [n.words for n in checked.notes if n.finding in AGAINST]
    with capsys.disabled():
        print(f"\nour figures found: {same}, by their own articles: {right}; not found: {without}")
    assert wrong == []
    assert same / (same + without) >= FOUND and right / same >= RIGHT


def altered(words):
    """Return an amount with another first digit."""
    return re.sub(r"\d", lambda match: str(int(match[0]) % 9 + 1), words, count=1)


def test_an_altered_figure_is_told_from_the_one_we_have(capsys):
    told, meant, untold = 0, 0, 0
    for _article, paragraphs in articles():
        for i, text in list(enumerate(paragraphs))[::SAMPLED]:
            before = paragraphs[max(0, i - BEFORE) : i]
            draft = check("\n".join([*before, text])).paragraphs[-1]
            for note in (n for n in figures(draft) if n.finding is Finding.SAME):
                words = altered(note.words)
                changed = f"{text[: note.start]}{words}{text[note.end :]}"
                notes = check("\n".join([*before, changed])).paragraphs[-1].notes
                (new,) = [n for n in notes if n.start == note.start] or [None]
                if new is None:  # 58 to 50 is no amount
                    continue
                facts = {found.fact for found in new.found}
                assert new.finding in (Finding.DIFFERENT, Finding.NOTHING), changed
                told += new.finding is Finding.DIFFERENT
                untold += new.finding is Finding.NOTHING
                meant += new.finding is Finding.DIFFERENT and note.found[0].fact in facts
    with capsys.disabled():
        print(f"\naltered figures told: {told}; not: {untold}; beside the one meant: {meant}")
    assert told / (told + untold) >= TOLD and meant / told >= MEANT
