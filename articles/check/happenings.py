"""Dates and deeds of a draft held beside the events, ties, roles and targets that it names."""

from datetime import date, timedelta

from articles.check.draft import ACTING
from articles.check.findings import Finding, Found, Note
from articles.check.terms import coverage, known
from articles.check.words import (
    DUE_AFTER,
    DUE_BEFORE,
    EVENT_DONE,
    SINCE_AFTER,
    SINCE_BEFORE,
    TIE_DONE,
    done_words,
    speaks_of,
    speaks_of_ahead,
)
from entities.models import Event, Target

MOST, HALF = 0.75, 0.5
SURE = 1
MONTH = timedelta(days=31)
ONCE = {Event.Kind.OPENING, Event.Kind.GROUNDBREAKING, Event.Kind.SIGNING}


def overlap(one, other):
    """Say whether two partial dates may mean the same day.

    Of “since” and “by” the day that is known counts: else they would agree with nearly any.
    """
    (first, last), (start, end) = days(one), days(other)
    return first <= end and start <= last


def days(partial):
    first, last = partial.earliest, partial.latest
    return (last if first == date.min else first), (first if last == date.max else last)


def agrees(dated, held):
    """Say whether a date of a draft may be one of the base; a year not printed is not counted."""
    if overlap(dated.date, held):
        return True
    printed = dated.date.atoms[0]
    if not dated.date.inferred or printed is None or printed.month is None:
        return False
    day = held.earliest
    if held.latest - day >= MONTH or printed.month != f"{day.month:02}":
        return False
    return printed.day is None or not held.is_day or printed.day == f"{day.day:02}"


def is_due(sentence, dated):
    """Say whether a date is one by which something is to be done."""
    at, to = dated.start - sentence.start, dated.end - sentence.start
    before, after = sentence.text[:at], sentence.text[to:]
    return bool(DUE_BEFORE.search(before) or DUE_AFTER.match(after))


def is_since(sentence, dated):
    at, to = dated.start - sentence.start, dated.end - sentence.start
    before, after = sentence.text[:at], sentence.text[to:]
    return bool(SINCE_BEFORE.search(before) or SINCE_AFTER.match(after))


def check_dates(sentence, subjects, named, facts, figures):
    """Yield a Note for each date of a sentence.

    `subjects` are whom the sentence names (`named`) or goes on to speak of; `figures` are the
    notes of its amounts.
    """
    if not sentence.dates:
        return
    held = [*dates_of_figures(figures), *dates_of_facts(sentence, subjects, named, facts)]
    unmet = [d for d in sentence.dates if not any(agrees(d, h.date) for h in held)]
    for dated in sentence.dates:
        agreeing = [h for h in held if agrees(dated, h.date)]
        if agreeing:
            nearest = sorted(agreeing, key=lambda h: (-h.sure, h.date.latest - h.date.earliest))
            yield Note(dated.start, dated.end, Finding.SAME_DATE, found=nearest[:1])
            continue
        other = other_dates(sentence, dated, held)
        if len(unmet) > 1 and not all(is_told_of(o, sentence, dated, unmet) for o in other):
            other = []
        finding = Finding.OTHER_DATE if other else Finding.NOTHING
        yield Note(dated.start, dated.end, finding, found=other)


def is_told_of(found, sentence, dated, unmet):
    """Say whether of several dates this alone stands in a part with words for such a thing."""
    kind = getattr(found.fact, "kind", "")
    if found.kind not in ("event", "tie"):
        return False
    clauses = {d: sentence.around(d) for d in unmet}
    if found.kind == "event":
        return [d for d in unmet if speaks_of(clauses[d], kind)] == [dated]
    return [d for d in unmet if TIE_DONE[kind].search(clauses[d])] == [dated]


def other_dates(sentence, dated, held):
    """Return what has another date than this one; nothing where it could be of something else."""
    if is_due(sentence, dated):
        others = [h for h in held if isinstance(h.fact, Target) and h.date == h.quantity.due]
    elif sentence.strangers or speaks_of_ahead(sentence.text):
        return []
    else:
        others = [h for h in held if h.kind in ("event", "tie", "role")]
        if any(agrees(d, h.date) for h in others for d in sentence.dates):
            return []  # what the sentence speaks of has its date; this one is of something else
    if any(h.sure < SURE or (h.kind == "role" and not is_since(sentence, dated)) for h in others):
        return []
    # Several may be of one thing: the opening of an office, and having it since.
    return others[:2] if len({h.date.earliest for h in others}) == 1 else []


def dates_of_figures(notes):
    """Yield the dates of the figures that were found: due, said, as of."""
    for note in notes:
        if note.finding in (Finding.NOTHING, Finding.DIFFERENT):
            continue
        for found in (found for found in note.found if found.agrees):
            row = found.quantity
            dates = (row.due, row.said) if isinstance(found.fact, Target) else (row.as_of,)
            for day in filter(None, dates):
                yield Found(found.fact, row, day, sure=SURE)


def dates_of_facts(sentence, subjects, named, facts):
    """Yield the dates of the events, ties and roles that a sentence speaks of."""
    for event in facts.events:
        sure = sureness(event, sentence, subjects, facts) if event.date else 0
        if sure:
            yield Found(event, date=event.date, sure=sure)
    for tie in facts.ties:
        words = TIE_DONE.get(tie.kind)
        if not (tie.date and words and is_of(tie, subjects, named, facts)):
            continue
        if words.search(sentence.text):
            yield Found(tie, date=tie.date, sure=SURE)
    for role in facts.roles:
        called = is_of(role, subjects, named, facts) and known(role.title)
        if called and coverage(called, sentence.terms) >= HALF:
            for day in filter(None, (role.start, role.end)):
                yield Found(role, date=day, sure=SURE)


def is_of(fact, subjects, named, facts):
    """Say whether a sentence is about both ends of a fact, and names one at least."""
    about = facts.about(fact)
    return about <= subjects and bool(about & named)


def sureness(event, sentence, subjects, facts):
    """Return how surely a sentence speaks of an event: 0 where it hardly does, from SURE on surely.

    Nearly its whole title stands there, or those who took part and the place, with a word for what
    kind of event it is. The latter tells only what happens once: forums and visits come again. A
    number in the title must stand there too: next year's forum bears the same name. A place alone
    does not tell whose event it is: others open offices in Tokyo too.
    """
    about, words = facts.about(event), known(event.title)
    if not about & subjects or {w for w in words if w.isdigit()} - sentence.terms:
        return 0
    called = coverage(words, sentence.terms) if len(words) > 2 else 0
    if called >= MOST:
        return SURE + called
    if event.kind not in sentence.kinds:
        sentence.kinds[event.kind] = speaks_of(sentence.text, event.kind)
    if not sentence.kinds[event.kind]:
        return 0
    anchors = len(about & subjects)
    of_whom = any(kind in ACTING for kind, _pk in about & subjects)
    if (called >= HALF and of_whom) or (anchors >= 2 and event.kind in ONCE):
        return SURE + called
    return called + anchors / 10 if anchors >= 2 else 0


def check_deeds(sentence, subjects, named, facts):
    """Yield a Note where a sentence has as done what the base has as planned or expected.

    What words are of the kind is asked first, and the first fact is enough: there may be many.
    """
    for kind, ties in facts.coming_ties.items():
        if done := says(sentence, TIE_DONE.get(kind)):
            meant = (tie for tie in ties if is_of(tie, subjects, named, facts))
            yield from as_expected(done, next(meant, None))
    for kind, events in facts.coming_events.items():
        if done := says(sentence, EVENT_DONE.get(kind)):
            meant = (e for e in events if sureness(e, sentence, subjects, facts) >= SURE)
            yield from as_expected(done, next(meant, None))


def as_expected(done, fact):
    if fact:
        yield Note(*done, Finding.EXPECTED, found=[Found(fact, date=fact.date)])


def says(sentence, pattern):
    """Return where in the paragraph a sentence says so as of something done; None if nowhere."""
    found = pattern and done_words(sentence.text, pattern)
    return found and (sentence.start + found[0], sentence.start + found[1])
