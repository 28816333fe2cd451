"""The desk's pages of what was deleted, and the way back."""

from django.contrib import messages
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from vjtech.core.admin.fields import is_key
from vjtech.core.admin.reasons import BUSY, Unexplained, complaint, reason
from vjtech.core.differences import differences
from vjtech.core.recovering import Deletion, deleted, found, model_of
from vjtech.core.restoring import CannotRestore
from vjtech.core.snapshots import HISTORIES

PAGE = 25
TOGETHER = "together"
MOST_NAMED = 20


class Recovering:
    """For ModelAdmins of records whose deleted ones can be brought back."""

    def get_urls(self):
        if self.model not in HISTORIES:
            return super().get_urls()
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<int:key>/", view(self.recover_view), name=f"{name}_recover"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = extra_context or {}
        if self.model in HISTORIES and self.has_add_permission(request):
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted")
            context = {"deleted": {"address": address, "label": _("Deleted")}, **context}
        return super().changelist_view(request, context)

    def deleted_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        page = Paginator(deleted(self.model), PAGE).get_page(request.GET.get("p"))
        kinds = self.opts.verbose_name_plural
        context = {
            "title": _("Deleted %(kinds)s") % {"kinds": kinds},
            "page": page,
            "words": {
                "name": _("Name"),
                "when": _("Deleted"),
                "who": _("By"),
                "why": _("Why"),
                "none": _("Nothing that was deleted is on record."),
                "newer": _("Newer"),
                "older": _("Older"),
                "nobody": "—",
                "pages": _("Page %(number)d of %(all)d")
                % {"number": page.number, "all": page.paginator.num_pages},
            },
        }
        return self._history_page(request, "deleted_list.html", None, context)

    def recover_view(self, request, key):
        if not self.has_add_permission(request):
            raise PermissionDenied
        version = is_key(key) and found(self.model, key)
        if not version:
            raise Http404
        deletion = Deletion(version)
        if request.method == "POST":
            return self._recover(request, deletion)
        return self._recover_page(request, deletion)

    def _recover_page(self, request, deletion, problems=(), status=200):
        with_it = [*deletion.others, *(v for v, _lost, _emptied in deletion.losses.values())]
        context = {
            "title": _("Bring back “%(name)s”") % {"name": deletion.version.object_repr},
            "version": deletion.version,
            "contents": differences([], deletion.told),
            "others": named(deletion.others),
            "losses": named([v for v, _lost, _emptied in deletion.losses.values()]),
            "together": bool(with_it),
            "ticked": request.method != "POST" or TOGETHER in request.POST,
            "problems": problems,
            **self.asking(request),
            "words": {
                "refused": _("Not done:"),
                "content": _("What comes back"),
                "field": _("Field"),
                "difference": _("Content"),
                "others": _("Deleted with it"),
                "losses": _("What lost a row or a link by it"),
                "together": _("Bring this back too"),
                "button": _("Bring it back"),
                "draft": _("It comes back as a draft.") if self.left_alone(request) else "",
                "list": _("Deleted"),
            },
        }
        return self._history_page(request, "recover.html", None, context, status)

    def _recover(self, request, deletion):
        try:
            with self.recording(request):
                message = complaint(reason(request), needed=False)
                if message:
                    raise Unexplained(message)
                record, left = deletion.recover(
                    TOGETHER in request.POST,
                    may=lambda plan: self._may_apply(request, plan),
                    without=lambda model: self._page_of(model).left_alone(request),
                )
                self.log_addition(request, record, _("Brought back."))
        except (Unexplained, CannotRestore) as error:
            problems = getattr(error, "problems", [str(error)])
            return self._recover_page(request, deletion, problems, status=409)
        except OperationalError:
            return self._recover_page(request, deletion, [BUSY], status=503)
        messages.success(request, _("“%(name)s” is back.") % {"name": record})
        if left:
            names = "; ".join(f"“{name}”" for name in left[:MOST_NAMED])
            messages.warning(
                request,
                _("Not brought back with it, for want of rights or of what it stands on: %(names)s")
                % {"names": names},
            )
        return HttpResponseRedirect(self.address_of(record))

    def _page_of(self, model):
        return self.admin_site.get_model_admin(model)

    def _may_apply(self, request, plan):
        """Say whether the user may do what a plan does, on the page of that kind of record."""
        try:
            page = self._page_of(plan.model)
        except NotRegistered:
            return False
        if plan.new:
            return page.has_add_permission(request)
        record = plan.record
        may = page.has_change_permission(request, record)
        return may and page.may_write(request, record, plan.verbs)


def named(versions):
    """Return (kind, name) of records, the first of many."""
    return [(model_of(each)._meta.verbose_name, each.object_repr) for each in versions[:MOST_NAMED]]
