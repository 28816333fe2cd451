"""Citations as rows on the pages of the facts."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.evidence import lost_words
from articles.mentions import mention_ends
from articles.models import (
    EventCitation,
    FigureCitation,
    Paragraph,
    RoleCitation,
    Statement,
    TieCitation,
)
from vjtech.core.admin import (
    DeskForm,
    DeskFormSet,
    Legend,
    StackedInline,
    Stale,
    date_fields,
)
from vjtech.core.admin.fields import is_key

LEGEND = Legend(
    gettext_lazy("How to cite"),
    (
        (
            gettext_lazy("words"),
            gettext_lazy(
                "copied from the paragraph exactly, as “signed an agreement with FPT”; the reader"
                " sees them highlighted"
            ),
        ),
        (
            gettext_lazy("quote"),
            gettext_lazy("at most 8 words of the original document, exactly as it prints them"),
        ),
        (
            gettext_lazy("source's paragraph"),
            gettext_lazy("where the quote stands: the non-blank lines of the original, from 1"),
        ),
        (
            gettext_lazy("speaker"),
            gettext_lazy("only where the passage is what somebody said: a person, or in words"),
        ),
    ),
    gettext_lazy(
        "The article will mention, without your typing it again, whom the fact is about, the"
        " speaker and whom the speaker speaks for."
    ),
)
PASSAGE = (
    None,
    {"fields": ("paragraph", "words", ("quote", "quote_paragraph")), "description": LEGEND},
)
SPEAKER = (
    gettext_lazy("Who says so, if somebody is quoted"),
    {"fields": (("speaker", "speaker_text"), "speaks_for")},
)
STATED = (
    gettext_lazy("What is stated"),
    {
        "fields": (
            "act",
            ("qualifier", "value", "value_high"),
            ("unit", "currency"),
            "printed",
            ("baseline", "baseline_words"),
            "note",
        )
    },
)


class CitationForm(DeskForm):
    """Shows the text of the chosen paragraph below the choice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.data.get(self.add_prefix("paragraph")) if self.is_bound else None
        key = chosen or self.initial.get("paragraph")
        if "paragraph" not in self.fields or not is_key(key):
            return
        known = getattr(getattr(self.fields["paragraph"].widget, "widget", None), "known", {})
        paragraph = known.get(int(key))
        paragraph = paragraph or Paragraph.objects.select_related("article").filter(pk=key).first()
        if paragraph:
            known[paragraph.pk] = paragraph
            self.fields["paragraph"].help_text = format_html(
                '<span class="passage">{}</span>', paragraph.text
            )

    def _get_validation_exclusions(self):
        excluded = super()._get_validation_exclusions()
        # On a page of its own the fact is read-only, yet part of what must be unique.
        return excluded - {self.instance.fact_field} if self.instance.pk else excluded

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())


class CitationFormSet(DeskFormSet):
    """The citations of one fact; `prefill` is the paragraph that a link asked for."""

    prefill = None

    def __init__(self, *args, **kwargs):
        if self.prefill and kwargs.get("data") is None:
            kwargs["initial"] = [{"paragraph": self.prefill}]
        super().__init__(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.instance.is_published and not self._kept():
            raise ValidationError(
                _("A published fact needs a passage that backs it: cite one, or make it a draft.")
            )

    def _kept(self):
        known = [form for form in self.initial_forms if form.instance.pk]
        new = [form for form in self.extra_forms if form.has_changed()]
        return [form for form in (*known, *new) if form not in self.deleted_forms]

    def save(self, commit=True):
        """Save the rows, then have their articles mention whom the fact is about."""
        changed = [
            f.instance for f in self.forms if f.has_changed() and f not in self.deleted_forms
        ]
        hold_words(changed)
        saved = super().save(commit)
        for citation in self.model.objects.filter(**{self.fk.name: self.instance}):
            mention_ends(citation)
        return saved


def hold_words(citations):
    """Lock the articles cited; Stale where another editor's text no longer has the words."""
    if lost_words(citations):
        raise Stale


class CitationInline(StackedInline):
    form = CitationForm
    formset = CitationFormSet
    autocomplete_fields = ("paragraph", "speaker", "speaks_for")
    verbose_name = gettext_lazy("citation")
    verbose_name_plural = gettext_lazy("citations: the passages that say so")
    fieldsets = (PASSAGE, SPEAKER)

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj is None or self._asked(request) else 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.prefill = self._asked(request)
        return formset

    def get_queryset(self, request):
        related = ("paragraph__article", "speaker", "speaks_for")
        fact = self.model.fact_field
        ends = [f"{fact}__{end}" for end in self.model._meta.get_field(fact).related_model.ends]
        return super().get_queryset(request).select_related(*related, fact, *ends)

    def _asked(self, request):
        """Return the key of the paragraph that a link on an article's page asked for."""
        key = request.GET.get("paragraph", "")
        return key if is_key(key) else None


class RoleCitationInline(CitationInline):
    model = RoleCitation


class TieCitationInline(CitationInline):
    model = TieCitation


class EventCitationInline(CitationInline):
    model = EventCitation


class FigureCitationInline(CitationInline):
    model = FigureCitation


STATEMENT = (
    PASSAGE,
    STATED,
    date_fields("due", gettext_lazy("due")),
    date_fields("said", gettext_lazy("said"), classes=["collapse"]),
    SPEAKER,
)


class StatementInline(CitationInline):
    model = Statement
    verbose_name = gettext_lazy("statement")
    verbose_name_plural = gettext_lazy("statements: what each article says of it, and where")
    fieldsets = STATEMENT


INLINES = (
    RoleCitationInline,
    TieCitationInline,
    EventCitationInline,
    FigureCitationInline,
    StatementInline,
)
