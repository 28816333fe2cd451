"""The front page of the desk: what there is to do this morning, and what was done today."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from articles.admin.changes import named
from articles.admin.review import COUNTED, address, may_see, tally
from articles.models import Article, Intake
from articles.review import draft_articles
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from vjtech.core.admin.gaps import groups
from vjtech.core.dates import HANOI, today
from vjtech.core.groups import PUBLISH
from vjtech.core.models import Report
from vjtech.core.snapshots import HISTORIES
from vjtech.core.walks import numbers

KINDS = (Article, Company, Person, Place, Event, Target, Role, Tie, Figure)
LARGEST = 10_000  # counted at most, of each kind
MOST_REVISIONS, MOST_DONE, SHOWN = 100, 8, 5


@dataclass
class Done:
    """A record that was changed today."""

    name: str
    kind: str
    address: str
    at: datetime
    who: list = field(default_factory=list)
    why: str = ""


def dashboard(request):
    mine, others = done_today(request)
    reports = open_reports(request)
    return {
        "mine": mine,
        "others": others,
        "intakes": intakes(request),
        "oldest": oldest(request),
        "sections": [s for s in tally(request) if s[2]],
        "reports": reports,
        "counted": COUNTED,
        "gap_groups": groups(request),
        "totals": totals(request),
        "may_add": may_add(request),
        "may_publish": request.user.has_perm(PUBLISH),
    }


def may_add(request):
    return admin.site.get_model_admin(Article).has_add_permission(request)


def done_today(request):
    """Return what a user and what others changed today, the latest first, each record once."""
    user, seen = request.user, [model for model in HISTORIES if may_see(request, model)]
    midnight = datetime.combine(today(), time(), HANOI)
    revisions = Revision.objects.filter(date_created__gte=midnight, user__isnull=False)
    revisions = revisions.select_related("user").order_by("-pk")[:MOST_REVISIONS]
    revisions = {revision.pk: revision for revision in revisions}
    mine, others = {}, {}
    changed = named(list(revisions), seen, MOST_DONE)  # an import is not to crowd out the rest
    for key, revision in revisions.items():
        done = mine if revision.user_id == user.pk else others
        for name, kind, link in changed[key].records:
            row = done.setdefault((kind, name, link), Done(name, kind, link, revision.date_created))
            row.why = row.why or revision.get_comment()
            if revision.user.username not in row.who:
                row.who.append(revision.user.username)
    return list(mine.values())[:MOST_DONE], list(others.values())[:MOST_DONE]


def intakes(request):
    """Return the unfinished intakes that a user may go on with, with their addresses."""
    if not may_add(request):
        return []
    rows = Intake.objects.seen_by(request.user).unfinished()
    rows = rows.select_related("editor").prefetch_related("pieces").defer("text")
    return [
        (intake, reverse("admin:intake_pieces", args=[intake.pk]))
        for intake in rows.order_by("-started", "-id")[:SHOWN]
    ]


def oldest(request):
    if not may_see(request, Article):
        return []
    rows = draft_articles().select_related("publisher").order_by("pk")[:SHOWN]
    return [(article, address(article)) for article in rows]


def open_reports(request):
    """Return how many reports are open, and the oldest; None where a user may not see them."""
    if not may_see(request, Report):
        return None
    rows = Report.objects.filter(state=Report.State.NEW)
    number = numbers({"open": rows}, COUNTED + 1)["open"]
    first = rows.order_by("created", "pk")[:3] if number else []
    page = "admin:core_report_change"
    return {
        "number": min(number, COUNTED),
        "more": number > COUNTED,
        "first": [(report, reverse(page, args=[report.pk])) for report in first],
    }


def totals(request):
    """Return (label, address of the list, number, more) of each kind of record."""
    seen = {model: model._base_manager.all() for model in KINDS if may_see(request, model)}
    found = numbers(seen, LARGEST + 1) if seen else {}
    return [
        (
            capfirst(model._meta.verbose_name_plural),
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
            min(number, LARGEST),
            number > LARGEST,
        )
        for model, number in found.items()
    ]


admin.site.front = dashboard
admin.site.index_title = _("Today")
