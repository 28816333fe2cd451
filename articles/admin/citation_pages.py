"""Each citation on a page of its own, reached from the page of its article."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import entities.admin  # noqa: F401  (the pages of the facts must be there to be added to)
from articles.admin.citations import (
    INLINES,
    PASSAGE,
    SPEAKER,
    STATEMENT,
    CitationForm,
    hold_words,
)
from articles.evidence import touch
from articles.mentions import mention_ends
from articles.models import Statement
from vjtech.core.admin import DeskAdmin


class CitationAdmin(DeskAdmin):
    """A citation's own page, reached from its article's page; the fact's version guards it."""

    form = CitationForm
    search_keys = ("words__icontains", "paragraph__article__sort_key__contains")
    list_display = ("fact", "words", "article", "quote")
    ordering = ("-id",)

    def __init__(self, model, admin_site):
        self.fact_field = model.fact_field
        fact = model._meta.get_field(self.fact_field).related_model
        self.autocomplete_fields = (self.fact_field, "paragraph", "speaker", "speaks_for")
        self.related = (
            "paragraph__article",
            *(f"{self.fact_field}__{end}" for end in fact.ends),
            self.fact_field,
        )
        self.linked_by = (self.fact_field,)
        first, *rest = STATEMENT if model is Statement else (PASSAGE, SPEAKER)
        fields = (self.fact_field, *first[1]["fields"])
        self.fieldsets = ((None, {**first[1], "fields": fields}), *rest)
        super().__init__(model, admin_site)

    def has_module_permission(self, request):
        return False  # not in the index: facts and articles lead here

    @admin.display(description=gettext_lazy("article"))
    def article(self, citation):
        return citation.paragraph

    def get_readonly_fields(self, request, obj=None):
        return (self.fact_field,) if obj else ()

    def guardian(self, citation):
        return citation.fact

    def save_model(self, request, obj, form, change):
        hold_words([obj])
        super().save_model(request, obj, form, change)
        if not change:
            touch([obj.fact])
        mention_ends(obj)

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[obj.paragraph.article_id])
        )

    response_post_save_change = response_post_save_add

    def delete_view(self, request, object_id, extra_context=None):
        citation = self.get_object(request, object_id)
        if citation and citation.fact.is_published and citation.fact.citations.count() == 1:
            message = _(
                "“%(fact)s” is published and this is its only citation: unpublish it first."
            )
            self.message_user(request, message % {"fact": citation.fact}, messages.ERROR)
            name = f"admin:articles_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[citation.pk]))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        touch([obj.fact])
        super().delete_model(request, obj)

    def get_actions(self, request):
        return {}  # they go one by one, so that no published fact loses its last one


def attach(site):
    """Put the rows of citations on the pages of the facts, and register each kind."""
    for inline in INLINES:
        fact = inline.model._meta.get_field(inline.model.fact_field).related_model
        page = site.get_model_admin(fact)
        page.inlines = (*page.inlines, inline)
        site.register(inline.model, CitationAdmin)


attach(admin.site)
