"""A page asks its questions one after the other; what they are about may be gone in between."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from articles.models import Article
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from tests.factories import DRAFT
from tests.pages import text_of
from tests.world import World
from vjtech.core.search.index import settle

# The same code asks on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.half("sqlite")]

NOUNS, FACTS = (Company, Person, Place), (Role, Tie, Event, Target, Figure)


class Interruption:
    """Lets something happen just before the nth statement of a request."""

    def __init__(self, n, happen):
        self.left, self.happen = n, happen

    def __call__(self, execute, *asked):
        self.left -= 1
        if self.left == 0:
            self.happen()
        return execute(*asked)

    @property
    def came(self):
        return self.left <= 0


def unpublish(*models):
    for model in models:
        model.objects.update(state=DRAFT)


def delete(*models):
    for model in models:
        model.objects.all().delete()


HAPPENINGS = {
    "nouns unpublished": lambda: unpublish(*NOUNS),
    "articles unpublished": lambda: unpublish(Article),
    "facts deleted": lambda: delete(*FACTS),
}


def addresses(world):
    yield from ("/", "/topics/ai/", "/topics/ai/brief/", "/search/?q=alpha", "/search.json?q=alpha")
    yield from ("/companies/", "/companies.csv", "/articles/?company=alpha", "/articles.json")
    yield from ("/events/?q=alpha", "/events.json", "/targets/", "/targets.csv", "/targets.atom")
    for record in (world.company, world.person):
        address = record.get_absolute_url()
        yield from (address, f"{address}network/")
    for record in (world.article, world.role, world.tie, world.place):
        yield record.get_absolute_url()
    for record in (world.event, world.target, world.figure):
        address = record.get_absolute_url()
        yield from (address, f"{address.rstrip('/')}.atom")
    yield f"{world.company.get_absolute_url()}brief/"
    yield "/connections/?from=alpha&to=ann"
    yield "/connections.json?from=ann&to=group"


@pytest.mark.parametrize("what", HAPPENINGS)
def test_no_page_breaks_on_what_is_taken_back_while_it_asks(client, what):
    world = World()
    world.grow(1)
    settle()
    broken = {}
    for address in addresses(world):
        n, came = 0, True
        while came:
            n += 1
            came, error = interrupted(client, address, n, HAPPENINGS[what])
            if error:
                broken.setdefault(f"{address}: {error}", []).append(n)
    assert not broken


def interrupted(client, address, n, happen):
    """Ask for a page, and have something happen before its nth statement.

    Returns whether it came to it, and what is wrong with the answer.
    """
    cache.clear()
    interruption, error = Interruption(n, happen), ""
    with transaction.atomic():
        try:
            with connection.execute_wrapper(interruption):
                response = client.get(address)
                text_of(response)
            if response.status_code not in (200, 400, 404):
                error = str(response.status_code)
        except Exception as raised:
            error = repr(raised)
        transaction.set_rollback(True)
    return interruption.came, error
