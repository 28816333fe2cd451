"""The desk's pages are put together from several bases, which must not get in each other's way."""

from collections import defaultdict

import pytest
from django.contrib import admin

OURS = ("vjtech.", "entities.", "articles.")


@pytest.mark.parametrize("page", admin.site._registry.values(), ids=str)
def test_no_base_hides_a_private_method_of_another(page):
    homes = defaultdict(list)
    for base in type(page).__mro__:
        for name in vars(base) if base.__module__.startswith(OURS) else ():
            if name.startswith("_") and not name.startswith("__"):
                homes[name].append(base.__name__)
    assert {name: bases for name, bases in homes.items() if len(bases) > 1} == {}
