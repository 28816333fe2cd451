"""Looking up whose name a folded key is, and what else its bearers are called."""

from django.db import connection
from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Value

from vjtech.core.prepared import Prepared

MOST_BEARERS = 20  # of the names in one query
MOST_NAMES = 400  # of all of these together
SHORT, OWN = "short", "own"

NOUNS = []  # (model, whether its short forms identify)


def declare(model, short_identifies=True):
    """Have the names of a noun's records found in each other's place."""
    NOUNS.append((model, short_identifies))


def spellings(keys):
    """Return {key: names} for those of the folded keys that are names of public records."""
    with connection.cursor() as cursor:
        cursor.execute(*ASKED.sql(list(keys)))
        bearers = cursor.fetchall()
    if not bearers:
        return {}
    owners = {(noun, bearer) for noun, bearer, _spelt in bearers}
    named = {}
    columns = ("noun", "bearer", "row", "named", "sort")
    for noun, bearer, _row, name, kind in _union(_names, owners, columns)[:MOST_NAMES]:
        if stands_for(name, kind, NOUNS[noun][1]):
            named.setdefault((noun, bearer), []).append(name)
    found = {}
    for noun, bearer, spelt in bearers:
        found.setdefault(spelt, []).extend(named.get((noun, bearer), ()))
    return found


def stands_for(name, kind, short_identifies):
    """Say whether a name may be looked for in place of its owner's other names."""
    if kind != SHORT:
        return True
    return short_identifies and len(name) > 2 and not any(c.islower() for c in name)


def _union(part, given, columns):
    """Return the rows of all kinds, ordered by their first columns: one statement."""
    parts = [
        rows.order_by().annotate(noun=Value(n, IntegerField())).values_list(*columns)
        for n, (model, short_identifies) in enumerate(NOUNS)
        for rows in part(n, model, short_identifies, given)
    ]
    return parts[0].union(*parts[1:], all=True).order_by(*columns[:3])


def _bearers(n, model, short_identifies, keys):
    """Return the records of one kind that are called so, and the aliases that are."""
    public = model.objects.published().order_by()
    # Asked of each alias that is found: as a list, SQLite would gather all that is public.
    aliases = _aliases(model).filter(Exists(public.filter(pk=OuterRef("owner"))), key__in=keys)
    if not short_identifies:
        aliases = aliases.exclude(kind=SHORT)
    return (
        public.filter(sort_key__in=keys).annotate(bearer=F("pk"), spelt=F("sort_key")),
        aliases.annotate(bearer=F("owner_id"), spelt=F("key")),
    )


# Most queries name nobody: then this is all that is asked, and it is asked by each of them.
ASKED = Prepared(
    str, lambda keys: _union(_bearers, keys, ("noun", "bearer", "spelt"))[:MOST_BEARERS]
)


def _names(n, model, short_identifies, owners):
    """Return the names and the aliases of one kind's owners."""
    ids = [owner for noun, owner in owners if noun == n]
    own = {"row": Value(0, IntegerField()), "sort": Value(OWN, CharField())}
    return (
        model.objects.filter(pk__in=ids).annotate(bearer=F("pk"), named=F("name"), **own),
        _aliases(model)
        .filter(owner__in=ids)
        .annotate(bearer=F("owner_id"), row=F("pk"), named=F("text"), sort=F("kind")),
    )


def _aliases(model):
    return model._meta.get_field("aliases").related_model.objects
