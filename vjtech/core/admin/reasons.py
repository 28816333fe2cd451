"""Why something is changed: asked for on every page that writes, and kept in the history.

It must be said where readers see the record, and may be left out for drafts and additions.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import actions, helpers
from django.contrib.admin.utils import unquote
from django.db import OperationalError
from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.history import revision
from vjtech.core.records import State

WHY = "why"  # the name of the input
MOST_CHARACTERS = 500
BUSY = gettext_lazy("The base was busy, and nothing is saved. Try again.")


class Unexplained(Exception):
    """A published record was about to change without a reason: roll back, and ask for one."""


class ReasonActionForm(helpers.ActionForm):
    why = forms.CharField(
        label=gettext_lazy("Why:"),
        required=False,
        widget=forms.TextInput(attrs={"class": "why"}),
    )


class Explained:
    """For ModelAdmins: opens a revision with who and why around everything that writes."""

    action_form = ReasonActionForm

    def recording(self, request):
        return revision(request.user, reason(request))

    def explain(self, request, *records):
        """Raise Unexplained where one of the records, as stored, is published and why is open."""
        message = complaint(reason(request), any_published(records))
        if message:
            raise Unexplained(message)

    def asking(self, request, *records):
        """Return what a template needs to ask why."""
        if request.method == "POST":
            needed = any_published(records)
        else:
            needed = any(getattr(record, "state", "") == State.PUBLISHED for record in records)
        return {
            "why": {
                "name": WHY,
                "value": request.POST.get(WHY, ""),
                "label": _("Why?"),
                "needed": needed,
                "most": MOST_CHARACTERS,
                "hint": hint(needed, records),
            }
        }

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return super().delete_view(request, object_id, extra_context)
        guardian = self.guardian(record)
        context = {**self.asking(request, guardian), **(extra_context or {})}
        try:
            if request.method == "POST":
                self.explain(request, guardian)
            with self.recording(request):
                return super().delete_view(request, object_id, context)
        except (Unexplained, OperationalError) as problem:
            messages.error(request, told(problem))
            request.POST = QueryDict()  # nothing is confirmed: the page asks again
            return super().delete_view(request, object_id, context)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with self.recording(request):
                return super().changelist_view(request, extra_context)
        except (Unexplained, OperationalError) as problem:
            messages.error(request, told(problem))
            return HttpResponseRedirect(request.get_full_path())


@admin.action(permissions=["delete"], description=actions.delete_selected.short_description)
def delete_selected(modeladmin, request, queryset):
    """Do what the stock action does, and ask why."""
    if not isinstance(modeladmin, Explained):
        return actions.delete_selected(modeladmin, request, queryset)
    guardians = [modeladmin.guardian(record) for record in queryset]
    if request.POST.get("post"):
        try:
            modeladmin.explain(request, *guardians)
        except Unexplained as problem:
            messages.error(request, str(problem))
            request.POST = request.POST.copy()
            del request.POST["post"]
    asking = modeladmin.asking(request, *guardians)
    response = actions.delete_selected(modeladmin, request, queryset)
    if response is not None:
        response.context_data |= asking
    return response


def told(problem):
    return str(problem) if isinstance(problem, Unexplained) else BUSY


def hint(needed, records):
    if needed:
        return _("Readers see this record: the history keeps your reason.")
    if any(hasattr(record, "state") for record in records):
        return _("Kept in the history. May be left empty while it is a draft.")
    return _("Kept in the history. May be left empty.")


def reason(request):
    return " ".join(request.POST.get(WHY, "").replace("\0", "").split())


def complaint(text, needed):
    """Return what is wrong with a reason, or an empty string."""
    if len(text) > MOST_CHARACTERS:
        return _("Nothing is saved yet: a reason has at most %(most)d characters.") % {
            "most": MOST_CHARACTERS
        }
    if needed and not text:
        return _("Nothing is saved yet: readers see this, so say why in the field “Why?”.")
    return ""


def any_published(records):
    """Say whether one is published as stored: a form may have written to the record at hand."""
    keys = {}
    for record in records:
        if hasattr(record, "state"):
            keys.setdefault(type(record), []).append(record.pk)
    return any(
        model._base_manager.filter(pk__in=pks, state=State.PUBLISHED).exists()
        for model, pks in keys.items()
    )
