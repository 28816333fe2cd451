"""The recogniser of all names that the base holds, kept in this process until they change."""

import hashlib
from itertools import chain
from threading import Lock
from typing import NamedTuple

from django.db import connection

from entities.models import Company, Person, Place
from vjtech.core.change import change_version
from vjtech.core.recognise.names import Name, Recogniser
from vjtech.core.recognise.surnames import is_vietnamese
from vjtech.core.search.spellings import stands_for

FEWEST_LETTERS = 2  # of a bare given or family name
BUILDING = Lock()


class Kept(NamedTuple):
    version: str
    content: bytes
    everybody: Recogniser
    public: Recogniser


kept = None


def recogniser(public=False):
    """Return the recogniser of all companies, people and places, or of the published ones.

    Owners are ("company", pk), ("person", pk) and ("place", pk).
    """
    global kept
    # Inside a transaction a version may yet be taken back and come again with other names.
    version = "" if connection.in_atomic_block else change_version()
    with BUILDING:
        if kept is None or not version or kept.version != version:
            kept = renewed(version)
        return kept.public if public else kept.everybody


def renewed(version):
    """Return what is to be kept, built anew only if a name differs: most edits change none."""
    bodies = chain(nouns(Company), aliases(Company), nouns(Place), aliases(Place))
    names = [*bodies, *people(), *aliases(Person, short_identifies=False)]
    public = [owner for model in (Company, Person, Place) for owner in published(model)]
    content = hashlib.blake2b(repr((names, public)).encode(errors="surrogatepass")).digest()
    if kept is not None and kept.content == content:
        return kept._replace(version=version or kept.version)
    everybody = Recogniser(names)
    return Kept(version, content, everybody, everybody.among(public))


def published(model):
    noun = model._meta.model_name
    rows = model.objects.published().order_by("pk").values_list("pk", flat=True)
    return ((noun, pk) for pk in rows)


def nouns(model):
    noun = model._meta.model_name
    for pk, name in model.objects.order_by("pk").values_list("pk", "name"):
        yield Name(name, (noun, pk))


def aliases(model, short_identifies=True):
    noun = model._meta.model_name
    rows = model._meta.get_field("aliases").related_model.objects.order_by("pk")
    for pk, text, kind in rows.values_list("owner_id", "text", "kind"):
        yield Name(text, (noun, pk), stands_for(text, kind, short_identifies))


def people():
    rows = Person.objects.order_by("pk").values_list("pk", "name", "family_name", "given_name")
    for pk, name, family, given in rows:
        for text, identifies in called(name, family, given):
            yield Name(text, ("person", pk), identifies)


def called(name, family, given):
    """Yield (text, whether it identifies) of how texts call a person.

    Besides the name in either order that is, bare, the last word of a Vietnamese given name, and
    the family or the given name of anybody else.
    """
    yield name, True
    if not (family and given):
        return
    for text in (f"{family} {given}", f"{given} {family}"):
        if text != name:
            yield text, True
    for text in (given.split()[-1],) if is_vietnamese(family) else (family, given):
        if len(text) >= FEWEST_LETTERS:
            yield text, False
