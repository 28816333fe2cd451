"""Quantities as the sources print them: decimals, never converted."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

KEPT = 15  # digits of a decimal that SQLite gives back as they were


class Quantity(models.Model):
    """A value or a range, its unit or ISO 4217 currency, and the words as printed.

    A statement without a number leaves the value empty.
    """

    class Qualifier(models.TextChoices):
        EXACT = "", _("as stated")
        ABOUT = "about", _("about")
        NEARLY = "nearly", _("nearly")
        OVER = "over", _("over")
        UP_TO = "up_to", _("up to")
        AT_LEAST = "at_least", _("at least")

    qualifier = models.CharField(
        _("qualifier"), max_length=8, choices=Qualifier.choices, blank=True, default=""
    )
    value = models.DecimalField(_("value"), max_digits=30, decimal_places=6, null=True, blank=True)
    value_high = models.DecimalField(
        _("to"),
        max_digits=30,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Only for a range: its upper end."),
    )
    unit = models.CharField(
        _("unit"), max_length=60, blank=True, help_text=_("people, projects, hectares, % …")
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator("^[A-Z]{3}$", _("Three capitals, e.g. USD, VND, JPY."))],
        help_text=_("Three capitals, e.g. USD, VND, JPY. No conversion."),
    )
    printed = models.CharField(
        _("as printed"), max_length=120, blank=True, help_text=_("e.g. “US$250 million”")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(value_high__isnull=True) | Q(value__lte=models.F("value_high")),
                name="%(class)s_range_rises",
            ),
            models.CheckConstraint(
                condition=Q(currency="") | Q(value__isnull=False),
                name="%(class)s_currency_has_amount",
            ),
        ]

    def clean(self):
        super().clean()
        if self.currency and self.value is None:
            raise ValidationError({"currency": _("A currency needs an amount.")})
        if self.currency and self.unit:
            raise ValidationError({"unit": _("A unit or a currency, not both.")})
        if self.value_high is not None and self.value is None:
            raise ValidationError({"value": _("A range needs its lower end.")})
        if self.value_high is not None and self.value_high < self.value:
            raise ValidationError({"value_high": _("The range ends below its start.")})
        check_digits(self, "value", "value_high")

    def human(self):
        """Return the quantity in words: qualifier, number, unit or currency."""
        if self.value is None:
            return self.printed
        number = grouped(self.value)
        if self.value_high is not None:
            number = f"{number}–{grouped(self.value_high)}"
        if self.currency:
            number = f"{self.currency} {number}"
        elif self.unit == "%":
            number = f"{number}%"
        elif self.unit:
            number = f"{number} {self.unit}"
        return f"{self.get_qualifier_display()} {number}" if self.qualifier else number


def check_digits(record, *names):
    """Raise ValidationError for decimals that SQLite would round: a base may move there."""
    long = [name for name in names if digits(getattr(record, name)) > KEPT]
    if long:
        message = _("At most %(n)d digits can be kept exactly. Give the words as printed instead.")
        raise ValidationError({name: message % {"n": KEPT} for name in long})


def digits(value):
    """Return how many digits a decimal has between its zeros; 0 for what is no decimal."""
    written = value.as_tuple().digits if isinstance(value, Decimal) else ()
    return len("".join(map(str, written)).strip("0"))


SCALES = (
    (Decimal(10) ** 12, _("trillion")),
    (Decimal(10) ** 9, _("billion")),
    (Decimal(10) ** 6, _("million")),
)


def grouped(value):
    """Write a decimal with thousands separators, or with its scale from a million up."""
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{plain(value / scale)} {word}"
    return plain(value)


def plain(value):
    value = value.normalize()
    return f"{value:,f}"
