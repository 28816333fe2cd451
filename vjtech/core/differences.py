"""What differs between two versions of a record, in words: field by field, row by row."""

import re
from collections import defaultdict
from dataclasses import dataclass

from diff_match_patch import diff_match_patch
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from vjtech.core.dates import PartialDate
from vjtech.core.fields import PartialDateField
from vjtech.core.quantities import plain
from vjtech.core.snapshots import OWNERS, versions

# A word, or the blanks between two; of a script that writes no blanks, each letter is one.
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+|\s+")
PRIVATE = 0xE000  # words are compared as single letters, from here on
PATIENCE = 0.2  # seconds for one pair of texts; what is left over is told coarsely
SHORT = 60  # characters of text up to which old and new are told whole
LONG = 40_000  # characters of both, from which they are told whole again
ROW = 160  # characters of a row in words


@dataclass
class Change:
    """One field, or one row that came or went; `kind` is "changed", "added" or "removed"."""

    label: str
    kind: str
    old: str = ""
    new: str = ""

    @property
    def marked(self):
        """The difference as safe HTML."""
        if self.kind == "added":
            return format_html("<ins>{}</ins>", self.new)
        if self.kind == "removed":
            return format_html("<del>{}</del>", self.old)
        lengths = len(self.old), len(self.new)
        if min(lengths) > SHORT and sum(lengths) < LONG:
            return in_words(self.old, self.new)
        old, new = self.old or _("empty"), self.new or _("empty")
        return format_html("<del>{}</del> → <ins>{}</ins>", old, new)


def differences(before, after, without=()):
    """Return the Changes from one list of serialised objects to another; either may be empty."""
    pairs = [pair for pair in matched(before, after) if pair[0] != pair[1]]
    names = Names(each for pair in pairs for each in pair if each)
    found = []
    for old, new in pairs:
        model = model_of(old or new)
        if model in OWNERS or model is None:
            found += row_changes(model, old, new, names)
        else:
            found += field_changes(model, old, new, names, without)
    return found


def labels(before, after):
    """Return in few words what differs: the names of fields and the kinds of rows."""
    found = {}
    for old, new in matched(before, after):
        if old == new:
            continue
        model = model_of(old or new)
        if model in OWNERS or model is None:
            found[capfirst(name_of(model, old or new))] = None
        elif old and new:
            found |= {label(model, name): None for name in changed_names(old, new)}
    return list(found)


def matched(before, after):
    """Pair the objects of two versions by model and key, in the order of the later one."""
    old = {(each["model"], each.get("pk")): each for each in before}
    new = {(each["model"], each.get("pk")): each for each in after}
    for key in [*new, *(key for key in old if key not in new)]:
        yield bare(old.get(key)), bare(new.get(key))


def bare(each):
    return each and {"model": each["model"], "pk": each.get("pk"), "fields": each["fields"]}


def changed_names(old, new):
    """Return the fields that differ; one that only one version knows counts if it holds a value."""
    before, after = old["fields"], new["fields"]
    return [
        name
        for name in {**after, **before}
        if before.get(name) != after.get(name) and (before.get(name) or after.get(name))
    ]


def field_changes(model, old, new, names, without=()):
    kind = "changed" if old and new else "added" if new else "removed"
    blank = {"fields": {}}
    for name in changed_names(old or blank, new or blank):
        if name not in without:
            texts = [
                names.told(model, name, (each or blank)["fields"].get(name)) for each in (old, new)
            ]
            yield Change(label(model, name), kind, *texts)


def row_changes(model, old, new, names):
    what = capfirst(name_of(model, old or new))
    if old and new:
        about = Truncator(names.row(model, old)).chars(SHORT)
        for change in field_changes(model, old, new, names, owner_of(model)):
            yield Change(f"{what} “{about}”: {change.label}", "changed", change.old, change.new)
    elif new:
        yield Change(what, "added", new=names.row(model, new))
    else:
        yield Change(what, "removed", old=names.row(model, old))


# -- words


def model_of(each):
    try:
        return apps.get_model(each["model"])
    except (LookupError, ValueError):
        return None


def name_of(model, each):
    return str(model._meta.verbose_name) if model else str(each["model"])


def field_of(model, name):
    try:
        return model._meta.get_field(name)
    except (FieldDoesNotExist, AttributeError):
        return None


def label(model, name):
    field = field_of(model, name)
    return capfirst(str(getattr(field, "verbose_name", None) or name.replace("_", " ")))


def owner_of(model):
    return (OWNERS[model].name,) if model in OWNERS else ()


class Names:
    """The names of what serialised objects point to: one query for each kind."""

    def __init__(self, objects):
        wanted = defaultdict(set)
        for each in objects:
            model = model_of(each)
            for name, value in each["fields"].items():
                field = field_of(model, name)
                points = field is not None and field.is_relation and isinstance(value, int)
                if points and name not in owner_of(model):
                    wanted[field.related_model].add(value)
        self.known = {}
        for model, keys in wanted.items():
            self._read(model, keys)

    def _read(self, model, keys):
        rows = model._base_manager.filter(pk__in=keys)
        if model in OWNERS:  # a paragraph is named by its article
            rows = rows.select_related(OWNERS[model].name)
        self.known |= {(model, row.pk): str(row) for row in rows}
        missing = [str(key) for key in keys if (model, key) not in self.known]
        if missing:
            deleted = versions(model).filter(object_id__in=missing).order_by("pk")
            for key, name in deleted.values_list("object_id", "object_repr"):
                self.known[model, int(key)] = _("%(name)s (deleted)") % {"name": name}

    def told(self, model, name, value):
        """Return a stored value in words."""
        field = field_of(model, name)
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field is None:
            return str(value)
        if field.is_relation:
            unknown = _("%(kind)s %(key)s (deleted)")
            kind = field.related_model._meta.verbose_name
            return self.known.get(
                (field.related_model, value), unknown % {"kind": kind, "key": value}
            )
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return told_by(field, value)

    def row(self, model, each):
        """Return a row in words, without its owner and what is empty."""
        fields = each["fields"].items()
        told = [self.told(model, n, v) for n, v in fields if n not in owner_of(model)]
        return Truncator(" · ".join(filter(None, told))).chars(ROW)


def told_by(field, value):
    try:
        if isinstance(field, PartialDateField):
            date = PartialDate(value)
            return date.human() if date.human() == date else f"{date.human()} ({date})"
        if isinstance(field, models.DecimalField):
            return plain(field.to_python(value))
    except (ValueError, ValidationError):
        pass
    return str(value)


def in_words(old, new):
    """Return two long texts as one, word by word, what went and what came marked; safe HTML."""
    known = {}

    def letters(text):
        words = WORDS.findall(text)
        return "".join(chr(PRIVATE + known.setdefault(w, len(known))) for w in words)

    compare = diff_match_patch()
    compare.Diff_Timeout = PATIENCE
    pieces = compare.diff_main(letters(old), letters(new), False)
    compare.diff_cleanupSemantic(pieces)
    words = list(known)
    return format_html_join(
        "",
        "{}",
        (
            (format_html(TAGS[sign], "".join(words[ord(letter) - PRIVATE] for letter in piece)),)
            for sign, piece in pieces
        ),
    )


TAGS = {-1: "<del>{}</del>", 0: "{}", 1: "<ins>{}</ins>"}
