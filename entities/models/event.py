from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entities.models.company import Company
from entities.models.person import Person
from entities.models.place import Place
from vjtech.core.fields import FoldedField, NumberedDay, PartialDateField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.records import Fact, FormerSlug, refuse_ring
from vjtech.core.search.fold import name_key


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
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("place")
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

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-day", "-id")
        indexes = [
            models.Index(fields=("state", "-day", "-id"), name="event_list"),
            models.Index(fields=("kind", "-day", "-id"), name="event_kind"),
            models.Index(fields=("date_latest", "date_earliest"), name="event_range"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event_detail", args=[self.slug])

    def clean(self):
        super().clean()
        refuse_ring(self, "part_of", _("An event cannot be part of itself."))


class EventCompany(NaturalModel):
    natural = ("event", "company", "part")

    event = models.ForeignKey(Event, models.CASCADE, related_name="company_parts")
    company = models.ForeignKey(
        Company,
        models.CASCADE,
        related_name="event_parts",
        verbose_name=_("company or organisation"),
    )
    part = models.CharField(_("as"), max_length=12, choices=Part.choices, default=Part.PARTICIPANT)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("company or organisation taking part")
        verbose_name_plural = _("companies and organisations taking part")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("event", "company", "part"), name="event_company_once")
        ]

    def __str__(self):
        return f"{self.company}, {self.get_part_display()}"


class EventPerson(NaturalModel):
    natural = ("event", "person", "part")

    event = models.ForeignKey(Event, models.CASCADE, related_name="person_parts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="event_parts")
    part = models.CharField(_("as"), max_length=12, choices=Part.choices, default=Part.PARTICIPANT)

    objects = NaturalManager()

    class Meta:
        verbose_name = _("person taking part")
        verbose_name_plural = _("people taking part")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("event", "person", "part"), name="event_person_once")
        ]

    def __str__(self):
        return f"{self.person}, {self.get_part_display()}"


class EventFormerSlug(FormerSlug):
    record = models.ForeignKey(Event, models.CASCADE, related_name="former_slugs")
