"""The public templates' environment: what every page can use."""

import re
from functools import cache, cached_property, lru_cache
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from vjtech.core.countries import country_name
from vjtech.core.dates import PartialDate, months_between, today
from vjtech.core.linked import iso
from vjtech.core.reports import LONGEST_PATH
from vjtech.core.routes import origin_of

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9d]")
VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


class PageContext(Context):
    """What a page is made from; its language is looked up once, which costs as much as a line."""

    @cached_property
    def language(self):
        return translation.get_language()


def environment(**options):
    env = Environment(
        **{
            **options,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    env.context_class = PageContext
    env.globals.update(
        _=gettext,
        ngettext=ngettext,
        country_name=country_name,
        months=months,
        static=cache(static),
        today=today,
        url=url,
    )
    env.filters.update(
        brief=brief,
        iso=iso,
        label=label,
        language=language_of,
        noun=noun,
        origin=origin_of,
        report_address=report_address,
        sentence=sentence,
        tongue=tongue,
        when=when,
    )
    env.tests["held_by"] = holds
    return env


# Words: what comes of a text and a language is kept, or each page would be translated anew


@pass_context
def gettext(context, message, **values):
    """Return the message in the page's language, as markup, with the values escaped in it."""
    words = _translated(message, context.language)
    return words % values if "%" in words else words


@lru_cache(maxsize=2000)
def _translated(message, language):
    return Markup(translation.gettext(message))


def ngettext(singular, plural, num, **values):
    return Markup(translation.ngettext(singular, plural, num)) % {"num": num, **values}


@pass_context
def label(context, record, name):
    """Return the words for the value that the record has of a field with choices."""
    return _label(type(record), name, getattr(record, name), context.language)


@lru_cache(maxsize=2000)
def _label(model, name, value, language):
    return str(dict(model._meta.get_field(name).flatchoices).get(value, value))


@pass_context
def when(context, date):
    """Return a partial date in words, with what is not certain about it."""
    return _when(date or "", context.language)


@lru_cache(maxsize=2000)
def _when(date, language):
    if not date:
        return Markup('<span class="absent">{}</span>').format(_("date not stated"))
    words, certainty = escape(date.human()), escape(date.certainty())
    if date.is_day:
        words = f'<time datetime="{date.earliest}">{words}</time>'
    hedge = f' <span class="hedge">({certainty})</span>' if certainty else ""
    return Markup(f'<span class="date">{words}{hedge}</span>')


@pass_context
def brief(context, date):
    """Return a partial date in few words, for a reference."""
    return _brief(date or "", context.language)


@lru_cache(maxsize=2000)
def _brief(date, language):
    return date.brief() if date else _("undated")


@pass_context
def months(context, first, last):
    """Return the months from one date to another in words; each an EDTF text or a PartialDate."""
    return _months(str(first), str(last), context.language)


@lru_cache(maxsize=2000)
def _months(first, last, language):
    return months_between(PartialDate(first), PartialDate(last))


def sentence(text):
    """Return the text with a capital at its start."""
    return text[:1].upper() + text[1:]


# Names


def noun(record):
    """Return a record's name, leading to its page."""
    return Markup(f'<a href="{escape(record.get_absolute_url())}">{tongue(str(record))}</a>')


def tongue(text):
    """Mark up a name with the language that its letters show, for fonts and screen readers."""
    words = escape(text)
    language = language_of(words)
    return Markup(f'<span lang="{language}">{words}</span>') if language else words


def language_of(text):
    if text.isascii():
        return ""
    if JAPANESE.search(text):
        return "ja"
    return "vi" if VIETNAMESE.search(text) else ""


def holds(party, record):
    """Say whether a party is this record and nothing but the holder."""
    own = record is not None and record in (party.company, party.person)
    return own and party.part == "holder"


# Addresses


def report_address(request):
    """Return the address of the form on which an error of the page at hand is reported."""
    path = request.get_full_path()
    about = path if len(path) <= LONGEST_PATH else request.path[:LONGEST_PATH]
    return f"{url('report')}?{urlencode({'about': about})}"


def url(name):
    return _address(name, get_script_prefix())


@cache
def _address(name, script_prefix):
    return reverse(name)
