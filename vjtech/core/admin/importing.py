"""The way into a list: a CSV file is uploaded, looked at, confirmed, and stored as a whole."""

import logging

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, connection
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.admin.exporting import Exporting
from vjtech.core.admin.import_words import preview_words, problem_words, upload_words
from vjtech.core.admin.reasons import MOST_CHARACTERS
from vjtech.core.change import change_version
from vjtech.core.differences import Change
from vjtech.core.history import revision
from vjtech.core.importing import kept, table
from vjtech.core.importing.plan import MOST_STORED, Plan
from vjtech.core.importing.store import store

PAGE = 100  # rows
MOST_LETTERS = 200_000  # of a page
MOST_TOLD = 100  # problems that are listed; the rest is counted
MOST_NAME = 100

logger = logging.getLogger(__name__)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        allow_empty_file=True,  # so that its own reading says what is wrong with it
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


class ConfirmForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=MOST_CHARACTERS,
        help_text=gettext_lazy("Kept in the history of each record that this changes."),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )


class Outdated(Exception):
    """What would be stored now is not what was looked at."""

    def __init__(self, plan):
        super().__init__()
        self.plan = plan


class Importing(Exporting):
    """For ModelAdmins whose `sheets` can also be read back."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        page, step = self._address_name("import"), self._address_name("preview")
        return [
            path("import/<slug:name>/", wrap(self.import_view), name=page),
            path("import/<slug:name>/<slug:key>/", wrap(self.preview_view), name=step),
            *super().get_urls(),
        ]

    def has_import_permission(self, request, sheet):
        return self.has_change_permission(request) and request.user.has_perms(sheet.rights)

    def changelist_view(self, request, extra_context=None):
        sheets = [each for each in self.sheets if self.has_import_permission(request, each)]
        address = self._address("import", sheets[0].name) if sheets else ""
        context = {
            "import_address": address,
            "import_label": _("Import"),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    # -- the file

    def import_view(self, request, name):
        sheet = self._importable(request, name)
        form, problems = UploadForm(), []
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    return self._kept(request, sheet, form.cleaned_data["file"])
                except table.Refused as refused:
                    problems = refused.problems
        limits = {
            "rows": f"{table.MOST_ROWS:,}",
            "stored": f"{MOST_STORED:,}",
            "bytes": table.MOST_BYTES // 1_000_000,
        }
        words = upload_words(limits) | problem_words(max(len(problems) - MOST_TOLD, 0))
        context = {"form": form, "words": words, **told(problems)}
        return self._import_page(request, sheet, "import.html", context, 400 if problems else 200)

    def _importable(self, request, name):
        sheet = self._sheet(name)
        if not self.has_import_permission(request, sheet):
            raise PermissionDenied
        return sheet

    def _kept(self, request, sheet, file):
        """Keep a file that can be read, and lead to what it would change."""
        data = file.read(table.MOST_BYTES + 1)
        text = table.decoded(data)
        table.read(text, sheet.by_name, sheet.key)
        key = kept.keep(request, text=text, sheet=sheet.name, name=file.name[:MOST_NAME])
        return HttpResponseRedirect(self._address("preview", sheet.name, key))

    # -- what it would change

    def preview_view(self, request, name, key):
        sheet = self._importable(request, name)
        held = kept.kept(request, key)
        if held is None or held.get("sheet") != sheet.name:
            self.message_user(
                request, _("That file is no longer kept: send it again."), messages.WARNING
            )
            return HttpResponseRedirect(self._address("import", sheet.name))
        if request.method == "POST" and "_drop" in request.POST:
            kept.forget(request, key)
            self.message_user(request, _("Nothing was imported."))
            return HttpResponseRedirect(self._address("changelist"))
        read = table.read(held["text"], sheet.by_name, sheet.key)
        if request.method == "POST":
            form = ConfirmForm(request.POST)
            if form.is_valid():
                return self._confirmed(request, sheet, read, form, key, held)
            return self._preview(request, sheet, self._plan(request, sheet, read), form, held)
        reason = _("Imported from %(file)s") % {"file": held["name"]}
        form = ConfirmForm(initial={"why": reason})
        return self._preview(request, sheet, self._plan(request, sheet, read), form, held)

    def _plan(self, request, sheet, read, lock=False):
        return Plan(sheet, read, self.has_publish_permission(request), lock)

    def _preview(self, request, sheet, plan, form, held, warning="", status=200):
        shown = [row for row in plan.shown if not row.problems]
        first = page_start(request.GET.get("from", ""), len(shown))
        rows = [
            (row, sheet.named(row.instance), told_changes(row)) for row in page_of(shown, first)
        ]
        context = {
            "form": form,
            "file": held["name"],
            "counts": plan.counts,
            "rows": rows,
            "first": first + 1,
            "last": first + len(rows),
            "total": len(shown),
            "before": max(first - PAGE, 0) if first else None,
            "after": first + len(rows) if first + len(rows) < len(shown) else None,
            "digest": plan.digest,
            "warning": warning,
            "hidden": sheet.uncited(plan),
            **told(plan.problems),
        }
        context["words"] = preview_words(context)
        return self._import_page(request, sheet, "import_preview.html", context, status)

    # -- storing it

    def _confirmed(self, request, sheet, read, form, key, held):
        seen, reason = request.POST.get("seen", ""), form.cleaned_data["why"]
        try:
            plan = self._store(request, sheet, read, seen, reason)
        except Outdated as outdated:
            warning = _(
                "Nothing is imported yet: since you looked, somebody changed what this file is"
                " compared with. Below is what it would change now."
            )
            return self._preview(request, sheet, outdated.plan, form, held, warning, status=409)
        except (IntegrityError, OperationalError):
            logger.warning("an import was refused by the database", exc_info=True)
            warning = _("Nothing is imported: somebody else was writing. Look, and try again.")
            plan = self._plan(request, sheet, read)
            return self._preview(request, sheet, plan, form, held, warning, status=503)
        kept.forget(request, key)
        self.message_user(request, summed_up(plan.counts), messages.SUCCESS)
        return HttpResponseRedirect(self._address("changelist"))

    def _store(self, request, sheet, read, seen, reason):
        plan, looked = None, change_version()
        if not connection.features.has_select_for_update:
            # Whoever writes to SQLite has all of it to himself: what can be is worked out before.
            plan = self._plan(request, sheet, read)
        with revision(request.user, reason):
            patiently()
            if plan is None or change_version() != looked:
                plan = self._plan(request, sheet, read, lock=True)
            if plan.problems or plan.digest != seen:
                raise Outdated(plan)
            new, changed = store(plan)
            for records, flag in ((new, ADDITION), (changed, CHANGE)):
                if records:
                    LogEntry.objects.log_actions(request.user.pk, records, flag, reason)
        return plan

    # -- the page

    def _import_page(self, request, sheet, template, context, status=200):
        sheets = [each for each in self.sheets if self.has_import_permission(request, each)]
        context = {
            "title": _("Import %(what)s") % {"what": sheet.title},
            "sheet": sheet,
            "described": described(sheet),
            "export_address": self._address("export", sheet.name),
            "import_address": self._address("import", sheet.name),
            "siblings": [
                (capfirst(each.title), self._address("import", each.name), each is sheet)
                for each in sheets
            ],
            **context,
        }
        return self.desk_page(request, template, context, status)


def patiently():
    """Lift PostgreSQL's limit on the time between two statements, for this transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def told(problems):
    return {"problems": problems[:MOST_TOLD], "untold": max(len(problems) - MOST_TOLD, 0)}


def page_start(text, total):
    """Return the first row of a page, from what an address says; junk is the first page."""
    start = int(text[:6]) if text.isascii() and text.isdigit() else 0
    return start if start < total else 0


def page_of(rows, first):
    """Return the rows of a page: so many, or fewer where their cells are long."""
    page, length = [], 0
    for row in rows[first : first + PAGE]:
        length += sum(len(old) + len(new) for _name, old, new in row.changes)
        if page and length > MOST_LETTERS:
            break
        page.append(row)
    return page


def told_changes(row):
    kind = "added" if row.is_new else "changed"
    return [Change(name, kind, old, new) for name, old, new in row.changes]


def summed_up(counts):
    return _("Imported: %(new)d new, %(changed)d changed, %(unchanged)d unchanged.") % {
        name: counts[name] for name in ("new", "changed", "unchanged")
    }


def described(sheet):
    """Return (name, needed, what can stand there, example) of each column."""
    return [
        (
            column.name,
            _("always") if column.name in sheet.key else sheet.required(column) and _("if new"),
            column.widget.allowed(),
            column.widget.example() if column.is_rows else column.example,
        )
        for column in sheet.columns
    ]
