"""The network of one company or person, and how two of them are connected."""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from articles.network.around import around, group_names
from articles.network.asked import asked_for
from articles.network.links import links_of
from articles.network.ring import ring_of
from articles.network.search import LONGEST, Outcome, chains_between
from articles.network.shapes import shape_of
from articles.network.told import node_of, parts_in, told
from entities.models import Company, Person
from vjtech.core.views import LONGEST_QUERY, FileView

ENDS = ("from", "to")


class NetworkView(FileView):
    template_name = "articles/network.html"

    def answer(self, record):
        network = around(record)
        context = {
            "record": record,
            "network": network,
            "ring": ring_of(record.name, network.groups) if network.shown else None,
            "names": group_names(),
        }
        return TemplateResponse(self.request, self.template_name, context)


class CompanyNetworkView(NetworkView):
    queryset = Company.objects


class PersonNetworkView(NetworkView):
    queryset = Person.objects


class ConnectionsView(View):
    http_method_names = ["get", "head", "options"]
    format = "html"

    def get(self, request):
        ends = [asked_for(name, request.GET.get(name, "").strip()) for name in ENDS]
        if self.format == "json":
            return self.json(*ends)
        query = urlencode({end.name: end.given for end in ends if end.given}, errors="replace")
        given = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
        if given != parse_qsl(query) and len(query) <= LONGEST_QUERY:
            return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
        return TemplateResponse(request, "articles/connections.html", context_of(*ends))

    def json(self, one, other):
        errors = {end.name: [problem(end)] for end in (one, other) if end.record is None}
        if not errors and one.record == other.record:
            errors = {"to": [_("Both are the same.")]}
        if errors:
            return JsonResponse({"errors": errors}, status=400)
        outcome = outcome_of(one.record, other.record)
        shape = shape_of(one.record, other.record, told(outcome.chains), outcome)
        return JsonResponse(shape, json_dumps_params={"ensure_ascii": False})


def problem(end):
    """Return why nobody is found, with the values of those who may be meant."""
    if not end.given:
        return _("Name a company or a person.")
    values = "; ".join(f"{record.name} ({value})" for value, record in end.choices)
    return f"{end.error} {values}".strip()


def context_of(one, other):
    same = one.record is not None and one.record == other.record
    asked = one.record is not None and other.record is not None and not same
    outcome = outcome_of(one.record, other.record) if asked else Outcome([], 0, False)
    return {
        "one": one,
        "other": other,
        "same": same,
        "asked": asked,
        "chains": told(outcome.chains),
        "more": outcome.more,
        "cut": outcome.cut,
        "longest": LONGEST,
        "parts_in": parts_in,
    }


def outcome_of(one, other):
    return chains_between(node_of(one), node_of(other), links_of)
