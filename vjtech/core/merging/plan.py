"""What merging one record into another would come to, worked out before anything is written."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from operator import or_

from django.core.exceptions import ValidationError
from django.db.models import SET_NULL, CheckConstraint, F, Q

from vjtech.core.merging.links import OWN, TIMES, WORDING, attname, keys, links, paths, stored
from vjtech.core.merging.rows import batches, read, row_values
from vjtech.core.merging.steps import Address, Changed, Dropped, Moved
from vjtech.core.records import Record, State


@dataclass
class Join:
    """Two rows that would say the same: one stays, and takes over what the other alone knows."""

    table: type
    dropped: int
    kept: int
    filled: dict = field(default_factory=dict)  # column → value
    lost: dict = field(default_factory=dict)


class Plan:
    """The steps of a merge of `loser` into `winner`, and what an editor must know of them.

    `joins` are rows that would become equal. `loops` are (table, key) of rows that would lead
    from the record to itself, with all that hangs on them in `lost_with`. `moves` are
    (table, field, keys) of the rows that simply change hands.
    """

    def __init__(self, winner, loser):
        self.model = type(winner)
        self.winner, self.loser = winner, loser
        self.steps, self.joins, self.loops, self.moves, self.lost_with = [], [], [], [], []
        self.absorb(self.model, {loser.pk: winner.pk})

    @property
    def seen(self):
        """A fingerprint of what an editor decides on: it must be the same when it is done."""
        decided = [
            *((record.pk, record.version) for record in (self.winner, self.loser)),
            *sorted((j.table._meta.label, j.dropped, j.kept) for j in self.joins),
            *sorted((table._meta.label, pk) for table, pk in self.loops),
            *sorted((table._meta.label, pk) for table, pk in self.lost_with),
        ]
        return hashlib.sha256(json.dumps(decided).encode()).hexdigest()[:32]

    def absorb(self, model, mapping):
        """Have all that points to the keys of `mapping` point to its values."""
        for table, fields in links(model).items():
            self.take_over(table, fields, mapping)
        former = getattr(model, "former_slugs", None)
        if former and model is not self.model:
            self.keep_addresses(former.rel.related_model, model, mapping)

    def take_over(self, table, fields, mapping):
        columns = [field.attname for field in fields]
        unique = keys(table, fields)
        touched = pointing(table, columns, unique, mapping)
        if any(field.related_model is table for field in fields):
            # The records themselves: what they are part of is for the editor to say.
            ends = {*mapping, *mapping.values()}
            touched = [row for row in touched if row["pk"] not in ends]
        after = {row["pk"]: moved(row, columns, mapping) for row in touched}
        loops = [row["pk"] for row in touched if loops_back(table, row, after[row["pk"]], columns)]
        self.drop(table, loops)
        self.loops += [(table, pk) for pk in loops]
        left = [row for row in touched if row["pk"] not in set(loops)]
        joined = self.join(table, columns, unique, left, after, mapping)
        for each in fields:
            pks = [r["pk"] for r in left if r[each.attname] in mapping and r["pk"] not in joined]
            if pks:
                self.moves.append((table, each, pks))
            to = {row[each.attname] for row in left} & set(mapping)
            if to:
                to = {key: mapping[key] for key in sorted(to)}
                self.steps.append(Moved(table._meta.label, each.attname, to))

    def join(self, table, columns, unique, left, after, mapping):
        """Plan to join the rows that would become equal; return {dropped: kept}."""
        joined = {}
        if not left or not unique:
            return joined
        there = pointing(table, columns, unique, set(mapping.values()))
        moving = {row["pk"] for row in left}
        rows = [row for row in there if row["pk"] not in after] + left
        for key, ordered in unique:
            groups = {}
            for row in rows:
                if row["pk"] not in joined and (
                    value := key_of(after.get(row["pk"], row), key, ordered, table)
                ):
                    groups.setdefault(value, []).append(row)
            for group in groups.values():
                if len(group) > 1 and any(row["pk"] in moving for row in group):
                    # What is published, and what is there already, is what stays.
                    group.sort(key=lambda r: (r.get("state") == State.DRAFT, r["pk"] in moving))
                    before = key_of(group[0], key, ordered, table)
                    for row in group[1:]:
                        if key_of(row, key, ordered, table) != before:  # not equal all along
                            joined[row["pk"]] = group[0]["pk"]
        if joined:
            self.finish_joins(table, unique, joined)
        return joined

    def finish_joins(self, table, unique, joined):
        for dropped in joined:
            while joined[dropped] in joined:  # joined by one key to what another key drops
                joined[dropped] = joined[joined[dropped]]
        found = [Join(table, dropped, kept) for dropped, kept in joined.items()]
        # Records may be joined by what their table keeps single, and differ in the rest.
        single = () if issubclass(table, Record) else (c for key, _o in unique for c in key)
        known = {*single, *OWN}
        others = [c for c in stored(table) if c.serialize and c.attname not in known]
        if others:
            self.compare(table, others, found)
        self.joins += found
        self.absorb(table, joined)
        for each in found:
            if each.filled:
                self.steps.append(Changed(table._meta.label, each.kept, each.filled))
        self.steps.append(Dropped(table._meta.label, sorted(joined)))

    def compare(self, table, columns, joins):
        """Note what each kept row takes over from the other, and what is given up."""
        pks = sorted({pk for each in joins for pk in (each.kept, each.dropped)})
        rows = {}
        for some in batches(pks):
            rows |= table._base_manager.select_related(*paths(table)).in_bulk(some)
        for each in joins:
            kept, dropped = rows[each.kept], rows[each.dropped]
            for row in (kept, dropped):
                for column in columns:
                    if column.related_model is self.model:
                        key = column.value_from_object(row)
                        setattr(
                            row, column.attname, self.winner.pk if key == self.loser.pk else key
                        )
            each.filled, each.lost = taken_over(kept, dropped, columns)

    def drop(self, table, pks):
        """Plan to delete rows, with all that hangs on them."""
        if not pks:
            return
        for below, fields in links(table).items():
            for each in fields:
                rows = below._base_manager.filter(**{f"{each.name}__in": pks})
                found = list(rows.order_by("pk").values_list("pk", flat=True))
                if found and each.remote_field.on_delete is SET_NULL:
                    none = dict.fromkeys(pks)
                    self.steps.append(Moved(below._meta.label, each.attname, none))
                elif found:
                    self.lost_with += [(below, pk) for pk in found]
                    self.drop(below, found)
        self.steps.append(Dropped(table._meta.label, list(pks)))

    def keep_addresses(self, former, model, mapping):
        """Plan that the pages of joined records lead to the kept one."""
        for pk, slug in model._base_manager.filter(pk__in=mapping).values_list("pk", "slug"):
            self.steps.append(Address(former._meta.label, slug, mapping[pk]))


def pointing(table, columns, unique, wanted):
    """Return the rows that point to one of these keys, with the columns of their unique keys."""
    names = {"pk", *columns, *(column for key, _ordered in unique for column in key)}
    if issubclass(table, Record):
        names.add("state")
    found = {}
    for keys_ in batches(sorted(wanted)):
        condition = reduce(or_, (Q(**{f"{column}__in": keys_}) for column in columns))
        rows = table._base_manager.filter(condition).order_by("pk").values(*sorted(names))
        found |= {row["pk"]: row for row in rows}
    return list(found.values())


def moved(row, columns, mapping):
    return {**row, **{c: mapping.get(row[c], row[c]) for c in columns}}


def key_of(row, columns, ordered, table):
    """Return what must stand once; None where a part is missing, which keeps nothing apart."""
    values = tuple(row[column] for column in columns)
    if None in values and not issubclass(table, Record):
        return None
    return values if ordered else tuple(sorted(values))


def loops_back(table, before, after, columns):
    """Say whether a row leads from a record to itself, where the table's checks refuse that."""
    return any(
        after[one] is not None and after[one] == after[other] and before[one] != before[other]
        for one, other in kept_apart(table, columns)
    )


def kept_apart(table, columns):
    """Return the pairs of foreign keys of which a check says that they must differ."""
    checks = [c.condition for c in table._meta.constraints if isinstance(c, CheckConstraint)]
    named = [{attname(table, name) for name in mentioned(check)} for check in checks]
    pairs = combinations(columns, 2)
    return [pair for pair in pairs if any(set(pair) <= names for names in named)]


def mentioned(condition):
    """Return the fields that a condition names, as far as it compares them with each other."""
    names = set()
    for child in condition.children:
        if isinstance(child, Q):
            names |= mentioned(child)
        elif isinstance(child[1], F):
            names |= {child[0].split("__")[0], child[1].name}
    return names


def taken_over(kept, dropped, columns):
    """Return what the kept row takes from the other, and what of the other is given up.

    The kept row gets its new values; it takes nothing that would make it invalid.
    """
    filled, lost = {}, {}
    mine, yours = row_values(kept), row_values(dropped)
    for column in columns:
        name = column.attname
        if column.name in {*OWN, *TIMES} or mine[name] == yours[name] or yours[name] in ("", None):
            continue
        date = next((name.removesuffix(w) for w in WORDING if name.endswith(w)), "")
        same_date = mine.get(date) == yours.get(date) or date in filled
        takes = mine[name] in ("", None) and (not date or same_date)
        (filled if takes else lost)[name] = yours[name]
    for name, value in filled.items():
        setattr(kept, name, read(type(kept), name, value))
    try:
        kept.clean()
    except ValidationError:
        for name in filled:
            setattr(kept, name, read(type(kept), name, mine[name]))
        filled, lost = {}, filled | lost
    return filled, lost
