"""The editors' desk: Django's admin under our title, unharmed by junk in its addresses."""

from functools import wraps
from urllib.parse import unquote

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest
from django.db import DataError
from django.urls import path
from django.utils.translation import gettext_lazy as _

from vjtech.core.admin import gaps
from vjtech.core.admin.reasons import delete_selected
from vjtech.core.admin.reports import ReportAdmin
from vjtech.core.models import Report


class OptionsView(AutocompleteJsonView):
    """The options of an autocomplete: namesakes told apart, the nearest name first."""

    def get_queryset(self):
        queryset = super().get_queryset()
        ranked = getattr(self.model_admin, "ranked", None)
        return ranked(queryset, self.term) if ranked else queryset

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "option_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class Desk(admin.AdminSite):
    site_title = _("vjtech — editors' desk")
    site_header = _("vjtech — editors' desk")
    index_title = _("What there is to edit")
    front = None  # what the front page shows above the list of apps, of a request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")
        self.add_action(delete_selected)
        self.pages = [
            ("gaps/", gaps.overview, "gaps"),
            ("gaps/<slug:name>/", gaps.one, "gap"),
        ]
        # Not by its decorator: to import it is what makes this site.
        self.register(Report, ReportAdmin)

    def add_page(self, route, view, name):
        """Have a page of no model at the desk, for whoever may come to the desk."""
        self.pages.append((route, view, name))

    def get_urls(self):
        ours = [path(route, self.admin_view(view), name=name) for route, view, name in self.pages]
        return [*ours, *super().get_urls()]

    def index(self, request, extra_context=None):
        front = self.front(request) if self.front else {}
        return super().index(request, {**front, **(extra_context or {})})

    def autocomplete_view(self, request):
        return OptionsView.as_view(admin_site=self)(request)

    def admin_view(self, view, cacheable=False):
        """Wrap a view so that an address no page of ours links to is a bad request, never a 500."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            # PostgreSQL takes no NUL in a string, and the stock filters pass theirs on unread.
            if "\0" in unquote(request.get_full_path()):
                raise BadRequest("NUL in the address")
            try:
                return inner(request, *args, **kwargs)
            except (DataError, OverflowError) as error:
                if request.method != "GET":
                    raise
                raise BadRequest("a value that no column can hold") from error

        return guarded

    def get_app_list(self, request, app_label=None):
        """Return the apps with ours first: they stand last in INSTALLED_APPS."""
        order = [config.label for config in apps.get_app_configs()]
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: -order.index(app["app_label"]))
