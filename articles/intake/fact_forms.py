"""The forms of a fact made of a sentence: the fact, the passage that says so, and who took part."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.intake.fields import LeanSelect, NounField, desk_field
from articles.intake.reading import COMPANY, PERSON, PLACE
from articles.models import (
    EventCitation,
    FigureCitation,
    RoleCitation,
    Statement,
    TieCitation,
)
from entities.models import Event, Figure, Role, Target, TargetParty, Tie
from entities.models.event import Part
from vjtech.core.admin import DeskForm
from vjtech.core.admin.fields import TidyField

QUANTITY = ("qualifier", "value", "value_high", "unit", "currency", "printed")


def dated(name):
    return name, f"{name}_printed", f"{name}_reason"


class NounsForm(DeskForm):
    """A form whose nouns are those of the article; many stand on one page, so it is terse."""

    use_required_attribute = False

    def __init__(self, *args, nouns, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.help_text = ""
            if f"{name}_printed" in self.fields:
                field.widget.attrs["placeholder"] = "2025-04-28, 2025-04, 2025"
            if isinstance(field, NounField):
                field.offer(nouns)


class EventForm(NounsForm):
    place = NounField(PLACE, label=_("place"))

    class Meta:
        model = Event
        formfield_callback = desk_field
        fields = ("title", "kind", "status", *dated("date"), "place", "summary")


class RoleForm(NounsForm):
    person = NounField(PERSON, required=True, label=_("person"))
    company = NounField(COMPANY, required=True, label=_("company or organisation"))

    class Meta:
        model = Role
        formfield_callback = desk_field
        fields = ("person", "title", "company", *dated("start"), *dated("end"))


class TieForm(NounsForm):
    company = NounField(COMPANY, required=True, label=_("company or organisation"))
    other = NounField(COMPANY, label=_("other company or organisation"))
    place = NounField(PLACE, label=_("or place"))

    class Meta:
        model = Tie
        formfield_callback = desk_field
        fields = ("company", "kind", "other", "place", "status", "detail", *dated("date"))


class TargetForm(NounsForm):
    class Meta:
        model = Target
        formfield_callback = desk_field
        fields = ("metric", "scope", "kind", "direction")


class FigureForm(NounsForm):
    company = NounField(COMPANY, label=_("company or organisation"))
    person = NounField(PERSON, label=_("or person"))

    class Meta:
        model = Figure
        formfield_callback = desk_field
        fields = ("company", "person", "text", "measure", "scope", *QUANTITY, *dated("as_of"))


PASSAGE = ("words", "speaker", "speaker_text", "speaks_for")


class PassageForm(NounsForm):
    """The passage in the article, and who is quoted in it."""

    speaker = NounField(PERSON, label=_("said by"))
    speaks_for = NounField(COMPANY, label=_("on behalf of"))

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())


def passage_form(citation, *fields):
    class Meta:
        model = citation
        formfield_callback = desk_field
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}

    Meta.fields = (*PASSAGE, *fields)
    return type(f"{citation.__name__}Form", (PassageForm,), {"Meta": Meta})


class PartyForm(forms.Form):
    """Who took part in an event, as what."""

    use_required_attribute = False

    who = NounField(COMPANY, PERSON, label=_("who"))
    part = forms.ChoiceField(
        label=_("as"), choices=Part.choices, initial=Part.PARTICIPANT, widget=LeanSelect
    )

    def __init__(self, *args, nouns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].offer(nouns)

    @property
    def is_filled(self):
        return bool(self["who"].value())


class TargetPartyForm(PartyForm):
    """Whose target it is: one of the article's names, or the printed words."""

    part = forms.ChoiceField(
        label=_("as"),
        choices=TargetParty.Part.choices,
        initial=TargetParty.Part.HOLDER,
        widget=LeanSelect,
    )
    text = TidyField(label=_("or in words"), max_length=200, required=False)

    @property
    def is_filled(self):
        return bool(self["who"].value() or self["text"].value())


FORMS = {
    "event": (EventForm, passage_form(EventCitation), PartyForm),
    "target": (
        TargetForm,
        passage_form(Statement, "act", *QUANTITY, *dated("due"), "baseline", "baseline_words"),
        TargetPartyForm,
    ),
    "role": (RoleForm, passage_form(RoleCitation), None),
    "tie": (TieForm, passage_form(TieCitation), None),
    "figure": (FigureForm, passage_form(FigureCitation), None),
}
MODELS = {kind: form.Meta.model for kind, (form, _citation, _party) in FORMS.items()}
