"""One list view and one detail view; a kind's own views are a few lines."""

from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views import View

from vjtech.core.exports import csv_response, json_response, problem_lines

LONGEST_QUERY = 8000  # no server takes a much longer address, so none is sent there


class RecordListView(View):
    """A list as page, JSON or CSV, all through its FilterSet.

    `related(queryset)` fetches what a page's rows show; the serializer's `related` what its
    shape holds.
    """

    http_method_names = ["get", "head", "options"]
    filterset_class = None
    serializer_class = None
    template_name = None
    format = "html"

    def get(self, request):
        filterset = self.filterset_class.for_query(request.GET)
        if self.format != "html":
            return self.machine(filterset)
        pairs = filterset.pairs()
        if pairs != parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True):
            after = filterset.data.get("after", "")
            query = filterset.query(after=after) if after else filterset.query()
            if len(query) <= LONGEST_QUERY:
                return HttpResponseRedirect(f"{request.path}{query}")
        return TemplateResponse(request, self.template_name, self.context(filterset))

    def machine(self, filterset):
        if not filterset.is_valid():
            errors = problem_lines(filterset.form.errors)
            if self.format == "json":
                return JsonResponse({"errors": errors}, status=400)
            lines = [f"{name}: {text}" for name, found in errors.items() for text in found]
            return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain")
        serializer = self.serializer_class()
        rows = filterset.stream(serializer.related)
        if self.format == "json":
            return json_response(rows, serializer, filterset.count)
        return csv_response(rows, serializer, self.plural())

    def plural(self):
        return str(self.filterset_class._meta.model._meta.model_name) + "s"

    def context(self, filterset):
        page = filterset.page(self.related)
        return {
            "filterset": filterset,
            "errors": problem_lines(filterset.form.errors),
            "page": page,
            "rows": page.rows,
            "undated": filterset.undated() if getattr(filterset, "range", None) else 0,
            "next_query": self.next_query(filterset, page),
        }

    def next_query(self, filterset, page):
        return filterset.query(after=page.next_key) if page.next_key else ""

    def related(self, queryset):
        return queryset


class RecordDetailView(View):
    """The page of one record; a former slug leads to the present one for good."""

    http_method_names = ["get", "head", "options"]
    queryset = None
    template_name = None

    def get(self, request, slug):
        queryset = self.get_queryset()
        try:
            record = queryset.by_slug(slug)
        except queryset.model.DoesNotExist:
            raise Http404(slug) from None
        if record.slug != slug:
            return redirect(record, permanent=True)
        return TemplateResponse(request, self.template_name, self.context(record))

    def get_queryset(self):
        return self.queryset.published()

    def context(self, record):
        return {"record": record}
