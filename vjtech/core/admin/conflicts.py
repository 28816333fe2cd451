"""Two texts of one form laid side by side: what is stored now, and what was typed meanwhile.

A form carries what it was opened on (`opened`), so that a field which its editor left alone takes
the newer text by itself, and only what both changed is asked about.
"""

import json
import re
import zlib
from dataclasses import dataclass

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.admin.fields import is_key

TAKE = "_take"  # the names of the inputs whose stored text is to be taken
STORED = "_stored-"  # before an input's name: its stored text
MOST_ROWS = 2000


@dataclass
class Difference:
    label: str
    theirs: str
    yours: str
    name: str = ""  # of the input, where the choice is open
    stored: str = ""  # what the input would hold to take theirs
    taken: bool = False  # by itself, since it was left alone


def opened(version, form, formsets):
    """Return what a form was opened on: the version, and a fingerprint of each field."""
    prints = {}
    for prefix, each in all_forms(form, formsets):
        for field in each.visible_fields():
            key = f"{prefix}:{each.instance.pk}:{field.name}"
            prints[key] = fingerprint(stored_value(field))
    return json.dumps({"version": version, "fields": prints}, separators=(",", ":"))


def read_opened(text):
    """Return (version, fingerprints) of what a request says it was opened on; junk is nothing."""
    try:
        told = json.loads(text)
        return str(told["version"]), dict(told["fields"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", {}


def all_forms(form, formsets):
    yield "", form
    for formset in formsets:
        for each in formset.initial_forms:
            yield formset.prefix, each


def fingerprint(value):
    return zlib.crc32(plain(value).encode())


def plain(value):
    """Return the text that an input holds for a value."""
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def stored_value(field):
    return field.field.prepare_value(field.initial)


def typed_value(field):
    return field.field.widget.value_from_datadict(
        field.form.data, field.form.files, field.html_name
    )


def shown(field, value):
    """Return a value of a form field in words."""
    text = plain(value)
    if isinstance(field, forms.ModelChoiceField):
        record = field.queryset.filter(pk=int(text)).first() if is_key(text) else None
        return field.label_from_instance(record) if record else text
    if isinstance(field, forms.BooleanField):
        return _("yes") if text else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(text, text))
    return text


def with_choices(data):
    """Return the POST data with the stored text wherever its editor chose to take it."""
    if TAKE not in data:
        return data
    data = data.copy()
    for name in data.getlist(TAKE):
        data[name] = data.get(STORED + name, "")
    return data


def merge(data, form, formsets, prints):
    """Give the fields that were left alone their stored text; return every Difference.

    `data` is changed in place; the forms must be bound to it and not yet validated.
    """
    found = []
    for prefix, each in all_forms(form, formsets):
        if deleted(each):
            continue
        for name in each.changed_data:
            field = each[name]
            stored = plain(stored_value(field))
            key = f"{prefix}:{each.instance.pk}:{name}"
            difference = Difference(
                label=f"{each.instance}: {field.label}" if prefix else str(field.label),
                theirs=shown(field.field, stored),
                yours=shown(field.field, typed_value(field)),
                name=field.html_name,
                stored=stored,
                taken=prints.get(key) == fingerprint(typed_value(field)),
            )
            if difference.taken:
                data[field.html_name] = stored
            found.append(difference)
    for formset in formsets:
        found += row_differences(formset)
    return found


def row_differences(formset):
    """Yield what differs in the rows that one text has and the other has not."""
    label = capfirst(formset.model._meta.verbose_name)
    removed, there, gone = _("removed"), _("stands there"), "—"
    posted = set()
    for form in formset.initial_forms:
        posted.add(form.instance.pk)
        if deleted(form):
            name = form.add_prefix("DELETE")
            yield Difference(f"{label}: {form.instance}", there, removed, name)
    for row in formset.get_queryset():
        if row.pk not in posted:
            yield Difference(label, str(row), gone, taken=True)
    for form in formset.extra_forms:
        if form.has_changed() and not deleted(form):
            typed = [shown(form[name].field, typed_value(form[name])) for name in form.changed_data]
            yield Difference(label, gone, " · ".join(filter(None, typed)))


def deleted(form):
    return bool(form.data.get(form.add_prefix("DELETE")))


def rebase(data, formset, prints):
    """Number a formset's rows anew where one has vanished from the database.

    Such a row is dropped if it was left alone, and becomes a new row if it was not, or if the
    whole record is gone (`prints` is None). `data` is changed in place.
    """
    prefix, key = formset.prefix, formset.model._meta.pk.name
    initial = formset.initial_form_count()
    present = {str(row.pk) for row in formset.get_queryset()}
    rows = rows_of(data, prefix)
    unowned = {key: [""], formset.fk.name: [""]}  # so that the row belongs to whatever is saved
    kept, new = [], []
    for number, row in sorted(rows.items()):
        pk = row.get(key, [""])[0]
        if number < initial and pk in present:
            kept.append(row)
        elif number >= initial or touched(row, f"{prefix}:{pk}:", prints):
            new.append({**row, **unowned})
    if len(kept) == initial and prints is not None:
        return
    for number, row in rows.items():
        for name in row:
            del data[f"{prefix}-{number}-{name}"]
    for number, row in enumerate([*kept, *new]):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))


def rows_of(data, prefix):
    """Return the inputs of a formset: row number → name → values."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(\w+)", re.ASCII)
    rows = {}
    for name in data:
        match = pattern.fullmatch(name)
        if match and int(match[1]) < MOST_ROWS:
            rows.setdefault(int(match[1]), {})[match[2]] = data.getlist(name)
    return rows


def touched(row, key, prints):
    """Say whether a row that has vanished is worth keeping."""
    if row.get("DELETE"):
        return False
    return prints is None or any(
        prints.get(key + name) not in (None, fingerprint(values[-1]))
        for name, values in row.items()
    )
