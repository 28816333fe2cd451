"""The public templates' environment: what every page can use."""

import re

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from vjtech.core.countries import country_name
from vjtech.core.dates import today

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9d]")
VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def environment(**options):
    env = Environment(
        **{
            **options,
            "extensions": ["jinja2.ext.i18n"],
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    env.install_gettext_callables(
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        country_name=country_name, months=months, static=static, today=today, url=url
    )
    env.filters.update(sentence=sentence, tongue=tongue)
    env.tests["about"] = is_about
    return env


def url(name, *args):
    return reverse(name, args=args)


def months(first, last):
    """Return the months from one day to another in words: “May 2024 – Jan 2026”."""
    start, end = date_format(first, "M Y"), date_format(last, "M Y")
    return start if start == end else f"{start} – {end}"


def sentence(text):
    """Return the text with a capital at its start."""
    return text[:1].upper() + text[1:]


def is_about(party, record):
    """Say whether a party to something is this record."""
    return record is not None and record in (party.company, party.person)


def tongue(text):
    """Mark up a name with the language that its letters show, for fonts and screen readers."""
    language = language_of(str(text))
    if not language:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, text)


def language_of(text):
    if JAPANESE.search(text):
        return "ja"
    return "vi" if VIETNAMESE.search(text) else ""
