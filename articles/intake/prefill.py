"""What a new form of a fact is filled in with: what was recognised in its words, nothing else."""

from articles.intake.nouns import NEW, value
from articles.intake.reading import COMPANY, PERSON, PLACE
from articles.paragraphs import tidy
from entities.models import Place

MOST_WORDS = 400  # characters: of Citation.words
WIDTHS = Place.Kind.values  # from the widest to the narrowest


def prefilled(kind, prefix, read, span, nouns):
    """Return the inputs of a new fact of these words (start, end), by name."""
    within = Within(read, span, nouns)
    given = {"c-words": words(read.passage.text[slice(*span)]), **FILLED[kind](within)}
    return {f"{prefix}-{name}": [value] for name, value in given.items() if value}


def words(text):
    """Return text short enough to be cited, cut between two words if it must be."""
    text = tidy(text)
    if len(text) <= MOST_WORDS:
        return text
    head, blank, _rest = text[: MOST_WORDS + 1].rpartition(" ")
    return head if blank else text[:MOST_WORDS]


class Within:
    """What was recognised in a stretch of a paragraph, as far as it is settled who is meant."""

    def __init__(self, read, span, nouns):
        def inside(each):
            return span[0] <= each.start and each.end <= span[1]

        self.text, self._nouns = read.passage.text, nouns
        self.dates = list(filter(inside, read.dates))
        self.amounts = list(filter(inside, read.amounts))
        self.named = []
        for mark in filter(inside, read.marks):
            settled = nouns.settled.get(mark.key)
            answer = settled.likely if settled else ""
            if answer and answer not in [value for value, _kind in self.named]:
                self.named.append((answer, kind_of(answer, settled)))

    def those(self, *kinds):
        return [value for value, kind in self.named if kind in kinds]

    def first(self, kind, n=0):
        values = self.those(kind)
        return values[n] if len(values) > n else ""

    def place(self):
        """Return the narrowest place, rather a city than its country; "" if there are several."""
        places = [self._nouns.records[answer] for answer in self.those(PLACE)]
        width = max((WIDTHS.index(place.kind) for place in places), default=0)
        narrowest = [place for place in places if WIDTHS.index(place.kind) == width]
        return value(narrowest[0]) if len(narrowest) == 1 else ""

    def date(self, name, which=0):
        if not self.dates:
            return {}
        found = self.dates[which]
        return {
            name: str(found.date),
            f"{name}_printed": self.text[found.start : found.end],
            f"{name}_reason": found.reason,
        }

    def amount(self, prefix=""):
        if not self.amounts:
            return {}
        found = self.amounts[0]
        values = {
            "qualifier": found.qualifier,
            "value": plain(found.value),
            "value_high": plain(found.value_high),
            "unit": found.unit,
            "currency": found.currency,
            "printed": self.text[found.start : found.end],
        }
        return {f"{prefix}{name}": value for name, value in values.items()}

    def parties(self, *kinds, part):
        rows = enumerate(self.those(*kinds))
        return {
            name: value
            for n, who in rows
            for name, value in ((f"p{n}-who", who), (f"p{n}-part", part))
        }


def event(within):
    parties = within.parties(COMPANY, PERSON, part="participant")
    return within.date("date") | {"place": within.place()} | parties


def target(within):
    due = {f"c-{name}": value for name, value in within.date("due", -1).items()}
    holder = dict(list(within.parties(COMPANY, part="holder").items())[:2])
    return within.amount("c-") | due | holder


def role(within):
    return {"person": within.first(PERSON), "company": within.first(COMPANY)}


def tie(within):
    other = within.first(COMPANY, 1)
    place = "" if other else within.place()
    return within.date("date") | {
        "company": within.first(COMPANY),
        "other": other,
        "place": place,
    }


def figure(within):
    company = within.first(COMPANY)
    person = "" if company else within.first(PERSON)
    return within.amount() | within.date("as_of") | {"company": company, "person": person}


FILLED = {"event": event, "target": target, "role": role, "tie": tie, "figure": figure}


def kind_of(answer, settled):
    if answer.startswith(f"{NEW}:"):
        return PERSON if settled.kind == PERSON else COMPANY
    return answer.partition(":")[0]


def plain(number):
    """Write a decimal without an exponent and without zeros that nobody printed."""
    return "" if number is None else f"{number.normalize():f}"
