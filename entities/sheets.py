"""What a spreadsheet of each kind holds, for import and export at the desk."""

from django.utils.translation import gettext_lazy as _

from entities.models import (
    Company,
    CompanyAlias,
    Event,
    EventCompany,
    EventPerson,
    Person,
    PersonAlias,
    Place,
    Target,
    TargetParty,
)
from entities.models.event import Part
from vjtech.core.importing.columns import (
    Capitals,
    Choice,
    Column,
    Reference,
    Slug,
    Standing,
    Version,
    date_columns,
)
from vjtech.core.importing.parts import Parts, PartsColumn
from vjtech.core.importing.sheets import AliasSheet, FactSheet, RecordSheet
from vjtech.core.names import Alias

EVIDENCE = _(
    "Citations are not imported: they are made on the pages of articles and facts. A fact that is"
    " published stays hidden until a published article is cited for it."
)
STATEMENTS = _(
    "How much and by when stands in a target’s statements, which are citations: they are not"
    " imported."
)


class CompanySheet(RecordSheet):
    model, name, up = Company, "companies", "parent"
    columns = (
        Column("slug", widget=Slug(), example="fpt-software"),
        Column("name", example="FPT Software"),
        Column("kind", widget=Choice(Company.Kind)),
        Column("country", widget=Capitals(), example="VN"),
        Column("parent", "part of", Reference(Company), example="fpt"),
        Column("summary"),
        Standing(),
        Version(),
    )


class PersonSheet(RecordSheet):
    model, name = Person, "people"
    columns = (
        Column("slug", widget=Slug(), example="truong-gia-binh"),
        Column("name", example="Trương Gia Bình"),
        Column("family_name", "family name", example="Trương"),
        Column("given_name", "given name", example="Gia Bình"),
        Column("country", widget=Capitals(), example="VN"),
        Column("distinction", "told apart by"),
        Column("summary"),
        Standing(),
        Version(),
    )


class CompanyAliasSheet(AliasSheet):
    model, name, owner = CompanyAlias, "company-aliases", "company"
    columns = (
        Column("owner", owner, Reference(Company), example="fpt-software"),
        Column("text", example="FPTソフトウェア"),
        Column("kind", widget=Choice(Alias.Kind)),
        Column("language", example="ja"),
        Column("origin"),
    )


class PersonAliasSheet(AliasSheet):
    model, name, owner = PersonAlias, "person-aliases", "person"
    columns = (
        Column("owner", owner, Reference(Person), example="truong-gia-binh"),
        Column("text", example="Truong Gia Binh"),
        Column("kind", widget=Choice(Alias.Kind)),
        Column("language", example="vi-Latn"),
        Column("origin"),
    )


class EventSheet(FactSheet):
    model, name, up = Event, "events", "part_of"
    notes = (EVIDENCE,)
    columns = (
        Column("slug", widget=Slug(), example="forum-2025"),
        Column("title", example="Vietnam–Japan ICT Forum 2025"),
        Column("kind", widget=Choice(Event.Kind)),
        Column("status", widget=Choice(Event.Status)),
        *date_columns("date", "date"),
        Column("place", widget=Reference(Place), example="ha-noi"),
        Column("part_of", "part of", Reference(Event)),
        PartsColumn("company_parts", "companies", Parts(EventCompany, Part, [("", "company")])),
        PartsColumn("person_parts", "people", Parts(EventPerson, Part, [("", "person")])),
        Column("summary"),
        Standing(),
        Version(),
    )


class TargetSheet(FactSheet):
    model, name, up = Target, "targets", "part_of"
    notes = (STATEMENTS, EVIDENCE)
    columns = (
        Column("slug", widget=Slug(), example="revenue-from-japan"),
        Column("metric", example="revenue from Japan"),
        Column("scope", example="FPT Software"),
        Column("kind", widget=Choice(Target.Kind)),
        Column("direction", widget=Choice(Target.Direction)),
        Column("part_of", "part of", Reference(Target)),
        PartsColumn(
            "parties",
            widget=Parts(
                TargetParty,
                TargetParty.Part,
                [("", "company"), ("person/", "person")],
                text="text",
            ),
        ),
        Standing(),
        Version(),
    )
