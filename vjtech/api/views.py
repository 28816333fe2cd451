"""The lists and their records, through the same doors and in the same shapes as everywhere."""

import json
from functools import cache
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import Http404, HttpResponsePermanentRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.views import ArticleListView
from entities import views as entities
from entities.models import Company
from vjtech.api.gate import throttle
from vjtech.api.parameters import LARGEST_PAGE, parameters
from vjtech.api.problems import Invalid
from vjtech.core.exports import problem_lines
from vjtech.core.routes import origin_of
from vjtech.core.serializers import MOST_NESTED
from vjtech.core.walked import PAGE_SIZE

LISTS = {
    "articles": ArticleListView,
    "companies": entities.CompanyListView,
    "people": entities.PersonListView,
    "events": entities.EventListView,
    "targets": entities.TargetListView,
    "figures": entities.FigureListView,
}
SHOWN = 60  # characters of what is not understood, as it is told back
MOST_TOLD = 20
COMMON = ("q", "background", "page_size", "after")  # parameters of every list


def api_routes():
    """Return the routes below /api/: of each list its pages, and each of its records."""
    routes = [
        path("", ApiPage.as_view(), name="api"),
        path("schema/", SchemaView.as_view(), name="api_schema"),
    ]
    for plural, view in LISTS.items():
        told = {
            "plural": plural,
            "filterset_class": view.filterset_class,
            "serializer_class": view.serializer_class,
        }
        routes += [
            path(f"{plural}/", ListView.as_view(**told), name=f"api_{plural}"),
            path(f"{plural}/<slug:slug>/", RecordView.as_view(**told), name=f"api_{plural}_one"),
        ]
    return routes


class Json(BaseContentNegotiation):
    """The one renderer there is: what a client accepts was asked at the gate."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    http_method_names = ["get", "head", "options"]
    content_negotiation_class = Json

    def options(self, request, **kwargs):
        return Response(status=204)


class RecordsView(ApiView):
    plural = filterset_class = serializer_class = None


class ListView(RecordsView):
    """A page of a list; `next` is the address of the one after it."""

    def get(self, request):
        filterset, size = asked(self.filterset_class, request.query_params)
        serializer = self.serializer_class()
        page = filterset.page(serializer.related, size)
        capped = filterset.count is None
        return Response(
            {
                "count": filterset.most_counted if capped else filterset.count,
                "count_is_capped": capped,
                "next": self.next_address(filterset, page, size),
                "results": [serializer.to_representation(row) for row in page.rows],
            }
        )

    def next_address(self, filterset, page, size):
        if not page.next_key:
            return None
        pairs = filterset.pairs(("after",))
        sized = [("page_size", size)] if size != PAGE_SIZE else []
        query = urlencode([*pairs, *sized, ("after", page.next_key)])
        return f"{origin_of(self.request)}{self.request.path}?{query}"


class RecordView(RecordsView):
    """One record; a former slug leads to the present one."""

    def get(self, request, slug):
        refuse(unknown(request.query_params, ()))
        filterset = self.filterset_class.for_query(QueryDict())
        rows = self.serializer_class().related(filterset.queryset)
        try:
            record = rows.by_slug(slug)
        except rows.model.DoesNotExist:
            raise Http404(slug) from None
        if record.slug != slug:
            return HttpResponsePermanentRedirect(
                reverse(f"api_{self.plural}_one", args=[record.slug])
            )
        filterset.noted([record])
        return Response(self.serializer_class().to_representation(record))


class SchemaView(ApiView):
    """What there is to ask and to be answered, as OpenAPI."""

    schema = None

    def get(self, request):
        refuse(unknown(request.query_params, ()))
        return Response(document())


@cache
def document():
    # By its name, so that no worker carries the generator that is never asked for the schema.
    return import_string("vjtech.api.schema.document")()


class ApiPage(ApiView):
    """The page that explains the API to people, with examples from what the base holds."""

    schema = None

    def get(self, request):
        origin = origin_of(request)
        wrong = QueryDict("published_after=someday&colour=red")
        try:
            asked(ArticleListView.filterset_class, wrong)
        except Invalid as error:
            told = error.body()
        context = {
            "origin": origin,
            "lists": [told_of(plural, view) for plural, view in LISTS.items()],
            "common": [parameters(ArticleListView.filterset_class)[name] for name in COMMON],
            "company": shown_company(),
            "page_size": PAGE_SIZE,
            "largest_page": LARGEST_PAGE,
            "most_nested": MOST_NESTED,
            "per_minute": throttle.most,
            "wrong": wrong.urlencode(),
            "problem": json.dumps(told, ensure_ascii=False, indent=2),
        }
        return TemplateResponse(request._request, "api.html", context)


def told_of(plural, view):
    """Return what the page says of a list: its address, name, orders and own parameters."""
    filterset_class = view.filterset_class
    return {
        "plural": plural,
        "name": filterset_class._meta.model._meta.verbose_name_plural,
        "orders": list(filterset_class.orders),
        "parameters": [
            parameter
            for name, parameter in parameters(filterset_class).items()
            if name not in (*COMMON, "sort")
        ],
    }


def shown_company():
    """Return the slug of a company that one of the newest articles names, or None."""
    named = Prefetch("companies", Company.objects.published(), to_attr="shown_companies")
    newest = ArticleListView.filterset_class.for_query(QueryDict())
    rows = newest.page(lambda articles: articles.prefetch_related(named), size=5).rows
    return next((company.slug for row in rows for company in row.shown_companies), None)


# What is asked


def asked(filterset_class, query):
    """Return the list that a query asks for, and the size of its pages; Invalid if none."""
    known = parameters(filterset_class)
    errors = unknown(query, known)
    for name, parameter in known.items():
        told = parameter.misuse(query.getlist(name))
        if told:
            errors[name] = [told]
    size = page_size(query.get("page_size", ""))
    if size is None:
        told = _("This is a whole number from 1 to %(most)d.") % {"most": LARGEST_PAGE}
        errors.setdefault("page_size", [told])
    filterset = filterset_class.for_query(query)
    if not filterset.is_valid():
        errors = problem_lines(filterset.form.errors) | errors
    refuse(errors)
    return filterset, size


def refuse(errors):
    if errors:
        raise Invalid(errors)


def unknown(query, known):
    """Return what is wrong with the parameters that are not known."""
    strange = [name for name in query if name not in known][:MOST_TOLD]
    return {name[:SHOWN]: [_("There is no such parameter here.")] for name in strange}


def page_size(text):
    """Return the number of records that a page is to hold, None where it is none."""
    if not text:
        return PAGE_SIZE
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PAGE))
    return int(text) if fits and 1 <= int(text) <= LARGEST_PAGE else None
