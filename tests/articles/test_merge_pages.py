"""The pages of merging at the desk: what they show, what they refuse, who may do it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities.models import Company, CompanyMerge, CompanyPair, Person, Tie
from tests.desk import Desk, address
from tests.factories import make_article, make_company, make_person, make_place, make_role, make_tie
from tests.merges import dump, make_companies, make_people, make_places
from vjtech.core.pairs import distinct_pairs, mark_distinct

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk("Reviewers")


def merging(winner, loser):
    return f"{address('merge', type(winner), winner.pk)}?with={loser.pk}"


def undoing(merge):
    return reverse(f"admin:entities_{merge._meta.model_name}_undo", args=[merge.pk])


def merged(desk, winner, loser, **decided):
    page = desk.get(merging(winner, loser))
    return desk.post(page.address, {**page.data, "why": "One address.", **decided})


def test_two_ticked_rows_lead_to_the_page_on_which_they_are_merged(desk):
    one, two = make_company(), make_company()
    page = desk.act("merge_selected", one, two)
    assert page.response.redirect_chain == [(merging(one, two), 302)]
    for ticked in ([one], [one, two, make_company()]):
        assert "exactly two" in desk.act("merge_selected", *ticked).text


@pytest.mark.parametrize("make", [make_companies, make_people, make_places])
def test_a_merge_shown_decided_and_done_is_undone_again(desk, make):
    one, two = make()
    before = dump()
    page = desk.get(merging(one, two))
    assert page.status == 200 and two.name in page.text
    decided = {"why": "One address.", "field_name": "other", "drop": "on"}
    if hasattr(one, "parent_id") and one.parent_id:
        decided["field_parent"] = "other"
    done = desk.post(page.address, {**page.data, **decided})
    assert done.saved, done.text
    one.refresh_from_db()
    assert one.name == two.name and not type(one).objects.filter(pk=two.pk).exists()
    merge = one.merges.get(undone=None, loser_name=two.name)
    assert (merge.by, merge.reason) == (desk.user, "One address.")
    own = desk.change(one)
    assert undoing(merge) in own.html and two.slug in own.text
    undo = desk.get(undoing(merge))
    assert desk.post(undo.address, {**undo.data, "why": "They are two."}).saved
    assert dump() == before
    merge.refresh_from_db()
    assert (merge.undone_by, merge.undo_reason) == (desk.user, "They are two.")
    assert undoing(merge) not in desk.list(type(merge)).html


def test_the_page_names_what_is_joined_taken_over_and_dropped(desk):
    one, two, person = make_company("Alpha"), make_company("Beta"), make_person("Ms An")
    make_role(person, one, title="Chair", start="2019")
    make_role(person, two, title="Chair", start="2019", end="2021")
    tie = make_tie(one, two)
    text = desk.get(merging(one, two)).text
    assert "Role: Ms An, Chair, Beta taken over: end: 2021" in text
    assert f"“{tie.citations.get().words}”" in text
    refused = merged(desk, one, two)
    assert "Tick this" in refused.text and Company.objects.filter(pk=two.pk).exists()
    assert merged(desk, one, two, drop="on").saved and not Tie.objects.exists()


def test_the_other_name_becomes_an_alias_of_the_kind_that_is_chosen(desk):
    one, two = make_person("Nguyen Van A"), make_person("Nguyễn Văn A")
    assert desk.get(merging(one, two)).data["alias_kind"] == "native"
    assert merged(desk, one, two, alias_kind="misprint", alias_language="").saved
    alias = one.aliases.get()
    assert (alias.text, alias.kind, alias.language) == ("Nguyễn Văn A", "misprint", "")


def test_what_is_there_is_proposed_rather_than_what_is_not(desk):
    one, two = make_company(summary=""), make_company(summary="A bank.", country="VN")
    assert merged(desk, one, two).saved
    one.refresh_from_db()
    assert (one.summary, one.country) == ("A bank.", "VN")


def test_a_parent_that_makes_a_ring_is_not_offered_and_must_be_decided(desk):
    group = make_company()
    child = make_company(parent=group)
    page = desk.get(merging(child, group))
    assert "would be part of itself" in page.text
    for forged in ({}, {"field_parent": "kept"}):
        refused = desk.post(page.address, {**page.data, "why": "x", **forged})
        assert refused.status == 200 and "Choose one" in refused.text
    assert merged(desk, child, group, field_parent="other").saved
    child.refresh_from_db()
    assert child.parent is None


def test_a_change_meanwhile_is_refused_and_shown_anew(desk):
    one, two = make_company(), make_company()
    page = desk.get(merging(one, two))
    Company.objects.get(pk=two.pk).save()
    typed = {**page.data, "why": "One address.", "alias_kind": "former"}
    refused = desk.post(page.address, typed)
    assert refused.status == 409 and "was changed" in refused.text
    assert refused.data["why"] == "One address." and refused.data["alias_kind"] == "former"
    assert desk.post(page.address, {**typed, "seen": refused.data["seen"]}).saved


def test_a_record_that_is_gone_meanwhile_is_told(desk):
    one, two = make_company(), make_company()
    page = desk.get(merging(one, two))
    two.delete()
    assert "no such record" in desk.post(page.address, {**page.data, "why": "x"}).text
    one_page = address("merge", Company, one.pk)
    one.delete()
    assert "not there any more" in desk.get(one_page, follow=True).text


def test_what_the_base_refuses_is_told_and_changes_nothing(desk, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError("no")

    one, two = make_company(), make_company()
    monkeypatch.setattr("vjtech.core.admin.merging.merge", refuse)
    page = merged(desk, one, two)
    assert page.status == 409 and "nothing is changed" in page.text


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 30, "١", "%00", "1e3", "' OR 1=1"])
def test_forged_keys_give_messages(desk, key):
    company = make_company()
    page = address("merge", Company, company.pk)
    for method in (desk.client.get, desk.client.post):
        assert method(f"{page}?with={key}").status_code in (200, 400)
        forged = f"/admin/entities/company/{key}/merge/?with={company.pk}"
        assert method(forged).status_code in (302, 400, 404)
        assert method(f"/admin/entities/companymerge/{key}/undo/").status_code in (302, 400, 404)


def test_the_same_record_twice_gives_a_message(desk):
    company = make_company()
    assert "this very record" in desk.get(merging(company, company)).text
    assert desk.post(merging(company, company), {"why": "x"}).status == 200
    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"seen": "x" * 500},
        {"seen": ""},
        {"why": "x" * 301},
        {"why": "\0"},
        {"alias_kind": "none"},
        {"alias_language": "x" * 11},
        {"field_name": "both"},
    ],
)
def test_junk_in_the_form_is_refused_with_what_was_typed(desk, forged):
    one, two = make_company(), make_company()
    page = merged(desk, one, two, **forged)
    assert page.status == 200 and page.response.context_data["form"].errors
    assert Company.objects.count() == 2


def test_only_who_may_delete_merges_and_undoes():
    one, two = make_company(), make_company()
    page = merging(one, two)
    editor, reviewer = Desk("Editors"), Desk("Reviewers")
    assert page.split("?")[0] not in editor.change(one).html
    assert 'value="merge_selected"' not in editor.list(Company).html
    assert editor.client.get(page).status_code == 403
    assert editor.client.post(page, {"why": "x"}).status_code == 403
    assert merged(reviewer, one, two).saved
    undo = undoing(CompanyMerge.objects.get())
    assert editor.client.get(undo).status_code == editor.client.post(undo).status_code == 403
    assert "/undo/" not in editor.list(CompanyMerge).html + editor.change(one).html
    assert Client().get(page).status_code == Client().get(undo).status_code == 302


def test_only_who_may_publish_undoes_what_publishes_again(desk):
    one, two = make_company(), make_company("Beta")
    draft, other = make_company(state="draft"), make_company("Gamma", state="draft")
    assert merged(desk, one, two).saved and merged(desk, draft, other).saved
    tidier = Desk("Editors")
    tidier.user.user_permissions.add(Permission.objects.get(codename="delete_company"))
    refused = tidier.get(undoing(one.merges.get()))
    assert "ask a reviewer" in refused.text and 'name="why"' not in refused.html
    forged = tidier.client.post(undoing(one.merges.get()), {"why": "x"})
    assert forged.status_code == 403 and not Company.objects.filter(name="Beta").exists()
    assert tidier.post(undoing(draft.merges.get()), {"why": "x"}).saved


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(IntegrityError("once"), 302, "marked already."), (OperationalError("locked"), 503, "busy")],
)
def test_a_mark_that_comes_second_or_finds_the_base_busy_is_told(monkeypatch, error, status, said):
    def refuse(*args):
        raise error

    desk, one, two = Desk("Reviewers"), make_company(), make_company()
    monkeypatch.setattr("vjtech.core.admin.merging.mark_distinct", refuse)
    page = desk.post(merging(one, two), {"_distinct": "1", "reason": "Another town"})
    assert page.status == status
    shown = page if status == 503 else desk.change(one)
    assert said in shown.text and "already.." not in shown.text


def test_a_forged_request_from_elsewhere_merges_nothing(desk):
    one, two = make_company(), make_company()
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.user)
    data = desk.get(merging(one, two)).data
    assert client.post(merging(one, two), {**data, "why": "x"}).status_code == 403
    assert Company.objects.count() == 2


def test_an_undo_that_cannot_be_says_what_stands_in_its_way(desk):
    one, two = make_company(), make_company("Beta", country="VN")
    assert merged(desk, one, two).saved
    undo = undoing(one.merges.get())
    Company.objects.filter(pk=one.pk).update(country="JP")
    page = desk.get(undo)
    assert "edited since: country" in page.text and 'name="why"' not in page.html
    assert desk.post(undo, {"why": "x"}).status == 409
    assert not Company.objects.filter(name="Beta").exists()


def test_an_undo_wants_a_reason(desk):
    one, two = make_company(), make_company()
    assert merged(desk, one, two).saved
    page = desk.post(undoing(one.merges.get()), {"why": " "})
    assert page.status == 200 and "Say why" in page.text and Company.objects.count() == 1


def test_two_that_are_not_the_same_are_remembered_shown_and_forgotten(desk):
    one, two = make_person("An"), make_person("Anh")
    data = {"_distinct": "1", "reason": "Another town"}
    assert desk.post(merging(one, two), data).saved
    assert distinct_pairs(Person) == {frozenset({one.pk, two.pk})}
    for record, other in ((one, two), (two, one)):
        page = desk.change(record)
        assert f"Not the same as {other.name}" in page.text and "Another town" in page.text
    page = desk.get(merging(two, one))
    assert "marked as not the same" in page.text and "_distinct" not in page.html
    assert "tick this to merge" in merged(desk, two, one).text
    assert merged(desk, two, one, despite="on").saved
    assert distinct_pairs(Person) == set()


def test_an_editor_takes_a_mark_away_again():
    one, two = make_company(), make_company()
    pair = mark_distinct(one, two, None)
    editor = Desk("Editors")
    removal = address("delete", CompanyPair, pair.pk)
    assert removal in editor.change(one).html
    assert editor.post(removal, {"post": "yes"}).saved
    assert not CompanyPair.objects.exists()


def test_a_pair_typed_into_the_list_is_checked(desk):
    one, two = make_place("One"), make_place("Two")
    mark_distinct(one, two, None)
    page = desk.get(reverse("admin:entities_placepair_add"))
    for ends, told in (((two, one), "marked already"), ((one, one), "choose two")):
        data = {**page.data, "one": str(ends[0].pk), "other": str(ends[1].pk)}
        assert told in desk.post(page.address, data).text
    listed = desk.get(reverse("admin:entities_placepair_changelist") + "?q=two")
    assert "1 pair" in listed.text


def test_who_is_called_alike_is_proposed_unless_marked_as_another(desk):
    one, two = make_company("Fuji Kogyo"), make_company("Fuji Kogyo")
    page = desk.get(address("merge", Company, one.pk))
    assert merging(one, two) in page.html
    other = make_company("Sakura")
    assert merging(one, other) in desk.get(f"{page.address}?q=sakura").html
    mark_distinct(one, two, None)
    assert merging(one, two) not in desk.get(page.address).html
    assert "another spelling" in desk.get(f"{page.address}?q={'x' * 5000}").text


def test_merges_are_found_by_either_name(desk):
    assert merged(desk, make_company("Công ty An"), make_company("Bình Minh")).saved
    found = address("changelist", CompanyMerge)
    for words in ("binh", "cong ty"):
        assert "Bình Minh" in desk.get(f"{found}?q={words}").text
    assert "Bình Minh” into" not in desk.get(f"{found}?q=sakura").text


def test_the_old_address_leads_to_the_kept_record(desk, client):
    one, two = make_company("Alpha"), make_company("Beta")
    two.former_slugs.create(slug="gamma")
    assert merged(desk, one, two).saved
    for slug in ("beta", "gamma"):
        response = client.get(f"/companies/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/companies/alpha/")


def test_the_page_asks_as_often_for_many_links_as_for_few(desk):
    def cost(number):
        one, two, person, other = make_company(), make_company(), make_person(), make_company()
        for n in range(number):
            for company in (one, two):
                make_role(person, company, title=f"Title {n}")
                make_tie(company, other, detail=f"Detail {n}")
            make_role(company=two)
            make_article(companies=[one, two] if n % 2 else [two])
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(merging(one, two)).status == 200
        return len(asked)

    assert cost(2) == cost(6)


def test_names_are_shown_escaped(desk):
    one, two = make_company("<b>One</b>"), make_company("<script>x</script>")
    html = desk.get(merging(one, two)).html
    assert "<script>x" not in html and "<b>One" not in html
