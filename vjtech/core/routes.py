"""The addresses that every list has."""

from django.urls import path


def list_routes(plural, name, list_view, detail_view):
    """Return the routes of a kind: its list as page, CSV and JSON, and the page of one."""
    return [
        path(f"{plural}/", list_view.as_view(), name=f"{name}_list"),
        path(f"{plural}.csv", list_view.as_view(format="csv"), name=f"{name}_csv"),
        path(f"{plural}.json", list_view.as_view(format="json"), name=f"{name}_json"),
        path(f"{plural}/<slug:slug>/", detail_view.as_view(), name=f"{name}_detail"),
    ]
