"""The end of an intake: one article with all that was ticked, at once or not at all."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from reversion.models import Revision, Version

from articles.evidence import problems
from articles.intake import facts as fact_rows
from articles.intake import saving
from articles.intake.saving import save
from articles.models import (
    Article,
    EventCitation,
    Intake,
    Publisher,
    RoleCitation,
    Statement,
)
from entities.models import Company, Event, Figure, Person, Role, Target, Tie
from tests.desk import Desk
from tests.factories import make_company, make_event, make_person, make_place, make_topic
from tests.intake import (
    FORUM,
    PAGE,
    again,
    make,
    naming,
    opened,
    passage,
    paste,
    seed,
    send,
    ticking,
)

pytestmark = pytest.mark.django_db
SAID = "FPT Corporation said on 28 April 2025 that it will invest US$30 million in Japan by 2028."


@pytest.fixture
def desk():
    return Desk("Editors")


@pytest.fixture
def fpt():
    return make_company("FPT Corporation", aliases=[{"text": "FPT", "kind": "short"}])


def counts():
    models = (Article, Company, Person, Publisher, Event, Target, Role, Tie, Figure, Revision)
    return [model.objects.count() for model in models]


def test_an_article_is_saved_as_a_draft_with_its_paragraphs_topics_and_publisher(desk):
    topic = make_topic()
    changes = {"publisher_name": "Our Weekly", "topics": topic.pk, "published": "2025-04-29"}
    piece = ticking(desk, **changes)
    page = send(desk, piece, "tick", "save")
    assert page.saved
    article = Article.objects.get()
    assert (article.state, article.text_kind, article.rights) == ("draft", "source", "passages")
    assert (article.publisher.name, article.published) == ("Our Weekly", "2025-04-29")
    assert list(article.topics.all()) == [topic]
    paragraphs = dict(article.paragraphs.values_list("number", "text"))
    assert paragraphs[0] == article.title == "FPT and Keio sign in Hanoi"
    assert paragraphs[1] == SAID and sorted(paragraphs) == [0, 1, 2, 3]
    assert again(piece).article == article and not Intake.objects.unfinished().exists()
    assert not article.companies.exists() and not article.people.exists()


def test_only_what_is_ticked_is_mentioned_and_added(desk, fpt):
    make_company("Keio University")
    piece = ticking(desk)
    key = naming(desk, piece, "Zenkoku Robotics Corporation")
    ticked = {
        f"n-company{fpt.pk}-who": f"company:{fpt.pk}",
        f"n-{key}-add": "on",
        f"n-{key}-name": "Zenkoku Robotics",
        f"n-{key}-kind": "research",
        f"n-{key}-country": "jp",
    }
    assert send(desk, piece, "tick", "save", **ticked).saved
    new = Company.objects.get(name="Zenkoku Robotics")
    assert (new.state, new.kind, new.country) == ("draft", "research", "JP")
    assert set(Article.objects.get().companies.all()) == {fpt, new}
    assert not Person.objects.exists()


def test_each_kind_of_fact_is_saved_as_a_draft_with_the_words_that_say_so(desk, fpt):
    make_company("Keio University"), make_place("Hanoi")
    an = make_person("Nguyen Van An")
    piece = ticking(desk)
    typed = {}
    target = make(desk, piece, "target", SAID)
    typed |= {f"{target}-metric": "investment in Japan", f"{target}-kind": "commitment"}
    event = make(desk, piece, "event", "Keio University takes part.")
    typed |= {f"{event}-title": "A forum", f"{event}-kind": "forum", f"{event}-c-speaker_text": "x"}
    role = make(desk, piece, "role", "said Nguyen Van An, Chairman of FPT Corporation")
    typed |= {f"{role}-title": "Chairman"}
    tie = make(desk, piece, "tie", "Keio University takes part.")
    typed |= {f"{tie}-kind": "partner_of", f"{tie}-other": f"company:{fpt.pk}"}
    figure = make(desk, piece, "figure", SAID)
    typed |= {f"{figure}-measure": "investment"}
    page = send(desk, piece, "tick", "save", **typed)
    assert page.saved, page.text
    article = Article.objects.get()
    facts = [model.objects.get() for model in (Target, Event, Role, Tie, Figure)]
    assert {fact.state for fact in facts} == {"draft"}
    assert all(fact.citations.get().paragraph.article == article for fact in facts)
    statement = Statement.objects.get()
    assert (statement.value, statement.currency, statement.words) == (30_000_000, "USD", SAID)
    assert [party.company for party in facts[0].parties.all()] == [fpt]
    assert (facts[2].person, facts[2].company, facts[2].title) == (an, fpt, "Chairman")
    assert RoleCitation.objects.get().paragraph.number == 2
    assert EventCitation.objects.get().speaker_text == "x"
    assert an in article.people.all()
    Article.objects.publish()
    assert not list(problems())


def test_a_fact_may_be_about_somebody_who_is_added_with_it(desk, fpt):
    piece = ticking(desk)
    key = naming(desk, piece, "Zenkoku Robotics Corporation")
    prefix = make(desk, piece, "tie", "Zenkoku Robotics Corporation will open")
    typed = {
        f"{prefix}-company": f"new:{key}",
        f"{prefix}-kind": "partner_of",
        f"{prefix}-other": f"company:{fpt.pk}",
    }
    assert send(desk, piece, "tick", "save", **typed).saved
    tie = Tie.objects.get()
    assert (tie.company.name, tie.company.state) == ("Zenkoku Robotics Corporation", "draft")
    assert set(Article.objects.get().companies.all()) == {tie.company, fpt}


def test_a_fact_about_somebody_new_says_what_is_wrong_with_the_new_one(desk, fpt):
    piece = ticking(desk)
    key = naming(desk, piece, "Zenkoku Robotics Corporation")
    prefix = make(desk, piece, "tie", "Zenkoku Robotics Corporation will open")
    typed = {
        f"n-{key}-country": "xx",
        f"{prefix}-company": f"new:{key}",
        f"{prefix}-kind": "partner_of",
        f"{prefix}-other": f"company:{fpt.pk}",
    }
    page = send(desk, piece, "tick", "save", **typed)
    assert page.status == 200
    assert "First correct “Zenkoku Robotics Corporation” beside the paragraph" in page.text


def test_a_known_fact_gets_one_more_source_and_stays_what_it_was(desk, fpt):
    event = make_event("Japan ICT Day", companies=[fpt])
    piece = ticking(desk)
    prefix = make(desk, piece, "event", "FPT Corporation said")
    typed = {f"{prefix}-k-fact": str(event.pk), f"{prefix}-title": "", f"{prefix}-date": "no date"}
    assert send(desk, piece, "tick", "save", **typed).saved
    assert Event.objects.get().title == "Japan ICT Day"
    assert event.citations.count() == 2
    assert Event.objects.get().version == event.version + 1


def test_history_says_who_saved_it_and_why(desk, fpt):
    piece = ticking(desk)
    send(desk, piece, "tick", "all")
    assert send(desk, piece, "tick", "save").saved
    revision = Version.objects.get_for_object(Article.objects.get()).get().revision
    assert (revision.user, revision.comment) == (desk.user, "Intake")


# -- all or nothing


def test_a_wrong_field_saves_nothing_and_is_named_where_it_stands(desk, fpt):
    piece = ticking(desk, publisher_name="Our Weekly")
    key = naming(desk, piece, "Zenkoku Robotics Corporation")
    good = make(desk, piece, "event", "FPT Corporation said")
    bad = make(desk, piece, "figure", "FPT Corporation said")
    before = counts()
    typed = {
        f"n-{key}-add": "on",
        f"n-{key}-country": "xx",
        f"{good}-title": "A forum",
        f"{bad}-measure": "",
        f"{bad}-value": "many",
        f"{bad}-c-words": "words that are not there",
    }
    page = send(desk, piece, "tick", "save", **typed)
    assert page.status == 200 and counts() == before
    assert {name: page.data[name] for name in typed} == {**typed}
    for message in ("Enter a number.", "These words are not in paragraph 1.", "“XX” is not"):
        assert message in page.text
    linked = page.response.context["page"].problems
    assert [fragment for fragment, _words in linked] == [f"n-{key}", bad]
    assert again(piece).article is None
    mended = {
        f"n-{key}-country": "JP",
        f"{bad}-measure": "staff",
        f"{bad}-value": "12",
        f"{bad}-c-words": "FPT Corporation said",
    }
    assert send(desk, piece, "tick", "save", **mended).saved
    assert Figure.objects.get().value == 12


def test_what_breaks_on_the_way_leaves_nothing_behind(desk, fpt, monkeypatch):
    piece = ticking(desk, publisher_name="Our Weekly")
    prefix = make(desk, piece, "event", "FPT Corporation said")
    before = counts()

    def broken(citation):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(fact_rows, "mention_ends", broken)
    with pytest.raises(RuntimeError):
        send(desk, piece, "tick", "save", **{f"{prefix}-title": "A forum"})
    assert counts() == before and again(piece).article is None
    assert opened(desk, piece, "tick").data[f"{prefix}-title"] == "A forum"


def test_a_save_that_the_base_refuses_loses_nothing_that_was_typed(desk, fpt, monkeypatch):
    piece = ticking(desk)
    prefix = make(desk, piece, "event", "FPT Corporation said")

    def refused(piece, user):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(saving, "save", refused)
        page = send(desk, piece, "tick", "save", **{f"{prefix}-title": "A forum"})
    assert page.status == 503 and "Save again" in page.text
    assert page.data[f"{prefix}-title"] == "A forum"
    assert desk.post(page.address, {**page.data, "save": "1"}).saved


def test_an_article_s_own_field_that_went_wrong_leads_back_to_the_text(desk):
    piece = ticking(desk)
    send(desk, piece, "text", "keep", published="31 April")
    page = send(desk, piece, "tick", "save")
    assert page.saved and page.response["Location"].endswith("/text/?check")
    assert "is not a date such as" in desk.get(page.response["Location"]).text
    assert not Article.objects.exists()


def test_the_same_party_twice_is_said_at_its_row(desk, fpt):
    piece = ticking(desk)
    prefix = make(desk, piece, "event", "FPT Corporation said")
    twice = {f"{prefix}-title": "A forum", f"{prefix}-p1-who": f"company:{fpt.pk}"}
    page = send(desk, piece, "tick", "save", **twice)
    assert page.status == 200 and not Event.objects.exists()
    assert page.response.context["page"].ticks.entries[0].rows[1].errors


# -- twice


def test_sending_twice_makes_one_article(desk):
    piece = ticking(desk)
    page = opened(desk, piece, "tick")
    first = desk.post(page.address, {**page.data, "save": "1"})
    second = desk.post(page.address, {**page.data, "save": "1"})
    assert first.response["Location"] == second.response["Location"]
    assert Article.objects.count() == 1


def test_two_saves_at_the_same_moment_make_one_article(desk):
    piece = again(ticking(desk))
    same = again(piece)
    assert save(piece, desk.user) == save(same, desk.user)
    assert Article.objects.count() == 1


def test_what_is_saved_cannot_be_set_aside_and_its_pages_lead_to_the_article(desk):
    piece = ticking(desk)
    send(desk, piece, "tick", "save")
    fate = reverse("admin:intake_fate", args=[piece.intake_id])
    assert desk.client.post(fate, {"piece": "1", "away": "1"}).status_code == 404
    for step in ("text", "tick"):
        address = reverse(f"admin:intake_{step}", args=[piece.intake_id, 1])
        assert desk.get(address).response["Location"].endswith("/saved/")
        assert desk.post(address, {"save": "1"}).response["Location"].endswith("/saved/")


# -- forged


def test_forged_values_give_a_message_or_nothing(desk, fpt):
    other = make_company("Nobody named here")
    piece = ticking(desk)
    prefix = make(desk, piece, "event", "FPT Corporation said")
    forged = {
        "state": "published",
        f"{prefix}-state": "published",
        f"{prefix}-slug": "mine",
        f"{prefix}-passage": "99",
        f"{prefix}-c-paragraph": "1",
        f"{prefix}-title": "A forum",
    }
    keys = (f"company:{other.pk}", "company:999", "person:1", "new:nobody", "x", "company:1e9")
    for value in keys:
        who = {f"{prefix}-p0-who": value}
        page = send(desk, piece, "tick", "save", **forged, **who)
        assert page.status == 200 and "is not one of the available choices" in page.text
    page = send(desk, piece, "tick", "save", **{f"n-company{fpt.pk}-who": f"company:{other.pk}"})
    assert page.status == 200 and not Article.objects.exists()
    named = {f"{prefix}-p0-who": f"company:{fpt.pk}", f"n-company{fpt.pk}-who": ""}
    assert send(desk, piece, "tick", "save", **forged, **named).saved
    event = Event.objects.get()
    assert (event.state, Article.objects.get().state) == ("draft", "draft")
    assert event.slug == "a-forum"


@pytest.mark.parametrize("value", ["1e400", "9" * 5000, "NaN", "-Infinity", "\0", "١٢"])
def test_no_number_and_no_text_breaks_the_page(desk, fpt, value):
    piece = ticking(desk)
    prefix = make(desk, piece, "figure", "FPT Corporation said")
    for name in ("value", "value_high", "as_of", "measure", "unit", "c-words", "currency"):
        page = send(desk, piece, "tick", "keep", **{f"{prefix}-{name}": value})
        assert page.saved
    page = send(desk, piece, "tick", "save")
    assert page.status == 200 and not Article.objects.exists()


def test_who_may_not_add_a_kind_of_fact_is_not_offered_it_and_cannot_forge_it(fpt):
    user = User.objects.create(username="articles-only", is_staff=True)
    codes = ("add_article", "view_article")
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    desk = Desk("Editors")
    desk.user, desk.client = user, Client()
    desk.client.force_login(user)
    piece = ticking(desk)
    assert 'name="add"' not in opened(desk, piece, "tick").html
    key = passage(desk, piece, "FPT Corporation said")
    desk.client.raise_request_exception = False
    send(desk, piece, "tick", "add", f"event:{key}")
    prefix = "f1"
    page = send(desk, piece, "tick", "save", **{f"{prefix}-title": "A forum"})
    assert not Event.objects.exists() and page.status in (302, 403)


# -- published


def test_an_editor_sees_that_it_waits_for_a_reviewer(desk):
    piece = ticking(desk)
    send(desk, piece, "tick", "save")
    page = opened(desk, piece, "saved")
    assert "waiting for a reviewer" in page.text and "Publish the article" not in page.text
    assert desk.client.post(page.address).status_code == 403
    assert Article.objects.get().state == "draft"


def test_a_reviewer_publishes_it_and_the_public_sees_the_words_highlighted(desk, fpt):
    piece = ticking(desk, published="2025-04-29")
    key = naming(desk, piece, "Zenkoku Robotics Corporation")
    prefix = make(desk, piece, "event", "Keio University takes part.")
    typed = {f"{prefix}-title": "A forum", f"n-{key}-add": "on"}
    assert send(desk, piece, "tick", "save", **typed).saved
    article = Article.objects.get()
    client = Client()
    assert client.get(article.get_absolute_url()).status_code == 404
    reviewer = Desk("Reviewers")
    page = opened(reviewer, piece, "saved")
    assert "A forum" in page.text and "Zenkoku Robotics Corporation" in page.text
    assert reviewer.post(page.address, {}).saved
    assert "see its public page" in opened(reviewer, piece, "saved").text
    last = Version.objects.get_for_object(article).first().revision
    assert (last.user, last.comment) == (reviewer.user, "Published from its intake")
    html = client.get(article.get_absolute_url()).content.decode()
    assert '<span class="passage"' in html and "Keio University takes part." in html
    assert "open a laboratory" not in html  # only cited passages of a source's own text
    assert Company.objects.get(name="Zenkoku Robotics Corporation").state == "published"
    assert Event.objects.published().get().title == "A forum"


def test_of_several_articles_the_next_is_offered_until_none_is_left(desk):
    piece = paste(desk, seed("004"))
    pieces = list(piece.intake.pieces.all())
    for number, each in enumerate(pieces, 1):
        assert send(desk, each, "text", "go_on").saved
        assert send(desk, again(each), "tick", "save").saved
        page = opened(desk, each, "saved")
        assert ("Go on to the next article" in page.text) == (number < len(pieces))
    assert Article.objects.count() == len(pieces)
    assert len(set(Article.objects.values_list("title", flat=True))) == len(pieces)
    assert not Intake.objects.unfinished().exists()


@pytest.mark.parametrize("name", ["000", "002"])
def test_a_document_goes_all_the_way(desk, fpt, name):
    piece = ticking(desk, seed(name))
    send(desk, piece, "tick", "all")
    assert send(desk, piece, "tick", "save").saved
    article = Article.objects.get()
    kept = [line for line in piece.found["lines"] if not line["cut"]]
    assert article.paragraphs.count() == len(kept) + 1


def test_a_page_of_html_goes_all_the_way(desk, fpt):
    piece = ticking(desk, PAGE)
    prefix = make(desk, piece, "event", "FPT Corporation opened an office in Tokyo on Monday")
    data = opened(desk, piece, "tick").data
    assert data[f"{prefix}-date"].startswith("2025") or data[f"{prefix}-date"] == ""
    typed = {f"{prefix}-title": "Opening of an office in Tokyo", f"{prefix}-kind": "opening"}
    assert send(desk, piece, "tick", "save", **typed).saved
    article = Article.objects.get()
    assert article.source_url == "https://daily.example/fpt-tokyo"
    assert (article.publisher.name, article.published) == ("Our Daily", "2025-05-06")
    assert Event.objects.get().companies.get() == fpt
    assert FORUM.splitlines()[0] != article.title


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        (
            "FPT mở văn phòng tại Tokyo\n\nTập đoàn FPT khai trương văn phòng mới tại Tokyo ngày"
            " 6/5/2025, với 40 kỹ sư. Ông Nguyễn Văn An nói rằng đây là bước đi lớn.\n",
            "vi",
            "Tập đoàn FPT",
        ),
        (
            "日越ソフト、東京に新拠点\n\n日越ソフト株式会社は2025年5月6日、東京に新しい事務所を開いた。"
            "同社は技術者を四十人雇う。社長は「とてもうれしい」と話した。\n",
            "ja",
            "日越ソフト株式会社",
        ),
    ],
)
def test_a_text_in_each_language_goes_all_the_way(desk, text, language, name):
    company = make_company(name)
    piece = ticking(desk, text)
    prefix = make(desk, piece, "event", "2025")
    key = passage(desk, piece, "2025")
    assert send(desk, piece, "tick", "add", f"event:{key}", **{f"sentence-{key}": "0"}).saved
    prefix = f"f{int(prefix[1:]) + 1}"
    data = opened(desk, piece, "tick").data
    assert data[f"{prefix}-date"] == "2025-05-06"
    assert data[f"{prefix}-p0-who"] == f"company:{company.pk}"
    typed = {"f1-title": "Year", f"{prefix}-title": "Opening"}
    assert send(desk, piece, "tick", "save", **typed).saved
    article = Article.objects.get()
    assert article.language == language and list(article.companies.all()) == [company]
