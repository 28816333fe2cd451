"""Bringing back what was deleted, with what went with it: other records, rows, links."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast

from vjtech.core.restoring import CannotRestore, Plan
from vjtech.core.snapshots import (
    DELETED,
    FORMAT,
    HISTORIES,
    OWNERS,
    latest_texts,
    objects,
    snapshots,
    versions,
)


def deleted(model):
    """Return the last version of each record that is gone, the latest deletion first."""
    there = model._base_manager.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    later = versions(model).filter(object_id=OuterRef("object_id"), pk__gt=OuterRef("pk"))
    found = versions(model).filter(~Exists(there), ~Exists(later), format=DELETED)
    return found.select_related("revision__user")


class Deletion:
    """What one deletion took away with a record.

    `others` are the versions of records that pointed to it and went with it; `losses` are, by
    record that stayed, the rows it lost and the links that were emptied.
    """

    def __init__(self, version):
        self.version, self.model = version, model_of(version)
        self.key = int(version.object_id)
        self.told = objects(version.serialized_data)
        together = [v for v in version.revision.version_set.all() if model_of(v) in HISTORIES]
        self.others = self._others([v for v in together if v.format == DELETED and v != version])
        self.losses = self._losses([v for v in together if v.format == FORMAT])

    def _others(self, pending):
        """Return those that stood on this one, on what stood on it, and so on."""
        self.taken, found, grown = {(self.model, self.key)}, [], True
        while grown:
            grown = False
            for each in list(pending):
                told = references(objects(each.serialized_data))
                if any(reference in self.taken for _each, _name, reference in told):
                    self.taken.add((model_of(each), int(each.object_id)))
                    pending.remove(each)
                    found.append(each)
                    grown = True
        return found

    def _losses(self, stayed):
        """Return {(model, key): (version, lost rows, {(row's model, key): {field: key}})}."""
        by_model = defaultdict(list)
        for each in stayed:
            by_model[model_of(each)].append(each)
        found = {}
        for model, rows in by_model.items():
            keys = [int(each.object_id) for each in rows]
            before = latest_texts(model, keys, before=min(each.pk for each in rows))
            for each in rows:
                then = objects(before.get(int(each.object_id), ""))
                lost, emptied = self._lost(then, objects(each.serialized_data))
                if lost or emptied:
                    found[model, int(each.object_id)] = each, lost, emptied
        return found

    def _lost(self, then, now):
        stayed = {(o["model"], o["pk"]): o for o in now}
        lost, emptied = {}, defaultdict(dict)
        for each, name, reference in references(then):
            if reference not in self.taken:
                continue
            place = each["model"], each["pk"]
            if place not in stayed:
                lost[place] = each
            elif stayed[place]["fields"].get(name, 0) is None:
                emptied[place][name] = reference[1]
        return list(lost.values()), emptied

    def recover(self, together, may, without):
        """Bring it back, inside a revision; return the record and the names of what could not be.

        `together` says whether what went with it comes too, as far as `may(plan)` allows.
        `without(model)` names fields that take their default. CannotRestore where the record
        itself cannot come back.
        """
        plan = Plan(self.model, self.told, without=without(self.model))
        plan.apply()
        left = []
        if together:
            left = self._recover_others(may, without)
            for (model, key), (version, lost, emptied) in self.losses.items():
                if not self._give_back(model, key, lost, emptied, may):
                    left.append(version.object_repr)
        return plan.record, left

    def _recover_others(self, may, without):
        pending, progress = list(self.others), True
        while pending and progress:
            progress = False
            for each in list(pending):
                told = objects(each.serialized_data)
                model = model_of(each)
                if attempt(may, model, told, without=without(model)):
                    pending.remove(each)
                    progress = True
        return [each.object_repr for each in pending]

    def _give_back(self, model, key, lost, emptied, may):
        """Give a record that stayed its rows and links again, on top of how it stands now."""
        now = snapshots(model, [key]).get(key)
        record = model._base_manager.select_for_update().filter(pk=key).first()
        if record is None:
            return False
        told = [*now.objects, *lost]
        for each in told:
            for name, value in emptied.get((each["model"], each["pk"]), {}).items():
                if each["fields"].get(name, 0) is None:
                    each["fields"][name] = value
        return attempt(may, model, told, record)


def attempt(may, *planned, **options):
    """Carry out a Plan if it is allowed; say whether it was done. What fails leaves no trace."""
    try:
        with transaction.atomic():
            plan = Plan(*planned, **options)
            if not may(plan):
                return False
            plan.apply()
    except CannotRestore:
        return False
    return True


def references(told):
    """Yield (object, field name, (model, key)) of what a version's objects point to."""
    models = {model._meta.label_lower: model for model in (*HISTORIES, *OWNERS)}
    for each in told:
        model = models.get(each["model"])
        for field in model._meta.concrete_fields if model else ():
            key = each["fields"].get(field.name)
            owner = model in OWNERS and OWNERS[model] is field
            if field.is_relation and isinstance(key, int) and not owner:
                yield each, field.name, (field.related_model, key)


def model_of(version):
    return ContentType.objects.get_for_id(version.content_type_id).model_class()


def found(model, key):
    """Return the version that a deletion left of a record, or None where there is none."""
    return deleted(model).filter(pk=key).first()
