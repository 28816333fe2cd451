"""Amounts of a draft held beside the reported figures and the targets of those whom it names."""

from django.utils.translation import gettext as _

from articles.check.findings import Finding, Found, Note
from articles.check.quantities import agreement
from articles.check.terms import coverage, terms
from articles.check.words import speaks_of_ahead, speaks_of_done
from entities.models import Target

HALF = 0.5
SHOWN = 3  # figures beside one that differs
WEAK = {"%", "year", "day", "people", "project"}  # units that do not tell what is measured


def check_amounts(sentence, bodies, before, shelf):
    """Yield a Note for each amount of a sentence.

    `bodies` are the (kind, id) that the sentence is about, and `before` who was named earlier. Of
    several bodies those are meant that stand in an amount's own part of the sentence.
    """
    near = {one: sentence.acting_around(one) & bodies or bodies for one in sentence.amounts}
    found = {one: same(one, sentence, near[one], before, shelf) for one in near}
    claimed = {match[0].fact for match in found.values() if match}
    for amount, match in found.items():
        if match:
            yield agreeing(amount, sentence, *match)
        else:
            rest = others(amount, sentence, near[amount], claimed, shelf)
            yield differing(amount, sentence, rest)


def same(amount, sentence, bodies, before, shelf):
    """Return (Held, remark, whether any is reported) of the figure that says the same, or None.

    A percentage is so common that its measure must be spoken of as well, and so must that of a
    number without a unit, or of a body that only an earlier sentence names. What is only a target
    is hardly meant by a sentence with no word for what is ahead: it must speak of the measure.
    """
    matches, clause = [], terms(sentence.around(amount))
    ahead = speaks_of_ahead(sentence.text)
    for one in shelf.near(amount.value):
        late = not one.bodies & bodies
        if late and not one.bodies & before:
            continue
        remark = agreement(amount, one.row)
        if remark is None or not (one.fits(amount) or is_bare(amount, one, sentence)):
            continue
        shared = (one.words & sentence.terms) - (one.unit & WEAK)
        if (late or amount.unit == "%") and not shared:
            continue
        unlikely = not (one.reported or ahead)
        if unlikely and coverage(one.measure, sentence.terms) < HALF:
            continue
        rank = (bool(remark), late, unlikely, -len(one.words & clause), -len(shared))
        matches.append((rank, one, remark))
    best = min(matches, key=lambda match: match[0], default=None)
    return best and (*best[1:], any(one.reported for _rank, one, _remark in matches))


def others(amount, sentence, bodies, claimed, shelf):
    """Return the numbers of these bodies that another one may be held against."""
    if sentence.strangers:
        return []
    fitting = (one for one in shelf.fitting(bodies, amount) if one.fact not in claimed)
    return [one for one in fitting if agreement(amount, one.latest) is None]


def is_bare(amount, one, sentence):
    """Say whether a number without a unit may be of a unit that the sentence speaks of anyhow."""
    bare = not (amount.unit or amount.currency or one.row.currency)
    return bare and coverage(one.measure, sentence.terms) >= HALF


def agreeing(amount, sentence, held, remark, reported):
    """Return the Note of a figure found; of what is a target only the draft may speak as done."""
    finding, remarks = Finding.SAME, [remark] if remark else []
    shown = [Found(held.fact, held.row)]
    if isinstance(held.fact, Target):
        if not reported and speaks_of_done(sentence.text):
            finding = Finding.EXPECTED
        latest = held.latest
        if latest.pk != held.row.pk and agreement(amount, latest) is None:
            remarks.append(_("A later statement gives another figure."))
            shown.insert(0, Found(held.fact, latest, agrees=False))
        if held.fact.latest_act == "withdraws":
            remarks.append(_("The target was withdrawn later."))
    return Note(amount.start, amount.end, finding, found=shown, remarks=remarks)


def differing(amount, sentence, fitting):
    """Return the Note of a figure of the same body and measure that says something else, if any."""
    measured = comparable(amount, sentence, fitting)
    if not measured:
        return Note(amount.start, amount.end, Finding.NOTHING)
    facts = {one.fact: one for one in measured}.values()
    latest = sorted(facts, key=lambda one: (len(one.measure), one.said), reverse=True)
    shown = [Found(one.fact, one.latest) for one in latest[:SHOWN]]
    return Note(amount.start, amount.end, Finding.DIFFERENT, found=shown)


def comparable(amount, sentence, fitting):
    """Return those whose measure a sentence speaks of; of none in full, the one that it does most.

    None if two do as well. The words of the unit are enough where they are the whole measure, or
    where a telling unit leaves no choice: else a figure of something else might be shown. Places
    that a measure names must be named: revenue is more than revenue from Japan.
    """
    ranked, clause, rated = {}, terms(sentence.around(amount)), {}
    for one in fitting:
        if one.measure not in rated:
            rated[one.measure] = coverage(one.measure, sentence.terms)
        whole, spoken = rated[one.measure], one.measure & sentence.terms
        if whole == 1:
            ranked.setdefault((1,), []).append(one)
        elif whole >= HALF and spoken - one.unit - PLACES and one.measure & PLACES <= spoken:
            rank = (whole, coverage(one.measure, clause), len(spoken))
            ranked.setdefault(rank, []).append(one)
    if ranked:
        best = ranked[max(ranked)]
        alike = max(ranked) == (1,)
    elif amount.currency or not amount.unit or terms(amount.unit) & WEAK:
        return []
    else:
        best, alike = fitting, False
    return best if alike or len({one.measure for one in best}) == 1 else []


PLACES = terms("Japan Vietnam international")
