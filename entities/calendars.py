"""What calendars show of events and of targets' due dates."""

from functools import cached_property

from django.utils.translation import gettext as _

from entities.models import Event
from entities.serializers import with_parties, with_parts
from vjtech.core.calendars import Entry

STATUSES = {
    Event.Status.PLANNED: "TENTATIVE",
    Event.Status.NOT_STATED: "TENTATIVE",
    Event.Status.CANCELLED: "CANCELLED",
}


class EventEntry(Entry):
    @staticmethod
    def related(queryset):
        return with_parts(Entry.related(queryset).select_related("place"))

    @property
    def date(self):
        return self.record.date

    @property
    def status(self):
        return STATUSES.get(self.record.status, "CONFIRMED")

    @property
    def place(self):
        place = self.record.place
        return place.name if place and place.is_published else ""

    @property
    def category(self):
        return self.record.get_kind_display()

    def lines(self):
        event = self.record
        took_part = [
            *(f"{p.company} ({p.get_part_display()})" for p in event.shown_companies),
            *(f"{p.person} ({p.get_part_display()})" for p in event.shown_people),
        ]
        return [
            _("%(kind)s, %(status)s.")
            % {
                "kind": event.get_kind_display().capitalize(),
                "status": event.get_status_display(),
            },
            *([event.summary] if event.summary else []),
            *([_("Took part: %(who)s.") % {"who": ", ".join(took_part)}] if took_part else []),
        ]


class TargetEntry(Entry):
    @staticmethod
    def related(queryset):
        return with_parties(Entry.related(queryset).with_passages())

    @cached_property
    def latest(self):
        return self.record.latest

    @property
    def date(self):
        return self.latest.due if self.latest else ""

    @property
    def category(self):
        return self.record.get_kind_display()

    def summary(self):
        amount = self.latest.human()
        words = f"{self.record.metric}: {amount}" if amount else self.record.metric
        return _("Due: %(target)s") % {"target": words}

    def lines(self):
        target = self.record
        parties = ", ".join(
            f"{party} ({party.get_part_display()})" for party in target.shown_parties
        )
        return [
            _("%(kind)s, %(status)s.")
            % {"kind": target.get_kind_display().capitalize(), "status": target.status_label()},
            *([target.scope] if target.scope else []),
            *([parties] if parties else []),
        ]
