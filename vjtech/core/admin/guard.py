"""Nobody's work is lost: a save over someone else's newer version is refused, and shows both."""

import hashlib
import logging

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import IntegrityError, OperationalError
from django.db.models import F
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vjtech.core.admin import conflicts
from vjtech.core.admin.reasons import Explained, Unexplained
from vjtech.core.history import changing

OPENED = "_opened"
logger = logging.getLogger(__name__)


class Stale(Exception):
    """Someone else's save came first: roll back, and show the form again with what is stored."""


class Guarded(Explained):
    """For ModelAdmins: compares the version with the one the form was opened on, and swaps it.

    It is compared before the form is validated (rows may be gone), and again in the transaction
    before anything else is written, so that of two saves at the same moment one is refused.
    """

    change_form_template = "admin/desk_change_form.html"

    def guardian(self, record):
        """Return the Record whose version guards this one."""
        return record

    def token(self, record):
        """Return what must not have changed: the version, or all fields where there is none."""
        guardian = self.guardian(record)
        if hasattr(guardian, "version"):
            return str(guardian.version)
        values = [str(getattr(guardian, field.attname)) for field in guardian._meta.concrete_fields]
        return hashlib.sha256("\0".join(values).encode()).hexdigest()[:16]

    def claim(self, request, record):
        """Swap the guardian's version for the next one; Stale if it is not the expected one."""
        guardian = self.guardian(record)
        expected, _prints = conflicts.read_opened(request.POST.get(OPENED, ""))
        rows = type(guardian)._base_manager.filter(pk=guardian.pk)
        changing(rows)  # nothing of it has been written yet
        if hasattr(guardian, "version"):
            if not expected.isdigit() or not rows.filter(version=int(expected[:9])).update(
                version=F("version") + 1, updated=timezone.now()
            ):
                raise Stale
            guardian.version = int(expected)  # Record.save adds the one that was just stored
        elif self.token(rows.select_for_update().first() or type(guardian)()) != expected:
            raise Stale
        self.explain(request, guardian)

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is not None:
            record.desk_token = self.token(record)  # before a form writes to it
        return record

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def save_model(self, request, obj, form, change):
        if change and not form.has_changed():
            # Looking and pressing Save makes no new version; of two who type the same, one is told.
            expected, _prints = conflicts.read_opened(request.POST.get(OPENED, ""))
            if obj.desk_token != expected:
                raise Stale
            return
        if change:
            self.claim(request, obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if change and not form.has_changed() and any(each.has_changed() for each in formsets):
            self.claim(request, form.instance)
        super().save_related(request, form, formsets, change)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.POST = conflicts.with_choices(request.POST)
        if object_id is None or self._as_opened(request, object_id):
            try:
                with self.recording(request):
                    return super().changeform_view(request, object_id, form_url, extra_context)
            except Stale:
                pass
            except Unexplained as problem:
                request.refusal = str(problem)
                return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                logger.warning("a save that the forms let pass was refused", exc_info=True)
                message = _("Someone else saved the same at this moment. Look again, then save.")
                return self.refused(request, object_id, message)
            except OperationalError:
                message = _("The base was busy, and nothing is saved. Press Save again.")
                return self.refused(request, object_id, message, status=503)
        return self.refused(request, object_id, self._newer(object_id))

    def _as_opened(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return OPENED not in request.POST  # a key that never was is no lost record
        if not self.has_change_permission(request, record):
            return True  # it is refused for that
        version, _prints = conflicts.read_opened(request.POST.get(OPENED, ""))
        return version == record.desk_token

    def _newer(self, object_id):
        last = (
            LogEntry.objects.filter(
                content_type=get_content_type_for_model(self.model), object_id=object_id
            )
            .select_related("user")
            .first()
        )
        who = _("someone else")
        if last:
            who = _("%(user)s (%(time)s)") % {
                "user": last.user,
                "time": format_date(timezone.localtime(last.action_time), "j M, H:i"),
            }
        return _(
            "Not saved: after you had opened this page, %(who)s saved a newer version. Nothing you"
            " typed is lost. Look at what differs; saving again puts this page in its place."
        ) % {"who": who}

    def refused(self, request, object_id, message, status=409):
        """Show the form again as typed, on top of what is stored now, with what differs."""
        record = object_id and self.get_object(request, unquote(object_id))
        form_url = ""
        if object_id and not record:
            object_id, form_url = (
                None,
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add"),
            )
            message = _(
                "Not saved: someone else has deleted this meanwhile. Nothing you typed is lost;"
                " saving again adds it anew."
            )
        differences = self._settle(request, record or None)
        request.refusal, request.rebased = message, True
        response = super().changeform_view(request, object_id, form_url)
        if hasattr(response, "context_data"):
            response.status_code = status
            response.context_data["differences"] = differences
            response.context_data["words"] = {
                "what": _("What differs"),
                "theirs": _("Stored now"),
                "yours": _("Yours"),
                "choice": _("Choice"),
                "take": _("take what is stored"),
                "taken": _("taken: you had not touched it"),
            }
        return response

    def _settle(self, request, record):
        """Fit the POST data to what is stored now; return what still differs."""
        _version, prints = conflicts.read_opened(request.POST.get(OPENED, ""))
        change = record is not None
        request.POST = data = request.POST.copy()
        for formset in self._create_formsets(request, record or self.model(), change)[0]:
            conflicts.rebase(data, formset, prints if change else None)
        if not change:
            return []
        formsets = self._create_formsets(request, record, change)[0]
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change, fields=fields)(data, instance=record)
        return conflicts.merge(data, form, formsets, prints)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            context |= self.asking(request, self.guardian(obj))
            if request.method == "POST" and not getattr(request, "rebased", False):
                context["opened"] = request.POST.get(OPENED, "")
            else:
                formsets = [each.formset for each in context["inline_admin_formsets"]]
                form = context["adminform"].form
                context["opened"] = conflicts.opened(obj.desk_token, form, formsets)
        return super().render_change_form(request, context, add, change, form_url, obj)
