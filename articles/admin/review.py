"""The review queue: drafts and unreviewed changes, looked at and published right there."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.http import Http404, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Version

from articles.admin.changes import changes
from articles.admin.reviewing import act
from articles.lacks import CHECKS
from articles.models import Article
from articles.review import QUEUES, SIZE, brought, lacking, token
from entities.lacks import asking
from vjtech.core.admin.fields import is_key
from vjtech.core.groups import PUBLISH
from vjtech.core.reviews import waiting
from vjtech.core.snapshots import HISTORIES, type_of
from vjtech.core.walks import numbers

CHANGES = "changes"
COUNTED, MOST_SHOWN, MOST_USERS = 1000, 30, 500
AGES = {"1": gettext_lazy("a day"), "7": gettext_lazy("a week"), "30": gettext_lazy("a month")}


@dataclass
class Draft:
    record: object
    address: str
    who: list
    lacks: list
    token: str
    facts: list = ()  # of an article: (fact, kind, its address, what it lacks)
    nouns: list = ()  # of an article: (noun, its address)
    more: int = 0  # of an article: facts that are not shown

    @property
    def barred(self):
        return any(lack.bars for lack in self.lacks)

    @property
    def brings(self):
        return bool(self.facts or self.nouns)


class FilterForm(forms.Form):
    """Whose, and how old; junk is no choice."""

    who = forms.TypedChoiceField(
        label=gettext_lazy("Whose"), coerce=int, empty_value=None, required=False
    )
    age = forms.TypedChoiceField(
        label=gettext_lazy("Older than"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        staff = get_user_model().objects.filter(is_staff=True).order_by("username")
        users = staff.values_list("pk", "username")[:MOST_USERS]
        self.fields["who"].choices = [("", _("everybody’s")), *users]
        self.fields["age"].choices = [("", _("any age")), *AGES.items()]


def review(request):
    sections = tally(request)
    names = [name for name, *_rest in sections]
    filled = [name for name, _label, number, _more in sections if number]
    name = request.GET.get("kind") or next(iter(filled or names), "")
    if not names:
        raise PermissionDenied
    if name not in names:
        raise Http404(name)
    if request.method == "POST":
        return act(request, name)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = FilterForm({key: request.GET.get(key, "") for key in ("who", "age")})
    after = request.GET.get("after", "")
    if not form.is_valid() or (after and not is_key(after)):
        raise Http404("no such filter")
    chosen = {key: value for key, value in form.cleaned_data.items() if value is not None}
    after = int(after) if after else None
    if name == CHANGES:
        seen = [model for model in HISTORIES if may_see(request, model)]
        rows, next_key = changes(seen, after, **chosen)
    else:
        rows, next_key = queued(QUEUES[name], after, **chosen)
    query = urlencode({"kind": name, **chosen})
    context = {
        **admin.site.each_context(request),
        "title": _("Review"),
        "sections": sections,
        "name": name,
        "rows": rows,
        "form": form,
        "chosen": chosen,
        "after": after,
        "here": f"{request.path}?{query}",
        "next": f"{request.path}?{query}&{urlencode({'after': next_key})}" if next_key else "",
        "may_publish": request.user.has_perm(PUBLISH),
    }
    return TemplateResponse(request, "admin/review.html", context)


def may_see(request, model):
    return admin.site.get_model_admin(model).has_view_permission(request)


def tally(request):
    """Return (name, label, number, more) of each part of the queue that a user may see."""
    seen = {q.name: q for q in QUEUES.values() if may_see(request, q.model)}
    if not seen:
        return []
    rows = {name: queue.rows() for name, queue in seen.items()} | {CHANGES: waiting()}
    found = numbers(rows, COUNTED + 1)
    labels = {name: queue.label for name, queue in seen.items()}
    labels[CHANGES] = _("unreviewed changes")
    return [(name, labels[name], min(n, COUNTED), n > COUNTED) for name, n in found.items()]


def queued(queue, after=None, who=None, age=None):
    """Return some drafts of a queue with what they lack, and the key to go on from."""
    rows = asking(queue.rows(), CHECKS).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    if who is not None:
        rows = rows.filter(worked_on_by(queue.model, who))
    if age is not None:
        rows = rows.filter(created__lte=timezone.now() - timedelta(days=age))
    if queue.model is Article:
        rows = rows.select_related("publisher")
    records = list(rows[: SIZE + 1])
    more, records = len(records) > SIZE, records[:SIZE]
    authors = authors_of(queue.model, records)
    bring = brought(records) if queue.model is Article else {}
    drafts = [draft(record, authors.get(str(record.pk), []), bring) for record in records]
    return drafts, records[-1].pk if more else None


def draft(record, who, bring):
    row = Draft(record, address(record), who, lacking(record), str(record.version))
    if record.pk in bring:
        brings = bring[record.pk]
        row.token = token(record, brings)
        facts = brings.facts[:MOST_SHOWN]
        row.facts = [fact_line(fact) for fact in facts]
        row.nouns = [(noun, address(noun)) for noun in brings.nouns]
        row.more = len(brings.facts) - len(facts)
    return row


def fact_line(fact):
    lacks = [lack for lack in lacking(fact) if not lack.end]
    return fact, fact._meta.verbose_name, address(fact), lacks


def address(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def versions_of(model):
    return Version.objects.filter(content_type=type_of(model), db="default")


def worked_on_by(model, user):
    key = Cast(OuterRef("pk"), CharField(max_length=191))
    return Exists(versions_of(model).filter(object_id=key, revision__user=user))


def authors_of(model, records):
    """Return {key as text: names of those who worked on it, the first first}."""
    found = {}
    keys = [str(record.pk) for record in records]
    rows = versions_of(model).filter(object_id__in=keys, revision__user__isnull=False)
    for key, name in rows.order_by("pk").values_list("object_id", "revision__user__username"):
        names = found.setdefault(key, [])
        if name not in names:
            names.append(name)
    return found


admin.site.add_page("review/", review, "review")
