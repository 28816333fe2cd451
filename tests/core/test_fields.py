"""What is derived from a column stands right in the database on whatever path it was written."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from entities.models import Company, Event
from tests.factories import make_company, make_event

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 4, 28)


def stored(model, *columns):
    return list(model.objects.order_by("id").values_list(*columns))


def test_bulk_create_stores_what_is_derived():
    Company.objects.bulk_create([Company(name="Đà Nẵng", slug="a")])
    Event.objects.bulk_create([Event(title="X", slug="a", date="2025-04-28/..")])
    assert stored(Company, "sort_key") == [("da nang",)]
    assert stored(Event, "date_earliest", "date_latest", "day", "sort_key") == [
        (DAY, datetime.date.max, DAY.toordinal(), "x")
    ]


def test_a_raw_save_stores_what_is_derived():
    Event(title="Ｘ", slug="a", date="2025-04").save_base(raw=True)
    first = datetime.date(2025, 4, 1)
    assert stored(Event, "date_earliest", "day", "sort_key") == [(first, first.toordinal(), "x")]


def test_an_edit_stores_what_is_derived_anew():
    make_event("Old", date="2024")
    event = Event.objects.get()
    event.title, event.date = "New", "2025-04-28"
    event.save()
    assert stored(Event, "date_earliest", "day", "sort_key") == [(DAY, DAY.toordinal(), "new")]


def test_saving_some_columns_takes_what_is_derived_along():
    event = make_event("Old", date="2024")
    event.title, event.date = "New", "2025-04-28"
    event.save(update_fields=["date"])
    assert stored(Event, "date_latest", "title") == [(DAY, "Old")]
    Event.objects.update_or_create(slug="old", defaults={"title": "New"})
    assert stored(Event, "sort_key") == [("new",)]


def test_emptying_a_date_empties_its_days():
    event = make_event(date="2024")
    event.date = ""
    event.save()
    assert stored(Event, "date_earliest", "date_latest", "day") == [(None, None, 0)]


def test_what_is_derived_cannot_be_set():
    company = Company(name="Beta", sort_key="alpha")
    company.sort_key = "alpha"
    assert company.sort_key == "beta"


def test_what_is_derived_is_there_on_a_row_fetched_without_it():
    make_event("Ｘ", date="2025-04-28")
    event = Event.objects.only("slug").get()
    assert (event.sort_key, event.date_earliest, event.day) == ("x", DAY, DAY.toordinal())


def test_a_date_that_cannot_be_read_is_told_at_its_field():
    event = Event(title="X", date="next spring")
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == ["date"]
    assert "next spring" in refused.value.message_dict["date"][0]


def test_an_inferred_date_needs_its_reason():
    event = Event(title="X", slug="x", date="2025?-04-28")
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == ["date_reason"]
    event.date_reason = "The forum of that year."
    event.full_clean()


def test_a_name_that_is_longer_than_its_key_is_cut_not_refused():
    company = make_company("ß" * 300)
    assert Company.objects.get(sort_key=company.sort_key).sort_key == "s" * 300


def test_migrations_are_up_to_date():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_see_plain_columns():
    event = MigrationLoader(connection).project_state().apps.get_model("entities", "Event")
    plain = {name: type(event._meta.get_field(name)) for name in ("date", "date_latest", "day")}
    assert plain == {
        "date": models.CharField,
        "date_latest": models.DateField,
        "day": models.IntegerField,
    }
    event.objects.create(title="X", slug="x", date="2025", sort_key="as set")
    assert stored(Event.objects.model, "date") and event.objects.get().sort_key == "as set"
    assert event.objects.get().date_latest is None


@pytest.mark.half("postgresql")
def test_keys_sort_byte_by_byte_whatever_the_cluster_speaks():
    columns = "table_name = 'entities_company' AND column_name = 'sort_key'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT collation_name FROM information_schema.columns WHERE {columns}")
        assert cursor.fetchone() == ("C",)
