"""Queries that are compiled once: the same rows as Django's own, for any number of values."""

import pytest
from django.db import connection

from entities.models import Company
from tests.factories import make_company
from vjtech.core.prepared import KEYS, Prepared, fetched, joined, keyed

pytestmark = pytest.mark.django_db


def test_any_number_of_ids_gives_the_published_rows_among_them():
    made = [make_company(f"C{i}", state="draft" if i % 4 == 3 else "published") for i in range(11)]
    rows = Prepared(int, lambda ids: Company.objects.published().filter(pk__in=ids))
    for number in range(1, len(made) + 1):
        ids = [company.pk for company in made[:number]]
        found = list(Company.objects.raw(*rows.sql(ids)))
        assert sorted(c.pk for c in found) == [c.pk for c in made[:number] if c.state != "draft"]
    assert len(rows.made) == 5  # 1, 2, 4, 8 and 16 values


def test_words_are_parameters_whatever_they_hold():
    hostile = ["plain", "o'neill", "100%s", '"quoted"', "đá", "\ue0001\ue000"]
    for key in hostile:
        make_company(key)
    named = Prepared(
        str, lambda names: Company.objects.filter(name__in=names).order_by("pk").values_list("name")
    )
    for number in range(1, len(hostile) + 1):
        with connection.cursor() as cursor:
            cursor.execute(*named.sql(hostile[:number]))
            assert [name for (name,) in cursor.fetchall()] == hostile[:number]


def test_a_statement_is_built_once_for_all_keys():
    made = [make_company(f"C{i}", state="draft" if i == 1 else "published") for i in range(3)]
    built = []

    def names(state):
        built.append(state)
        return Company.objects.filter(pk__in=KEYS, state=state).order_by("pk").values_list("name")

    for companies in (made, made[2:], made[:2]):
        rows = fetched(*keyed(names, joined(c.pk for c in companies), "published"))
        assert rows == [(c.name,) for c in companies if c.state == "published"]
    assert built == ["published"]
