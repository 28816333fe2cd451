"""Lists as iCalendar files: whole days without a time zone, which no traveller's clock shifts."""

from datetime import UTC, date, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vjtech.core.late import late
from vjtech.core.linked import iso
from vjtech.core.records import first_slug
from vjtech.core.text import legible

icalendar = late("icalendar")  # eighty modules, for the few visitors who fetch a calendar

VAGUE = gettext_lazy(
    "Dates that are known by the day or by the month. What is known by the year only, or not at"
    " all, stands on the page of the list."
)
REFRESHED = timedelta(days=1)
FIELD_LENGTH = 4000  # of a text, in characters: calendars choke on books

# In a calendar without entries, since RFC 5545 wants a component in every one.
HANOI = (
    b"BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


class Entry:
    """What a calendar shows of one record; a kind says which date, and what is told of it.

    A date belongs in a calendar where each end that is known has a day or a month: `days` is None
    for the others. What is not certain of the days is said in the description.
    """

    status = "CONFIRMED"
    place = category = ""

    def __init__(self, record, origin):
        self.record, self.origin = record, origin

    @property
    def date(self):
        """The PartialDate at which the record stands."""
        raise NotImplementedError

    def summary(self):
        return str(self.record)

    def lines(self):
        """Return the lines of the description, those on the date and the address left out."""
        return []

    @staticmethod
    def related(queryset):
        """Return the queryset with all that an entry tells."""
        return queryset.prefetch_related("former_slugs")

    @cached_property
    def days(self):
        """The first day and the day after the last one; None where the date is too vague."""
        atoms = [atom for atom in self.date.atoms if atom] if self.date else []
        if not atoms or any(atom.month is None for atom in atoms):
            return None
        return shown_days(self.date)

    @property
    def uid(self):
        # Of the first address that it had: that one is never given to another record.
        kind, host = self.record._meta.model_name, urlsplit(self.origin).hostname
        return f"{kind}-{first_slug(self.record)}@{host}"

    @property
    def address(self):
        return f"{self.origin}{self.record.get_absolute_url()}"

    def component(self):
        """Return the VEVENT."""
        found, (first, end) = icalendar.Event(), self.days
        found.add("uid", self.uid)
        found.add("dtstamp", self.record.updated.astimezone(UTC))
        found.add("last-modified", self.record.updated.astimezone(UTC))
        found.add("created", self.record.created.astimezone(UTC))
        found.add("sequence", self.record.version - 1)
        found.add("dtstart", first)
        found.add("dtend", end)
        found.add("summary", plain(self.summary()))
        found.add("description", plain("\n".join([*self.told(), *self.lines(), self.address])))
        found.add("url", self.address)
        found.add("status", self.status)
        found.add("transp", "TRANSPARENT")  # it is news, and keeps nobody busy
        if self.place:
            found.add("location", plain(self.place))
        if self.category:
            found.add("categories", [plain(self.category)])
        return found

    def told(self):
        """Return what has to be said of the date where it is not simply a day."""
        if self.date.is_day and iso(self.date):
            return []
        return [_("Date: %(date)s.") % {"date": self.date.hedged()}]


def shown_days(stated):
    """Return the first day and the day after the last; of an open end, the end that is known."""
    first, last = stated.earliest, stated.latest
    if first == date.min:
        first = stated.atoms[-1].earliest
    if last == date.max:
        last = stated.atoms[0].latest
    return (first, last + timedelta(days=1)) if last < date.max else None


def plain(text):
    """Return text as a calendar may hold it."""
    kept = legible(text, kept="\n")
    return kept if len(kept) <= FIELD_LENGTH else f"{kept[: FIELD_LENGTH - 1]}…"


def calendar_response(entries, name, title):
    """Stream a calendar of the entries that have days."""
    response = StreamingHttpResponse(
        parts(entries, title), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def parts(entries, title):
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//vjtech//vjtech//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # As vText: the library escapes neither what is newer than RFC 5545 nor what is not in it.
    name = icalendar.vText(" ".join(plain(title).split()))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", icalendar.vText(VAGUE))
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESHED))  # the same, before RFC 7986
    head, end = calendar.to_ical(), b"END:VCALENDAR\r\n"
    yield head.removesuffix(end)
    empty = True
    for entry in entries:
        if entry.days:
            empty = False
            yield entry.component().to_ical()
    yield HANOI + end if empty else end
