"""The third step of an intake: names to tick, facts to make of sentences; nothing by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from tests.desk import Desk
from tests.factories import make_company, make_event, make_person, make_place, make_target
from tests.intake import (
    FORUM,
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


@pytest.fixture
def desk():
    return Desk("Editors")


def rows(desk, piece):
    return opened(desk, piece, "tick").response.context["page"].rows


def marked(desk, piece):
    """Return {kind: [what is highlighted as it]} of the page."""
    found = {}
    for row in rows(desk, piece):
        for text, mark in row.read.segments:
            if mark:
                found.setdefault(mark.kind, []).append(text)
    return found


def test_names_dates_and_amounts_are_highlighted_in_place(desk):
    make_company("FPT Corporation", aliases=[{"text": "FPT", "kind": "short"}])
    make_place("Hanoi")
    found = marked(desk, ticking(desk, published="2025-04-29"))
    assert {"FPT", "FPT Corporation"} <= set(found["name"])
    assert "Hanoi" in found["place"] and "28 April 2025" in found["date"]
    assert any("30 million" in amount for amount in found["amount"])
    assert any("Zenkoku Robotics" in name for name in found["unknown"])
    for row in rows(desk, again(ticking(desk))):
        assert "".join(text for text, _mark in row.read.segments) == row.passage.text


def test_nothing_is_ticked_by_itself(desk):
    make_company("FPT Corporation")
    page = opened(desk, ticking(desk), "tick")
    assert not [n for n in page.data if n.endswith(("-who", "-add")) and page.data[n]]


def test_the_clear_names_are_ticked_at_one_press_and_namesakes_are_not(desk):
    fpt = make_company("FPT Corporation")
    make_person("Nguyen Van An", distinction="chairs FPT")
    make_person("Nguyen Van An", distinction="a poet")
    piece = ticking(desk)
    assert send(desk, piece, "tick", "all").saved
    data = opened(desk, piece, "tick").data
    assert data[f"n-company{fpt.pk}-who"] == f"company:{fpt.pk}"
    assert data[f"n-{naming(desk, piece, 'Nguyen Van An')}-who"] == ""


def test_namesakes_are_told_apart_and_asked_for(desk):
    chair = make_person("Nguyen Van An", distinction="chairs FPT")
    make_person("Nguyen Van An", distinction="a poet")
    piece = ticking(desk)
    page = opened(desk, piece, "tick")
    assert "Which “Nguyen Van An”?" in page.text
    assert "chairs FPT" in page.text and "a poet" in page.text
    name = f"n-{naming(desk, piece, 'Nguyen Van An')}-who"
    send(desk, piece, "tick", "keep", **{name: f"person:{chair.pk}"})
    assert opened(desk, piece, "tick").data[name] == f"person:{chair.pk}"


def test_that_it_is_somebody_else_is_remembered_and_can_be_taken_back(desk):
    fpt = make_company("FPT Corporation")
    piece, key = ticking(desk), f"company{fpt.pk}"
    send(desk, piece, "tick", "all")
    assert send(desk, piece, "tick", "dismiss", key).saved
    data = opened(desk, piece, "tick").data
    assert f"n-{key}-who" not in data and data[f"n-{key}-name"] == "FPT Corporation"
    assert send(desk, piece, "tick", "restore", key).saved
    assert "not this one" in opened(desk, piece, "tick").text


def test_an_unknown_name_is_offered_as_a_new_record_that_can_be_corrected(desk):
    piece = ticking(desk)
    key = naming(desk, piece, "Zenkoku Robotics Corporation")
    changes = {f"n-{key}-add": "on", f"n-{key}-name": "Zenkoku", f"n-{key}-kind": "research"}
    assert send(desk, piece, "tick", "keep", **changes).saved
    data = opened(desk, piece, "tick").data
    assert {name: data[name] for name in changes} == changes


def test_a_name_that_was_not_found_is_looked_up_and_asked_for(desk):
    keio = make_company("Keio Gijuku Daigaku")
    piece = ticking(desk, FORUM.replace("Keio University", "the old school"))
    assert send(desk, piece, "tick", "look_up", another="keio gijuku").saved
    page = opened(desk, piece, "tick")
    assert "Which “keio gijuku”?" in page.text
    name = f"n-company{keio.pk}-who"
    assert page.data[name] == ""
    send(desk, piece, "tick", "all")
    assert opened(desk, piece, "tick").data[name] == ""
    assert send(desk, piece, "tick", "keep", **{name: f"company:{keio.pk}"}).saved
    assert opened(desk, piece, "tick").data[name] == f"company:{keio.pk}"


def test_a_name_that_nobody_has_is_offered_as_a_new_one(desk):
    piece = ticking(desk)
    assert send(desk, piece, "tick", "keep", another="Somebody Unheard").saved
    key = naming(desk, piece, "Somebody Unheard")
    assert opened(desk, piece, "tick").data[f"n-{key}-name"] == "Somebody Unheard"


def test_a_body_and_its_namesake_do_not_get_each_other_s_ticks(desk):
    one, two = make_company("Sakura Bank"), make_company("Sakura Group")
    for company in (one, two):
        company.aliases.create(text="Sakura", kind="official")
    text = "Sakura Bank meets Sakura\n\nSakura Bank met Sakura in the great hall on Monday.\n"
    piece = ticking(desk, text)
    send(desk, piece, "tick", "keep", **{f"n-company{one.pk}-who": f"company:{one.pk}"})
    data = opened(desk, piece, "tick").data
    assert data[f"n-company{one.pk}-who"] == f"company:{one.pk}"
    assert data[f"n-company{one.pk}_company{two.pk}-who"] == ""


def test_a_fact_is_filled_in_with_what_its_words_hold(desk):
    fpt, japan = make_company("FPT Corporation"), make_place("Japan", kind="country")
    piece = ticking(desk)
    words = "FPT Corporation said on 28 April 2025 that it will invest US$30 million in Japan"
    prefix = make(desk, piece, "target", words)
    data = opened(desk, piece, "tick").data
    assert data[f"{prefix}-c-words"] == words
    assert (data[f"{prefix}-c-value"], data[f"{prefix}-c-currency"]) == ("30000000", "USD")
    assert data[f"{prefix}-p0-who"] == f"company:{fpt.pk}"
    assert data[f"{prefix}-p0-part"] == "holder"
    prefix = make(desk, piece, "event", words)
    data = opened(desk, piece, "tick").data
    assert (data[f"{prefix}-date"], data[f"{prefix}-place"]) == ("2025-04-28", f"place:{japan.pk}")
    assert data[f"{prefix}-date_printed"] == "28 April 2025"
    assert data[f"{prefix}-status"] == "not_stated" and data[f"{prefix}-title"] == ""


def test_of_several_places_the_narrowest_is_filled_in_and_none_where_two_are_as_narrow(desk):
    make_place("Japan", kind="country"), make_place("Yokohama")
    osaka = make_place("Osaka")
    text = "A tour\n\nGuests came to Osaka in Japan, and others to Yokohama in Japan last week.\n"
    piece = ticking(desk, text)
    for words, place in (
        ("came to Osaka in Japan", f"place:{osaka.pk}"),
        ("to Osaka in Japan, and others to Yokohama", ""),
    ):
        prefix = make(desk, piece, "event", words)
        assert opened(desk, piece, "tick").data[f"{prefix}-place"] == place


def test_a_paragraph_s_sentences_are_offered_one_by_one(desk):
    keio = make_company("Keio University")
    piece = ticking(desk)
    key = passage(desk, piece, "Keio University")
    for sentence, words in (("1", "Keio University takes part."), ("", "“We are glad,”")):
        page = send(desk, piece, "tick", "add", f"event:{key}", **{f"sentence-{key}": sentence})
        assert page.saved
        prefix = f"f{again(piece).choices['facts'][-1]['id']}"
        data = opened(desk, piece, "tick").data
        assert data[f"{prefix}-c-words"].startswith(words)
        assert data[f"{prefix}-p0-who"] == f"company:{keio.pk}"


def test_namesakes_are_not_filled_in_before_it_is_said_who_is_meant(desk):
    chair = make_person("Nguyen Van An", distinction="chairs FPT")
    make_person("Nguyen Van An", distinction="a poet")
    make_company("FPT Corporation")
    piece, words = ticking(desk), "said Nguyen Van An, Chairman of FPT Corporation"
    prefix = make(desk, piece, "role", words)
    assert opened(desk, piece, "tick").data[f"{prefix}-person"] == ""
    name = f"n-{naming(desk, piece, 'Nguyen Van An')}-who"
    prefix = make(desk, piece, "role", words, **{name: f"person:{chair.pk}"})
    assert opened(desk, piece, "tick").data[f"{prefix}-person"] == f"person:{chair.pk}"


def test_a_fact_is_set_aside_and_brought_back_with_all_that_was_typed(desk):
    piece = ticking(desk)
    prefix = make(desk, piece, "event", "takes part", **{})
    send(desk, piece, "tick", "gone", prefix[1:], **{f"{prefix}-title": "A forum"})
    assert f"{prefix}-title" not in opened(desk, piece, "tick").data
    send(desk, piece, "tick", "keep")
    send(desk, piece, "tick", "back", prefix[1:])
    assert opened(desk, piece, "tick").data[f"{prefix}-title"] == "A forum"


def test_what_is_known_of_those_named_can_be_given_one_more_source(desk):
    fpt = make_company("FPT Corporation")
    event = make_event("Japan ICT Day", companies=[fpt])
    target = make_target("engineers in Japan", companies=[fpt])
    make_event("Somebody else's day", companies=[make_company()])
    piece = ticking(desk)
    make(desk, piece, "event", "FPT Corporation said")
    make(desk, piece, "target", "FPT Corporation said")
    page = opened(desk, piece, "tick")
    assert f'<option value="{event.pk}">Japan ICT Day (3 February 2025)</option>' in page.html
    assert f'<option value="{target.pk}">engineers in Japan</option>' in page.html
    assert "Somebody else" not in page.text


def test_rows_for_those_who_took_part_do_not_run_out(desk):
    companies = [make_company(f"Body {letter} Group") for letter in "ABCDE"]
    text = f"A meeting\n\n{' met '.join(map(str, companies))} in the long hall yesterday evening.\n"
    piece = ticking(desk, text)
    prefix = make(desk, piece, "event", "in the long hall")
    for n, company in enumerate(companies):
        name = f"{prefix}-p{n}-who"
        assert name in opened(desk, piece, "tick").data
        send(desk, piece, "tick", "keep", **{name: f"company:{company.pk}"})
    assert f"{prefix}-p6-who" in opened(desk, piece, "tick").data


# -- kept on the way


def test_all_that_was_typed_is_there_again_even_what_is_wrong(desk):
    make_company("FPT Corporation")
    piece = ticking(desk)
    prefix = make(desk, piece, "figure", "FPT Corporation said")
    typed = {
        f"{prefix}-value": "many",
        f"{prefix}-as_of": "31 April",
        f"{prefix}-measure": "x" * 999,
    }
    assert send(desk, piece, "tick", "keep", **typed).saved
    data = Desk.get(desk, reverse("admin:intake_tick", args=[piece.intake_id, 1])).data
    assert {name: data[name] for name in typed} == typed


def test_a_script_stores_what_is_ticked_so_far(desk):
    fpt = make_company("FPT Corporation")
    piece = ticking(desk)
    page = opened(desk, piece, "tick")
    name = f"n-company{fpt.pk}-who"
    sent = {**page.data, name: f"company:{fpt.pk}"}
    headers = {"X-Requested-With": "fetch"}
    response = desk.client.post(page.address, sent, headers=headers)
    assert response.json() == {"version": again(piece).version}
    assert opened(desk, piece, "tick").data[name] == f"company:{fpt.pk}"
    assert desk.client.post(page.address, sent, headers=headers).status_code == 409


def test_a_send_from_an_older_window_stores_nothing_and_shows_what_was_typed(desk):
    fpt = make_company("FPT Corporation")
    piece = ticking(desk)
    older = opened(desk, piece, "tick")
    send(desk, piece, "tick", "keep")
    name = f"n-company{fpt.pk}-who"
    for button in ("keep", "save", "all"):
        sent = {**older.data, button: "1", name: f"company:{fpt.pk}"}
        page = desk.post(older.address, sent)
        assert page.status == 409 and page.data[name] == f"company:{fpt.pk}"
        assert name not in again(piece).choices["tick"]
    assert not Article.objects.exists()
    assert desk.post(older.address, {**page.data, "keep": "1"}).saved


def test_ticks_stay_when_the_text_is_corrected_and_a_fact_says_that_its_paragraph_is_gone(desk):
    fpt = make_company("FPT Corporation")
    piece = ticking(desk)
    send(desk, piece, "tick", "all")
    prefix = make(desk, piece, "event", "Keio University takes part")
    send(desk, piece, "tick", "text")
    key = passage(desk, piece, "Keio University takes part")
    assert send(desk, piece, "text", "go_on", **{f"keep-{key}": None}).saved
    page = opened(desk, piece, "tick")
    assert page.data[f"n-company{fpt.pk}-who"] == f"company:{fpt.pk}"
    assert "Their paragraph was left out of the text" in page.text
    page = send(desk, piece, "tick", "save", **{f"{prefix}-title": "A forum"})
    assert page.status == 200 and "Its paragraph was left out" in page.text


# -- junk, and how much it takes


@pytest.mark.parametrize(
    ("button", "value"),
    [
        ("dismiss", "company1"),
        ("dismiss", "x\r\nLocation: //evil"),
        ("restore", "x\r\ny"),
        ("add", "event:99"),
        ("add", "person:0"),
        ("add", ""),
        ("gone", "99999999999999999999999"),
        ("back", "-1"),
        ("look_up", "1"),
    ],
)
def test_a_step_that_the_page_does_not_offer_does_nothing(desk, button, value):
    piece = ticking(desk)
    page = send(desk, piece, "tick", button, value)
    assert page.saved and "evil" not in page.response.headers["Location"]
    choices = again(piece).choices
    assert not [choices[name] for name in ("facts", "dismissed", "looked_up") if choices.get(name)]


LONG = "\n\n".join(
    f"Body {n % 26:02d} Group said on {n % 28 + 1} May 2025 that it would pay US${n + 1} million to"
    f" the engineers of Partner {n} Corporation. It was glad, said its chairman at the long table."
    for n in range(60)
)


def test_an_article_of_sixty_paragraphs_stays_within_what_a_form_may_hold(desk, settings):
    for n in range(26):
        make_company(f"Body {n:02d} Group")
    piece = ticking(desk, f"A long day in Hanoi\n\n{LONG}\n")
    for n in range(3):
        make(desk, piece, "target", f"Body {n:02d} Group said on {n + 1} May")
    html = opened(desk, piece, "tick").html
    assert html.count(' name="') < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 4


def test_the_page_takes_the_same_few_queries_whatever_it_holds(desk):
    for n in range(26):
        make_event(companies=[make_company(f"Body {n:02d} Group")], people=[make_person()])
    short = ticking(desk, f"A short day\n\n{LONG[:400]}\n")
    long = ticking(desk, f"A long day\n\n{LONG[:4000]}\n")
    counts = []
    for piece in (short, long):
        for n in range(1 if piece == short else 3):
            make(desk, piece, "event", f"said on {n + 1} May 2025")
            make(desk, piece, "target", f"said on {n + 1} May 2025")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            opened(desk, piece, "tick")
        counts.append(len(queries))
    assert counts[0] == counts[1] and counts[0] < 30


@pytest.mark.parametrize("name", ["000", "003"])
def test_each_paragraph_of_a_document_stands_beside_whom_it_names_first(desk, name):
    company = make_company("CMC Corporation", aliases=["CMC"])
    make_company("FPT Corporation", aliases=["FPT"])
    piece = ticking(desk, seed(name))
    found = rows(desk, piece)
    assert len(found) > 4
    suggested = [s.key for row in found for s in row.settled]
    assert len(suggested) == len(set(suggested))
    if name == "000":
        assert f"company{company.pk}" in [s.key for s in found[0].settled]
    assert paste(desk, seed(name)).pk == piece.pk
