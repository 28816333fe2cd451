"""The facts that an editor makes of an article's sentences, as far as she has got."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from articles.intake.fact_forms import FORMS, MODELS
from articles.intake.inputs import names_of, opened
from articles.mentions import MENTIONS, mention_ends
from entities.models import EventCompany, EventPerson, Person, TargetParty

MOST_FACTS = 40  # of one article; more are added on the facts' own pages
MOST_PARTIES = 15
SPARE = 2  # rows to fill in beyond those that are


class Entry:
    """One fact: {"id", "kind", "passage"} as stored, with its forms."""

    def __init__(self, state, stored, nouns, known, check=False):
        self.id, self.kind, self.passage = state["id"], state["kind"], state["passage"]
        self.prefix = f"f{self.id}"
        self.model = MODELS[self.kind]
        given = {name: v for name, v in stored.items() if name.startswith(f"{self.prefix}-")}
        fact, citation, party = FORMS[self.kind]
        self.known = known.form(self.kind, given, check, f"{self.prefix}-k")
        self.facts = known.of(self.kind)
        new = not given.get(f"{self.prefix}-k-fact", [""])[0]  # what is left unused is not checked
        self.fact = opened(fact, given, check=check and new, prefix=self.prefix, nouns=nouns)
        self.citation = opened(citation, given, check=check, prefix=f"{self.prefix}-c", nouns=nouns)
        self.rows = [
            opened(party, row, check=check and new, prefix=prefix, nouns=nouns)
            for prefix, row in (self._rows(given) if party else ())
        ]

    def _rows(self, given):
        """Yield the prefix and the inputs of each row: those filled in, and some to spare."""
        prefixes = [f"{self.prefix}-p{n}" for n in range(MOST_PARTIES)]
        filled = [
            n
            for n, prefix in enumerate(prefixes)
            if any(given.get(f"{prefix}-{name}", [""])[0] for name in ("who", "text"))
        ]
        for prefix in prefixes[: max(filled, default=-1) + 1 + SPARE]:
            yield prefix, {k: v for k, v in given.items() if k.startswith(f"{prefix}-")}

    @property
    def forms(self):
        return [self.known, self.fact, self.citation, *self.rows]

    @property
    def names(self):
        return [name for form in self.forms for name in names_of(form)]

    @property
    def has_errors(self):
        return any(form.is_bound and form.errors for form in self.forms)

    @property
    def kind_name(self):
        return self.model._meta.verbose_name

    def save(self, paragraph):
        """Save the fact as a draft with its citation; what is wrong stands at its field after."""
        fact = self._fact()
        row = self.citation.instance
        row.paragraph = paragraph
        if fact is not None:
            setattr(row, row.fact_field, fact)
        if not self.citation.is_valid() or fact is None:
            return None
        try:
            row.validate_constraints()
        except ValidationError as error:
            self.citation.add_error("words", error.messages)
            return None
        row = self.citation.save()
        for party in self.rows:
            if party.is_filled and not self._is_known:
                self._save_party(party, fact)
        mention_ends(row)
        if self._is_known:  # who has its page open is told that there is more
            known = self.model.objects.filter(pk=fact.pk)
            known.update(version=F("version") + 1, updated=timezone.now())
        return None if self.has_errors else fact

    @property
    def _is_known(self):
        return self.known.is_valid() and bool(self.known.cleaned_data["fact"])

    def _fact(self):
        """Return the fact as stored, a known one or a new draft; None where a field is wrong."""
        if not self.known.is_valid():
            return None
        if self._is_known:
            return self.facts[self.known.cleaned_data["fact"]]
        rows = [party.is_valid() for party in self.rows if party.is_filled]
        return self.fact.save() if self.fact.is_valid() and all(rows) else None

    def _save_party(self, form, fact):
        who, part = form.cleaned_data["who"], form.cleaned_data["part"]
        noun = "person" if isinstance(who, Person) else "company"
        if self.kind == "event":
            model = EventPerson if noun == "person" else EventCompany
            row = model(event=fact, part=part, **{noun: who})
        else:
            words = form.cleaned_data["text"]
            row = TargetParty(target=fact, part=part, text=words)
            if who:
                setattr(row, noun, who)
        try:
            row.full_clean()
        except ValidationError as error:
            form.add_error("who", error.messages)
        else:
            row.save()
            if who:
                article = self.citation.instance.paragraph.article
                model, name = MENTIONS[type(who)]
                model.objects.get_or_create(**{"article": article, name: who})


def wanted(stored):
    """Return the values by which the forms of facts ask for somebody new: “new:…”."""
    return {value for values in stored.values() for value in values if value.startswith("new:")}
