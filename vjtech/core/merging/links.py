"""What points to a model, whichever app it belongs to, and what may not stand there twice."""

from django.db.models import ForeignKey, UniqueConstraint

from vjtech.core.fields import Derived
from vjtech.core.records import Fact, Record

OWN = {"slug", "state"}  # what two records that say the same need not share
WORDING = ("_printed", "_reason")  # beside a date: how it is said, not when it is
TIMES = ("created", "updated", "version")


def links(model):
    """Return the tables with foreign keys to a model: {table: [fields]}.

    What triggers keep (`derived`) is left out: it follows by itself.
    """
    found = {}
    for relation in model._meta.get_fields(include_hidden=True):
        points = relation.one_to_many or (relation.one_to_one and relation.auto_created)
        if points and not getattr(relation.related_model, "derived", False):
            found.setdefault(relation.related_model, []).append(relation.field)
    return found


def keys(table, fields):
    """Return what may stand only once in a table, as far as these foreign keys have a part in it.

    Each is a tuple of columns with a flag: whether their order counts.
    """
    names = {field.name for field in fields}
    found = [((field.attname,), True) for field in fields if field.unique]
    for together in table._meta.unique_together:
        found.append((together, True))
    for constraint in table._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            # Expressions over the keys of one table make a pair that has no order.
            found.append((tuple(references(constraint)), not constraint.expressions))
    if issubclass(table, Record):
        found.append((content(table), True))
    found = [(columns, ordered) for columns, ordered in found if names & set(columns)]
    return [(tuple(attname(table, c) for c in columns), ordered) for columns, ordered in found]


def references(constraint):
    if constraint.fields:
        return constraint.fields
    parts = [part for each in constraint.expressions for part in each.flatten()]
    return dict.fromkeys(part.name for part in parts if hasattr(part, "name"))


def content(table):
    """Return the columns by which two records say the same."""
    return tuple(
        field.name
        for field in table._meta.concrete_fields
        if field.serialize
        and not field.primary_key
        and field.name not in OWN
        and not field.name.endswith(WORDING)
    )


def attname(table, name):
    return table._meta.get_field(name).attname


def stored(table):
    """Return the columns that make up a row: without those that follow from others."""
    derived = Derived.names(table)
    return [
        field
        for field in table._meta.concrete_fields
        if not field.generated
        and field.name not in derived
        and (field.primary_key or field.serialize or field.is_relation or not kept(field))
    ]


def kept(field):
    """Say whether triggers write a column that is in no dump."""
    return field.null and not field.editable and not field.serialize


def owners(table, moved):
    """Return the foreign keys to the records that a row is a part of, besides the one that moves.

    Whoever has such a record's form open must be told that a row of it has changed.
    """
    natural = getattr(table, "natural", ())
    return [
        field
        for field in table._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.name in natural
        and field.name != moved
        and issubclass(field.related_model, Record)
        and not issubclass(table, Record)
    ]


def paths(table, depth=2):
    """Return what to select_related so that rows can be put into words."""
    found = []
    for field in table._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.name in worded(table):
            found.append(field.name)
            if depth:
                below = paths(field.related_model, depth - 1)
                found += [f"{field.name}__{path}" for path in below]
    return found


def worded(table):
    """Return the foreign keys whose rows a row's words may name."""
    return set(table.ends if issubclass(table, Fact) else getattr(table, "natural", ()))
