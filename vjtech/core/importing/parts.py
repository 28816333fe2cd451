"""Who takes part as what, in one cell: `fpt:signatory; person/binh:host; "his words":host`.

Bodies stand with their slug, people with their slug after `person/`, printed words in quotation
marks, which are doubled inside. The order is that of the rows.
"""

import re
from contextlib import suppress
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from vjtech.core.importing.columns import Choice, Column, Words, tidy
from vjtech.core.importing.table import brief

MOST_PARTS = 500
ITEM = re.compile(
    r"""\s*(?:"(?P<words>(?:[^"]|"")*+)"|(?P<before>[-\w]+/)?(?P<slug>[-\w]++))"""
    r"""\s*+(?::(?P<part>[^;:"]*+))?(?:;|\Z)""",
    re.ASCII,
)


class Item(NamedTuple):
    field: str  # the foreign key of the row that is set, or its text
    value: str  # a slug, or words
    part: str

    def written(self, before):
        if before is None:
            return '"{}":{}'.format(self.value.replace('"', '""'), self.part)
        return f"{before}{self.value}:{self.part}"


class Parts(Words):
    """`ends` are (prefix in the cell, foreign key of the row); `text` is the row's printed words.

    The rows are handled as a list of Items, in the order of the rows.
    """

    def __init__(self, rows, choices, ends, text=""):
        super().__init__()
        self.rows, self.choice, self.ends, self.text = rows, Choice(choices), dict(ends), text
        self.default = rows._meta.get_field("part").get_default()

    def render(self, value, obj=None, **kwargs):
        before = {field: prefix for prefix, field in self.ends.items()}
        return "; ".join(item.written(before.get(item.field)) for item in value or ())

    def slugs(self, text):
        with suppress(ValidationError):
            for match in self._matches(tidy(text)):
                field = self.ends.get(match["before"] or "")
                if match["slug"] and field:
                    yield self.model_of(field), match["slug"]

    def model_of(self, field):
        return self.rows._meta.get_field(field).related_model

    def _matches(self, text):
        place = number = 0
        while place < len(text):
            match = ITEM.match(text, place)
            if match is None or number == MOST_PARTS:
                raise ValidationError(self._unread(text[place:]))
            yield match
            place, number = match.end(), number + 1

    def clean(self, value, row=None, known=None, **kwargs):
        """Return the Items; those of one who stands twice as the same are refused."""
        items = [self._item(match, known) for match in self._matches(tidy(value))]
        for number, item in enumerate(items):
            if item in items[:number]:
                raise ValidationError(
                    _("“%(who)s” stands twice as %(part)s.")
                    % {"who": brief(item.value), "part": item.part}
                )
        return items

    def _unread(self, rest):
        return _("“%(rest)s” cannot be read; it is written like this: %(example)s") % {
            "rest": brief(rest),
            "example": self.example(),
        }

    def _item(self, match, known):
        part = self.choice.clean(match["part"]) if (match["part"] or "").strip() else self.default
        if match["words"] is not None:
            words = tidy(match["words"].replace('""', '"'))
            if not self.text or not words:
                raise ValidationError(self._unread(match[0]))
            most = self.rows._meta.get_field(self.text).max_length
            if len(words) > most:
                reason = _("“%(words)s” is longer than %(most)d characters.")
                raise ValidationError(reason % {"words": brief(words), "most": most})
            return Item(self.text, words, part)
        field = self.ends.get(match["before"] or "")
        if field is None:
            raise ValidationError(self._unread(match[0]))
        known.record(self.model_of(field), match["slug"])
        return Item(field, match["slug"], part)

    def allowed(self):
        return _("who, as what: %(parts)s") % {"parts": self.choice.allowed()}

    def example(self):
        """Return a cell as it may look."""
        first, second, *_more = self.choice.choices.values
        slugs = [f"{prefix}slug" for prefix in self.ends]
        who = slugs + (['"printed words"'] if self.text else ["another-slug"])
        return "; ".join(f"{each}:{first if each is who[0] else second}" for each in who)


class PartsColumn(Column):
    """The rows of a record that say who takes part; `attribute` is their accessor."""

    is_rows = True

    def get_value(self, instance):
        if hasattr(instance, self.waiting):
            return getattr(instance, self.waiting)
        return list(self.stored(instance))

    @property
    def waiting(self):
        return f"_{self.attribute}_waiting"

    def stored(self, instance):
        """Return the rows by their Items, in their order; a new record has none."""
        found = {}
        if not instance.pk:
            return found
        for row in sorted(getattr(instance, self.attribute).all(), key=lambda row: row.pk):
            for field in self.widget.ends.values():
                if getattr(row, f"{field}_id") is not None:
                    found[Item(field, getattr(row, field).slug, row.part)] = row
                    break
            else:
                found[Item(self.widget.text, getattr(row, self.widget.text), row.part)] = row
        return found

    def put(self, instance, value):
        """Keep the Items that are to stand there: what stays stands first, in its order."""
        stays = [item for item in self.get_value(instance) if item in value]
        setattr(instance, self.waiting, stays + [item for item in value if item not in stays])

    def leaving(self, instance):
        """Return the rows that are to go."""
        stays = getattr(instance, self.waiting)
        return [row for item, row in self.stored(instance).items() if item not in stays]

    def coming(self, instance, known):
        """Return the rows that are to come; neither they nor, maybe, the instance are stored."""
        owner = type(instance)._meta.get_field(self.attribute).field.name
        there, rows = self.stored(instance), []
        for item in getattr(instance, self.waiting):
            if item not in there:
                value = item.value
                if item.field != self.widget.text:
                    value = known.record(self.widget.model_of(item.field), item.value)
                fields = {owner: instance, item.field: value, "part": item.part}
                rows.append(self.widget.rows(**fields))
        return rows

    def prefetch(self):
        """Return what a query has to fetch along with the records."""
        # Joined: to prefetch more than a thousand ends is more than SQLite takes of Django 5.2.
        ends = self.widget.ends.values()
        rows = self.widget.rows._base_manager.select_related(*ends).order_by("pk")
        return Prefetch(self.attribute, rows)
