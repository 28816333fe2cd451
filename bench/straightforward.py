"""What most would write over the same models: ORM, Paginator, icontains, counts as they come.

The list's order has an index, and the connection stays open: more than such an app often has.
"""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from articles.models import Article, Topic
from entities.models import Company


def article_list(request):
    articles = Article.objects.filter(state="published").exclude(relevance="background")
    if words := request.GET.get("q"):
        articles = articles.filter(
            Q(title__icontains=words) | Q(paragraphs__text__icontains=words)
        ).distinct()
    if company := request.GET.get("company"):
        articles = articles.filter(companies__slug=company)
    page = Paginator(articles.order_by("-recency"), 25).get_page(request.GET.get("page"))
    context = {"page": page, "counts": counts(articles) if "counts" in request.GET else {}}
    return render(request, "straightforward_list.html", context, using="bench")


def counts(articles):
    paths = ("topics__name", "publisher__name", "companies__name", "people__name")
    return {
        path: articles.order_by()
        .values(path)
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count")[:50]
        .values_list(path, "count")
        for path in (*paths, "language", "relevance")
    }


def company_detail(request, slug):
    company = get_object_or_404(Company, slug=slug, state="published")
    articles = company.articles.filter(state="published").order_by("-recency")
    context = {
        "company": company,
        "sources": articles.count(),
        "articles": articles[:10],
        "events": company.events.filter(state="published")[:10],
        "parties": company.target_parts.filter(target__state="published")[:10],
        "roles": company.roles.filter(state="published"),
        "ties": company.ties.filter(state="published"),
        "topics": Topic.objects.filter(articles__companies=company).annotate(n=Count("pk")),
    }
    return render(request, "straightforward_company.html", context, using="bench")
