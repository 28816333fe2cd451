"""Whom an article names, as the editor settled it: records of the base and ones to be added."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.intake.fields import LeanSelect
from articles.intake.inputs import names_of, opened
from articles.intake.reading import COMPANY, NAMED, PERSON, PLACE
from articles.paragraphs import tidy
from entities.models import Company, Person, Place
from vjtech.core.admin.fields import CapitalsField, TidyField
from vjtech.core.countries import country_name
from vjtech.core.search.fold import name_key

MODELS = {COMPANY: Company, PERSON: Person, PLACE: Place}
PLURALS = {
    COMPANY: gettext_lazy("companies and organisations"),
    PERSON: gettext_lazy("people"),
    PLACE: gettext_lazy("places"),
}
NEW = "new"


class NamingForm(forms.Form):
    """What is to become of one name: `who` of the base it is, or the record to be added."""

    use_required_attribute = False

    who = forms.ChoiceField(required=False)
    add = forms.BooleanField(required=False)
    name = TidyField(label=gettext_lazy("name"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"),
        required=False,
        widget=LeanSelect,
        choices=[
            (PERSON, pgettext_lazy("kind of a name", "person")),
            (gettext_lazy("company or organisation"), Company.Kind.choices),
        ],
    )
    country = CapitalsField(
        label=gettext_lazy("country"),
        required=False,
        max_length=2,
        widget=forms.TextInput(attrs={"class": "short", "size": 2}),
    )

    def __init__(self, *args, owners=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", ""), *((owner, owner) for owner in owners)]


class Settled:
    """A naming and what the editor said of it so far."""

    def __init__(self, naming, stored, records, dismissed, wanted, check):
        self.naming, self.key = naming, naming.key
        self.is_publisher = False
        self.records = [records[owner] for owner in naming.owners if owner in records]
        self.dismissed = naming.key in dismissed
        prefix = f"n-{naming.key}"
        given = {name: stored[name] for name in stored if name.startswith(f"{prefix}-")}
        self.given = {n.removeprefix(f"{prefix}-"): v[0] for n, v in given.items() if v}
        for name, guessed in {"name": naming.spellings[0], "kind": naming.guess}.items():
            if not self.given.get(name):
                given[f"{prefix}-{name}"] = [guessed]
        self.form = opened(
            NamingForm, given, check=check, prefix=prefix, owners=map(value, self.records)
        )
        self.names = names_of(self.form)
        self.chosen = None if self.is_new else self._chosen()
        self.adds = self.is_new and (bool(self.given.get("add")) or f"{NEW}:{self.key}" in wanted)
        self.made = None  # the record that was added for it, while saving

    @property
    def is_new(self):
        return self.dismissed or not self.records

    @property
    def is_clear(self):
        """Say whether nobody else can be meant, as far as the base knows."""
        alone = not self.is_new and len(self.records) == 1
        return alone and not self.naming.is_place and not self.naming.asked

    def _chosen(self):
        who = self.given.get("who", "")
        return next((record for record in self.records if value(record) == who), None)

    @property
    def kind(self):
        return self.given.get("kind") or self.naming.guess

    @property
    def name(self):
        return tidy(self.given.get("name") or self.naming.spellings[0])

    @property
    def likely(self):
        """The value that a form may propose for it: whom she chose, or who alone can be meant."""
        if self.adds:
            return f"{NEW}:{self.key}"
        if self.is_new or self.is_publisher:
            return ""
        if self.chosen or self.is_clear or (self.naming.is_place and len(self.records) == 1):
            return value(self.chosen or self.records[0])
        return ""

    @property
    def options(self):
        return [(value(record), record, line(record)) for record in self.records]

    @property
    def also(self):
        """The spellings that the article prints and no suggestion shows."""
        shown = {record.name for record in self.records} if not self.is_new else {self.name}
        return ", ".join(spelling for spelling in self.naming.spellings if spelling not in shown)

    @property
    def kind_input(self):
        return self._input("kind", _("What “%(name)s” is"))

    @property
    def country_input(self):
        return self._input("country", _("Country of “%(name)s”"), placeholder=_("country"))

    def _input(self, name, label, **attrs):
        label = label % {"name": self.naming.spellings[0]}
        return self.form[name].as_widget(attrs={"aria-label": label, **attrs})


class Nouns:
    """All namings of a reading, settled as far as they are, and the options that follow.

    `wanted` are the values that forms of facts have chosen: what is chosen there is added.
    """

    def __init__(self, reading, stored, dismissed=(), wanted=(), publisher="", check=False):
        records = fetched(owner for n in reading.namings.values() for owner in n.owners)
        self.settled = {
            key: Settled(naming, stored, records, dismissed, wanted, check)
            for key, naming in reading.namings.items()
        }
        for (
            each
        ) in self.settled.values():  # whose dateline says who prints it, not whom it is about
            each.is_publisher = name_key(publisher) in map(name_key, each.naming.spellings)
        self.records = {value(record): record for record in records.values()}
        self._options = {}

    @property
    def names(self):
        return [name for each in self.settled.values() for name in each.names]

    def options(self, kinds):
        """Return the choices of a select that offers these kinds, grouped."""
        if kinds not in self._options:
            groups = [(PLURALS[kind], self._known(kind)) for kind in kinds]
            new = [
                (f"{NEW}:{each.key}", _("%(name)s (new)") % {"name": each.name})
                for each in self.settled.values()
                if each.is_new and (PERSON if each.kind == PERSON else COMPANY) in kinds
            ]
            groups.append((_("to be added"), new))
            self._options[kinds] = [("", "—"), *(group for group in groups if group[1])]
        return self._options[kinds]

    def _known(self, kind):
        named = {r for each in self.settled.values() if not each.dismissed for r in each.records}
        known = sorted((r for r in named if isinstance(r, MODELS[kind])), key=lambda r: r.sort_key)
        return [(value(r), told_apart(r, known)) for r in known]

    def resolve(self, chosen, kinds):
        """Return the record that a value stands for; ValidationError where there is none (yet)."""
        record = self.records.get(chosen)
        if chosen.startswith(f"{NEW}:"):
            settled = self.settled.get(chosen.removeprefix(f"{NEW}:"))
            record = settled and settled.made
            if settled and settled.adds and record is None:
                message = _("First correct “%(name)s” beside the paragraph that names it.")
                raise ValidationError(message % {"name": settled.name})
        if record is None or not isinstance(record, tuple(MODELS[kind] for kind in kinds)):
            message = _("This cannot be chosen here: choose again.")
            raise ValidationError(message, code="no_such_noun")
        return record


def fetched(owners):
    """Return {owner: record}: one query for each kind of noun."""
    keys = {kind: set() for kind in MODELS}
    for kind, pk in owners:
        keys[kind].add(pk)
    related = {COMPANY: ("parent",), PERSON: (), PLACE: ("parent",)}
    found = {
        kind: MODELS[kind].objects.select_related(*related[kind]).in_bulk(pks)
        if related[kind]
        else MODELS[kind].objects.in_bulk(pks)
        for kind, pks in keys.items()
    }
    return {(kind, pk): record for kind, records in found.items() for pk, record in records.items()}


def value(record):
    return f"{record._meta.model_name}:{record.pk}"


def is_mentioned(record):
    return record._meta.model_name in NAMED


def line(record):
    """Return the words that tell a record from its namesakes."""
    if isinstance(record, Person):
        about = (record.distinction or Truncator(record.summary).chars(80),)
    else:
        about = (record.get_kind_display(), record.parent and str(record.parent))
    words = [*about, country_name(record.country) if record.country else ""]
    return ", ".join(dict.fromkeys(str(word) for word in words if word))


def told_apart(record, others):
    twice = sum(other.name == record.name for other in others) > 1
    return f"{record.name} ({line(record)})" if twice and line(record) else record.name
