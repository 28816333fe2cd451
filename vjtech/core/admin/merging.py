"""Merging two records at the desk: look at what would happen, decide, do it."""

import logging

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.admin.fields import RecordSelect, is_key
from vjtech.core.admin.mergeforms import MergeForm, PairForm
from vjtech.core.admin.mergewords import CHOOSE, IDENTITY, MERGE
from vjtech.core.admin.reasons import BUSY
from vjtech.core.merging import preview
from vjtech.core.merging.merge import Overtaken, Refused, merge, plan_of
from vjtech.core.merging.tables import merges_into
from vjtech.core.pairs import mark_distinct, marked, pair_table, pairs_with

MOST_PROPOSED = 8
MOST_CHARACTERS = 200
logger = logging.getLogger(__name__)


class Mergeable:
    """For ModelAdmins of nouns: the action, the link and the pages that lead to a merge."""

    change_form_template = "admin/noun_change_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def merge_address(self, winner, loser=None):
        """Return the address of the page on which one record is merged into another."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        query = f"?{urlencode({'with': loser.pk})}" if loser else ""
        return reverse(name, args=[winner.pk]) + query

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def has_pair_permission(self, request):
        meta = pair_table(self.model)._meta
        return request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}")

    @admin.action(permissions=["merge"], description=gettext_lazy("Merge two into one …"))
    def merge_selected(self, request, queryset):
        records = list(queryset.order_by("pk")[:3])
        if len(records) == 2:
            return HttpResponseRedirect(self.merge_address(*records))
        self.message_user(request, _("Tick exactly two records to merge."), messages.ERROR)
        return None

    # -- the record's own page

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            merges = list(merges_into(obj))
            may_merge = self.has_merge_permission(request)
            context["identity_words"] = IDENTITY
            context["identity"] = {
                "merge": self.merge_address(obj) if may_merge else "",
                "merges": [(m, undo_address(m) if may_merge else "") for m in merges],
                "pairs": [
                    (pair, pair.not_the_same_as(obj), self.removal(request, pair))
                    for pair in pairs_with(obj)
                ],
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def removal(self, request, pair):
        """Return where a pair is taken away, for whom may do that."""
        meta = pair._meta
        if not request.user.has_perm(f"{meta.app_label}.delete_{meta.model_name}"):
            return ""
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[pair.pk])

    # -- the pages of a merge

    def merge_view(self, request, object_id):
        if not self.has_merge_permission(request):
            raise PermissionDenied
        winner = self.record_of(object_id)
        if winner is None:
            return self.nothing_there(request)
        wanted = request.GET.get("with", "")
        loser = self.record_of(wanted)
        if loser is None or loser == winner:
            if wanted and loser is None:
                self.message_user(request, _("There is no such record to merge."), messages.ERROR)
            elif wanted:
                self.message_user(
                    request, _("That is this very record: choose another one."), messages.ERROR
                )
            return self.choose(request, winner)
        if request.method != "POST":
            return self.show_merge(request, winner, loser)
        if "_distinct" in request.POST:
            return self.mark(request, winner, loser)
        return self.do_merge(request, winner, loser)

    def record_of(self, key):
        records = self.model._default_manager.select_related(*self.related)
        return records.filter(pk=int(key)).first() if is_key(key) else None

    def nothing_there(self, request):
        message = _("That record is not there any more: somebody deleted or merged it.")
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(self.list_address())

    def list_address(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def change_address(self, record):
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(page, args=[record.pk])

    def choose(self, request, record):
        """Ask which record to merge with: those called alike first, the rest by name."""
        words = request.GET.get("q", "").replace("\0", "")[:MOST_CHARACTERS].strip()
        known = {key for pair in pairs_with(record) for key in (pair.one_id, pair.other_id)}
        names = [record.name, *record.aliases.values_list("text", flat=True)[:3]]
        alike = self.called(names, {record.pk, *known})
        found = self.called([words], {record.pk}) if words else []
        widget = RecordSelect(pair_table(self.model)._meta.get_field("other"), self.admin_site)
        field = forms.ModelChoiceField(self.model._default_manager.all(), widget=widget)
        widget.choices = field.choices
        select = widget.render("with", "", {"id": "id_with", "aria-label": _("Which one?")})
        context = {
            "title": _("Merge “%(name)s” with …") % {"name": record.name},
            "alike": [
                (each, self.option_label(each), self.merge_address(record, each)) for each in alike
            ],
            "found": [
                (each, self.option_label(each), self.merge_address(record, each)) for each in found
            ],
            "q": words,
            "words": CHOOSE,
            "select": select,
            "media": self.media + widget.media,
        }
        return self.merge_page(request, "merge_choose.html", record, context)

    def called(self, names, without):
        """Return the records that are called nearest to these names, each once."""
        found = {}
        for name in names:
            for noun, _alias in self.model._default_manager.nearest(name, MOST_PROPOSED):
                if noun.pk not in without:
                    found.setdefault(noun.pk, noun)
        return list(found.values())[:MOST_PROPOSED]

    def show_merge(self, request, winner, loser, form=None, pair_form=None, status=200):
        plan = plan_of(winner, loser)
        pair = marked(winner, loser)
        form = form or self.merge_form(request, plan)
        context = {
            "title": _("Merge “%(loser)s” into “%(winner)s”")
            % {"loser": self.option_label(loser), "winner": self.option_label(winner)},
            "words": MERGE,
            "form": form,
            "rows": form.rows(),
            "other": self.change_address(loser),
            "pair_form": pair_form or PairForm(),
            "winner": winner,
            "loser": loser,
            "turned": self.merge_address(loser, winner),
            "elsewhere": self.merge_address(winner),
            "pair": pair,
            "may_pair": not pair and self.has_pair_permission(request),
            "holdings": preview.holdings(plan),
            "joins": preview.joins(plan),
            "more_joins": max(0, len(plan.joins) - preview.MOST_LISTED),
            "losses": preview.losses(plan),
            "hidden": loser.is_published and not winner.is_published and "state" not in form.fields,
        }
        return self.merge_page(request, "merge.html", winner, context, status)

    def merge_form(self, request, plan, data=None):
        return MergeForm(
            data,
            plan=plan,
            pair=marked(plan.winner, plan.loser),
            may_publish=self.has_publish_permission(request),
        )

    def do_merge(self, request, winner, loser):
        form = self.merge_form(request, plan_of(winner, loser), request.POST)
        if not form.is_valid():
            return self.show_merge(request, winner, loser, form)
        try:
            done = merge(
                winner,
                loser,
                values=form.values(),
                alias=form.alias(),
                seen=form.cleaned_data["seen"],
                user=request.user,
                reason=form.cleaned_data["why"],
            )
        except (Refused, IntegrityError, OperationalError) as error:
            return self.not_merged(request, winner, loser, error)
        message = _("Merged: %(merge)s.") % {"merge": done}
        self.log_change(request, done.winner, message)
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(self.change_address(winner))

    def not_merged(self, request, winner, loser, error):
        """Say why nothing was done, and show anew what would be: what was typed stays."""
        status = 409
        if isinstance(error, Overtaken):
            problems = [*error.problems, _("Nothing is merged yet. Look again at what would move.")]
        elif isinstance(error, Refused):
            problems = [*error.problems, _("Nothing is merged.")]
        elif isinstance(error, OperationalError):
            problems, status = [_("The base was busy, and nothing is merged. Try again.")], 503
        else:
            logger.warning("a merge that its plan let pass was refused", exc_info=error)
            problems = [_("The base refused this merge, and nothing is changed. Look again.")]
        winner, loser = self.record_of(winner.pk), self.record_of(loser.pk)
        if winner is None or loser is None:
            return self.nothing_there(request)
        for problem in problems:
            self.message_user(request, problem, messages.ERROR)
        plan = plan_of(winner, loser)
        data = request.POST.copy()
        data["seen"] = plan.seen
        data.pop("drop", None)  # what is dropped may be more by now
        form = self.merge_form(request, plan, data)
        return self.show_merge(request, winner, loser, form, status=status)

    def mark(self, request, one, other):
        """Remember that the two are not the same."""
        if not self.has_pair_permission(request):
            raise PermissionDenied
        form = PairForm(request.POST)
        if not form.is_valid():
            return self.show_merge(request, one, other, pair_form=form)
        try:
            with transaction.atomic():
                pair = mark_distinct(one, other, request.user, form.cleaned_data["reason"])
            message = _("Remembered: %(pair)s.") % {"pair": pair}
        except (IntegrityError, ValidationError):  # somebody else did so at this moment
            message = _("These two are marked already.")
        except OperationalError:
            self.message_user(request, BUSY, messages.ERROR)
            return self.show_merge(request, one, other, pair_form=form, status=503)
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(self.change_address(one))

    def merge_page(self, request, template, record, context, status=200):
        context = {
            "record": record,
            "list": self.list_address(),
            "back": self.change_address(record),
            "media": self.media,
            **context,
        }
        return self.desk_page(request, template, context, status)


def undo_address(merge):
    meta = merge._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_undo", args=[merge.pk])
