"""What an editor decides of a merge: field by field, the other name, and what must go."""

from django import forms
from django.db.models import ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.admin.fields import TidyField
from vjtech.core.merging.aliases import guess
from vjtech.core.merging.merge import parents, ring
from vjtech.core.merging.preview import losses, worded_of
from vjtech.core.names import Alias
from vjtech.core.records import State

KEPT, OTHER, NONE = "kept", "other", "none"
MOST_CHARACTERS = 300


class PairForm(forms.Form):
    reason = TidyField(
        label=gettext_lazy("What tells them apart"), required=False, max_length=MOST_CHARACTERS
    )


class MergeForm(forms.Form):
    """One choice for each field in which the two differ.

    A field whose kept value would make a ring has no choice made for it: the editor must.
    """

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    why = TidyField(
        label=gettext_lazy("Why are they the same?"),
        max_length=MOST_CHARACTERS,
        error_messages={"required": gettext_lazy("Say how you know: the history keeps it.")},
    )

    def __init__(self, data=None, *, plan, pair=None, may_publish=False):
        super().__init__(data, initial={"seen": plan.seen})
        self.plan, self.winner, self.loser = plan, plan.winner, plan.loser
        self.rings = {}  # name of a choice → {choice: why it cannot be}
        self.both = [f for f in fields_of(plan.model) if may_publish or f.name != "state"]
        for field in self.both:
            kept, other = self.both_values(field)
            if kept != other or self.ring_of(field):
                self.fields[f"field_{field.name}"] = self.choice(field)
        if self.winner.name != self.loser.name:
            self.add_alias()
        if losses(plan):
            self.fields["drop"] = forms.BooleanField(
                label=_("Yes, drop what would lead from the record to itself."),
                error_messages={"required": _("Tick this, or settle these records first.")},
            )
        if pair:
            self.fields["despite"] = forms.BooleanField(
                label=_("They are the same all the same."),
                error_messages={"required": _("They are marked as two: tick this to merge them.")},
            )

    def value(self, side, field):
        return getattr(self.winner if side == KEPT else self.loser, field.attname)

    def both_values(self, field):
        return self.value(KEPT, field), self.value(OTHER, field)

    def ring_of(self, field):
        """Return why the kept record cannot have the kept value, "" if it can."""
        if field not in parents(self.plan.model):
            return ""
        key = self.value(KEPT, field)
        return ring(field, self.winner, self.loser, key) if key else ""

    def choice(self, field):
        sides = [KEPT, OTHER]
        if isinstance(field, ForeignKey) and field.null and all(self.both_values(field)):
            sides.append(NONE)
        if field in parents(self.plan.model):
            rings = {
                side: ring(field, self.winner, self.loser, self.value(side, field))
                for side in (KEPT, OTHER)
                if self.value(side, field)
            }
            self.rings[field.name] = {side: why for side, why in rings.items() if why}
        allowed = [side for side in sides if side not in self.rings.get(field.name, {})]
        return forms.ChoiceField(
            label=capfirst(field.verbose_name),
            choices=[(side, side) for side in allowed],
            widget=forms.RadioSelect,
            initial=self.usual(field, allowed),
            error_messages={
                "required": _("Choose one."),
                "invalid_choice": _("Choose one of those offered."),
            },
        )

    def usual(self, field, allowed):
        """Return what most editors would choose: what is there rather than what is not."""
        kept, other = self.both_values(field)
        if KEPT not in allowed:
            return None
        blank = kept in ("", None) or (field.name == "state" and other == State.PUBLISHED)
        return OTHER if blank and OTHER in allowed and other not in ("", None) else KEPT

    def add_alias(self):
        country = self.winner.country or self.loser.country
        kind, language = guess(self.loser.name, self.winner.name, country)
        self.fields["alias_kind"] = forms.ChoiceField(
            label=_("The other name stays findable, as"),
            choices=Alias.Kind.choices,
            initial=kind,
        )
        self.fields["alias_language"] = TidyField(
            label=_("in (language tag, may be empty)"),
            required=False,
            max_length=10,
            initial=language,
            widget=forms.TextInput(attrs={"class": "short", "size": 8}),
        )

    # -- what was decided

    def values(self):
        """Return the fields that the kept record gets, by attname."""
        found = {}
        for field in self.both:
            chosen = self.cleaned_data.get(f"field_{field.name}", KEPT)
            if chosen == OTHER:
                found[field.attname] = self.value(OTHER, field)
            elif chosen == NONE:
                found[field.attname] = None
        return found

    def alias(self):
        """Return the alias that the name not chosen becomes, or None where both are the same."""
        if "alias_kind" not in self.cleaned_data:
            return None
        other = self.cleaned_data.get("field_name", KEPT) == OTHER
        return {
            "text": (self.winner if other else self.loser).name,
            "kind": self.cleaned_data["alias_kind"],
            "language": self.cleaned_data["alias_language"],
        }

    # -- how it is shown

    def rows(self):
        """Return the two records side by side, each field with its choices."""
        rows = [self.row(field) for field in self.both]
        return [row for row in rows if any(side["text"] for side in row["sides"])]

    def row(self, field):
        name = f"field_{field.name}"
        bound = self[name] if name in self.fields else None
        radios = {radio.data["value"]: radio for radio in bound} if bound else {}
        rings = self.rings.get(field.name, {})
        sides = [
            {
                "text": worded_of(record, field.name),
                "radio": radios.get(side),
                "ring": rings.get(side, ""),
            }
            for side, record in ((KEPT, self.winner), (OTHER, self.loser))
        ]
        return {
            "label": capfirst(field.verbose_name),
            "sides": sides,
            "none": radios.get(NONE),
            "errors": bound.errors if bound else "",
            "differs": bound is not None,
        }


def fields_of(model):
    """Return the fields that an editor may choose between."""
    return [
        f
        for f in model._meta.concrete_fields
        if f.editable and f.name != "slug" and not f.primary_key
    ]
