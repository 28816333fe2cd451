"""What is exported is imported again exactly: into the same base, and into an empty one."""

from contextlib import contextmanager

import pytest
from django.core.serializers import serialize
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from entities.models import (
    Company,
    CompanyAlias,
    Event,
    EventCompany,
    EventPerson,
    Person,
    PersonAlias,
    Target,
    TargetParty,
)
from entities.models.event import Part
from entities.sheets import (
    CompanyAliasSheet,
    CompanySheet,
    EventSheet,
    PersonAliasSheet,
    PersonSheet,
    TargetSheet,
)
from tests.factories import make_place
from tests.sheets import exported, plan, stored
from vjtech.core.importing.columns import tidy
from vjtech.core.names import Alias

pytestmark = pytest.mark.django_db

SHEETS = (
    CompanySheet(),
    PersonSheet(),
    CompanyAliasSheet(),
    PersonAliasSheet(),
    EventSheet(),
    TargetSheet(),
)
MODELS = (
    *(CompanyAlias, PersonAlias, EventCompany, EventPerson, TargetParty),
    *(Event, Target, Company, Person),
)
LETTERS = "aZ9 Đđăớ富士通ふカー=+-@＝＠'\"“;:,/|\t\n\\%_#é"
typed = st.text(LETTERS, min_size=1, max_size=12)
words = typed.map(tidy).filter(bool)  # as the desk's own forms would have stored it
slugs = st.text("ab-_9", min_size=1, max_size=6)
states = st.sampled_from(["draft", "published"])
dates = st.sampled_from(["", "2017", "2025?-04-28", "[2025-03..2025-04]", "2017/..", "2028~"])
numbers = st.integers(0, 3)
optional = st.one_of(st.just(""), words)
fixed = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def bases(draw, text):
    """Return what `build` makes a base of; `text` are the words in it."""

    def rows(**fields):
        slugged = st.fixed_dictionaries({"slug": slugs, **fields})
        return draw(st.lists(slugged, min_size=1, max_size=4, unique_by=lambda row: row["slug"]))

    alias = st.tuples(text.filter(tidy), st.sampled_from(Alias.Kind.values))
    aliases = st.lists(alias, max_size=3, unique_by=lambda pair: (tidy(pair[0]), pair[1]))
    part = st.tuples(numbers, st.sampled_from(Part.values))
    party = st.tuples(st.sampled_from(["company", "person", "text"]), numbers, words)
    return {
        "companies": rows(name=text, summary=st.one_of(st.just(""), text), up=numbers, aka=aliases),
        "people": rows(name=text, family_name=optional, distinction=optional, aka=aliases),
        "events": rows(
            title=text,
            state=states,
            date=dates,
            date_printed=optional,
            up=numbers,
            bodies=st.lists(part, max_size=3, unique=True),
            guests=st.lists(part, max_size=3, unique=True),
        ),
        "targets": rows(
            metric=text, scope=optional, up=numbers, parties=st.lists(party, max_size=3)
        ),
    }


def chosen(rows, number):
    return rows[number % len(rows)]


def build(base):
    place = make_place(slug="place")
    companies, people = [], []
    for row in base["companies"]:
        names, up = row["aka"], chosen([None, *companies], row["up"])
        fields = {key: row[key] for key in ("slug", "name", "summary")}
        companies.append(company := Company.objects.create(parent=up, country="VN", **fields))
        for text, kind in names:
            CompanyAlias.objects.create(owner=company, text=text, kind=kind, origin="=o")
    for row in base["people"]:
        fields = {key: row[key] for key in ("slug", "name", "family_name", "distinction")}
        people.append(person := Person.objects.create(**fields))
        for text, kind in row["aka"]:
            PersonAlias.objects.create(owner=person, text=text, kind=kind, language="vi")
    build_events(base["events"], companies, people, place)
    build_targets(base["targets"], companies, people)


def build_events(rows, companies, people, place):
    events = []
    for row in rows:
        fields = {key: row[key] for key in ("slug", "title", "state", "date", "date_printed")}
        up, reason = chosen([None, *events], row["up"]), "Said so." if "?" in row["date"] else ""
        event = Event.objects.create(part_of=up, place=place, date_reason=reason, **fields)
        events.append(event)
        for number, part in row["bodies"]:
            company = chosen(companies, number)
            EventCompany.objects.get_or_create(event=event, company=company, part=part)
        for number, part in row["guests"]:
            person = chosen(people, number)
            EventPerson.objects.get_or_create(event=event, person=person, part=part)


def build_targets(rows, companies, people):
    targets = []
    for row in rows:
        fields = {key: row[key] for key in ("slug", "metric", "scope")}
        up = chosen([None, *targets], row["up"])
        targets.append(target := Target.objects.create(kind="forecast", part_of=up, **fields))
        for end, number, text in row["parties"]:
            known = {"company": companies, "person": people}.get(end)
            value = chosen(known, number) if known else text
            TargetParty.objects.get_or_create(target=target, **{end: value})


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def dump():
    rows = [row for model in MODELS for row in model.objects.order_by("pk")]
    return serialize(
        "json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True, indent=1
    )


@fixed
@given(base=bases(words))
def test_into_an_empty_base_the_export_brings_everything(base):
    with taken_back():
        build(base)
        before = dump()
        files = [(each, exported(each)) for each in SHEETS if each.model.objects.exists()]
        for model in MODELS:
            model.objects.update(**dict.fromkeys({"part_of", "parent"} & fields_of(model)))
            model.objects.all().delete()
        for sheet, data in files:
            stored(sheet, data)
        assert dump() == before


def fields_of(model):
    return {field.name for field in model._meta.concrete_fields}


@fixed
@given(base=bases(typed))
@example(
    base={
        "companies": [{"slug": "-a", "name": "\r\n'=x ", "summary": " \t", "up": 0, "aka": []}],
        "people": [
            {
                "slug": "b",
                "name": "=1",
                "family_name": "'",
                "distinction": "e\u0301",
                "aka": [(" x\r", "short")],
            }
        ],
        "events": [
            {
                "slug": "-c",
                "title": "\t=",
                "state": "draft",
                "date": "",
                "date_printed": "'-",
                "up": 0,
                "bodies": [(0, "host")],
                "guests": [],
            }
        ],
        "targets": [{"slug": "d", "metric": "@", "scope": "", "up": 0, "parties": []}],
    }
)
def test_into_the_same_base_the_export_changes_nothing_however_it_was_typed(base):
    with taken_back():
        build(base)
        for sheet in SHEETS:
            found = plan(sheet, exported(sheet)) if sheet.model.objects.exists() else None
            assert found is None or (found.problems == [] and set(found.counts) == {"unchanged"})
