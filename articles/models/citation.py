from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.paragraph import Paragraph
from entities.models import Company, Event, Figure, Person, Role, Target, Tie
from vjtech.core.fields import PartialDateField
from vjtech.core.natural import NaturalManager, NaturalModel
from vjtech.core.quantities import Quantity, check_digits
from vjtech.core.records import State

QUOTE_WORDS = 8


class CitationQuerySet(models.QuerySet):
    def public(self):
        """Return the citations of published articles, with all that showing them needs."""
        return self.filter(paragraph__article__state=State.PUBLISHED).select_related(
            "paragraph__article__publisher", "speaker", "speaks_for"
        )


class Citation(NaturalModel):
    """The passage that backs a fact; a subclass adds the fact with related_name citations.

    `words` stand in our paragraph; `quote` stands in the source document, in its
    `quote_paragraph`-th non-blank line.
    """

    fact_field = ""

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="%(class)ss")
    words = models.CharField(
        _("words"),
        max_length=400,
        help_text=_("The words of the paragraph that say so, copied exactly."),
    )
    quote = models.CharField(
        _("quote"),
        max_length=200,
        blank=True,
        help_text=_("At most 8 words of the source, exactly as it prints them."),
    )
    quote_paragraph = models.PositiveSmallIntegerField(
        _("source's paragraph"),
        null=True,
        blank=True,
        help_text=_("Counting the non-blank lines of the source document from 1."),
    )
    speaker = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss_spoken",
        verbose_name=_("speaker"),
    )
    speaker_text = models.CharField(
        _("unnamed speaker"),
        max_length=200,
        blank=True,
        help_text=_("The printed description, e.g. “a JETRO representative”."),
    )
    speaks_for = models.ForeignKey(
        Company,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss_spoken_for",
        verbose_name=_("speaks for"),
    )

    objects = NaturalManager.from_queryset(CitationQuerySet)()

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self):
        return f"{self.fact}: “{self.words}”"

    def clean(self):
        super().clean()
        errors = {}
        if self.paragraph_id and self.words and self.words not in self.paragraph.text:
            errors["words"] = _("These words are not in paragraph %(number)d.") % {
                "number": self.paragraph.number
            }
        if len(self.quote.split()) > QUOTE_WORDS:
            errors["quote"] = _("A quote has at most %(most)d words.") % {"most": QUOTE_WORDS}
        if self.quote and self.quote_paragraph is None:
            errors["quote_paragraph"] = _("Say in which paragraph of the source the quote stands.")
        if self.speaker_id and self.speaker_text:
            errors["speaker_text"] = _("A speaker is a person or a description, not both.")
        if errors:
            raise ValidationError(errors)

    @property
    def fact(self):
        return getattr(self, self.fact_field)

    @property
    def address(self):
        """The article's page at the paragraph, the words of this citation highlighted."""
        return f"{self.paragraph.article.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self):
        """The fragment of the highlighted words on the article's page."""
        return f"p{self.paragraph.number}-{self.fact_field}-{self.pk}"


class RoleCitation(Citation):
    natural = ("paragraph", "role", "words")
    fact_field = "role"

    role = models.ForeignKey(Role, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("citation of a role")
        verbose_name_plural = _("citations of roles")
        constraints = [
            models.UniqueConstraint(fields=("paragraph", "role", "words"), name="role_cited_once")
        ]


class TieCitation(Citation):
    natural = ("paragraph", "tie", "words")
    fact_field = "tie"

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("citation of a tie")
        verbose_name_plural = _("citations of ties")
        constraints = [
            models.UniqueConstraint(fields=("paragraph", "tie", "words"), name="tie_cited_once")
        ]


class EventCitation(Citation):
    natural = ("paragraph", "event", "words")
    fact_field = "event"

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("citation of an event")
        verbose_name_plural = _("citations of events")
        constraints = [
            models.UniqueConstraint(fields=("paragraph", "event", "words"), name="event_cited_once")
        ]


class FigureCitation(Citation):
    natural = ("paragraph", "figure", "words")
    fact_field = "figure"

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("citation of a reported figure")
        verbose_name_plural = _("citations of reported figures")
        indexes = [models.Index(fields=("speaker", "-id"), name="figure_speaker")]
        constraints = [
            models.UniqueConstraint(
                fields=("paragraph", "figure", "words"), name="figure_cited_once"
            )
        ]


class Statement(Quantity, Citation):
    """What an article says of a target: the citation of a target, and a line of its ledger."""

    class Act(models.TextChoices):
        STATES = "states", _("states")
        RAISES = "raises", _("raises")
        LOWERS = "lowers", _("lowers")
        ACHIEVED = "reports_achieved", _("reports achieved")
        WITHDRAWS = "withdraws", _("withdraws")

    natural = ("paragraph", "target", "words")
    fact_field = "target"

    target = models.ForeignKey(Target, models.CASCADE, related_name="citations")
    act = models.CharField(_("act"), max_length=16, choices=Act.choices, default=Act.STATES)
    due = PartialDateField(_("due"))
    said = PartialDateField(_("said"))
    baseline = models.DecimalField(
        _("baseline"), max_digits=30, decimal_places=6, null=True, blank=True
    )
    baseline_words = models.CharField(
        _("baseline in words"),
        max_length=200,
        blank=True,
        help_text=_("e.g. “tenfold the present headcount”; either part may be missing."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("What can be worked out, naming the operands; never a statement itself."),
    )

    class Meta(Quantity.Meta, Citation.Meta):
        abstract = False
        verbose_name = _("statement of a target")
        verbose_name_plural = _("statements of targets")
        ordering = ("said_earliest", "id")
        indexes = [
            models.Index(fields=("target", "said_earliest", "id"), name="statement_ledger"),
            models.Index(fields=("speaker", "-id"), name="statement_speaker"),
        ]
        constraints = [
            *Quantity.Meta.constraints,
            models.UniqueConstraint(
                fields=("paragraph", "target", "words"), name="target_stated_once"
            ),
            models.CheckConstraint(
                condition=~Q(act="states") | Q(value__isnull=False) | ~Q(printed="") | ~Q(due=""),
                name="statement_says_something",
            ),
        ]

    def clean(self):
        super().clean()
        if self.act == self.Act.STATES and self.value is None and not (self.printed or self.due):
            raise ValidationError(
                {"value": _("Give a number, its words as printed or a due date.")}
            )
        check_digits(self, "baseline")

    def baseline_human(self):
        """Return the baseline's value in the statement's unit."""
        return type(self)(value=self.baseline, unit=self.unit, currency=self.currency).human()
