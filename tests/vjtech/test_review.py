"""What waits for a reviewer: drafts with what they lack, and changes that readers saw first."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion.models import Revision

from articles.models import Statement
from entities.models import Company, Event
from tests.desk import Desk
from tests.factories import (
    cite,
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)
from vjtech.core.history import revision
from vjtech.core.models import Review

pytestmark = pytest.mark.django_db

DRAFT = {"state": "draft"}


@pytest.fixture
def editor():
    return Desk("Editors")


@pytest.fixture
def reviewer():
    return Desk("Reviewers")


def queue(kind, **query):
    given = "&".join(f"{key}={value}" for key, value in {"kind": kind, **query}.items())
    return f"{reverse('admin:review')}?{given}"


def rows(desk, kind, **query):
    page = desk.get(queue(kind, **query))
    assert page.status == 200
    return page.response.context_data["rows"]


def found(desk, kind, **query):
    return [row.record for row in rows(desk, kind, **query)]


def press(desk, do, record, token=None, kind=None):
    kind = kind or record._meta.model_name
    if token is None:
        row = next(row for row in rows(desk, kind) if row.record == record)
        token = row.token
    given = {"do": do, "key": record.pk, "token": token}
    return desk.post(queue(kind), given, follow=True)


def is_published(record):
    return type(record).objects.get(pk=record.pk).is_published


# -- what waits


def test_drafts_wait_the_oldest_first_and_published_ones_do_not(editor):
    first, second = make_company(**DRAFT), make_company(**DRAFT)
    make_company()
    assert found(editor, "company") == [first, second]


def test_what_a_draft_of_an_article_brings_stands_in_its_row_alone(editor):
    company, person = make_company(**DRAFT), make_person(**DRAFT)
    article = make_article(companies=[company], people=[person], **DRAFT)
    facts = [make_event(article=article, **DRAFT), make_role(person, article=article, **DRAFT)]
    (row,) = rows(editor, "article")
    assert row.record == article
    assert {line[0] for line in row.facts} == set(facts)
    assert {noun for noun, _address in row.nouns} == {company, person}
    for kind in ("event", "role", "company", "person"):
        assert found(editor, kind) == []


def test_whoever_a_fact_of_a_draft_is_about_stands_in_its_row(reviewer):
    place, host, guest, holder = (
        *(make_place("Sakai", **DRAFT), make_company("Host", **DRAFT)),
        *(make_person("Guest", **DRAFT), make_company("Holder", **DRAFT)),
    )
    article = make_article(**DRAFT)
    make_event(article=article, place=place, companies=[host], people=[guest], **DRAFT)
    make_target(article=article, companies=[holder], **DRAFT)
    (row,) = rows(reviewer, "article")
    assert {noun for noun, _address in row.nouns} == {place, host, guest, holder}
    token = row.token
    place.save()
    assert "changed after you opened" in press(reviewer, "whole", article, token).messages()[0]
    type(host).objects.filter(pk=host.pk).update(kind="nonsense")
    assert "not sound" in press(reviewer, "whole", article).messages()[0]
    assert not any(map(is_published, (article, place, host, guest, holder)))


@pytest.mark.parametrize("make", [make_event, make_target, make_role, make_tie, make_figure])
def test_a_draft_of_a_fact_without_a_draft_of_an_article_waits_by_itself(editor, make):
    cited_by_published, uncited = make(**DRAFT), make(article=None, **DRAFT)
    assert found(editor, cited_by_published._meta.model_name) == [cited_by_published, uncited]


def test_the_page_opens_with_the_first_kind_that_waits(editor):
    make_place("Sakai", **DRAFT)
    assert "Sakai" in editor.get(reverse("admin:review")).text


# -- what a draft lacks


def lacks(desk, record):
    row = next(r for r in rows(desk, record._meta.model_name) if r.record == record)
    return {lack.text for lack in row.lacks}


def test_an_article_is_told_what_it_lacks_and_where_to_mend_it(editor):
    bare = make_article(published="", **DRAFT)
    whole = make_article(
        None,
        "Text.",
        topics=[make_topic()],
        publisher=make_publisher(),
        source_url="https://example.org/1",
        **DRAFT,
    )
    page = editor.get(queue("article"))
    assert lacks(editor, bare) == {
        *("no publisher", "no date", "no topic", "no text", "no address of the original")
    }
    assert lacks(editor, whole) == set()
    assert reverse("admin:articles_article_change", args=[bare.pk]) + "#id_publisher" in page.html


def test_each_kind_is_told_what_it_lacks(editor):
    person, company = make_person("Ann", **DRAFT), make_company(**DRAFT)
    role = make_role(person, company, article=None, **DRAFT)
    event = make_event(date="", **DRAFT)
    target, figure = make_target(**DRAFT), make_figure(**DRAFT)
    names = {"“Ann” is not published", f"“{company}” is not published"}
    assert lacks(editor, role) == {"no citation", *names}
    assert lacks(editor, event) == {"no date", "nobody who took part"}
    assert lacks(editor, target) == {"nobody whose target it is"}
    assert lacks(editor, figure) == {"no date"}
    assert lacks(editor, company) == {"no country"}
    assert lacks(editor, make_person(**DRAFT)) == {"no role"}
    assert lacks(editor, person) == set()


# -- publishing


def test_a_reviewer_publishes_right_there_and_the_history_says_so(reviewer):
    company = make_company("Alpha", country="JP", **DRAFT)
    page = press(reviewer, "publish", company)
    assert "Published: Alpha." in page.messages()
    assert is_published(company) and found(reviewer, "company") == []
    assert Revision.objects.get(user=reviewer.user).get_comment().startswith("Published from")


def test_an_article_is_published_with_all_that_it_backs(reviewer):
    company = make_company(**DRAFT)
    article = make_article(companies=[company], **DRAFT)
    role = make_role(company=company, article=article, **DRAFT)
    event = make_event(article=article, place=make_place(**DRAFT), **DRAFT)
    assert "(5 records)" in press(reviewer, "whole", article).messages()[0]
    assert all(map(is_published, (company, article, role, event, event.place)))


def test_an_article_is_published_alone(reviewer):
    article = make_article(**DRAFT)
    event = make_event(article=article, **DRAFT)
    press(reviewer, "publish", article)
    assert is_published(article) and not is_published(event)


def test_a_fact_without_a_citation_is_not_published(reviewer):
    role = make_role(article=None, **DRAFT)
    page = reviewer.get(queue("role"))
    assert "cannot be published yet" in page.text and 'value="publish"' not in page.html
    assert "no citation" in press(reviewer, "publish", role).messages()[0]
    assert not is_published(role)


def test_a_fact_that_stays_hidden_says_why(reviewer):
    role = make_role(make_person("Ann", **DRAFT), **DRAFT)
    said = " ".join(press(reviewer, "publish", role).messages())
    assert is_published(role) and "stays hidden" in said and "Ann" in said


@pytest.mark.parametrize("do", ["publish", "whole"])
@pytest.mark.parametrize("changed", ["article", "fact", "noun", "citation"])
def test_what_was_changed_since_the_reviewer_looked_is_not_published(reviewer, do, changed):
    company = make_company(**DRAFT)
    article = make_article(companies=[company], **DRAFT)
    event = make_event(article=article, **DRAFT)
    token = rows(reviewer, "article")[0].token
    if changed == "citation":
        make_event(article=article, **DRAFT)
    else:
        {"article": article, "fact": event, "noun": company}[changed].save()
    page = press(reviewer, do, article, token)
    assert "changed after you opened" in page.messages()[0]
    assert not is_published(article) and not is_published(event)


def test_what_is_published_already_or_gone_is_said_to_be_no_draft(reviewer):
    company = make_company()
    for key in (company.pk, 0, "x", "9" * 30):
        given = {"do": "publish", "key": key, "token": "1"}
        page = reviewer.post(queue("company"), given, follow=True)
        assert "no draft any more" in page.messages()[0]


def test_what_is_not_sound_is_not_published(reviewer):
    event = make_event(**DRAFT)
    Event.objects.update(date="2025?", date_reason="")
    page = press(reviewer, "publish", event)
    assert "not sound" in page.messages()[0] and not is_published(event)


def test_an_unsound_fact_keeps_its_article_a_draft(reviewer):
    article = make_article(**DRAFT)
    make_target(article=article, **DRAFT)
    make_event(article=article, **DRAFT)
    Event.objects.update(kind="nonsense")
    page = press(reviewer, "whole", article)
    assert "not sound" in page.messages()[0]
    assert not is_published(article) and Statement.objects.exists()


def test_an_editor_sees_the_queue_without_the_buttons_and_cannot_forge_them(editor):
    company = make_company("Alpha", **DRAFT)
    page = editor.get(queue("company"))
    assert "Alpha" in page.text and 'name="do"' not in page.html
    for do in ("publish", "whole", "reviewed"):
        sent = editor.post(queue("company"), {"do": do, "key": company.pk, "token": "1"})
        assert sent.status == 403
    assert not is_published(company)


def test_the_queue_is_for_the_desk_only(client):
    assert client.get(reverse("admin:review")).status_code == 302
    assert client.post(queue("company"), {"do": "publish"}).status_code == 302


# -- changes


def change(desk, *records, why="A newer source"):
    with revision(desk.user, why):
        for record in records:
            record.summary = f"{record.summary}."
            record.save()


def test_what_an_editor_changes_in_a_published_record_waits_until_it_is_reviewed(editor, reviewer):
    company = make_company("Alpha")
    change(editor, company)
    page = reviewer.get(queue("changes"))
    assert "Alpha" in page.text and "A newer source" in page.text
    (row,) = page.response.context_data["rows"]
    given = {"do": "reviewed", "key": row.review.pk}
    assert reviewer.post(queue("changes"), given, follow=True).messages() == ["Marked as reviewed."]
    review = Review.objects.get()
    assert review.by == reviewer.user and review.at
    assert rows(reviewer, "changes") == []
    again = reviewer.post(queue("changes"), given, follow=True)
    assert "already" in again.messages()[0]


def test_what_readers_do_not_see_and_what_a_reviewer_changes_waits_for_nobody(editor, reviewer):
    change(editor, make_company(**DRAFT))
    change(reviewer, make_company())
    change(Desk(), make_company())
    with revision(None, "Loaded"):
        make_company()
    assert not Review.objects.exists()


def test_a_change_in_a_row_of_a_published_record_waits_too(editor):
    role, paragraph = make_role(), make_article().paragraphs.get()
    with revision(editor.user, "Another source"):
        cite(role, paragraph=paragraph, words=paragraph.text)
    assert [row.named.records[0][0] for row in rows(editor, "changes")] == [str(role)]


def test_the_right_of_the_moment_counts(editor, reviewer):
    change(editor, make_company())
    editor.user.is_superuser = True
    editor.user.save()
    assert len(rows(reviewer, "changes")) == 1


def test_a_change_to_very_many_records_names_a_few(editor, reviewer):
    change(editor, *(make_company() for _ in range(8)))
    (row,) = rows(reviewer, "changes")
    assert (len(row.named.records), row.named.more) == (5, 3)


def test_what_somebody_may_not_see_is_not_named(editor):
    onlooker = Desk("Editors")
    change(editor, make_company("Alpha"), make_person("Ann"))
    onlooker.user.groups.clear()
    onlooker.user.user_permissions.add(Permission.objects.get(codename="view_person"))
    page = onlooker.get(queue("changes"))
    assert "Ann" in page.text and "Alpha" not in page.text


# -- narrowing


def test_drafts_are_narrowed_by_whose_and_by_age(editor, reviewer):
    other = Desk("Editors")
    with revision(editor.user, "New"):
        mine = make_company(**DRAFT)
    with revision(other.user, "New"):
        theirs = make_company(**DRAFT)
    Company.objects.filter(pk=theirs.pk).update(created=timezone.now() - timedelta(days=8))
    assert found(reviewer, "company", who=editor.user.pk) == [mine]
    assert found(reviewer, "company", age=7) == [theirs]
    assert found(reviewer, "company", age=30) == []
    assert rows(reviewer, "company", who=editor.user.pk)[0].who == [editor.user.username]


def test_changes_are_narrowed_by_whose_and_by_age(editor, reviewer):
    change(editor, make_company())
    assert len(rows(reviewer, "changes", who=editor.user.pk)) == 1
    assert rows(reviewer, "changes", who=reviewer.user.pk) == []
    assert rows(reviewer, "changes", age=1) == []


@pytest.mark.parametrize(
    "query", ["kind=x", "who=x", "who=9" + "9" * 30, "age=2", "after=x", "kind=role&after=-1"]
)
def test_junk_in_the_address_is_no_error_of_ours(reviewer, query):
    assert reviewer.get(f"{reverse('admin:review')}?{query}").status == 404


def test_the_queue_is_paged_by_key(editor, monkeypatch):
    monkeypatch.setattr("articles.admin.review.SIZE", 2)
    made = [make_person(**DRAFT) for _ in range(3)]
    assert found(editor, "person") == made[:2]
    page = editor.get(queue("person"))
    assert page.response.context_data["next"].endswith(f"after={made[1].pk}")
    assert found(editor, "person", after=made[1].pk) == made[2:]


def test_names_are_shown_as_they_are(editor, reviewer):
    name = "<script>alert(1)</script>"
    article = make_article(name, people=[make_person(name, **DRAFT)], **DRAFT)
    make_event(name, article=article, **DRAFT)
    change(editor, make_company(name), why=name)
    for kind in ("article", "changes"):
        page = reviewer.get(queue(kind))
        assert "<script>alert" not in page.html and "&lt;script&gt;" in page.html


def test_the_queue_asks_the_same_number_of_questions_of_many_rows(editor, reviewer):
    kinds = ("article", "event", "role", "person", "changes")

    def grow(n):
        for _ in range(n):
            article = make_article(companies=[make_company(**DRAFT)], **DRAFT)
            for make in (make_event, make_role, make_target, make_figure, make_tie):
                make(article=article, **DRAFT)
                make(article=None, **DRAFT)
            change(editor, make_company(), make_company())
            make_person(**DRAFT)

    def questions():
        numbers = {}
        for kind in kinds:
            with CaptureQueriesContext(connection) as asked:
                rows(reviewer, kind)
            numbers[kind] = len(asked)
        return numbers

    grow(1)
    questions()  # content types are looked up once
    few = questions()
    grow(3)
    assert questions() == few
    assert max(few.values()) <= 24
