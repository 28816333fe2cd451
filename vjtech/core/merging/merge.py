"""Merging two records into one, and taking that back: each in one transaction, or not at all."""

from django.core.exceptions import ValidationError
from django.db import OperationalError, connections, router, transaction
from django.db.models import ForeignKey
from django.utils import timezone
from django.utils.translation import gettext as _

from vjtech.core.connections import take_time
from vjtech.core.history import revision
from vjtech.core.merging.plan import Plan
from vjtech.core.merging.rows import read, row_values
from vjtech.core.merging.steps import Address, Changed, Dropped, Made, step_of
from vjtech.core.merging.tables import merge_table
from vjtech.core.records import State, refuse_ring


class Refused(Exception):
    """A merge, or its undoing, that cannot be; `problems` say why, a line each."""

    def __init__(self, *problems):
        super().__init__("\n".join(problems))
        self.problems = problems


class Overtaken(Refused):
    """Somebody changed one of the two records after the editor had looked at what is to happen."""


def plan_of(winner, loser):
    if winner.pk == loser.pk:
        raise Refused(_("A record cannot be merged with itself: choose two."))
    return Plan(winner, loser)


def merge(winner, loser, *, values=None, alias=None, seen=None, user=None, reason=""):
    """Merge one record into another; return the row that remembers it. Refused if it cannot be.

    `values` are fields that the kept record takes (by attname), `alias` the fields of an alias
    it gets, `seen` the fingerprint of the plan that was decided on: Overtaken if it is another.
    """
    model, words = type(winner), {"winner": winner.name, "loser": loser.name}
    with revision(user, told(_("Merged “%(loser)s” into “%(winner)s”."), words, reason)):
        take_time(connections[router.db_for_write(model)])
        winner, loser = locked(model, winner.pk, loser.pk)
        plan = plan_of(winner, loser)
        if seen is not None and seen != plan.seen:
            raise Overtaken(_("One of the two was changed after you had opened this page."))
        refuse_rings(winner, loser, values or {})
        begun = merge_table(model)(
            winner=winner,
            winner_name=winner.name,
            loser_name=loser.name,
            loser_slug=loser.slug,
            reason=reason,
            by=user,
        )
        begun.steps = [step.stored() for step in carry_out(plan, values or {}, alias)]
        begun.save()
    return begun


def carry_out(plan, values, alias):
    """Apply each step of a merge in its order, and yield it as done."""
    label, winner, loser = plan.model._meta.label, plan.winner, plan.loser
    former = plan.model.former_slugs.rel.related_model._meta.label
    steps = [
        Changed(label, winner.pk, values),
        *plan.steps,
        Dropped(label, [loser.pk]),
        Address(former, loser.slug, winner.pk),
    ]
    for step in steps:
        step.apply()
        yield step
    if alias:
        aliases = plan.model.aliases.rel.related_model
        same = {"owner": winner.pk, "text": alias["text"], "kind": alias["kind"]}
        if not aliases.objects.filter(**same).exists():
            row = aliases(**{**alias, "owner_id": winner.pk})
            step = Made(aliases._meta.label, [row_values(row)])
            step.apply()
            yield step


def undo(merge, *, user=None, reason="", only_try=False):
    """Take a merge back, wholly; Refused, with all that stands in its way, if that cannot be."""
    table, model = type(merge), type(merge)._meta.get_field("winner").related_model
    words = {"winner": merge.winner_name, "loser": merge.loser_name}
    why = told(_("Undone: “%(loser)s” merged into “%(winner)s”."), words, reason)
    with transaction.atomic() if only_try else revision(user, why):
        take_time(connections[router.db_for_write(model)])
        merge = table.objects.select_for_update().filter(pk=merge.pk).first()
        refuse_out_of_turn(merge)
        locked(model, merge.winner_id)
        problems = []
        for step in reversed([step_of(values) for values in merge.steps]):
            problems += step.undo()
        if problems:
            raise Refused(*problems)
        loser = model.objects.get(slug=merge.loser_slug)
        for record in (loser, model.objects.get(pk=merge.winner_id)):
            refuse_ring_of(record, parents(model))
        merge.undone, merge.undone_by, merge.undo_reason = timezone.now(), user, reason
        merge.save(update_fields=["undone", "undone_by", "undo_reason"])
        if only_try:
            transaction.set_rollback(True)
    return loser


def told(sentence, words, reason):
    """Return the reason that the history keeps."""
    return f"{sentence % words} {reason}".strip()


def obstacles(merge):
    """Return what stands in the way of undoing a merge, a line each; nothing is changed."""
    try:
        undo(merge, only_try=True)
    except Refused as refused:
        return list(refused.problems)
    except OperationalError:
        return [_("The base is busy. Look again.")]
    return []


def republishes(merge):
    """Say whether undoing a merge publishes something that is not published as things are."""
    steps = [step_of(values) for values in merge.steps]
    dropped = (row for step in steps if isinstance(step, Dropped) for row in step.kept)
    changed = (step.before for step in steps if isinstance(step, Changed))
    return any(row.get("state") == State.PUBLISHED for row in (*dropped, *changed))


def refuse_out_of_turn(merge):
    """Refuse to undo what is undone, or what later merges stand upon."""
    if merge is None or merge.undone:
        raise Refused(_("This merge has been undone already."))
    if merge.winner_id is None:
        raise Refused(_("The record that was kept has been deleted: nothing can be undone."))
    if merge.steps[0]["key"] != merge.winner_id:
        into = _("The kept record itself was merged into “%(name)s” since: undo that merge first.")
        raise Refused(into % {"name": merge.winner})
    later = type(merge).objects.filter(winner=merge.winner_id, undone=None, pk__gt=merge.pk)
    names = [later_merge.loser_name for later_merge in later.defer("steps")]
    if names:
        first = _("Other records were merged into it since; undo these merges first: %(names)s.")
        raise Refused(first % {"names": "; ".join(f"“{name}”" for name in names)})


def locked(model, *keys):
    """Return the records of these keys, held against everybody else's writes."""
    rows = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(set(keys)):
        raise Overtaken(_("One of the two is not there any more: somebody deleted or merged it."))
    return [found[key] for key in keys]


def parents(model):
    """Return the foreign keys by which a record is part of another one of its kind."""
    keys = [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]
    return [field for field in keys if field.related_model is model]


def ring(field, winner, loser, key):
    """Say why the kept record cannot be part of the record of this key; "" if it can be."""
    if key in (winner.pk, loser.pk):
        return _("it would be part of itself")
    seen, above = set(), key
    while above is not None and above not in seen:
        if above in (winner.pk, loser.pk):
            return _("that is itself part of one of the two")
        seen.add(above)
        rows = type(winner)._base_manager.filter(pk=above)
        above = rows.values_list(field.attname, flat=True).first()
    return ""


def refuse_rings(winner, loser, values):
    """Refuse where the record that is kept would be part of itself, however far up."""
    for field in parents(type(winner)):
        key = values.get(field.attname, getattr(winner, field.attname))
        why = key and ring(field, winner, loser, read(type(winner), field.attname, key))
        if why:
            words = {"field": field.verbose_name, "why": why}
            raise Refused(_("Choose another “%(field)s”: %(why)s.") % words)


def refuse_ring_of(record, fields):
    for field in fields:
        try:
            refuse_ring(record, field.name, "ring")
        except ValidationError as error:
            message = _("Since then what is part of what has changed: %(name)s would be in itself.")
            raise Refused(message % {"name": record}) from error
