"""The desk's lists of merges, with the way to undo them, and of pairs that are not the same."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.admin.fields import TidyField, is_key
from vjtech.core.admin.mergewords import UNDO
from vjtech.core.admin.pages import DeskAdmin
from vjtech.core.groups import PUBLISH
from vjtech.core.merging.merge import Refused, obstacles, republishes, undo
from vjtech.core.search.fold import fold_words

RIGHTS = ("change", "delete")  # on the noun: what it takes to merge, and to undo that


class UndoForm(forms.Form):
    use_required_attribute = False
    why = TidyField(
        label=gettext_lazy("Why is it undone?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why: the history keeps it.")},
    )


class MergeAdmin(DeskAdmin):
    """Merges are made on the records' own pages; here they are looked up and undone."""

    list_display = ("__str__", "made", "by", "reason", "standing")
    list_display_links = None
    list_filter = ("made",)
    list_select_related = ("by", "undone_by", "winner")
    ordering = ("-id",)
    search_keys = ("loser_slug__contains",)  # folded, as the words are
    search_nouns = ("winner",)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("steps")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @property
    def noun(self):
        return self.opts.get_field("winner").related_model._meta

    def may_undo(self, request):
        rights = (f"{self.noun.app_label}.{verb}_{self.noun.model_name}" for verb in RIGHTS)
        return all(request.user.has_perm(right) for right in rights)

    def get_list_display(self, request):
        return (*self.list_display, "undoing") if self.may_undo(request) else self.list_display

    @admin.display(description=gettext_lazy("what became of it"))
    def standing(self, merge):
        if merge.undone:
            by = f", {merge.undone_by}" if merge.undone_by else ""
            day = admin.utils.display_for_value(merge.undone, "")
            return _("undone %(day)s%(by)s") % {"day": day, "by": by}
        return _("stands") if merge.winner_id else _("the kept record was deleted")

    @admin.display(description=gettext_lazy("undo"))
    def undoing(self, merge):
        if merge.undone or not merge.winner_id:
            return ""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_undo"
        return format_html('<a href="{}">{}</a>', reverse(name, args=[merge.pk]), _("undo …"))

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_undo"
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", view, name=name), *super().get_urls()]

    def undo_view(self, request, object_id):
        if not self.may_undo(request):
            raise PermissionDenied
        found = self.model.objects.select_related("winner", "by")
        merge = found.filter(pk=int(object_id)).first() if is_key(object_id) else None
        if merge is None:
            self.message_user(request, _("There is no such merge."), messages.ERROR)
            return HttpResponseRedirect(self.address("changelist", self.opts))
        if republishes(merge) and not request.user.has_perm(PUBLISH):
            if request.method == "POST":
                raise PermissionDenied
            problem = _("It would publish again what was published: ask a reviewer to undo it.")
            return self.show(request, merge, UndoForm(), [problem])
        if request.method != "POST":
            return self.show(request, merge, UndoForm(), obstacles(merge))
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self.show(request, merge, form, obstacles(merge))
        try:
            record = undo(merge, user=request.user, reason=form.cleaned_data["why"])
        except Refused as refused:
            return self.show(request, merge, form, refused.problems, 409)
        except (IntegrityError, OperationalError):
            problem = _("The base was busy or refused it, and nothing is undone. Try again.")
            return self.show(request, merge, form, [problem], 503)
        message = _("Undone: “%(name)s” is a record of its own again.") % {"name": record}
        self.log_change(request, record, message)
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", self.noun, record.pk))

    def show(self, request, merge, form, problems, status=200):
        listed = self.address("changelist", self.opts)
        winner = merge.winner
        context = {
            "title": _("Undo the merge of %(merge)s") % {"merge": merge},
            "list": listed,
            "back": self.address("change", self.noun, winner.pk) if winner else listed,
            "record": winner or merge.winner_name,
            "merge": merge,
            "form": form,
            "obstacles": problems,
            "words": UNDO,
            "media": self.media,
        }
        return self.desk_page(request, "merge_undo.html", context, status)

    def address(self, page, meta, *args):
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


class PairAdmin(DeskAdmin):
    """Pairs that are not the same: each may be added, explained, and taken away again."""

    fields = ("one", "other", "reason")
    autocomplete_fields = ("one", "other")
    related = ("one", "other", "by")
    list_display = ("one", "other", "reason", "made", "by")
    ordering = ("-made", "-id")

    def get_search_results(self, request, queryset, search_term):
        noun = self.opts.get_field("one").related_model
        if fold_words(search_term):
            found = noun.objects.search(search_term)
            queryset = queryset.filter(one__in=found) | queryset.filter(other__in=found)
        return queryset, False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)
