"""The desk's pages of records: their state, their evidence, their way to the public page."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vjtech.core.admin.pages import DeskAdmin
from vjtech.core.groups import PUBLISH
from vjtech.core.records import State

MOST_NAMED = 10

STATE_LEGEND = gettext_lazy(
    "Drafts are seen at this desk only. A reviewer publishes and unpublishes; what an editor"
    " corrects in a published record shows at once, and the history says who did it."
)


def state_fields(*more):
    """Return the last fieldset of every record."""
    return (
        gettext_lazy("State and address"),
        {"fields": ("state", "slug", *more, "saved"), "description": STATE_LEGEND},
    )


class SeenOnSite:
    """Leads from a form to the public page of what is stored."""

    def view_on_site(self, record):
        """Return the address of the public page, or None where the public would not see it."""
        # As stored: a form that was refused has written what it was sent to the record at hand.
        stored = self.model.objects.published().filter(pk=record.pk).first()
        return stored.get_absolute_url() if stored else None


class RecordAdmin(SeenOnSite, DeskAdmin):
    actions = ("publish", "unpublish")
    readonly_fields = ("saved",)

    # -- what is shown

    def get_queryset(self, request):
        public = self.model.objects.published().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(public=Exists(public))

    def get_fieldsets(self, request, obj=None):
        """Leave out of the form of a new record what can only be told of a stored one."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        return [
            (name, {**options, "fields": without(options["fields"], self.readonly_fields)})
            for name, options in fieldsets
        ]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, record):
        """Return the state, with the way to the public page where the public sees it."""
        if not record.is_published:
            return record.get_state_display()
        if not record.public:
            return _("published, hidden")
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), _("public"))

    @admin.display(description=gettext_lazy("last saved"))
    def saved(self, record):
        if not record.pk:
            return ""
        return _("%(when)s, version %(version)d") % {
            "when": admin.utils.display_for_value(record.updated, ""),
            "version": record.version,
        }

    # -- who may publish

    def has_publish_permission(self, request):
        return request.user.has_perm(PUBLISH) and self.has_change_permission(request)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_publish_permission(request) else (*fields, "state")

    # -- publishing

    @admin.action(
        permissions=["publish"],
        description=gettext_lazy("Publish selected %(verbose_name_plural)s"),
    )
    def publish(self, request, queryset):
        ready = self.publishable(request, queryset).exclude(state=State.PUBLISHED)
        self._turn(request, ready, "publish", _("Published."))

    @admin.action(
        permissions=["publish"],
        description=gettext_lazy("Unpublish selected %(verbose_name_plural)s"),
    )
    def unpublish(self, request, queryset):
        self._turn(request, queryset.exclude(state=State.DRAFT), "unpublish", _("Unpublished."))

    def publishable(self, request, queryset):
        """Return those that can be published; the rest are named in a message."""
        return queryset

    def _turn(self, request, queryset, verb, message):
        records = list(queryset)
        if verb == "unpublish":
            self.explain(request, *records[:1])
        getattr(self.model.objects.filter(pk__in=[r.pk for r in records]), verb)()
        if records:
            LogEntry.objects.log_actions(request.user.pk, records, CHANGE, message)
        count = ngettext("%(n)d record.", "%(n)d records.", len(records)) % {"n": len(records)}
        self.message_user(request, f"{message} {count}", messages.SUCCESS)
        if verb == "publish":
            self.warn_of_hidden(request, records)

    def warn_of_hidden(self, request, records):
        """Say of what is published and still not public why that is."""


class NounAdmin(RecordAdmin):
    """Companies, people, places: found by every alias."""

    list_display = ("name", "country", "standing", "updated")
    ordering = ("sort_key", "id")

    def get_search_results(self, request, queryset, search_term):
        return (queryset.search(search_term) if search_term.strip() else queryset), False


class FactAdmin(RecordAdmin):
    """Facts: they stand on citations, whose rows the app of the sources adds to `inlines`."""

    def get_queryset(self, request):
        relation = self.opts.get_field("citations")
        fact = relation.field.name
        citations = relation.related_model.objects.filter(**{fact: OuterRef("pk")}).order_by()
        number = Subquery(citations.values(fact).annotate(n=Count("pk")).values("n"))
        return super().get_queryset(request).annotate(cited=Coalesce(number, 0))

    @admin.display(description=gettext_lazy("citations"), ordering="cited")
    def citations(self, record):
        return record.cited

    def publishable(self, request, queryset):
        uncited = list(queryset.filter(cited=0))
        if uncited:
            message = _("Not published, since no passage is cited for it: %(names)s")
            self.message_user(request, message % {"names": named(uncited)}, messages.ERROR)
        return queryset.filter(cited__gt=0)

    def warn_of_hidden(self, request, records):
        shown = set(
            self.model.objects.published()
            .filter(pk__in=[record.pk for record in records])
            .values_list("pk", flat=True)
        )
        for record in [r for r in records if r.pk not in shown][:MOST_NAMED]:
            message = _("“%(fact)s” stays hidden until these are published too: %(names)s") % {
                "fact": record,
                "names": named(hidden_because(record)),
            }
            self.message_user(request, message, messages.WARNING)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.is_published:
            self.warn_of_hidden(request, [form.instance])


def without(fields, left_out):
    """Return the fields of a fieldset, those on one line in a tuple of their own, without some."""
    lines = [field if isinstance(field, tuple) else (field,) for field in fields]
    kept = [tuple(field for field in line if field not in left_out) for line in lines]
    return [line for line in kept if line]


def hidden_because(fact):
    """Return what has to be published before the public sees a published fact."""
    ends = [getattr(fact, name) for name in fact.ends]
    drafts = [end for end in ends if end is not None and not end.is_published]
    if not type(fact).objects.filter(pk=fact.pk, backing__isnull=False).exists():
        drafts.append(_("an article that it cites"))
    return drafts


def named(records):
    """Return the records in words, the first ones of many."""
    names = "; ".join(f"“{record}”" for record in records[:MOST_NAMED])
    more = len(records) - MOST_NAMED
    return names if more <= 0 else _("%(names)s and %(n)d more") % {"names": names, "n": more}
