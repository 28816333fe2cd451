"""The facts that invented articles say, each with the sentence that says so."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from articles.generated.words import SAYS
from articles.models import (
    EventCitation,
    FigureCitation,
    RoleCitation,
    Statement,
    TieCitation,
)
from entities.models import (
    Event,
    EventCompany,
    EventPerson,
    Figure,
    Role,
    Target,
    TargetParty,
    Tie,
)
from vjtech.core.filling.table import partial

# The share of the articles that tell of each kind, where they name those whom it takes.
SHARES = {"event": 0.3, "target": 0.2, "figure": 0.2, "role": 0.2, "tie": 0.2}
AGAIN = 0.3  # of the targets told of, those that an earlier article told of already
MEASURES = (
    *(("engineers", "people", ""), ("employees", "people", ""), ("projects", "projects", "")),
    *(("trainees", "people", ""), ("revenue from Japan", "", "USD"), ("orders", "", "JPY")),
    *(("export turnover", "", "USD"), ("hectares of rice", "hectares", "")),
    *(("investment in Vietnam", "", "VND"), ("students of Japanese", "people", "")),
)
TITLES = ("director", "chairman", "vice president", "professor", "ambassador", "chief engineer")
SUBJECTS = ("chip design", "nursing", "clean water", "railways", "rice", "software", "batteries")
KINDS = ("forum", "exhibition", "meeting", "signing", "opening", "launch", "visit", "other")
TIES = ("partner_of", "client_of", "signatory_with", "researches_with", "invests_in", "member_of")


@dataclass
class Fact:
    """What a sentence says: the citation's model and values, and the paragraph it will stand in."""

    tables: object
    citation: type
    values: dict
    words: str
    number: int = 1

    def cite(self, paragraph):
        self.tables.add(self.citation, paragraph_id=paragraph, words=self.words, **self.values)


class Facts:
    def __init__(self, tables, chance, nouns, writer):
        self.tables, self.chance, self.nouns, self.writer = tables, chance, nouns, writer
        self.targets, self.roles, self.ties = [], {}, {}
        self.counts = dict.fromkeys(SHARES, 0)

    def told(self, language, day, state, companies, people):
        """Return the Facts that one article tells of, about those whom it names."""
        facts = []
        for kind, share in SHARES.items():
            if companies and self.chance.random() < share:
                fact = getattr(self, kind)(language, day, state, companies, people)
                facts += [fact] if fact else []
        return facts

    def fact(self, kind, language, model, values, **said):
        return Fact(self.tables, model, values, SAYS[kind][language].format(**said))

    def slug(self, kind):
        self.counts[kind] += 1
        return f"{kind}-{self.counts[kind]}"

    def number(self):
        return int(10 ** (1 + 3 * self.chance.random()))

    def event(self, language, day, state, companies, people):
        title = self.writer.title(language)[:120]
        date = day - datetime.timedelta(days=self.chance.randrange(20))
        place, place_name = self.chance.choice(self.nouns.places)
        form = self.chance.choices(("%Y-%m-%d", "%Y-%m", ""), cum_weights=(90, 95, 100))[0]
        event = self.tables.add(
            Event,
            slug=self.slug("event"),
            state=state,
            title=title,
            kind=self.chance.choice(KINDS),
            status="happened",
            date=partial(date.strftime(form)) if form else partial(""),
            place_id=place,
            summary=self.writer.sentence(language),
        )
        for n, (company, _name) in enumerate(companies):
            part = "participant" if n else "organiser"
            self.tables.add(EventCompany, event_id=event, company_id=company, part=part)
        for person, _name in people:
            self.tables.add(EventPerson, event_id=event, person_id=person, part="speaker")
        said = {"who": companies[0][1], "what": title, "place": place_name, "n": self.number()}
        return self.fact("event", language, EventCitation, {"event_id": event}, **said)

    def target(self, language, day, state, companies, people):
        measure, unit, currency = self.chance.choice(MEASURES)
        (company, name), year, n = (
            companies[0],
            day.year + self.chance.randrange(1, 8),
            self.number(),
        )
        act = "states"
        if self.targets and self.chance.random() < AGAIN:
            # Of a late one, so that a ledger stays within a few years.
            target, company, name, measure, unit, currency = self.chance.choice(self.targets[-300:])
            act = self.chance.choice(("raises", "lowers", "reports_achieved", "states"))
        else:
            target = self.new_target(state, company, measure)
            if state == "published":
                self.targets.append((target, company, name, measure, unit, currency))
        form = self.chance.choice((f"{year}", f"{year}", f"{year}-12", f"{year}-12-31", ""))
        values = {
            "target_id": target,
            "act": act,
            "value": Decimal(n),
            "unit": unit,
            "currency": currency,
            "due": partial(form),
            "said": partial(day.isoformat()),
        }
        if (company, name) in companies:
            values["speaks_for_id"] = company
        said = {"who": name, "what": measure, "n": f"{n:,}", "year": year}
        return self.fact("target", language, Statement, values, **said)

    def new_target(self, state, company, measure):
        kind = self.chance.choice(("commitment", "commitment", "forecast", "estimate"))
        target = self.tables.add(
            Target, slug=self.slug("target"), state=state, metric=measure, kind=kind
        )
        self.tables.add(TargetParty, target_id=target, company_id=company)
        return target

    def figure(self, language, day, state, companies, people):
        measure, unit, currency = self.chance.choice(MEASURES)
        company, name = companies[0]
        n = self.number()
        figure = self.tables.add(
            Figure,
            slug=self.slug("figure"),
            state=state,
            company_id=company,
            measure=measure,
            value=Decimal(n),
            unit=unit,
            currency=currency,
            as_of=partial(f"{day:%Y-%m}"),
        )
        said = {"who": name, "what": measure, "n": f"{n:,}"}
        return self.fact("figure", language, FigureCitation, {"figure_id": figure}, **said)

    def role(self, language, day, state, companies, people):
        if not people:
            return None
        (company, name), (person, person_name) = companies[0], people[0]
        title = self.chance.choice(TITLES)
        key = (person, title, company)
        if key not in self.roles:
            values = {"person_id": person, "title": title, "company_id": company}
            slug, state = self.slug("role"), "published"
            self.roles[key] = self.tables.add(Role, slug=slug, state=state, **values)
        said = {"who": name, "what": title, "person": person_name}
        return self.fact("role", language, RoleCitation, {"role_id": self.roles[key]}, **said)

    def tie(self, language, day, state, companies, people):
        if len(companies) < 2:
            return None
        (company, name), (other, other_name) = companies[:2]
        key = (company, self.chance.choice(TIES), other)
        if key not in self.ties:
            values = {"company_id": company, "kind": key[1], "other_id": other}
            values |= {"slug": self.slug("tie"), "state": "published", "status": "in_force"}
            self.ties[key] = self.tables.add(Tie, **values)
        said = {"who": name, "other": other_name, "what": self.chance.choice(SUBJECTS)}
        return self.fact("tie", language, TieCitation, {"tie_id": self.ties[key]}, **said)
