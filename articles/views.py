"""The list of articles and the page of one."""

import json
from collections import defaultdict

from django.db.models import Prefetch
from django.http import HttpResponse

from articles import linked, references
from articles.annotate import annotated
from articles.feeds import of_article
from articles.filters import ArticleFilterSet
from articles.models import (
    Article,
    EventCitation,
    FigureCitation,
    Paragraph,
    RoleCitation,
    Statement,
    TieCitation,
    Topic,
)
from articles.search import passages, texts_of
from articles.serializers import ArticleSerializer
from articles.tables import ArticleTable
from entities.models import Company, Event, Figure, Person, Role, Target, Tie
from vjtech.core.prepared import Prepared, fetched
from vjtech.core.records import Linked
from vjtech.core.routes import origin_of
from vjtech.core.search.equivalents import expanded
from vjtech.core.search.query import parse
from vjtech.core.views import FileView, RecordDetailView, RecordListView


class ArticleListView(RecordListView):
    filterset_class = ArticleFilterSet
    serializer_class = ArticleSerializer
    table_class = ArticleTable
    item = staticmethod(of_article)
    template_name = "articles/article_list.html"

    def related(self, queryset):
        return for_list(queryset)

    def feed_related(self, queryset):
        leads = Paragraph.objects.filter(number=1)
        return queryset.select_related("publisher").prefetch_related(
            "former_slugs",
            Prefetch("topics", Topic.objects.all(), to_attr="shown_topics"),
            Prefetch("paragraphs", leads, to_attr="lead"),
        )

    def context(self, filterset):
        """Show why each article was found where words were asked for."""
        context = super().context(filterset)
        rows, asked = context["rows"], filterset.asked
        texts = texts_of(rows) if asked else None
        with_lines(rows, texts)
        return context | {"pieces": passages(rows, asked, texts) if asked else {}}


SHOWN = (
    *("slug", "title", "published", "relevance", "truncated", "rights", "recency"),
    "publisher__name",
)
COMPANIES_OF = Prepared(
    int,
    lambda ids: (
        Company.objects.published()
        .filter(mentions__article__in=ids)
        .values_list("mentions__article", "slug", "name")
    ),
)
LEADS_OF = Prepared(
    int,
    lambda ids: (
        Paragraph.objects.filter(article__in=ids, number=1)
        .order_by()
        .values_list("article", "text")
    ),
)


def for_list(articles):
    """Fetch of articles what a line about each shows."""
    return articles.select_related("publisher").only(*SHOWN)


def with_lines(articles, texts=None):
    """Return articles of `for_list` as a list, with `shown_companies` and the first words: `lead`.

    By two statements made before: a prefetch made anew took longer than the list itself. Where
    the texts were read (see `texts_of`), they hold the first words, too.
    """
    articles = list(articles)
    companies, leads = defaultdict(list), {}
    if articles:
        ids = [article.pk for article in articles]
        for pk, slug, name in fetched(*COMPANIES_OF.sql(ids)):
            companies[pk].append(Linked(Company, slug, name))
        leads = dict(fetched(*LEADS_OF.sql(ids))) if texts is None else leads_in(texts)
    for article in articles:
        article.shown_companies = companies[article.pk]
        shown = article.rights == Article.Rights.FULL and article.pk in leads
        article.lead = [Paragraph(number=1, text=leads[article.pk])] if shown else []
    return articles


def leads_in(texts):
    return {article: numbered[1] for article, numbered in texts.items() if 1 in numbered}


class ArticleDetailView(RecordDetailView):
    template_name = "articles/article_detail.html"

    def get_queryset(self):
        return (
            Article.objects.published()
            .select_related("publisher")
            .prefetch_related(
                Prefetch("topics", Topic.objects.all(), to_attr="shown_topics"),
                Prefetch(
                    "companies",
                    Company.objects.published().prefetch_related("aliases"),
                    to_attr="shown_companies",
                ),
                Prefetch(
                    "people",
                    Person.objects.published().prefetch_related("aliases"),
                    to_attr="shown_people",
                ),
                Prefetch("paragraphs", with_facts(), to_attr="shown_paragraphs"),
            )
        )

    def context(self, article):
        named = article.shown_companies, article.shown_people
        searched = expanded(parse(self.request.GET.get("q", "")))
        paragraphs = annotated(article.shown_paragraphs, *named, searched)
        if article.rights == Article.Rights.PASSAGES:
            paragraphs = [p for p in paragraphs if p.number == 0 or p.facts]
        return {
            "record": article,
            "paragraphs": paragraphs,
        }

    def described(self, context):
        texts = (p.text for p in context["record"].shown_paragraphs if p.number == 1)
        full = context["record"].rights == Article.Rights.FULL
        return next(texts, "") if full else ""

    def linked(self, context, origin):
        return [linked.article(context["record"], origin)]


class ArticleReferenceView(FileView):
    """An article as a reference for a bibliography, in the format `format`."""

    queryset = Article.objects.select_related("publisher")
    format = "bib"
    formats = {
        "bib": ("application/x-bibtex", references.bibtex),
        "ris": ("application/x-research-info-systems", references.ris),
        "csl.json": (
            "application/vnd.citationstyles.csl+json",
            lambda item: f"{json.dumps([item], ensure_ascii=False, indent=2)}\n",
        ),
    }

    def answer(self, article):
        kind, written = self.formats[self.format]
        address = f"{origin_of(self.request)}{article.get_absolute_url()}"
        response = HttpResponse(
            written(references.csl(article, address)), content_type=f"{kind}; charset=utf-8"
        )
        name = f"{article.slug}.{self.format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def with_facts():
    """Fetch paragraphs with the published facts that each backs, as `shown_<kind>s`."""
    facts = {
        "statements": (Statement, "target", Target),
        "tiecitations": (TieCitation, "tie", Tie),
        "rolecitations": (RoleCitation, "role", Role),
        "figurecitations": (FigureCitation, "figure", Figure),
        "eventcitations": (EventCitation, "event", Event),
    }
    ends = {"tie": ("company", "other", "place"), "role": ("person", "company")}
    ends["figure"] = ("company", "person")
    prefetches = []
    for accessor, (model, name, fact) in facts.items():
        related = [name, *(f"{name}__{end}" for end in ends.get(name, ()))]
        citations = model.objects.filter(**{f"{name}__in": fact.objects.published()})
        citations = citations.select_related("speaker", "speaks_for", *related)
        prefetches.append(Prefetch(accessor, citations, to_attr=f"shown_{accessor}"))
    return Paragraph.objects.prefetch_related(*prefetches)
