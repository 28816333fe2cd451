"""What links copy of the rows they point to stays right, whoever writes, and however."""

import datetime

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import (
    Article,
    ArticleTopic,
    CompanyMention,
    EventCitation,
    PersonMention,
)
from entities.models import (
    Company,
    Event,
    EventCompany,
    EventPerson,
    Person,
    Place,
    Role,
)
from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_person,
    make_place,
    make_role,
    make_topic,
)
from vjtech.core.copies import COPIES
from vjtech.core.dates import PartialDate
from vjtech.core.reach import ABOUT_MONTH, ABOUT_YEAR, EVER, MONTH, YEAR, windows

pytestmark = pytest.mark.django_db

OF_ARTICLE = {name: name for name in ("recency", "reach", "relevance")}
# (owner, its columns) and (link, what leads to the owner, its columns)
KEPT = (
    (Article, ArticleTopic, "article", {"recency": "recency", "reach": "reach"}),
    (Article, CompanyMention, "article", OF_ARTICLE),
    (Article, PersonMention, "article", OF_ARTICLE),
    (Event, EventCompany, "event", {"day": "day", "reach": "reach"}),
    (Event, EventPerson, "event", {"day": "day", "reach": "reach"}),
    (Place, Event, "place", {"country": "country"}),
    (Person, Role, "person", {"sort_key": "person_key"}),
)
REACHES = {
    None: ("", "2024-03-05", "0001-01-01", "2024-03-05/2024-03-05"),
    MONTH: ("2024-02", "2024-12", "2024-03-05/2024-03-06", "[2024-03-01..2024-03-31]"),
    YEAR: ("2024", "2023", "2024-03-01/2024-04-01", "[2024-01..2024-06]"),
    EVER: ("202X", "19XX", "2024/..", "[..2024]", "2024~/2027", "2023-06-01/2024-06-01"),
    ABOUT_MONTH: ("2024?-03-05", "2024-03~", "2024-03-05%", "2024-03-01?/2024-03-02"),
    ABOUT_YEAR: ("2024~", "2024?", "2024-01~/2024-04"),
}


def right():
    """Say whether every link holds what its owner has."""
    for owner, link, name, columns in KEPT:
        owners = {row["pk"]: row for row in owner.objects.values("pk", *columns)}
        for row in link.objects.values(f"{name}_id", *columns.values()):
            kept = owners.get(row[f"{name}_id"]) or dict.fromkeys(columns)
            assert {c: row[c] for c in columns.values()} == {
                copy: kept[column] for column, copy in columns.items()
            }, (link, row)
    return True


@pytest.fixture
def world():
    place = make_place("Hanoi", country="VN")
    company, person = make_company("A"), make_person("Zed")
    nouns = {"companies": [company], "people": [person]}
    make_article(**nouns, topics=[make_topic()], published="2024-03")
    make_event(**nouns, place=place, date="2024-03-05")
    make_event(date="2024", place=None)
    make_role(person, company)
    assert right()


def raw(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def saved(model, **values):
    for row in model.objects.all():
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


CHANGES = {
    "save": lambda: (
        saved(Event, date="2025~"),
        saved(Place, country="JP"),
        saved(Person, name="Anna"),
        saved(Article, published="2020/.."),
    ),
    "save what is copied": lambda: (
        saved(EventCompany, day=1, reach=None),
        saved(Event, country="XX"),
        saved(Role, person_key="x"),
    ),
    "update": lambda: (
        Event.objects.update(day=5, date="2024?"),
        Place.objects.update(country="JP"),
        Person.objects.update(sort_key="anna"),
        Article.objects.update(published_latest="2030-01-01", relevance="background"),
    ),
    "update of the link": lambda: (
        EventCompany.objects.update(event=Event.objects.last()),
        Event.objects.update(place=make_place(country="JP")),
        Role.objects.update(person=make_person("Bea")),
        ArticleTopic.objects.update(article=make_article(published="1999~")),
    ),
    "no place any more": lambda: Event.objects.update(place=None),
    "bulk_create": lambda: (
        EventPerson.objects.bulk_create(
            EventPerson(event=event, person=make_person()) for event in Event.objects.all()
        ),
        Event.objects.bulk_create([Event(title="x", slug="x", place=Place.objects.first())]),
    ),
    "bulk_update": lambda: Event.objects.bulk_update(
        [Event(pk=event.pk, date="202X", title="t") for event in Event.objects.all()],
        ["date", "date_earliest", "date_latest", "day"],
    ),
    "raw SQL": lambda: (
        raw("UPDATE entities_event SET day = 7, date_latest = '2031-01-01'"),
        raw("UPDATE entities_place SET country = 'JP'"),
        raw("UPDATE entities_person SET sort_key = 'b'"),
    ),
    "delete": lambda: (Event.objects.all().delete(), EventCitation.objects.all().delete()),
    "delete by cascade": lambda: (Person.objects.all().delete(), Company.objects.all().delete()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.usefixtures("world")
def test_every_way_of_writing_keeps_the_copies_right(change):
    change()
    assert right()


@pytest.mark.usefixtures("world")
def test_a_rollback_takes_the_copies_along():
    with transaction.atomic():
        CHANGES["update"]()
        transaction.set_rollback(True)
    assert right()
    assert Event.objects.filter(country="VN").exists()


@pytest.mark.usefixtures("world")
def test_a_load_that_writes_links_before_what_they_point_to(tmp_path):
    models = (Role, EventPerson, EventCompany, Event, Place, Person, Company)
    rows = [row for model in models for row in model.objects.all()]
    file = tmp_path / "rows.json"
    file.write_text(serializers.serialize("json", rows))
    expected = EventCompany.objects.get().day
    for model in models:
        model.objects.all().delete()
    call_command("loaddata", str(file), verbosity=0)
    assert right()
    assert EventCompany.objects.get().day == expected > 0
    assert Event.objects.filter(country="VN").count() == 1


@pytest.mark.usefixtures("world")
def test_what_is_stale_is_written_anew():
    for copy in COPIES:
        copy.drop(connection)
    CHANGES["update"]()
    with pytest.raises(AssertionError):
        right()
    for copy in COPIES:
        copy.write_anew(connection)
        copy.install(connection)
    assert right()
    CHANGES["raw SQL"]()
    assert right()


def test_a_generated_base_has_them(db):
    call_command("generate", articles=300, verbosity=0)
    assert right()
    assert EventCompany.objects.filter(day__gt=0).exists()
    assert CompanyMention.objects.filter(reach__isnull=False).exists()


@pytest.mark.parametrize("reach", REACHES)
def test_the_database_tells_how_far_a_date_reaches(reach):
    for date in REACHES[reach]:
        event = make_event(date=date, date_reason="I", article=None)
        article = make_article(published=date, published_reason="I")
        for row in (event, article):
            row.refresh_from_db()
            assert row.reach == reach, date


def test_whatever_lies_partly_in_a_range_begins_in_one_of_its_windows():
    first, last = datetime.date.min, datetime.date.max
    ranges = [
        (datetime.date(2024, 3, 1), datetime.date(2024, 4, 30)),
        (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5)),
        (first, datetime.date(2024, 3, 15)),
        (datetime.date(2024, 3, 15), last),
        (first, last),
        (datetime.date(2020, 1, 1), datetime.date(2026, 1, 1)),
    ]
    for start, end in ranges:
        for reach, text in ((r, t) for r, texts in REACHES.items() for t in texts if t):
            date = PartialDate(text)
            certain = not set("?~%") & set(text) and start <= date.earliest and date.latest <= end
            if date.latest < start or date.earliest > end or certain:
                continue
            found = [
                low <= date.earliest <= high for r, low, high in windows(start, end) if r == reach
            ]
            assert sum(found) == 1, (text, start, end)
