"""Import and export at the desk: upload, look, confirm; who may; what comes between."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from reversion.models import Revision

from entities.models import Company, CompanyAlias, Event, Person, Target
from tests.desk import Desk, address
from tests.factories import make_company
from tests.sheets import preview, upload
from vjtech.core.history import revision
from vjtech.core.importing import kept

pytestmark = pytest.mark.django_db

LISTS = ((Company, "companies"), (Person, "people"), (Event, "events"), (Target, "targets"))


@pytest.fixture
def desk():
    return Desk()


def confirm(desk, page, why="Spring cleaning", **changes):
    given = {"seen": page.data.get("seen", ""), "why": why, **changes}
    return desk.post(page.address, given, follow=True)


def marked(page):
    """Return what a page marks as going and as coming."""
    return re.findall(r"<del>(.*?)</del>", page.html), re.findall(r"<ins>(.*?)</ins>", page.html)


# -- the way through


def test_a_file_is_looked_at_confirmed_and_stored(desk):
    make_company("FPT", slug="fpt", summary="A group of firms.")
    make_company("CMC", slug="cmc")
    page = preview(desk, "slug,name,summary\nfpt,FPT,A group.\ncmc,CMC,\nvng,VNG,\n")
    goes, comes = marked(page)
    assert "A group of firms." in goes and {"A group.", "vng", "VNG"} <= set(comes)
    assert "1 new 1 changed 1 unchanged" in page.text and "line 3" not in page.text.lower()
    assert Company.objects.count() == 2
    done = confirm(desk, page)
    assert done.messages() == ["Imported: 1 new, 1 changed, 1 unchanged."]
    assert Company.objects.get(slug="fpt").summary == "A group."
    assert Company.objects.get(slug="vng").state == "draft"


def test_an_import_is_one_revision_with_who_and_why(desk):
    make_company("FPT", slug="fpt")
    page = preview(desk, "slug,name\nfpt,FPT Corp\nvng,VNG\n")
    assert not Revision.objects.exists()
    confirm(desk, page, why="As their site says")
    revision = Revision.objects.get(user=desk.user)
    assert revision.comment == "As their site says"
    assert {each.object_repr for each in revision.version_set.all()} == {"FPT Corp", "VNG"}


def test_the_same_file_twice_has_nothing_to_import(desk):
    data = "slug,name\nvng,VNG\n"
    confirm(desk, preview(desk, data))
    before = Company.objects.values("version", "updated").get()
    revisions = Revision.objects.count()
    page = preview(desk, data)
    assert "nothing to import" in page.text and 'name="seen"' not in page.html
    confirm(desk, page)
    assert Company.objects.values("version", "updated").get() == before
    assert Revision.objects.count() == revisions


def test_what_is_exported_can_be_sent_back(desk):
    make_company("=1+1, “FPT”", slug="fpt", summary="'@a\nb")
    response = desk.client.get(address("export", Company, "companies"))
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf") and b"'=1+1" in data
    assert "nothing to import" in preview(desk, data).text


def test_a_why_is_asked_for(desk):
    page = preview(desk, "slug,name\nvng,VNG\n")
    assert page.data["why"] == "Imported from some.csv"
    again = confirm(desk, page, why=" ")
    assert "required" in again.text and not Company.objects.exists()
    assert confirm(desk, page, why="x" * 501).status == 200 and not Company.objects.exists()


def test_a_file_may_be_dropped(desk):
    page = preview(desk, "slug,name\nvng,VNG\n")
    kept_rows = Session.objects.count()
    desk.post(page.address, {"_drop": "1"})
    assert Session.objects.count() == kept_rows - 1
    assert "no longer kept" in desk.get(page.address, follow=True).text
    assert not Company.objects.exists()


def test_many_changes_are_shown_page_by_page(desk):
    rows = "".join(f"c{n},Company {n}\n" for n in range(150))
    page = preview(desk, f"slug,name\n{rows}")
    assert "1–100 of 150" in page.text and "?from=100" in page.html
    assert "101–150 of 150" in desk.get(f"{page.address}?from=100").text
    for junk in ("x", "9" * 40, "-1", "é", "999"):
        assert "1–100 of 150" in desk.get(f"{page.address}?from={junk}").text


# -- what is refused


def test_a_file_that_cannot_be_read_is_refused_with_line_and_reason(desk):
    page = upload(desk, 'slug,name\nfpt,"FPT\n')
    assert page.status == 400 and "never closed" in page.text
    assert "<td>2</td>" in page.html.replace(' class="number"', "")
    for data in (b"", b"PK\x03\x04", b"\xff", b"a,b\n", "slug\n富".encode("cp932")):
        assert upload(desk, data).status in (200, 400)
    assert not Company.objects.exists()


def test_rows_with_errors_are_listed_and_nothing_can_be_confirmed(desk):
    page = preview(desk, "slug,name,country\nfpt,FPT,Vietnam\nvng,VNG,VN\n")
    assert "Nothing is imported" in page.text and 'name="seen"' not in page.html
    assert confirm(desk, page).status == 409
    assert not Company.objects.exists()


def test_very_many_errors_are_counted(desk):
    rows = "".join(f"c{n},,\n" for n in range(150))
    assert "… and 50 more." in preview(desk, f"slug,name,country\n{rows}").text


def test_what_the_file_says_is_escaped(desk):
    page = preview(desk, "slug,name\nx,<script>alert(1)</script>\n", file="<b>.csv")
    assert "<script>alert" not in page.html and "<b>.csv" not in page.html
    page = upload(desk, "slug,<img src=x>\nx,y\n")
    assert "<img src=x>" not in page.html and page.status == 400


def test_no_file_and_no_key_break_the_pages(desk):
    path = address("import", Company, "companies")
    for data in ({}, {"file": "text"}, {"file": SimpleUploadedFile("x" * 300, b"a")}):
        assert desk.post(path, data).status in (200, 400)
    for key in ("none", "0" * 32, "x" * 300):
        assert desk.get(f"{path}{key}/").saved and desk.post(f"{path}{key}/", {}).saved
    assert desk.client.get(address("import", Company, "nothing")).status_code == 404
    assert desk.client.get(address("export", Company, "nothing")).status_code == 404
    page = preview(desk, "slug,name\nvng,VNG\n")
    for seen in ("", "x", "\0", "é" * 5000):
        assert confirm(desk, page, seen=seen).status == 409
    assert not Company.objects.exists()


def test_no_page_carries_script_or_style_of_its_own(desk):
    make_company("FPT", slug="fpt", summary="A long story. " * 20)
    pages = [
        desk.get(address("import", Event, "events")),
        desk.list(Company),
        upload(desk, "slug\n"),
        preview(desk, "slug,name,summary\nfpt,FPT,A story.\nb,B,\n"),
        preview(desk, "slug,name\na b,B\n"),
    ]
    for page in pages:
        inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>", page.html)
        assert not inline and not re.search(r"<style|<[^>]+\s(style|on\w+)=", page.html)


# -- what others do meanwhile


def test_a_change_between_look_and_confirm_is_shown_first(desk):
    fpt = make_company("FPT", slug="fpt", summary="Old.")
    page = preview(desk, "slug,summary\nfpt,New.\n")
    fpt.country = "VN"
    fpt.save()
    again = confirm(desk, page)
    assert again.status == 409 and "somebody changed" in again.text
    assert Company.objects.get().summary == "Old."
    again.address = page.address
    confirm(desk, again)
    assert Company.objects.get().summary == "New." and Company.objects.get().country == "VN"


def test_a_change_while_the_file_is_compared_once_more_is_shown_first(desk, monkeypatch):
    fpt = make_company("FPT", slug="fpt", summary="Old.")
    page = preview(desk, "slug,summary\nfpt,New.\n")

    def after_somebody_else(*args):
        Company.objects.filter(pk=fpt.pk).publish()
        return revision(*args)

    monkeypatch.setattr("vjtech.core.admin.importing.revision", after_somebody_else)
    assert confirm(desk, page).status == 409
    assert Company.objects.get().summary == "Old."


def test_what_the_file_names_may_vanish_meanwhile(desk):
    above = make_company("Above", slug="above")
    page = preview(desk, "slug,name,part of\nfpt,FPT,above\n")
    above.delete()
    again = confirm(desk, page)
    assert again.status == 409 and "There is no company" in again.text
    assert not Company.objects.exists()


def test_an_open_form_notices_the_import(desk):
    fpt = make_company("FPT", slug="fpt")
    form = desk.change(fpt)
    data = "company,text,kind\nfpt,F.P.T.,short\n"
    confirm(desk, preview(desk, data, name="company-aliases"))
    assert form.save(summary="Mine").status == 409
    assert CompanyAlias.objects.get().text == "F.P.T."


def test_a_kept_file_is_its_editor_s_alone(desk):
    page = preview(desk, "slug,name\nvng,VNG\n")
    other = Desk()
    assert "no longer kept" in other.get(page.address, follow=True).text
    key = page.address.rstrip("/").rsplit("/", 1)[1]
    assert (
        Session.objects.filter(pk=key).exists()
        and "VNG" not in Session.objects.get(pk=key).session_data
    )
    other_list = address("import", Person, "people")
    assert desk.get(f"{other_list}{key}/").saved


def test_only_the_latest_files_are_kept(desk):
    pages = [preview(desk, f"slug,name\nvng,V{n}\n") for n in range(kept.MOST_KEPT + 1)]
    assert "no longer kept" in desk.get(pages[0].address, follow=True).text
    assert desk.get(pages[-1].address).status == 200
    assert Session.objects.count() == kept.MOST_KEPT + 1


# -- who may


def test_editors_import_drafts_and_reviewers_publish():
    data = "slug,name,state\nvng,VNG,published\n"
    editor, reviewer = Desk("Editors"), Desk("Reviewers")
    page = preview(editor, data)
    assert "Only a reviewer" in page.text
    assert confirm(editor, page).status == 409 and not Company.objects.exists()
    confirm(reviewer, preview(reviewer, data))
    assert Company.objects.get().state == "published"


def test_an_import_needs_the_right_to_add_and_to_change():
    group = Group.objects.create(name="half")
    group.permissions.add(*Permission.objects.filter(codename="change_company"))
    half = Desk("half")
    nobody = Desk(Group.objects.create(name="none").name)
    for who in (half, nobody):
        assert who.client.get(address("import", Company, "companies")).status_code == 403
        response = who.client.post(address("import", Company, "companies"), {})
        assert response.status_code == 403
    assert nobody.client.get(address("export", Company, "companies")).status_code == 403
    assert half.client.get(address("export", Company, "companies")).status_code == 200
    listed = half.list(Company).html
    assert address("import", Company, "companies") not in listed
    assert address("export", Company, "companies") in listed
    assert address("export", Company, "company-aliases") not in listed


def test_who_may_not_take_rows_away_may_not_import_them():
    group = Group.objects.create(name="keepers")
    group.permissions.add(*Permission.objects.filter(content_type__app_label="entities"))
    group.permissions.remove(Permission.objects.get(codename="delete_eventperson"))
    keeper = Desk("keepers")
    assert keeper.client.get(address("import", Event, "events")).status_code == 403
    assert keeper.client.get(address("import", Company, "companies")).status_code == 200


def test_visitors_are_sent_to_sign_in(client):
    for model, name in LISTS:
        for page in ("import", "export"):
            assert "/login/" in client.get(address(page, model, name))["Location"]
