"""The page of an article, from which all that it backs is reached."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.intake import IntakePages
from articles.admin.text import ParagraphInline, backs, with_citations
from articles.models import Article, ArticleTopic, CompanyMention, PersonMention
from articles.paragraphs import HEADLINE, tidy
from articles.publishing import publish_whole
from vjtech.core.admin import (
    DeskForm,
    DeskFormSet,
    RecordAdmin,
    TabularInline,
    date_column,
    date_fields,
    reading,
    state_fields,
)


class LinkForm(DeskForm):
    """A row that says no more than that two records belong together; said twice, it is one."""

    def validate_unique(self):
        if not self.instance._state.adding:
            super().validate_unique()

    def validate_constraints(self):
        if not self.instance._state.adding:
            super().validate_constraints()


class LinkFormSet(DeskFormSet):
    def validate_unique(self):
        pass

    def save_new(self, form, commit=True):
        # A citation that was saved while this form was open may have said it already.
        _article, other = self.model.natural
        key = {self.fk.name: self.instance, other: form.cleaned_data[other]}
        return self.model.objects.get_or_create(**key)[0]


class LinkInline(TabularInline):
    form = LinkForm
    formset = LinkFormSet


class TopicInline(LinkInline):
    model = ArticleTopic
    verbose_name = gettext_lazy("topic")
    verbose_name_plural = gettext_lazy("topics")
    fields = autocomplete_fields = ("topic",)
    related = ("article", "topic")


class CompanyInline(LinkInline):
    model = CompanyMention
    fields = autocomplete_fields = ("company",)
    related = ("article", "company")


class PersonInline(LinkInline):
    model = PersonMention
    fields = autocomplete_fields = ("person",)
    related = ("article", "person")


class ArticleForm(DeskForm):
    def clean_title(self):
        return tidy(self.cleaned_data["title"])


published_reads = reading("published")


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    form = ArticleForm
    inlines = (ParagraphInline, TopicInline, CompanyInline, PersonInline)
    autocomplete_fields = ("publisher",)
    related = ("publisher",)
    search_keys = ("sort_key__contains", "publisher__sort_key__contains")
    ordering = ("-published_earliest", "-id")
    list_display = (
        "title",
        "publisher",
        date_column("published", gettext_lazy("published")),
        "language",
        "relevance",
        "standing",
    )
    list_filter = (
        "state",
        "relevance",
        "language",
        ("publisher", admin.RelatedOnlyFieldListFilter),
        ("topics", admin.RelatedOnlyFieldListFilter),
        "text_kind",
        "truncated",
    )
    actions = ("publish_whole",)
    readonly_fields = (
        *RecordAdmin.readonly_fields,
        "headline_backs",
        published_reads,
    )

    fieldsets = (
        (None, {"fields": ("title", "headline_backs", "publisher", ("language", "relevance"))}),
        date_fields("published", gettext_lazy("published"), published_reads),
        (
            gettext_lazy("Source"),
            {
                "fields": (
                    "source_url",
                    "credits",
                    ("text_kind", "rights", "truncated"),
                    "note",
                    "document",
                )
            },
        ),
        date_fields("retrieved", gettext_lazy("retrieved"), classes=["collapse"]),
        state_fields(),
    )

    def get_urls(self):
        return [*IntakePages(self).urls, *super().get_urls()]

    @admin.display(description=gettext_lazy("facts the headline backs"))
    def headline_backs(self, article):
        headline = with_citations(article.paragraphs.filter(number=HEADLINE)).first()
        return backs(headline) if headline else ""

    @admin.action(
        permissions=["publish"],
        description=gettext_lazy("Publish selected %(verbose_name_plural)s and all they back"),
    )
    def publish_whole(self, request, queryset):
        articles = list(queryset.values_list("pk", flat=True))
        count = publish_whole(articles, request.user)
        message = _("Published, with all that they back: %(n)d records.") % {"n": count}
        self.message_user(request, message, messages.SUCCESS)
