"""Libraries that few requests need, and that every worker would take long to load."""

from functools import partial
from importlib import import_module

from django.utils.functional import SimpleLazyObject


def late(name):
    """Return a module that is imported when it is first used."""
    return SimpleLazyObject(partial(import_module, name))
