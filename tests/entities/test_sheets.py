"""Sheets of companies, people, aliases, events and targets: compared, validated, stored."""

import pytest
from django.db import models

from entities.models import Company, CompanyAlias, Event, EventCompany, Person, Target
from entities.sheets import (
    CompanyAliasSheet,
    CompanySheet,
    EventSheet,
    PersonAliasSheet,
    PersonSheet,
    TargetSheet,
)
from tests.factories import (
    make_company,
    make_event,
    make_person,
    make_place,
    make_target,
)
from tests.sheets import changes, exported, plan, problems, stored
from vjtech.core.importing import table

pytestmark = pytest.mark.django_db

SHEETS = (
    CompanySheet,
    PersonSheet,
    CompanyAliasSheet,
    PersonAliasSheet,
    EventSheet,
    TargetSheet,
)
companies, people, events, targets = CompanySheet(), PersonSheet(), EventSheet(), TargetSheet()
aliases = CompanyAliasSheet()


def columns_of(problems):
    return [(line, column) for line, column, _reason in problems]


# -- what a row changes


def test_a_column_left_out_is_untouched_and_an_empty_cell_empties():
    make_company("FPT", slug="fpt", country="VN", summary="A group.")
    assert changes(companies, "slug,summary\nfpt,\n") == {2: {"summary": ("A group.", "")}}
    stored(companies, "slug,summary\nfpt,\n")
    fpt = Company.objects.get()
    assert (fpt.name, fpt.country, fpt.summary) == ("FPT", "VN", "")


def test_a_new_row_shows_what_it_gets_by_default():
    (told,) = changes(companies, "slug,name,kind\nfpt,FPT,\n").values()
    assert told["kind"] == ("", "company") and told["state"] == ("", "draft")
    stored(companies, "slug,name\nfpt,FPT\n")
    assert Company.objects.get().state == "draft"


def test_codes_and_choices_are_forgiven_their_capitals():
    stored(companies, "slug,name,kind,country\nmoit,MoIT,Government body,vn\n")
    moit = Company.objects.get()
    assert (moit.kind, moit.country) == ("government", "VN")


def test_what_was_typed_on_a_mac_is_composed():
    stored(companies, "slug,name\ndn,  Đa\u0300 Nẵng \n")
    assert Company.objects.get().name == "Đà Nẵng"


def test_a_row_may_belong_to_one_that_stands_below_it():
    stored(companies, "slug,name,part of\nsoft,Soft,fpt\nfpt,FPT,\nsub,Sub,soft\n")
    assert Company.objects.get(slug="sub").parent.parent.slug == "fpt"


def test_only_what_changed_gets_a_version():
    one, two = make_company("One", slug="one"), make_company("Two", slug="two")
    stored(companies, "slug,name\none,One\ntwo,Zwei\n")
    versions = dict(Company.objects.values_list("slug", "version"))
    assert versions == {"one": one.version, "two": two.version + 1}


@pytest.mark.parametrize("sheet", [each() for each in SHEETS], ids=lambda sheet: sheet.name)
def test_the_same_file_twice_changes_nothing(sheet):
    fpt = make_company("FPT", slug="fpt", aliases=["FPT Corp", "'=x"])
    boss = make_person("Boss", slug="boss", aliases=["B"])
    place = make_place("Hà Nội", slug="hn")
    make_event("E", slug="e", companies=[fpt], people=[boss], place=place, date="2025~")
    make_target("m", slug="m", companies=[fpt])
    data = exported(sheet)
    found = plan(sheet, data)
    assert found.problems == [] and set(found.counts) == {"unchanged"}
    shortened = {"events": "slug,title,companies\nnew,New,fpt\n", "targets": None}.get(sheet.name)
    if shortened:
        stored(sheet, shortened)
        before = list(Event.objects.values_list("version", "updated"))
        assert stored(sheet, shortened).counts == {"unchanged": 1}
        assert list(Event.objects.values_list("version", "updated")) == before


def test_more_than_can_be_stored_at_once_is_to_be_split(monkeypatch):
    monkeypatch.setattr("vjtech.core.importing.plan.MOST_STORED", 2)
    rows = "slug,name\na,A\nb,B\nc,C\n"
    (found,) = problems(companies, rows)
    assert found[:2] == (None, "") and found[2].startswith("3 rows are new or changed")
    stored(companies, "slug,name\na,A\nb,B\n")
    assert problems(companies, rows) == []  # what is there already does not count


def test_very_many_who_take_part_are_to_be_split(monkeypatch):
    monkeypatch.setattr("vjtech.core.importing.plan.MOST_PARTS", 2)
    make_company(slug="a")
    make_company(slug="b")
    rows = "slug,title,kind,companies\nx,X,forum,a; b\ny,Y,forum,a\n"
    ((line, column, reason),) = problems(events, rows)
    assert (line, column) == (3, "companies") and "split" in reason


def test_an_unknown_owner_of_an_alias_is_told():
    assert columns_of(problems(aliases, "company,text,kind\nnone,A,short\n")) == [(2, "company")]


def test_an_alias_makes_its_owner_newer_once():
    fpt = make_company("FPT", slug="fpt")
    data = "company,text,kind,language\nfpt,A,short,en\nfpt,B,native,ja\n"
    stored(aliases, data)
    assert Company.objects.get().version == fpt.version + 1
    assert set(CompanyAlias.objects.values_list("text", "kind", "language")) == {
        ("A", "short", "en"),
        ("B", "native", "ja"),
    }
    assert stored(aliases, data).counts == {"unchanged": 2}
    assert Company.objects.get().version == fpt.version + 1


def test_everything_unique_is_looked_up_as_the_key():
    """Rows are validated without asking the database for each: the key is all there is."""
    for sheet in SHEETS:
        unique = {f.name for f in sheet.model._meta.concrete_fields if f.unique} - {"id"}
        assert unique <= set(sheet().key)
        for constraint in sheet.model._meta.constraints:
            assert isinstance(constraint, models.UniqueConstraint)
            assert constraint.fields == ("owner", "text", "kind")
            assert sheet().key[1:] == ("text", "kind")


# -- what is refused


def test_each_row_is_validated_and_every_problem_told():
    make_place("Hà Nội", slug="hn")
    data = (
        "slug,title,kind,date,why date is inferred,place,part of,companies\n"
        "a,A,party,2025-02-30,,nowhere,,\n"
        "b,,forum,2025?-01,,hn,none,fpt:host\n"
        "a b,C,,,,,,\n"
        ",D E,,,,,,\n"
        f"e,{'x' * 301},,,,,,\n"
    )
    assert columns_of(problems(events, data)) == [
        *((2, "kind"), (2, "date"), (2, "place")),
        *((3, "part of"), (3, "companies"), (3, "title"), (3, "why date is inferred")),
        *((4, "slug"), (5, "slug"), (6, "title")),
    ]
    assert "“d-e”" in problems(events, data)[-2][2]


def test_country_codes_are_checked():
    assert columns_of(problems(companies, "slug,name,country\na,A,Japan\nb,B,XX\n")) == [
        (2, "country"),
        (2, "country"),
        (3, "country"),
    ]


def test_what_may_not_be_empty_is_not_emptied():
    make_company("FPT", slug="fpt")
    assert columns_of(problems(companies, "slug,name,kind\nfpt,,\n")) == [(2, "name"), (2, "kind")]
    assert columns_of(problems(companies, "slug,summary\nnew,x\n")) == [(2, "name")]


def test_a_key_that_stands_twice_is_refused():
    ((line, column, reason),) = problems(companies, "slug,name\na,A\nb,B\na,C\n")
    assert (line, column) == (4, "slug") and "line 2" in reason


def test_a_former_address_is_no_new_record():
    fpt = make_company("FPT", slug="old")
    fpt.slug = "fpt"
    fpt.save()
    ((_line, _column, reason),) = problems(companies, "slug,name\nold,FPT\n")
    assert "“fpt”" in reason
    ((_line, column, reason),) = problems(companies, "slug,name,part of\nb,B,old\n")
    assert column == "part of" and "“fpt”" in reason


@pytest.mark.parametrize("new", [True, False])
def test_a_ring_is_refused_even_of_rows_that_are_new(new):
    if not new:
        make_company("A", slug="a")
        make_company("B", slug="b")
    data = "slug,name,part of\na,A,b\nb,B,a\nc,C,a\n"
    found = problems(companies, data)
    assert set(columns_of(found)) == {(2, "part of"), (3, "part of"), (4, "part of")}
    assert columns_of(problems(companies, "slug,name,part of\nx,X,x\n")) == [(2, "part of")]


def test_a_chain_without_end_is_refused():
    rows = "".join(f"c{n},C,c{n + 1}\n" for n in range(3000))
    found = problems(companies, f"slug,name,part of\n{rows}c3000,C,\n")
    assert columns_of(found)[0] == (2, "part of") and len(found) == 3001 - 50


def test_a_row_changed_since_its_export_is_not_overwritten():
    fpt = make_company("FPT", slug="fpt", summary="Old.")
    data = exported(companies)
    fpt.summary = "Newer."
    fpt.save()
    ((line, column, reason),) = problems(companies, data)
    assert (line, column) == (2, "version") and "version 1; now 2" in reason
    assert problems(companies, "slug,summary\nfpt,Old.\n") == []


def test_only_reviewers_publish():
    make_company("A", slug="a", state="published")
    make_company("B", slug="b", state="draft")
    data = "slug,name,state\na,A,published\nb,B,draft\nc,C,draft\n"
    assert problems(companies, data, may_publish=False) == []
    data = "slug,name,state\na,A,draft\nb,B,published\nc,C,published\n"
    assert columns_of(problems(companies, data, may_publish=False)) == [
        (2, "state"),
        (3, "state"),
        (4, "state"),
    ]
    assert problems(companies, data) == []


def test_an_imported_fact_without_citation_is_not_public():
    planned = stored(targets, "slug,metric,kind,state\nm,m,commitment,published\n")
    assert targets.uncited(planned) == 1
    assert Target.objects.get().is_published and not Target.objects.published().exists()


# -- who takes part


def test_who_takes_part_is_read_added_and_removed():
    for slug in ("fpt", "cmc", "vng"):
        make_company(slug.upper(), slug=slug)
    stored(events, "slug,title,companies\ne,E,fpt:signatory; cmc:host ;fpt : host;\n")
    rows = EventCompany.objects.order_by("id").values_list("company__slug", "part")
    assert list(rows) == [("fpt", "signatory"), ("cmc", "host"), ("fpt", "host")]
    kept = set(EventCompany.objects.exclude(part="signatory").values_list("pk", flat=True))
    told = changes(events, "slug,companies\ne,vng; fpt:host; cmc:host\n")
    assert told == {
        2: {
            "companies": (
                "fpt:signatory; cmc:host; fpt:host",
                "cmc:host; fpt:host; vng:participant",
            )
        }
    }
    stored(events, "slug,companies\ne,vng; fpt:host; cmc:host\n")
    assert kept < set(EventCompany.objects.values_list("pk", flat=True))
    assert Event.objects.get().version == 2
    stored(events, "slug,companies\ne,\n")
    assert not EventCompany.objects.exists()


def test_another_order_of_who_takes_part_is_no_change():
    make_event("E", slug="e", companies=[make_company(slug="a"), make_company(slug="b")])
    assert changes(events, "slug,companies\ne,b:participant;a:participant\n") == {}


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "fpt:boss",
            "fpt:host; fpt:host",
            "fpt host",
            ":host",
            ";;",
            '"words":host',
            "fpt:host:x",
        ),
        *(
            "none:host",
            "person/fpt:host",
            '"open',
            "fpt:host, cmc:host",
            "a" * 90_000,
            "x:" * 9_000,
        ),
    ],
)
def test_what_says_nobody_s_part_is_refused(cell):
    make_company("FPT", slug="fpt")
    data = 'slug,title,companies\ne,E,"{}"\n'.format(cell.replace('"', '""'))
    assert set(columns_of(problems(events, data))) == {(2, "companies")}


def test_parties_are_bodies_people_or_any_words():
    make_company(slug="fpt")
    make_person(slug="fpt")
    words = '"ICT" firms; all: of them, =1'
    cell = '"""ICT"" firms; all: of them, =1":holder; person/fpt:approver; fpt:supporter'
    row = 'm,m,commitment,"{}"\n'.format(cell.replace('"', '""'))
    stored(targets, f"slug,metric,kind,parties\n{row}")
    parties = [
        (party.text, party.person_id is not None, party.company_id is not None, party.part)
        for party in Target.objects.get().parties.order_by("id")
    ]
    assert parties == [
        (words, False, False, "holder"),
        ("", True, False, "approver"),
        ("", False, True, "supporter"),
    ]
    assert plan(targets, exported(targets)).counts == {"unchanged": 1}


@pytest.mark.parametrize("cell", ['"":holder', '" ":holder', f'"{"x" * 201}":holder'])
def test_printed_words_have_their_bounds(cell):
    data = 'slug,metric,kind,parties\nm,m,forecast,"{}"\n'.format(cell.replace('"', '""'))
    assert columns_of(problems(targets, data)) == [(2, "parties")]


# -- how much it costs


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries):
    make_company("Above", slug="above", parent=make_company("Top", slug="top"))
    make_place(slug="hn")
    make_person(slug="p")
    rows = "".join(f"e{n},E,2025,hn,e{(n - 1) // 2},above:host,p:host\n" for n in range(1, 200))
    with django_assert_max_num_queries(16):
        found = plan(events, f"slug,title,date,place,part of,companies,people\ne0,E,,,,,\n{rows}")
    assert found.problems == [] and found.counts == {"new": 200}


def test_no_sheet_has_more_columns_than_can_be_read():
    assert all(len(each.columns) < table.MOST_COLUMNS for each in SHEETS)


def test_every_column_says_what_can_stand_there():
    assert people.by_name["name"].example and Person._meta.get_field("name")
    for sheet in SHEETS:
        for column in sheet.columns:
            assert column.name == " ".join(column.name.split()).lower()
