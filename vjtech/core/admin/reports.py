"""Reported errors at the desk: read, looked into, and settled with a note."""

from django.contrib import admin
from django.contrib.admin import helpers
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.admin.pages import DeskAdmin
from vjtech.core.models import Report
from vjtech.core.reports import own_path, record_at


class ReportAdmin(DeskAdmin):
    ordering = ("state", "-created", "-id")  # the open ones first
    list_display = ("excerpt", "page", "state", "created", "sender")
    list_display_links = ("excerpt",)
    list_filter = ("state",)
    search_help_text = gettext_lazy("Words of the message, the note, the page or the sender.")
    search_keys = (
        "message__icontains",
        "note__icontains",
        "about__icontains",
        "name__icontains",
        "email__icontains",
    )
    related = ("settled_by",)
    action_form = helpers.ActionForm
    fields = ("page", "record", "message", "sender", "created", "state", "note", "settled")
    readonly_fields = ("page", "record", "message", "sender", "created", "settled")

    def get_search_results(self, request, queryset, search_term):
        # As typed: these are nobody's names, and hold words that no key is kept of.
        for word in search_term[:200].split()[:10]:
            queryset = queryset.filter(self.holds(word))
        return queryset, False

    def asking(self, request, *records):
        return {}  # no history is kept of what a reader wrote; the note says what was done

    def has_add_permission(self, request):
        return False  # readers add them

    @admin.display(description=gettext_lazy("message"))
    def excerpt(self, report):
        return Truncator(report.message).chars(140)

    @admin.display(description=gettext_lazy("page"), ordering="about")
    def page(self, report):
        """Return the page as a link, if it is a path of ours."""
        path = own_path(report.about)
        if not path:
            return report.about or _("not said")
        return format_html('<a class="path" href="{}">{}</a>', path, Truncator(path).chars(200))

    @admin.display(description=gettext_lazy("its record"))
    def record(self, report):
        model, slug = record_at(report.about) or (None, None)
        found = model and model.objects.filter(slug=slug).first()
        if not found:
            return _("none: a list, the front page, or a page that is gone")
        address = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[found.pk]
        )
        return format_html('<a href="{}">{}</a>', address, found)

    @admin.display(description=gettext_lazy("sender"))
    def sender(self, report):
        return " · ".join(filter(None, (report.name, report.email))) or _("not said")

    @admin.display(description=gettext_lazy("settled"))
    def settled(self, report):
        if not report.settled_at:
            return _("not yet")
        when = admin.utils.display_for_value(report.settled_at, "")
        return f"{when}, {report.settled_by or _('somebody who is gone')}"

    def save_model(self, request, obj, form, change):
        if "state" in form.changed_data:
            done = obj.state == Report.State.SETTLED
            obj.settled_by, obj.settled_at = (
                (request.user, timezone.now()) if done else (None, None)
            )
        super().save_model(request, obj, form, change)
