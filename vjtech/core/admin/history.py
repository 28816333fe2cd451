"""The desk's pages of a record's history: what was changed, by whom, why; and the way back."""

from itertools import pairwise

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpResponseRedirect
from django.template.defaultfilters import date as format_date
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.admin.fields import is_key
from vjtech.core.admin.reasons import BUSY, Unexplained
from vjtech.core.differences import differences, labels
from vjtech.core.restoring import CannotRestore, Plan
from vjtech.core.snapshots import DELETED, HISTORIES, objects, snapshots, versions

PAGE = 25
MOST_ENTRIES = 100
OPENED = "opened"


class Told:
    """A version beside the one before it, as a line of the history."""

    def __init__(self, version, earlier=None):
        self.version, self.revision = version, version.revision
        self.objects = objects(version.serialized_data)
        self.earlier = objects(earlier.serialized_data) if earlier else []
        self.first, self.deletion = earlier is None, version.format == DELETED
        self.returned = bool(earlier) and earlier.format == DELETED

    @property
    def who(self):
        user = self.revision.user
        return (user.get_full_name() or user.get_username()) if user else "—"

    @property
    def what(self):
        if self.deletion:
            return _("deleted")
        if self.first:
            return _("as it was first recorded")
        if self.returned:
            return _("brought back")
        found = labels(self.earlier, self.objects)
        return ", ".join(found[:6]) + (" …" if len(found) > 6 else "")

    @property
    def differences(self):
        return differences(self.earlier if not self.returned else [], self.objects)


class Historic:
    """For ModelAdmins of records that have a history."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/history/<int:key>/",
                view(self.version_view),
                name=f"{name}_version",
            ),
            *super().get_urls(),
        ]

    # -- looking

    def _versions(self, object_id):
        if not is_key(object_id) or self.model not in HISTORIES:
            raise Http404
        rows = versions(self.model).filter(object_id=str(int(object_id)))
        return rows.select_related("revision__user")

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if self.model not in HISTORIES:  # a row is told with its record
            return HttpResponseRedirect(history_of(self.guardian(record)))
        rows = self._versions(object_id)
        page = Paginator(rows, PAGE).get_page(request.GET.get("p"))
        start = (page.number - 1) * PAGE
        shown = list(rows[start : start + PAGE + 1])
        lines = [Told(each, before) for each, before in pairwise([*shown, None])][:PAGE]
        context = {
            "title": _("History: %(name)s") % {"name": record},
            "lines": lines,
            "page": page,
            "entries": () if page.has_next() else entries_before(record, lines),
            "words": {
                "before": _("Before its history began"),
                "when": _("When"),
                "who": _("Who"),
                "why": _("Why"),
                "what": _("What was changed"),
                "newer": _("Newer"),
                "older": _("Older"),
                "none": _(
                    "Nothing is recorded yet: the next change will be, with what stood"
                    " here before it."
                ),
                "pages": _("Page %(number)d of %(all)d")
                % {"number": page.number, "all": page.paginator.num_pages},
            },
            **(extra_context or {}),
        }
        return self._history_page(request, "record_history.html", record, context)

    def version_view(self, request, object_id, key):
        """Show one version, what it changed, and what going back to it would change now."""
        object_id = unquote(object_id)
        version = is_key(key) and self._versions(object_id).filter(pk=key).first()
        record = self.get_object(request, object_id)
        if not version or record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            return self._go_back(request, version, record)
        return self._version_page(request, version, record)

    def _version_page(self, request, version, record, problems=(), status=200):
        earlier = self._versions(record.pk).filter(pk__lt=version.pk).first()
        told = Told(version, earlier)
        # Read before what is shown of it: what is saved in between is then refused.
        fresh = self.model._base_manager.filter(pk=record.pk).first()
        now = snapshots(self.model, [record.pk]).get(record.pk)
        if not fresh or not now:
            raise Http404
        ahead = differences(now.objects, told.objects, self.left_alone(request))
        may = self.has_change_permission(request, record)
        context = {
            "title": _("%(name)s: version of %(when)s")
            % {"name": version.object_repr, "when": when(version)},
            "told": told,
            "ahead": ahead,
            "may_go_back": may and bool(ahead),
            "problems": problems,
            "opened": self.token(fresh),
            **self.asking(request, record),
            "words": version_words(),
        }
        return self._history_page(request, "record_version.html", record, context, status)

    def _history_page(self, request, template, record, context, status=200):
        module = str(capfirst(self.opts.verbose_name_plural))
        context = {"object": record, "module_name": module, **context}
        return self.desk_page(request, template, context, status)

    # -- going back

    def left_alone(self, request):
        """Return the fields that this user leaves as they are: the state, without the right to."""
        may = getattr(self, "has_publish_permission", lambda request: True)
        return () if may(request) else ("state",)

    def _go_back(self, request, version, record):
        try:
            with self.recording(request) as opened:
                locked = self.model._base_manager.select_for_update().get(pk=record.pk)
                if self.token(locked) != request.POST.get(OPENED):
                    return self._version_page(
                        request, version, record, [self._newer(str(record.pk))], status=409
                    )
                self.explain(request, locked)
                told = objects(version.serialized_data)
                plan = Plan(self.model, told, locked, self.left_alone(request))
                if not self.may_write(request, record, plan.verbs):
                    raise PermissionDenied
                back = _("Back to the version of %(when)s.") % {"when": when(version)}
                opened.reason = f"{back} {opened.reason}".strip()
                plan.apply()
                self.log_change(request, plan.record, back)
        except Unexplained as problem:
            return self._version_page(request, version, record, [str(problem)])
        except CannotRestore as error:
            return self._version_page(request, version, record, error.problems, status=409)
        except self.model.DoesNotExist:
            raise Http404 from None
        except OperationalError:
            return self._version_page(request, version, record, [BUSY], status=503)
        messages.success(request, _("“%(name)s” is again as it was.") % {"name": plan.record})
        return HttpResponseRedirect(self.address_of(plan.record))

    def may_write(self, request, record, verbs):
        """Say whether the user may do all this on the pages of these records and their rows."""
        rows = {each.model: each for each in self.get_inline_instances(request, record)}
        for model, verb in verbs:
            if model is self.model:
                continue
            inline = rows.get(model)
            shown = any(each.model is model for each in self.inlines)
            if shown and not (inline and allowed(inline, verb, request, record)):
                return False
        return True

    def address_of(self, record):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[record.pk])


def entries_before(record, lines):
    """Return what the log says of a record from before its versions were kept."""
    entries = LogEntry.objects.filter(
        content_type=get_content_type_for_model(record), object_id=str(record.pk)
    ).select_related("user")
    if lines:
        entries = entries.filter(action_time__lt=lines[-1].revision.date_created)
    return entries[:MOST_ENTRIES]


def history_of(record):
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk]
    )


def allowed(inline, verb, request, record):
    return getattr(inline, f"has_{verb}_permission")(request, record)


def when(version):
    return format_date(timezone.localtime(version.revision.date_created), "j F Y, H:i")


def version_words():
    return {
        "changed": _("What was changed then"),
        "back": _("What going back to this version would change now"),
        "same": _("Nothing: the record stands like this now."),
        "first": _("This is the first version on record."),
        "deleted": _("It was deleted then."),
        "button": _("Go back to this version"),
        "who": _("Who"),
        "why": _("Why"),
        "nothing": _("no reason given"),
        "field": _("Field"),
        "difference": _("Difference"),
        "refused": _("Not done:"),
    }
