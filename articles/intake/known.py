"""The facts of the base that an article may be a further source of: whom it names has them."""

from django import forms
from django.utils.translation import gettext as _

from articles.intake.fact_forms import MODELS
from articles.intake.fields import LeanSelect
from articles.intake.inputs import opened
from articles.intake.reading import COMPANY, PERSON

MOST = 50
PATHS = {
    "event": {COMPANY: ["company_parts__company"], PERSON: ["person_parts__person"]},
    "target": {COMPANY: ["parties__company"], PERSON: ["parties__person"]},
    "role": {COMPANY: ["company"], PERSON: ["person"]},
    "tie": {COMPANY: ["company", "other"]},
    "figure": {COMPANY: ["company"], PERSON: ["person"]},
}


class KnownForm(forms.Form):
    """Whether a sentence says something new, or of which known fact it is one more source."""

    use_required_attribute = False

    fact = forms.ChoiceField(required=False, widget=LeanSelect)

    def __init__(self, *args, facts=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = [(str(fact.pk), labelled(fact)) for fact in facts]
        self.fields["fact"].choices = [("", _("something new")), *known]


class KnownFacts:
    """Up to MOST facts of each kind about those whom the article names, read when asked for."""

    def __init__(self, nouns):
        self._named = {COMPANY: [], PERSON: []}
        for record in nouns.records.values():
            if record._meta.model_name in self._named:
                self._named[record._meta.model_name].append(record.pk)
        self._facts = {}

    def of(self, kind):
        """Return {key: fact}, the newest first."""
        if kind not in self._facts:
            model, keys = MODELS[kind], set()
            for noun, paths in PATHS[kind].items():
                for path in paths:  # one by one: an "or" over two joins would read every fact
                    about = model.objects.filter(**{f"{path}__in": self._named[noun]})
                    newest = about.order_by("-pk").distinct().values_list("pk", flat=True)
                    keys.update(newest[:MOST])
            found = model.objects.filter(pk__in=sorted(keys)[-MOST:])
            found = found.select_related(*model.ends).order_by("-pk")
            self._facts[kind] = {str(fact.pk): fact for fact in found}
        return self._facts[kind]

    def form(self, kind, stored, check, prefix):
        facts = self.of(kind).values()
        return opened(KnownForm, stored, check=check, prefix=prefix, facts=facts)


def labelled(fact):
    date = getattr(fact, "date", "")
    return f"{fact} ({date.human()})" if date else str(fact)
