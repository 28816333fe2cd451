"""The text of an article: its paragraphs, the facts that each backs, and their moves."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import paragraphs
from articles.evidence import CITATIONS, cited, touch
from articles.models import Paragraph
from articles.publishing import fact_of
from vjtech.core.admin import DeskForm, DeskFormSet, Stale, TabularInline
from vjtech.core.admin.fields import TidyField

MOST_PARAGRAPHS = 9000
PARKED = 20000  # added to numbers while paragraphs change places; both fit a small integer


def with_citations(queryset):
    """Have paragraphs fetched with all their citations: one query for each kind."""
    return queryset.prefetch_related(*(Prefetch(accessor(m), cited(m)) for m in CITATIONS))


def accessor(model):
    return model._meta.get_field("paragraph").remote_field.related_name


def backs(paragraph):
    """Return what a paragraph backs, and links to add to it, as HTML."""
    citations = [c for model in CITATIONS for c in getattr(paragraph, accessor(model)).all()]
    rows = [
        (
            c.fact._meta.verbose_name,
            reverse(f"admin:entities_{c.fact._meta.model_name}_change", args=[c.fact.pk]),
            c.fact,
            reverse(f"admin:articles_{c._meta.model_name}_change", args=[c.pk]),
            c.words,
        )
        for c in citations
    ]
    return format_html(
        '<ul class="backs">{}</ul><details class="cite"><summary>{}</summary>'
        "<p>{}: {}</p><p>{}: {}</p></details>",
        format_html_join("", '<li>{}: <a href="{}">{}</a> <a href="{}">“{}”</a></li>', rows),
        _("cite this paragraph"),
        _("for a new"),
        add_links(paragraph, "entities", [fact_of(model) for model in CITATIONS]),
        _("for a known"),
        add_links(paragraph, "articles", CITATIONS),
    )


def add_links(paragraph, app, models):
    back = reverse("admin:articles_article_change", args=[paragraph.article_id])
    query = urlencode({"paragraph": paragraph.pk, "next": back})
    links = [
        (
            f"{reverse(f'admin:{app}_{model._meta.model_name}_add')}?{query}",
            (model if app == "entities" else fact_of(model))._meta.verbose_name,
        )
        for model in models
    ]
    # In a new tab: what is not yet saved on the article's page stays there.
    return format_html_join(", ", '<a href="{}" target="_blank" rel="noopener">{}</a>', links)


class ParagraphForm(DeskForm):
    number = forms.IntegerField(
        label=gettext_lazy("¶"),
        required=False,
        min_value=1,
        max_value=MOST_PARAGRAPHS,
        widget=AdminIntegerFieldWidget(attrs={"class": "short"}),
    )
    text = TidyField(
        label=gettext_lazy("text"), widget=AdminTextareaWidget(attrs={"rows": 4, "cols": 60})
    )

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"number"}  # the rows settle it together


class ParagraphFormSet(DeskFormSet):
    """All paragraphs but the headline, which is the title and is kept equal to it."""

    def validate_unique(self):
        pass

    def clean(self):
        super().clean()
        kept = self._kept()
        if any(form.errors for form in kept):
            return
        _rows, _moved, stuck = self._plan()
        complaints = []
        for citation in stuck:
            message = _(
                "“%(words)s” is cited for “%(fact)s”: these words must stay here, or stand in just"
                " one other paragraph."
            ) % {"words": citation.words, "fact": citation.fact}
            form = next((f for f in kept if f.instance.pk == citation.paragraph_id), None)
            if form:
                form.add_error("text", message)
            else:
                complaints.append(f"{citation.paragraph}: {message}")
        if complaints:
            raise ValidationError(complaints)

    def save(self, commit=True):
        """Write the paragraphs, then move their citations, then delete what was removed."""
        rows, moved, stuck = self._plan()  # anew: the article is locked only now
        if stuck:
            raise Stale
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        removed = [form.instance for form in self.deleted_forms if form.instance.pk]
        placed = self._write(rows, removed)
        for citation, key in moved.items():
            citation.paragraph = placed[key]
            citation.save(update_fields=["paragraph"])
        touch({citation.fact for citation in moved})
        for paragraph in removed:
            self.deleted_objects.append(paragraph)
            Paragraph.objects.filter(pk=paragraph.pk).delete()
        return [*self.new_objects, *(paragraph for paragraph, _names in self.changed_objects)]

    def _kept(self):
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]

    def _rows(self):
        posted = {form.instance.pk for form in self.initial_forms}
        for paragraph in self.get_queryset():
            if paragraph.pk not in posted:  # not on the page, so it stays as it is
                yield paragraphs.Row(paragraph.pk, paragraph.number, paragraph.text, stays=True)
        for place, form in enumerate(self._kept()):
            number = form.cleaned_data["number"]
            first, *rest = paragraphs.split(form.cleaned_data["text"])
            key = form.instance.pk or ("new", place)
            stays = bool(form.instance.pk) and "number" not in form.changed_data
            yield paragraphs.Row(key, number, first, stays)
            for part, text in enumerate(rest):
                yield paragraphs.Row((key, part), number, text)

    def _plan(self):
        """Return [(row, number)], {citation: key of its new paragraph}, [stuck citations]."""
        rows = paragraphs.numbered(list(self._rows()))
        headline = self._headline()
        texts = {headline.pk: self.instance.title} | {row.key: row.text for row, _n in rows}
        citations = []
        if self.instance.pk:
            for model in CITATIONS:
                found = cited(model).filter(paragraph__article=self.instance)
                found = found.select_related("paragraph__article")
                citations += [(c, c.paragraph_id, c.words, c.fact) for c in found]
        return rows, *paragraphs.moves(texts, citations)

    def _headline(self):
        article = self.instance
        found = article.pk and article.paragraphs.filter(number=paragraphs.HEADLINE).first()
        return found or Paragraph(article=article, number=paragraphs.HEADLINE)

    def _write(self, rows, removed):
        """Save what differs; return the paragraph of each key."""
        headline = self._headline()
        if headline.text != self.instance.title:
            headline.text = self.instance.title
            headline.save()
        existing = self.instance.paragraphs.exclude(number=paragraphs.HEADLINE).in_bulk()
        moving = {
            row.key for row, n in rows if row.key in existing and existing[row.key].number != n
        }
        moving |= {paragraph.pk for paragraph in removed}
        Paragraph.objects.filter(pk__in=moving).update(number=F("number") + PARKED)
        placed = {None: headline, headline.pk: headline}
        for row, number in rows:
            paragraph = existing.get(row.key) or Paragraph(article=self.instance)
            stored = paragraph.number, paragraph.text
            paragraph.number, paragraph.text = number, row.text
            if paragraph.pk is None:
                paragraph.save()
                self.new_objects.append(paragraph)
            elif stored != (number, row.text):
                paragraph.save()
                names = ["number"] if stored[1] == row.text else ["text"]
                self.changed_objects.append((paragraph, names))
            placed[row.key] = paragraph
        return placed


class ParagraphInline(TabularInline):
    model = Paragraph
    form = ParagraphForm
    formset = ParagraphFormSet
    fields = ("number", "text", "backs")
    readonly_fields = ("backs",)
    verbose_name = gettext_lazy("paragraph")
    verbose_name_plural = gettext_lazy(
        "paragraphs: a blank line parts two; a number in use puts a paragraph after that one"
    )

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj is None else 0

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("article")
        return with_citations(rows.exclude(number=paragraphs.HEADLINE).order_by("number"))

    @admin.display(description=gettext_lazy("facts it backs"))
    def backs(self, paragraph):
        return backs(paragraph) if paragraph.pk else ""

    # Who may edit the article may edit its text: otherwise the headline could not follow.
    def has_add_permission(self, request, obj):
        return request.user.has_perm("articles.change_article") or request.user.has_perm(
            "articles.add_article"
        )

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article") or self.has_add_permission(
            request, obj
        )
