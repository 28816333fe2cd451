"""Countries as ISO 3166-1 alpha-2 codes; the names shown for those the base speaks of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

NAMES = {
    "AU": _("Australia"),
    "CH": _("Switzerland"),
    "CN": _("China"),
    "DE": _("Germany"),
    "EU": _("European Union"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "IN": _("India"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "NL": _("Netherlands"),
    "SG": _("Singapore"),
    "TH": _("Thailand"),
    "TW": _("Taiwan"),
    "US": _("United States"),
    "VN": _("Vietnam"),
}


# ISO 3166-1, with EU, which the standard reserves for the European Union.
ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW EU
"""
CODES = frozenset(ISO_3166.split())


def country_choices():
    return [(code, country_name(code)) for code in sorted(CODES)]


def country_name(code):
    return NAMES.get(code, code)


def validate_country(code):
    if code not in CODES:
        raise ValidationError(
            _("“%(code)s” is not a country code of two capitals, such as VN or JP.")
            % {"code": code}
        )


class CountryField(models.CharField):
    """An ISO 3166-1 alpha-2 code, or empty where the sources do not state it."""

    def __init__(self, verbose_name=None, **kwargs):
        defaults = {
            "max_length": 2,
            "blank": True,
            "db_index": True,
            "validators": [validate_country],
            "help_text": _("Two capitals, e.g. VN or JP. Empty if not known."),
        }
        super().__init__(verbose_name or _("country"), **{**defaults, **kwargs})
