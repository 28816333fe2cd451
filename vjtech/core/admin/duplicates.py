"""The desk's page of likely duplicates: merge two, or say that they are not the same."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vjtech.core.admin.fields import is_key
from vjtech.core.duplicates import likely
from vjtech.core.gaps import heading
from vjtech.core.history import revision
from vjtech.core.pairs import mark_distinct


@dataclass
class Pair:
    """Two records with what tells them apart; `ends` are (record, label, address)."""

    ends: list
    same: bool
    merge: str


def page(request, gap):
    desk = admin.site.get_model_admin(gap.model)
    if request.method == "POST":
        return told_apart(request, gap, desk)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    after = request.GET.get("after", "")
    if after and not is_key(after):
        raise Http404(after)
    found, next_key = likely(gap.model, int(after) if after else None)
    records = gap.model.objects.in_bulk({key for pair in found for key in (pair.one, pair.other)})
    context = {
        **admin.site.each_context(request),
        "title": heading(gap),
        "gap": gap,
        "pairs": [
            pair_of(desk, records[pair.other], records[pair.one], pair.same)
            for pair in found
            if pair.one in records and pair.other in records
        ],
        "next_key": next_key,
        "after": after,
        "may_mark": desk.has_pair_permission(request),
        "may_merge": desk.has_merge_permission(request),
    }
    return TemplateResponse(request, "admin/duplicates.html", context)


def pair_of(desk, older, newer, same):
    meta = older._meta
    page = f"admin:{meta.app_label}_{meta.model_name}_change"
    ends = [(r, desk.option_label(r), reverse(page, args=[r.pk])) for r in (older, newer)]
    return Pair(ends, same, desk.merge_address(older, newer))


def told_apart(request, gap, desk):
    if not desk.has_pair_permission(request):
        raise PermissionDenied
    keys = [request.POST.get(name, "") for name in ("one", "other")]
    records = gap.model.objects.in_bulk([int(key) for key in keys if is_key(key)])
    if len(records) != 2:
        messages.error(request, _("Nothing is saved: one of the two is no longer there."))
        return HttpResponseRedirect(request.get_full_path())
    one, other = records.values()
    try:
        with revision(request.user, _("Found not to be the same.")):
            mark_distinct(one, other, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        message = _("Remembered: “%(one)s” is not “%(other)s”. The pair is not proposed again.")
        messages.success(request, message % {"one": one, "other": other})
    return HttpResponseRedirect(request.get_full_path())
