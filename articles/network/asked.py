"""Who is meant by what a reader gives for a company or a person."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.network.links import MODELS, NOUNS
from vjtech.core.filters import QUERY_LENGTH
from vjtech.core.search.fold import name_key

CHOICES = 5
TYPED = re.compile(rf"(?:({'|'.join(NOUNS)}):)?(.+)", re.DOTALL)
NAME_AND_SLUG = re.compile(r".*\(([^()]+)\)", re.DOTALL)


@dataclass
class Asked:
    """What was given for a noun, whose it is (`record`), and why it is nobody's or several's."""

    name: str
    given: str
    record: object = None
    error: str = ""
    choices: tuple = ()  # (address of the choice, record)

    @property
    def shown(self):
        """The words that stand in the box: those given, or a name and a slug that say the same."""
        return f"{self.record.name} ({value_of(self.record)})" if self.record else self.given


def value_of(record):
    """Return what names this record and no other, whatever slugs there are."""
    return f"{record._meta.model_name}:{record.slug}"


def asked_for(name, given):
    """Return the Asked of a slug (`company:` or `person:` before it or not), or of a name."""
    asked = Asked(name, given)
    if not given:
        return asked
    if len(given) > QUERY_LENGTH or "\0" in given:
        asked.error = _("This value cannot be looked up.")
        return asked
    found = by_slug(given) or by_name(given) or in_brackets(given) or meant(given)
    if len(found) == 1:
        (asked.record,) = found
    elif found:
        asked.error = _("“%(name)s” could be several. Which one?") % {"name": given}
        asked.choices = tuple((value_of(record), record) for record in found[:CHOICES])
    else:
        asked.error = _("“%(name)s” is not known here.") % {"name": given}
    return asked


def by_slug(given):
    noun, slug = TYPED.fullmatch(given).groups()
    found = []
    for model in (MODELS[noun],) if noun else MODELS.values():
        try:
            found.append(model.objects.published().by_slug(slug))
        except model.DoesNotExist:
            continue
    return found


def by_name(given):
    called = {"sort_key": name_key(given), "name": given}
    models = MODELS.values()
    return [r for m in models for r in m.objects.published().filter(**called)[:CHOICES]]


def in_brackets(given):
    match = NAME_AND_SLUG.fullmatch(given)
    return by_slug(match[1]) if match else []


def meant(given):
    return [r for m in MODELS.values() for r in m.objects.published().meant(given, CHOICES)]
