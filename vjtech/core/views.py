"""One list view and one detail view; a kind's own views are a few lines."""

from contextlib import suppress
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views import View

from vjtech.core.brief import Sources
from vjtech.core.calendars import calendar_response
from vjtech.core.dates import today
from vjtech.core.exports import csv_response, json_response, problem_lines
from vjtech.core.feeds import ENTRIES, feed_response
from vjtech.core.filterset import RECORDED
from vjtech.core.linked import block, shortened, trail
from vjtech.core.routes import origin_of

LONGEST_QUERY = 8000  # no server takes a much longer address, so none is sent there


def day():
    """Return the day on which a page is shown, in Hanoi, in words."""
    return date_format(today(), "j F Y")


class RecordListView(View):
    """A list as page, JSON, CSV, feed or calendar, all through its FilterSet.

    `related(queryset)` fetches what a page's rows show, and `item(row)` makes a feed's Item of
    one; the serializer's, the table's and the calendar entry's `related` fetch what they tell.
    """

    http_method_names = ["get", "head", "options"]
    filterset_class = None
    serializer_class = None
    table_class = None
    entry_class = None  # of a list that is a calendar too
    item = None
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
        if self.format in ("ics", "atom"):
            return self.calendar(filterset) if self.format == "ics" else self.feed(filterset)
        if self.format == "csv":
            table = self.table_class(origin_of(self.request))
            return csv_response(filterset.stream(table.related), table, self.plural())
        serializer = self.serializer_class()
        return json_response(filterset.stream(serializer.related), serializer, filterset.count)

    def calendar(self, filterset):
        origin, entry = origin_of(self.request), self.entry_class
        entries = (entry(row, origin) for row in filterset.stream(entry.related))
        return calendar_response(entries, self.plural(), self.name(filterset))

    def feed(self, filterset):
        """Return the list's first rows, or the last recorded of one that begins otherwise."""
        shown = filterset
        if RECORDED in filterset.orders:
            shown = filterset.with_(sort=RECORDED)
        rows = shown.page(self.feed_related, ENTRIES).rows
        query, page = filterset.query(), self.request.path.removesuffix(".atom")
        return feed_response(
            self.name(filterset),
            origin_of(self.request),
            page=f"{page}/{query}",
            file=f"{page}.atom{query}",
            items=map(self.item, rows),
        )

    def feed_related(self, queryset):
        return self.related(queryset).prefetch_related("former_slugs")

    def name(self, filterset):
        """Return what a file of the list is called: the kind, and what was chosen."""
        chosen = ", ".join(f"{chip['label']}: {chip['value']}" for chip in filterset.chips())
        name = capfirst(filterset._meta.model._meta.verbose_name_plural)
        return f"vjtech: {name} ({chosen})" if chosen else f"vjtech: {name}"

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
        return self.answer(record) if record.slug == slug else self.former(record)

    def answer(self, record):
        context = self.context(record)
        origin = origin_of(self.request)
        context["address"] = f"{origin}{record.get_absolute_url()}"
        context["day"] = day()
        context["described"] = shortened(self.described(context))
        context["linked"] = block([*self.linked(context, origin), self.trail(record, origin)])
        return TemplateResponse(self.request, self.template_name, context)

    def described(self, context):
        """Return what a page is about, in plain words."""
        return getattr(context["record"], "summary", "")

    def linked(self, context, origin):
        """Return schema.org's nodes of what a page shows."""
        return []

    def trail(self, record, origin):
        """Return the way from the front page to the record's page."""
        steps = [("vjtech", "/"), (str(record), record.get_absolute_url())]
        with suppress(NoReverseMatch):  # places have no list
            name = capfirst(record._meta.verbose_name_plural)
            steps.insert(1, (name, reverse(f"{record._meta.model_name}_list")))
        return trail(origin, *steps)

    def former(self, record):
        return redirect(record, permanent=True)

    def get_queryset(self):
        return self.queryset.published()

    def context(self, record):
        return {"record": record}


class FileView(RecordDetailView):
    """A file about one record; its route has a name and the slug."""

    def former(self, record):
        return redirect(self.request.resolver_match.view_name, record.slug, permanent=True)


class CalendarView(FileView):
    """One record as a calendar file; 404 where its date is too vague for a calendar."""

    entry_class = None

    def answer(self, record):
        entry = self.entry_class(record, origin_of(self.request))
        if not entry.days:
            raise Http404("no day and no month")
        return calendar_response([entry], record.slug, str(record))


class BriefView(FileView):
    """All that is known of one record on a page to print."""

    template_name = "entities/brief.html"

    def answer(self, record):
        shown = {
            "sources": Sources(),
            "day": day(),
            "origin": origin_of(self.request),
        }
        return TemplateResponse(self.request, self.template_name, self.context(record) | shown)
