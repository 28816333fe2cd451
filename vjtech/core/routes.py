"""The addresses that every list has, and what they begin with in a file."""

from django.conf import settings
from django.urls import path


def list_routes(plural, name, list_view, detail_view):
    """Return the routes of a kind: its list as page, CSV, JSON and feed, and the page of one."""
    calendar = [path(f"{plural}.ics", list_view.as_view(format="ics"), name=f"{name}_ics")]
    return [
        *(calendar if list_view.entry_class else ()),
        path(f"{plural}/", list_view.as_view(), name=f"{name}_list"),
        path(f"{plural}.csv", list_view.as_view(format="csv"), name=f"{name}_csv"),
        path(f"{plural}.json", list_view.as_view(format="json"), name=f"{name}_json"),
        path(f"{plural}.atom", list_view.as_view(format="atom"), name=f"{name}_atom"),
        path(f"{plural}/<slug:slug>/", detail_view.as_view(), name=f"{name}_detail"),
    ]


def origin_of(request):
    """Return the scheme and host that addresses in a file begin with."""
    return settings.CANONICAL_URL or f"{request.scheme}://{request.get_host()}"
