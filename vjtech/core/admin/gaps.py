"""The desk's pages of gaps: what there is of each, and the list of one, mended in its rows."""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vjtech.core.admin import duplicates
from vjtech.core.admin.fields import is_key
from vjtech.core.admin.guard import Stale
from vjtech.core.admin.mending import mend
from vjtech.core.gaps import GAPS, counts, heading, look
from vjtech.core.models import LeftAsIs

MOST_LEFT = 200


@dataclass
class Row:
    record: object
    address: str
    says: str
    links: list
    form: object = None
    problem: str = ""


@dataclass
class Group:
    """The gaps of one title, one for each kind of record: (label, address, number, more)."""

    title: str
    why: str
    kinds: list = field(default_factory=list)

    @property
    def any(self):
        return any(n or more or n is None for _label, _address, n, more in self.kinds)


def page_of(model):
    return admin.site.get_model_admin(model)


def groups(request):
    """Return the gaps that a user may see, by title, with their numbers."""
    seen = [g for g in GAPS.values() if page_of(g.model).has_view_permission(request)]
    found, by_title = counts([g for g in seen if g.rows]), {}
    for gap in seen:
        group = by_title.setdefault(str(gap.title), Group(gap.title, gap.why))
        address = reverse("admin:gap", args=[gap.name])
        group.kinds.append((gap.label, address, *found.get(gap.name, (None, False))))
    return list(by_title.values())


def overview(request):
    context = {**admin.site.each_context(request), "title": _("Gaps"), "groups": groups(request)}
    return TemplateResponse(request, "admin/gaps.html", context)


def one(request, name):
    gap = GAPS.get(name)
    if gap is None:
        raise Http404(name)
    if not page_of(gap.model).has_view_permission(request):
        raise PermissionDenied
    if gap.rows is None:
        return duplicates.page(request, gap)
    if request.method in ("GET", "HEAD"):
        return listed(request, gap)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return changed(request, gap)


def changed(request, gap):
    if not page_of(gap.model).has_change_permission(request):
        raise PermissionDenied
    key = request.POST.get("record", "")
    record = gap.model.objects.filter(pk=key).first() if is_key(key) else None
    if record is None:
        return gone(request)
    verb = {"leave": leave, "put_back": put_back, "mend": mended}.get(request.POST.get("do"))
    if verb is None or (verb is mended and gap.form is None):
        messages.error(request, _("Nothing is saved: press one of the buttons of a row."))
        return back(request)
    return verb(request, gap, record)


def mended(request, gap, record):
    form = gap.form(request.POST, instance=record)
    shown = str(record)
    status, problem = 400, ""
    if form.is_valid():
        if not form.mended():
            messages.info(request, _("Nothing was changed: %(record)s.") % {"record": shown})
            return back(request)
        try:
            mend(form, request.user, _("Gap mended: %(gap)s.") % {"gap": gap.title})
        except Stale:
            status = 409
            problem = _(
                "Not saved: someone else saved this record after the page was opened. What"
                " you typed stands here; look at the record, then save again."
            )
            now = gap.model.objects.filter(pk=record.pk).first()
            if now is None:
                return gone(request)
            data = request.POST.copy()
            data["version"] = str(now.version)
            form = gap.form(data, instance=now)
        else:
            message = _("Saved: %(record)s. %(what)s.") % {"record": shown, "what": form.mended()}
            messages.success(request, message)
            return back(request)
    return listed(request, gap, Row(record, "", "", [], form, problem), status)


def leave(request, gap, record):
    LeftAsIs.objects.get_or_create(gap=gap.name, record=record.pk, defaults={"by": request.user})
    message = _("Left as it is: %(record)s. It is not shown here again.")
    messages.success(request, message % {"record": record})
    return back(request)


def put_back(request, gap, record):
    LeftAsIs.objects.filter(gap=gap.name, record=record.pk).delete()
    messages.success(request, _("Shown again: %(record)s.") % {"record": record})
    return back(request)


def gone(request):
    messages.error(request, _("Nothing is saved: this record is no longer there."))
    return back(request)


def back(request):
    """Go back to the place in the list at which the button was pressed."""
    return HttpResponseRedirect(request.get_full_path())


def listed(request, gap, failed=None, status=200):
    after = request.GET.get("after", "")
    if after and not is_key(after):
        raise Http404(after)
    left = request.GET.get("left") == "1"
    if left:
        found, rows = None, gap.left().select_related(*gap.related).order_by("-pk")
        rows = list(rows[:MOST_LEFT])
    else:
        found = look(gap, int(after) if after else None)
        rows = found.rows
    may_change = page_of(gap.model).has_change_permission(request)
    if failed and failed.record.pk not in {record.pk for record in rows}:
        rows = [failed.record, *rows]  # mended by others meanwhile
    form = gap.form if may_change and not left else None
    choices = form.choices() if form else {}
    shown = [row_of(gap, record, may_change, form, choices) for record in rows]
    for row in shown:
        if failed and failed.record.pk == row.record.pk:
            row.form, row.problem = failed.form, failed.problem
    context = {
        **admin.site.each_context(request),
        "title": heading(gap),
        "gap": gap,
        "rows": shown,
        "found": found,
        "after": after,
        "left": left,
        "most_left": MOST_LEFT,
        "many_left": not left and LeftAsIs.objects.filter(gap=gap.name).count(),
        "may_change": may_change,
    }
    return TemplateResponse(request, "admin/gap.html", context, status=status)


def row_of(gap, record, may_change, form, choices):
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    links = gap.links(record) if may_change else []
    filled = form(instance=record, choices=choices) if form else None
    return Row(record, address, gap.says(record), links, filled)
