"""Pages by key: every row once, in order, whatever the directions and the ties."""

import pytest
from django.core.exceptions import ValidationError

from entities.models import Company, Event
from tests.factories import make_company, make_event
from vjtech.core.paging import Column, Order, take_page

pytestmark = pytest.mark.django_db

BY_NAME = Order(Column("sort_key", text=True), Column("id"))
NEWEST = Order(Column("day", True), Column("id", True))
MIXED = Order(Column("day", True), Column("sort_key", text=True), Column("id"))


def walk(queryset, order, size):
    """Return the rows of all pages, each page asked for by the written key of the last."""

    def walks(after, limit):
        rows = queryset.filter(order.after(after)) if after else queryset
        return [rows.order_by(*order.order_by)]

    found, after, first = [], None, True
    while True:
        page = take_page(walks, order, after, size)
        assert page.first == first and len(page.rows) <= size
        found += page.rows
        if page.next_key is None:
            return found
        after, first = order.parse(page.next_key), False


@pytest.fixture
def events():
    for date in ("2025", "2024", "", "2025", "2025", "[..2020]", "2024", ""):
        for title in ("b", "a"):
            make_event(title, date=date, article=None)
    return Event.objects.all()


@pytest.mark.parametrize("order", [NEWEST, MIXED], ids=["one direction", "mixed directions"])
@pytest.mark.parametrize("size", [1, 3, 15, 16, 17])
def test_pages_hold_every_row_once_in_order(events, order, size):
    assert walk(events, order, size) == list(events.order_by(*order.order_by))


def test_namesakes_are_not_lost_between_two_pages():
    for name in ("Alpha", "ALPHA", "Álpha", "東京", "😀", "", "Z"):
        make_company(name or "—")
    companies = Company.objects.all()
    assert walk(companies, BY_NAME, 2) == list(companies.order_by("sort_key", "id"))


def test_a_row_s_key_is_read_back_as_what_it_is_sorted_by():
    company = make_company("Đà Nẵng ICT")
    assert BY_NAME.parse(BY_NAME.key(company)) == ["da nang ict", company.pk]


@pytest.mark.parametrize(
    "key",
    [
        *("x", "5", "5~", "~5", "5~x", "1~2~3", "~~", "5.0~1", "1e3~1", "0x10~1", "None~1"),
        *(f"{2**63}~1", f"1~-{2**63}", f"1~{'9' * 300}"),
    ],
)
def test_what_is_no_key_is_refused_with_a_way_back(key):
    with pytest.raises(ValidationError, match="go back to its start"):
        NEWEST.parse(key)


def test_the_largest_number_of_a_key_is_looked_up_without_error(events):
    for number in (2**63 - 1, -(2**63) + 1):
        values = NEWEST.parse(f"{number}~{number}")
        assert len(events.filter(NEWEST.after(values))) == (len(events) if number > 0 else 0)
