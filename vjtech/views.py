"""Home, site-wide search, health, and the pages of errors."""

from django.db import DatabaseError, connection
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View

from articles.filters import ArticleFilterSet
from articles.models import Article
from articles.views import for_list
from entities.filters import (
    CompanyFilterSet,
    EventFilterSet,
    FigureFilterSet,
    PersonFilterSet,
    TargetFilterSet,
)
from entities.ledger import with_latest_statement
from entities.models import Company, Event, Figure, Person, Target
from entities.serializers import with_parties
from vjtech.core.dates import today
from vjtech.core.filters import QUERY_LENGTH
from vjtech.core.filterset import COUNTED
from vjtech.core.search.fold import fold_words, name_key

NEWS, DEADLINES, EVENTS = 8, 8, 6
HITS = 10


class HomeView(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        targets = with_latest_statement(Target.objects.published().on_subject())
        ahead = targets.filter(due_latest__gte=today()).order_by("due_latest", "due_day", "id")
        events = Event.objects.published().on_subject().filter(day__gt=0)
        articles = Article.objects.published().on_subject().order_by("-recency")
        context = {
            "targets": with_parties(ahead.with_passages())[:DEADLINES],
            "events": events.select_related("place").with_passages()[:EVENTS],
            "articles": for_list(articles)[:NEWS],
            "counts": counts(),
        }
        return TemplateResponse(request, "home.html", context)


def counts():
    """Return how many records each list opens with, None above COUNTED, in one query."""
    kinds = {"article": Article, "company": Company, "person": Person}
    kinds |= {"event": Event, "target": Target, "figure": Figure}
    parts = []
    params = []
    for model in kinds.values():
        rows = model.objects.published().on_subject().order_by().values("pk")[: COUNTED + 1]
        sql, values = rows.query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        found = cursor.fetchone()
    return {kind: n if n <= COUNTED else None for kind, n in zip(kinds, found, strict=True)}


class SearchView(View):
    """Everything by name or title, grouped by kind, each hit saying what matched."""

    http_method_names = ["get", "head", "options"]
    kinds = (
        ("company", CompanyFilterSet),
        ("person", PersonFilterSet),
        ("article", ArticleFilterSet),
        ("event", EventFilterSet),
        ("target", TargetFilterSet),
        ("figure", FigureFilterSet),
    )

    def get(self, request):
        asked = request.GET.get("q", "").strip()
        words = asked.replace("\0", "")[:QUERY_LENGTH]
        searched = words if fold_words(words) else ""
        groups = [self.group(kind, f, searched) for kind, f in self.kinds] if searched else []
        context = {
            "words": words,
            "searched": searched,
            "shortened": len(asked) > QUERY_LENGTH,
            "groups": [group for group in groups if group["hits"]],
        }
        return TemplateResponse(request, "search.html", context)

    def group(self, kind, filterset_class, words):
        query = QueryDict(mutable=True)
        query.update({"q": words, "background": "1"})
        filterset = filterset_class.for_query(query)
        hits = list(named(filterset.qs)[: HITS + 1])
        return {
            "kind": kind,
            "hits": [(record, why(record, words)) for record in hits[:HITS]],
            "all": f"{reverse(f'{kind}_list')}{filterset.query()}" if len(hits) > HITS else "",
        }


def named(queryset):
    """Fetch what naming the records and saying why they matched needs."""
    if hasattr(queryset.model, "aliases"):
        return queryset.prefetch_related("aliases")
    ends = getattr(queryset.model, "ends", ())
    return queryset.select_related(*ends) if ends else queryset


def why(record, words):
    """Return the alias that matched, where the name itself does not hold every word."""
    asked = name_key(words).split()
    if not hasattr(record, "aliases") or all(word in record.sort_key for word in asked):
        return ""
    aliases = [a for a in record.aliases.all() if any(word in a.key for word in asked)]
    return aliases[0].text if aliases else ""


def healthz(request):
    """Answer 200 where the database does, 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", "text/plain", 503)
    return HttpResponse("ok\n", "text/plain")


def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /*?\n", "text/plain")


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
