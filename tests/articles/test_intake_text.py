"""The first two steps of an intake: what is pasted is kept, cleaned, checked and corrected."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.intake import start as starting
from articles.intake import text
from articles.intake.decode import MOST_BYTES
from articles.models import Article, Intake, IntakePiece
from tests.desk import Desk
from tests.factories import make_article, make_publisher, make_topic
from tests.intake import FORUM, PAGE, again, begin, opened, paste, seed, send, ticking

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk("Editors")


def test_what_is_pasted_is_kept_word_for_word(desk):
    piece = paste(desk, FORUM, address="https://a.example/1", publisher="VnExpress")
    intake = piece.intake
    assert intake.text.replace("\r\n", "\n") == FORUM
    assert (intake.editor, intake.address) == (desk.user, "https://a.example/1")
    page = opened(desk, piece, "text")
    assert page.data["title"] == "FPT and Keio sign in Hanoi"
    assert page.data["publisher_name"] == "VnExpress"
    assert page.data["source_url"] == "https://a.example/1"


def test_the_source_s_own_text_is_shown_to_the_public_in_passages_unless_said_otherwise(desk):
    page = opened(desk, paste(desk, FORUM), "text")
    assert (page.data["text_kind"], page.data["rights"]) == ("source", "passages")


def test_a_page_of_html_brings_its_own_title_date_publisher_and_address(desk):
    page = opened(desk, paste(desk, PAGE), "text")
    assert page.data["title"] == "FPT goes to Tokyo"
    assert page.data["publisher_name"] == "Our Daily"
    assert page.data["source_url"] == "https://daily.example/fpt-tokyo"
    assert page.data["published"] == "2025-05-06"


@pytest.mark.parametrize("name", ["page.html", "PAGE.HTM", "page.txt"])
def test_a_file_is_as_good_as_pasting(desk, name):
    page = begin(desk, file=(name, PAGE.encode()))
    assert page.saved
    assert Intake.objects.get().file_name == name
    assert IntakePiece.objects.get().title == "FPT goes to Tokyo"


def test_several_articles_are_listed_and_taken_one_after_the_other(desk):
    first = paste(desk, seed("004"))
    address = reverse("admin:intake_pieces", args=[first.intake_id])
    pieces = list(first.intake.pieces.all())
    assert len(pieces) == 4
    page = desk.get(address)
    assert page.status == 200
    assert all(reverse("admin:intake_text", args=[first.intake_id, n]) in page.html for n in "1234")
    fate = reverse("admin:intake_fate", args=[first.intake_id])
    assert desk.post(fate, {"piece": "2", "away": "1"}).saved
    assert again(pieces[1]).set_aside
    assert desk.post(fate, {"piece": "2", "back": "1"}).saved
    assert not again(pieces[1]).set_aside


@pytest.mark.parametrize("name", ["000", "003"])
def test_what_was_cut_from_a_document_is_shown_and_can_be_put_back(desk, name):
    piece = paste(desk, seed(name))
    lines = piece.found["lines"]
    cut = next(n for n, line in enumerate(lines) if line["cut"])
    page = opened(desk, piece, "text")
    assert f"keep-{cut}" not in page.data
    kept = sum(not line["cut"] for line in lines)
    assert sum(name.startswith("keep-") for name in page.data) == kept
    assert send(desk, piece, "text", "keep", **{f"keep-{cut}": "on"}).saved
    page = opened(desk, piece, "text")
    assert page.data[f"keep-{cut}"] == "on" and "put back" in page.text
    first = next(name for name in page.data if name.startswith("keep-"))
    assert send(desk, piece, "text", "keep", **{first: None}).saved
    assert first not in opened(desk, piece, "text").data


def test_a_paragraph_can_be_edited(desk):
    piece = ticking(desk, **{"text-0": "FPT said so.\r\n"})
    assert "FPT said so." in opened(desk, piece, "tick").text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Paste the article here"),
        ({"text": FORUM, "file": ("a.txt", b"One.\n\nTwo.")}, "give one of the two"),
        ({"file": ("a.pdf", b"%PDF")}, "Choose a .txt or .html file"),
        ({"file": ("a.txt", b"x" * (MOST_BYTES + 1))}, "larger than 1000 kB"),
        ({"file": ("a.txt", b"")}, "no text"),
        ({"text": FORUM, "address": "ftp://a.example/"}, "http:// or https://"),
        ({"text": FORUM, "publisher": "x" * 201}, "at most 200 characters"),
        ({"text": "A headline alone"}, ""),
        ({"text": "One\0two\n\nThree"}, "Null characters"),
    ],
)
def test_what_cannot_be_taken_in_is_said_at_its_field_and_nothing_typed_is_lost(
    desk, given, message
):
    page = begin(desk, **given)
    assert page.status == 200 and message in page.text
    assert "errorlist" in page.html
    assert page.data["address"] == given.get("address", "")
    assert not Intake.objects.exists()


def test_what_was_pasted_can_be_read_again_as_plain_text(desk):
    piece = paste(desk, PAGE)
    response = desk.client.get(reverse("admin:intake_pasted", args=[piece.intake_id]))
    assert response.content.decode().replace("\r\n", "\n") == PAGE
    assert response["Content-Type"].startswith("text/plain")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_more_paragraphs_than_the_next_form_can_hold_are_refused_before_it(desk, monkeypatch):
    monkeypatch.setattr(text, "MOST_PARAGRAPHS", 2)
    page = send(desk, paste(desk, FORUM), "text", "go_on")
    assert page.status == 200 and "more than 2 paragraphs" in page.text


def test_too_many_lines_are_refused(desk, monkeypatch):
    monkeypatch.setattr(starting, "MOST_LINES", 2)
    page = begin(desk, FORUM)
    assert page.status == 200 and "more than 2 lines" in page.text


def test_what_is_missing_is_said_at_its_field_and_kept(desk):
    piece = paste(desk, FORUM)
    page = send(desk, piece, "text", "go_on", title="", published="31 April", note="Doubtful.")
    assert page.status == 200
    assert "This field is required." in page.text and "is not a date such as" in page.text
    assert (page.data["published"], page.data["note"]) == ("31 April", "Doubtful.")
    assert again(piece).step == "text"
    page = send(desk, piece, "text", "go_on", **{f"keep-{n}": None for n in range(9)})
    assert again(piece).step == "text"


def test_an_article_without_a_paragraph_is_refused(desk):
    piece = paste(desk, FORUM)
    page = send(desk, piece, "text", "go_on", **{f"keep-{n}": None for n in range(9)})
    assert page.status == 200 and "Keep at least one paragraph." in page.text


def test_an_inferred_date_needs_its_reason(desk):
    piece = paste(desk, FORUM)
    page = send(desk, piece, "text", "go_on", published="2025?-04-28")
    assert "A part of the date is inferred: say why." in page.text
    changes = {"published": "2025?-04-28", "published_reason": "The year of the forum."}
    assert send(desk, piece, "text", "go_on", **changes).saved


def test_an_article_that_is_there_already_is_pointed_out_before_work_is_wasted(desk):
    known = make_article("Another title", "Some text.", source_url="https://a.example/1")
    piece = paste(desk, FORUM, address="http://www.a.example/1/")
    page = opened(desk, piece, "text")
    assert reverse("admin:articles_article_change", args=[known.pk]) in page.html
    assert "Is it in the base already?" in page.text
    assert "Is it in the base already?" not in opened(desk, paste(desk, PAGE), "text").text


def test_a_known_publisher_is_offered_and_a_new_one_announced(desk):
    make_publisher("VnExpress")
    assert '<option value="VnExpress">' in desk.get(reverse("admin:intake")).html
    page = opened(desk, paste(desk, FORUM, publisher="vnexpress"), "text")
    assert "is new" not in page.text
    page = opened(desk, paste(desk, FORUM, publisher="Our Weekly"), "text")
    assert "“Our Weekly” is new" in page.text


def test_pasting_the_same_again_goes_on_with_what_was_begun(desk):
    assert paste(desk, FORUM).pk == paste(desk, FORUM).pk
    assert Intake.objects.count() == 1


# -- unfinished ones


def test_another_session_finds_it_where_it_was_left(desk):
    topic = make_topic()
    piece = paste(desk, FORUM)
    send(desk, piece, "text", "keep", note="Half done.", topics=topic.pk)
    desk.client = Client()
    desk.client.force_login(desk.user)
    page = desk.get(reverse("admin:intake"))
    assert "FPT and Keio sign in Hanoi" in page.text and "Go on" in page.text
    page = opened(desk, piece, "text")
    assert page.data["note"] == "Half done." and page.data["topics"] == str(topic.pk)


def test_one_is_thrown_away_and_taken_back(desk):
    piece = paste(desk, FORUM)
    fate = reverse("admin:intake_fate", args=[piece.intake_id])
    assert desk.get(fate).status == 405
    assert desk.post(fate, {"away": "1"}).saved
    page = desk.get(reverse("admin:intake"))
    assert "Thrown away lately" in page.text and not Intake.objects.unfinished().exists()
    assert desk.post(fate, {"back": "1"}).saved
    assert Intake.objects.unfinished().get() == piece.intake


def test_a_send_from_an_older_window_is_not_stored_and_shows_what_was_typed(desk):
    piece = paste(desk, FORUM)
    older = opened(desk, piece, "text")
    send(desk, piece, "text", "keep", note="Newer.")
    page = desk.post(older.address, {**older.data, "keep": "1", "note": "Older."})
    assert page.status == 409 and page.data["note"] == "Older."
    assert again(piece).choices["text"]["note"] == ["Newer."]
    assert desk.post(older.address, {**page.data, "keep": "1"}).saved
    assert again(piece).choices["text"]["note"] == ["Older."]


# -- whose it is


PAGES = [f"intake{end}" for end in ("", "_pieces", "_pasted", "_text", "_tick", "_saved", "_fate")]


def addresses(piece):
    both = [piece.intake_id, piece.number]
    arguments = {"intake": 0, "intake_pieces": 1, "intake_pasted": 1, "intake_fate": 1}
    return [reverse(f"admin:{name}", args=both[: arguments.get(name, 2)]) for name in PAGES]


def test_who_may_not_add_articles_gets_none_of_its_pages(desk):
    piece = paste(desk, FORUM)
    other = User.objects.create(username="looker", is_staff=True)
    client = Client()
    client.force_login(other)
    for address in addresses(piece):
        assert client.post(address, {"away": "1"}).status_code == 403
    assert [client.get(address).status_code for address in addresses(piece)] == [403] * 6 + [405]
    client.logout()
    assert all(client.get(address).status_code in (302, 405) for address in addresses(piece))


def test_another_editor_s_is_not_hers_but_a_reviewer_s_too(desk):
    piece = paste(desk, FORUM)
    other = Desk("Editors")
    for address in addresses(piece)[1:]:
        assert other.client.post(address, {"away": "1"}).status_code == 404
    assert "Keio" not in other.get(reverse("admin:intake")).text
    assert again(piece).intake.thrown_away is None
    for one in (Desk("Reviewers"), Desk()):
        page = one.get(reverse("admin:intake"))
        assert "Keio" in page.text and desk.user.username in page.text
        assert opened(one, piece, "text").status == 200


@pytest.mark.parametrize("number", ["0", "9", "99999999999999999999999"])
def test_numbers_that_no_page_links_to_are_not_found(desk, number):
    piece = paste(desk, FORUM)
    at = reverse("admin:intake")
    for address in (f"{at}{number}/", f"{at}{piece.intake_id}/{number}/text/"):
        if address != f"{at}{piece.intake_id}/":
            assert desk.client.get(address).status_code in (400, 404)
            assert desk.client.post(address, {"keep": "1"}).status_code in (400, 404)
    fate = reverse("admin:intake_fate", args=[piece.intake_id])
    assert desk.client.post(fate, {"piece": number, "away": "1"}).status_code == 404


def test_only_the_page_s_own_inputs_are_stored(desk):
    piece = paste(desk, FORUM)
    forged = {"state": "published", "slug": "mine", "keep-99": "on", "text-99": "No.", "id": "7"}
    assert send(desk, piece, "text", "keep", **forged).saved
    assert not set(forged) & set(again(piece).choices["text"])


def test_junk_in_the_text_is_kept_as_text(desk):
    piece = paste(desk, FORUM)
    junk = "<script>alert(1)</script> \ufffd \u202e {{ 7 }}"
    page = send(desk, piece, "text", "go_on", title=junk, **{"text-0": junk + "\0"})
    assert page.saved
    page = opened(desk, piece, "tick")
    assert "<script>alert" not in page.html and "{{ 7 }}" in page.text


def test_the_way_in_is_on_every_page_of_the_desk(desk):
    for address in (reverse("admin:index"), reverse("admin:articles_article_changelist")):
        assert f'href="{reverse("admin:intake")}"' in desk.get(address).html
    assert not Article.objects.exists()
