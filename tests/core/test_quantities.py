"""Quantities: how they read, and what neither a form nor the database lets pass."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from entities.models import Figure
from tests.factories import make_article, make_figure, make_target

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"value": 5000, "unit": "people"}, "5,000 people"),
        ({"value": 5000, "unit": "people", "qualifier": "over"}, "over 5,000 people"),
        ({"value": "12.50", "unit": "%"}, "12.5%"),
        ({"value": 250_000_000, "currency": "USD"}, "USD 250 million"),
        ({"value": "1500000000", "currency": "JPY"}, "JPY 1.5 billion"),
        ({"value": "2000000000000", "currency": "VND"}, "VND 2 trillion"),
        ({"value": 10, "value_high": 15, "unit": "%"}, "10–15%"),
        ({"value": 0, "unit": "cases"}, "0 cases"),
        ({"value": -3, "unit": "%"}, "-3%"),
        ({"value": 100}, "100"),
        ({"value": "0.000001"}, "0.000001"),
        ({"value": None, "printed": "tenfold"}, "tenfold"),
    ],
)
def test_a_quantity_reads_as_words(given, words):
    numbers = {
        name: Decimal(value) if name.startswith("value") and value is not None else value
        for name, value in given.items()
    }
    assert Figure(**numbers).human() == words


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"currency": "USD", "value": None}, "currency"),
        ({"currency": "USD", "value": 5, "unit": "people"}, "unit"),
        ({"currency": "usd", "value": 5, "unit": ""}, "currency"),
        ({"value": None, "value_high": 5}, "value"),
        ({"value": 5, "value_high": 4}, "value_high"),
        ({"value": "five"}, "value"),
        ({"value": Decimal("1234567890.123456")}, "value"),
        ({"value": Decimal("9" * 24)}, "value"),
        ({"value": 1, "value_high": Decimal("1000000000000001")}, "value_high"),
    ],
)
def test_a_quantity_that_makes_no_sense_is_told_at_its_field(given, field):
    figure = Figure(text="Vietnam", measure="m", slug="m")
    for name, value in given.items():
        setattr(figure, name, value)
    with pytest.raises(ValidationError) as refused:
        figure.full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    "given",
    [{"currency": "USD", "value": None, "unit": ""}, {"value": 5, "value_high": 4}],
    ids=["a currency without an amount", "a range that falls"],
)
def test_the_database_refuses_it_too(given):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(article=None, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_target(article=make_article(), statement=given)


@pytest.mark.parametrize(
    "value", ["987654321.123456", "-999999999999999", "0.000001", "123456789012345" + 9 * "0"]
)
def test_decimals_of_so_many_digits_come_back_as_they_went_in(value):
    figure = Figure(text="Vietnam", measure="m", slug="m", state="draft", value=Decimal(value))
    figure.full_clean()
    figure.save()
    figure.refresh_from_db()
    assert figure.value == Decimal(value)


def test_a_baseline_of_too_many_digits_is_told_at_its_field():
    target = make_target(article=make_article())
    statement = target.citations.get()
    statement.baseline = Decimal("1234567890.123456")
    with pytest.raises(ValidationError) as refused:
        statement.full_clean()
    assert list(refused.value.message_dict) == ["baseline"]
