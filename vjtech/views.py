"""Home, site-wide search, health, and the pages of errors."""

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View, csrf

from articles.models import Article
from articles.views import for_list, with_lines
from entities.ledger import with_status
from entities.models import Company, Event, Figure, Person, Target
from entities.serializers import with_parties
from vjtech.api.problems import problem_page
from vjtech.core import reports
from vjtech.core.caching import asks_for_part
from vjtech.core.dates import today
from vjtech.core.filters import QUERY_LENGTH
from vjtech.core.filterset import COUNTED
from vjtech.core.linked import block, node
from vjtech.core.routes import origin_of
from vjtech.core.search.query import parse
from vjtech.core.walks import numbers
from vjtech.find import NAMED, close_names, everything, missing_words, names

NEWS, DEADLINES, EVENTS = 8, 8, 6
HITS, SUGGESTED, ONE_KIND = 10, 5, 10


class HomeView(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        targets = with_status(Target.objects.published().on_subject())
        ahead = targets.filter(due_latest__gte=today()).order_by("due_latest", "due_day", "id")
        events = Event.objects.published().on_subject().filter(day__gt=0)
        articles = Article.objects.published().on_subject().order_by("-recency")
        context = {
            "targets": with_parties(ahead.with_passages())[:DEADLINES],
            "events": events.select_related("place").with_passages()[:EVENTS],
            "articles": with_lines(for_list(articles)[:NEWS]),
            "counts": counts(),
            "linked": block([node("WebSite", name="vjtech", url=f"{origin_of(request)}/")]),
        }
        return TemplateResponse(request, "home.html", context)


def counts():
    """Return how many records each list opens with, None above COUNTED, in one query."""
    kinds = {"article": Article, "company": Company, "person": Person}
    kinds |= {"event": Event, "target": Target, "figure": Figure}
    listed = {kind: model.objects.published().on_subject() for kind, model in kinds.items()}
    # Newest first: PostgreSQL would begin with the background articles, and read them all.
    listed["article"] = listed["article"].order_by("-recency")
    found = numbers(listed, COUNTED + 1)
    return {kind: n if n <= COUNTED else None for kind, n in found.items()}


class SearchView(View):
    """Everything that holds the words, grouped by kind; as a page or as JSON."""

    http_method_names = ["get", "head", "options"]
    format = "html"

    def get(self, request):
        asked = request.GET.get("q", "").strip()
        words = asked.replace("\0", "")[:QUERY_LENGTH]
        query = parse(words)
        groups = everything(words, HITS)
        if self.format == "json":
            return JsonResponse({group.plural: group.to_json() for group in groups})
        found = [group for group in groups if group.hits]
        context = {
            "words": words,
            "query": query,
            "shortened": len(asked) > QUERY_LENGTH,
            "groups": found,
            "missing": [] if found else missing_words(words),
            "close": [] if found else close_names(words),
        }
        return TemplateResponse(request, "search.html", context)


class SuggestView(View):
    """A few names and titles for what is being typed: a page, or the part of it that htmx asks.

    With `kind`, some kinds of noun only: what a filter's box suggests.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request):
        words = request.GET.get("q", "").replace("\0", "").strip()[:QUERY_LENGTH]
        kinds = NAMED.intersection(request.GET.getlist("kind"))
        found = names(kinds, words, ONE_KIND) if kinds else everything(words, SUGGESTED, open=True)
        groups = [group for group in found if group.hits]
        template = "suggestions.html" if asks_for_part(request) else "suggest.html"
        context = {"words": words, "groups": groups, "missing": [], "close": []}
        return TemplateResponse(request, template, context)


def healthz(request):
    """Answer 200 where the database does, 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", "text/plain", 503)
    return HttpResponse("ok\n", "text/plain")


def bad_request(request, exception):
    return problem_page(request, 400) or render(request, "400.html", status=400)


def not_found(request, exception):
    return problem_page(request, 404) or render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    """Refuse a form that may be forged; what a reader typed is shown again."""
    if request.path == reverse("report"):
        return reports.refused(request)
    return csrf.csrf_failure(request, reason)


def server_error(request):
    return problem_page(request, 500) or render(request, "500.html", status=500)
