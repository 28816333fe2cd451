"""Storing a plan, within the caller's transaction and revision."""

from collections import defaultdict

from vjtech.core.history import changing
from vjtech.core.importing.known import BATCH, batches


def store(plan):
    """Write what a plan says; return (new, changed) records whose version has grown.

    A record that belongs to another one of the file comes after it.
    """
    sheet, new, changed, owners = plan.sheet, [], [], {}
    look_at(plan)
    leaving, coming = parts(plan)
    for model, rows in leaving.items():
        for some in batches(row.pk for row in rows):
            model._base_manager.filter(pk__in=some).delete()
    for row in in_order(plan):
        row.instance.save()
        guardian = sheet.guardian(row.instance)
        if guardian is not row.instance:
            owners[guardian.pk] = guardian
        else:
            (new if row.is_new else changed).append(guardian)
    for model, rows in coming.items():
        model._base_manager.bulk_create(rows, batch_size=BATCH)
    for owner in owners.values():
        owner.save(update_fields=())  # the version alone: open forms of it notice
        changed.append(owner)
    return new, changed


def look_at(plan):
    """Have the history read what is about to change, for many records at once."""
    guardians = (plan.sheet.guardian(row.instance) for row in plan.shown)
    for some in batches(record.pk for record in guardians if record.pk):
        changing(plan.sheet.guardians._base_manager.filter(pk__in=some))


def parts(plan):
    """Return the rows of who takes part that go, and those that come, by model."""
    leaving, coming = defaultdict(list), defaultdict(list)
    for row in plan.shown:
        for name, _old, _new in row.changes:
            column = plan.sheet.by_name[name]
            if column.is_rows:
                leaving[column.widget.rows] += column.leaving(row.instance)
                coming[column.widget.rows] += column.coming(row.instance, plan.known)
    return leaving, coming


def in_order(plan):
    """Yield the rows that are to be stored, each after the new one that it belongs to."""
    up = plan.sheet.up
    if not up:
        yield from plan.shown
        return
    waiting = {id(row.instance): row for row in plan.shown}
    for row in plan.shown:
        chain, above = [], row
        while above is not None and waiting.pop(id(above.instance), None):
            chain.append(above)
            above = waiting.get(id(getattr(above.instance, up)))
        yield from reversed(chain)
