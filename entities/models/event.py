from django.db import models
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from entities.models.place import Place
from vjtech.core.fields import FoldedField, NumberedDay, PartialDateField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.paging import Column, Order
from vjtech.core.reach import reach_field
from vjtech.core.records import Fact, FactQuerySet, FormerSlug, detail_address, refuse_ring
from vjtech.core.search.fold import name_key
from vjtech.core.sitemap import sitemap_index
from vjtech.core.walks import Link


class Part(models.TextChoices):
    """As what somebody took part in an event."""

    ORGANISER = "organiser", _("organiser")
    HOST = "host", _("host")
    SIGNATORY = "signatory", _("signatory")
    SPEAKER = "speaker", _("speaker")
    INTERVIEWER = "interviewer", _("interviewer")
    INTERVIEWEE = "interviewee", _("interviewee")
    ATTENDEE = "attendee", _("attendee")
    EXHIBITOR = "exhibitor", _("exhibitor")
    VISITOR = "visitor", _("visitor")
    SUBJECT = "subject", _("subject")
    FOUNDER = "founder", _("founder or opener")
    AUTHOR = "author", _("author")
    APPROVER = "approver", _("approver")
    PARTICIPANT = "participant", _("participant")


LATEST_FIRST = Order(Column("day", True), Column("id", True))


def taken_part(path, noun):
    return Link(path, noun, {"day": "day", "id": "event_id", "reach": "reach"}, repeated=True)


class EventQuerySet(FactQuerySet):
    companies = taken_part("company_parts", "company")
    people = taken_part("person_parts", "person")

    def of_company(self, company):
        """Return the events in which a company took part, latest first: a short walk."""
        return self.companies.walk(self, company, LATEST_FIRST)

    def of_person(self, person):
        return self.people.walk(self, person, LATEST_FIRST)


class Event(Fact):
    class Kind(models.TextChoices):
        FORUM = "forum", _("forum, seminar or conference")
        EXHIBITION = "exhibition", _("exhibition or fair")
        MEETING = "meeting", _("meeting")
        INTERVIEW = "interview", _("interview")
        SIGNING = "signing", _("signing")
        OPENING = "opening", _("opening or founding")
        LAUNCH = "launch", _("launch or announcement")
        VISIT = "visit", _("visit or inspection")
        GROUNDBREAKING = "groundbreaking", _("ground-breaking or construction")
        DECISION = "decision", _("decision or approval")
        SURVEY = "survey", _("survey")
        PUBLICATION = "publication", _("publication or report")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        HAPPENED = "happened", _("happened")
        UNDER_WAY = "under_way", _("under way")
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")
        NOT_STATED = "not_stated", _("status not stated")

    ends = ("place",)

    title = models.CharField(_("title"), max_length=300)
    sort_key = FoldedField("title", name_key)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.OTHER)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NOT_STATED
    )
    date = PartialDateField(_("date"))
    day = NumberedDay("date")
    reach = reach_field("date")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("place")
    )
    # Triggers copy the place's, so that a country's list is a short walk.
    country = models.CharField(  # noqa: DJ001  (a load may write the place after the event)
        max_length=2,
        null=True,
        editable=False,
        serialize=False,
    )
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    summary = models.TextField(_("summary"), blank=True)
    companies = models.ManyToManyField(Company, through="EventCompany", related_name="events")
    people = models.ManyToManyField(Person, through="EventPerson", related_name="events")

    objects = NaturalManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-day", "-id")
        indexes = [
            models.Index(fields=("state", "-day", "-id"), name="event_list"),
            models.Index(fields=("kind", "-day", "-id"), name="event_kind"),
            models.Index(fields=("country", "-day", "-id"), name="event_country"),
            models.Index(fields=("place", "-day", "-id"), name="event_place"),
            models.Index(
                fields=("state", "reach", "-day", "-id"),
                condition=models.Q(reach__isnull=False),
                name="event_reach",
            ),
            # Without the nulls, which are most: they would make it look useless to SQLite.
            models.Index(
                fields=("part_of", "-day", "-id"),
                condition=models.Q(part_of__isnull=False),
                name="event_parts",
            ),
            sitemap_index("event"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return detail_address(self)

    def clean(self):
        super().clean()
        refuse_ring(self, "part_of", _("An event cannot be part of itself."))


class EventCompany(NaturalModel):
    """Who took part as what. Triggers copy what the event is walked by: its day and reach."""

    natural = ("event", "company", "part")

    event = models.ForeignKey(Event, models.CASCADE, related_name="company_parts")
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        related_name="event_parts",
        verbose_name=_("company or organisation"),
    )
    part = models.CharField(_("as"), max_length=12, choices=Part.choices, default=Part.PARTICIPANT)
    day = models.IntegerField(null=True, editable=False, serialize=False)
    reach = models.SmallIntegerField(null=True, editable=False, serialize=False)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("company or organisation taking part")
        verbose_name_plural = _("companies and organisations taking part")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("company", "-day", "-event"), name="event_company_day"),
            models.Index(
                fields=("company", "reach", "-day", "-event"),
                condition=models.Q(reach__isnull=False),
                name="event_company_reach",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("event", "company", "part"), name="event_company_once")
        ]

    def __str__(self):
        return f"{self.company}, {self.get_part_display()}"


class EventPerson(NaturalModel):
    """Who took part as what. Triggers copy what the event is walked by: its day and reach."""

    natural = ("event", "person", "part")

    event = models.ForeignKey(Event, models.CASCADE, related_name="person_parts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="event_parts")
    part = models.CharField(_("as"), max_length=12, choices=Part.choices, default=Part.PARTICIPANT)
    day = models.IntegerField(null=True, editable=False, serialize=False)
    reach = models.SmallIntegerField(null=True, editable=False, serialize=False)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("person taking part")
        verbose_name_plural = _("people taking part")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("person", "-day", "-event"), name="event_person_day"),
            models.Index(
                fields=("person", "reach", "-day", "-event"),
                condition=models.Q(reach__isnull=False),
                name="event_person_reach",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("event", "person", "part"), name="event_person_once")
        ]

    def __str__(self):
        return f"{self.person}, {self.get_part_display()}"


class EventFormerSlug(FormerSlug):
    record = models.ForeignKey(Event, models.CASCADE, related_name="former_slugs")
