"""The records that a file refers to, looked up for all its rows at once."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vjtech.core.importing.table import brief

BATCH = 500


def batches(values):
    """Yield lists of the values, as many in each as one query may name."""
    values = list(dict.fromkeys(values))
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


class Known:
    def __init__(self):
        self._found = defaultdict(dict)
        self._former = defaultdict(dict)

    def look_up(self, wanted):
        """Fetch the records of (model, slug) pairs that are not known yet."""
        slugs = defaultdict(list)
        for model, slug in wanted:
            if slug not in self._found[model]:
                slugs[model].append(slug)
        for model, missing in slugs.items():
            for some in batches(missing):
                rows = model._base_manager.filter(slug__in=some)
                self._found[model] |= {record.slug: record for record in rows}
            self._learn_former(model, missing)

    def _learn_former(self, model, slugs):
        if not hasattr(model, "former_slugs"):
            return
        former = model.former_slugs.rel.related_model._base_manager
        for some in batches(slug for slug in slugs if slug not in self._found[model]):
            rows = former.filter(slug__in=some).values_list("slug", "record__slug")
            self._former[model] |= dict(rows)

    def add(self, record):
        """Know a record that stands in the file itself, in place of the stored one."""
        self._found[type(record)][record.slug] = record

    def now_called(self, model, slug):
        """Return the present slug of what had this one before, or an empty string."""
        return self._former[model].get(slug, "")

    def record(self, model, slug):
        """Return a record that was looked up; ValidationError where there is none."""
        found = self._found[model].get(slug)
        if found is not None:
            return found
        named = {"kind": model._meta.verbose_name, "slug": brief(slug)}
        if now := self.now_called(model, slug):
            reason = _("“%(slug)s” is a former address of “%(now)s”: write that.")
            raise ValidationError(reason % {**named, "now": now})
        raise ValidationError(_("There is no %(kind)s “%(slug)s”.") % named)

    def climb(self, records, name):
        """Tie each record to the one above it, by a foreign key to its own kind, up to the top.

        What stands above is fetched level by level, not row by row.
        """
        model = type(records[0]) if records else None
        nodes = {record.pk: record for record in records if record.pk}
        level = list(records)
        while level:
            above = [getattr(record, f"{name}_id") for record in level]
            missing = [pk for pk in above if pk and pk not in nodes]
            level = []
            for some in batches(missing):
                level += model._base_manager.filter(pk__in=some)
            nodes |= {record.pk: record for record in level}
        for record in nodes.values():
            if pk := getattr(record, f"{name}_id"):
                setattr(record, name, nodes[pk])
