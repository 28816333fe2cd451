"""What feeds say of nouns and facts."""

import hashlib

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vjtech.core.countries import country_name
from vjtech.core.feeds import Item
from vjtech.core.records import first_slug


def of_noun(noun, *about):
    """Return a noun's Item; `about` is what it is, in words."""
    parts = [*about, country_name(noun.country) if noun.country else "", noun.summary]
    return Item(noun, noun.name, sentences(parts))


def of_company(company):
    return of_noun(company, company.get_kind_display())


def of_person(person):
    return of_noun(person, person.distinction)


def of_event(event):
    date, place = dated(event.date), event.place
    parts = [date, place.name if place else "", event.get_status_display(), event.summary]
    return Item(event, event.title, sentences(parts), (event.get_kind_display(),))


def of_target(target):
    latest = target.latest
    title = f"{target.metric}: {latest.human()}" if latest else target.metric
    due = latest and latest.due and _("due %(date)s") % {"date": dated(latest.due)}
    parties = ", ".join(f"{party} ({party.get_part_display()})" for party in target.shown_parties)
    stands = f"{target.get_kind_display()}, {target.status_label()}"
    parts = [stands, due, target.scope, parties]
    return Item(target, title, sentences(parts), (target.get_kind_display(),))


def of_figure(figure):
    as_of = figure.as_of and _("as of %(date)s") % {"date": dated(figure.as_of)}
    return Item(figure, f"{figure}: {figure.human()}", sentences([as_of, figure.scope]))


def of_passage(fact, passage):
    """Return the Item of a passage that backs a fact: of a target, of one statement of it.

    It counts as a part of its article, as which it is published and changed.
    """
    article = passage.paragraph.article
    said = [f"{passage.get_act_display()}: {passage.human()}"] if hasattr(passage, "act") else []
    if said and passage.due:
        said.append(_("due %(date)s") % {"date": dated(passage.due)})
    source = ", ".join(filter(None, (str(article.publisher or ""), dated(article.published))))
    kind, words = fact._meta.model_name, hashlib.sha256(passage.words.encode()).hexdigest()[:16]
    part = f"/p{passage.paragraph.number}/{kind}/{first_slug(fact)}/{words}"
    return Item(
        article,
        f"{fact}: {article.title}",
        sentences([*said, f"“{passage.words}”", source]),
        part=(part, passage.address),
    )


def dated(date):
    """Return a partial date in words, with what is not certain about it."""
    return date.hedged() if date else _("date not stated")


def sentences(parts):
    """Return the parts that are there, each as a sentence."""
    said = (capfirst(str(part).strip()) for part in parts if part)
    return " ".join(text if text.endswith((".", "。", "!", "?")) else f"{text}." for text in said)
