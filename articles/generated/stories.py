"""The articles of an invented base, with the facts that they say and whom they name."""

import datetime

from articles.generated.facts import Facts
from articles.generated.words import (
    BYGONE,
    BYGONE_SHARE,
    BYGONE_UNTIL,
    SCARCE,
    SCARCE_ARTICLES,
    SHARES,
    STOP,
    Writer,
)
from articles.models import Article, ArticleTopic, CompanyMention, Paragraph, PersonMention
from vjtech.core.filling.table import partial
from vjtech.core.recency import first_key
from vjtech.core.search.fold import name_key
from vjtech.core.search.index import Document, date_tags

LAST = datetime.date(2026, 8, 31)
DAYS = 15 * 365
BEFORE_BYGONE = (datetime.date(BYGONE_UNTIL, 1, 1) - LAST).days / DAYS + 1  # as a share of all
# Places among the companies: two are in a tenth of the articles each, one of them in old ones only.
GIANT, BYGONE_GIANT = 0, 3
GIANT_SHARE = 0.1
MAIN_TOPIC_SHARE = 0.4  # of the articles have the first topic


class Stories:
    """Adds articles one after the other; roughly in the order in which they were published."""

    def __init__(self, tables, chance, nouns, articles):
        self.tables, self.chance, self.nouns, self.articles = tables, chance, nouns, articles
        self.writer = Writer(chance)
        self.facts = Facts(tables, chance, nouns, self.writer)

    def article(self, n):
        """Add article n; return its Document, or None where it is a draft."""
        day = self.day(n)
        language = self.chance.choices(("en", "vi", "ja"), cum_weights=(60, 85, 100))[0]
        companies, people = self.companies(day), self.people()
        state = "draft" if self.chance.random() < 0.04 else "published"
        facts = self.facts.told(language, day, state, companies, people)
        known = self.known_words(n, day)
        title = self.writer.title(language)
        if known and self.chance.random() < 0.1:
            title = f"{title} {known[0]}"
        texts = self.texts(language, known, facts)
        values = self.values(n, title, language, day, state)
        pk = self.tables.add(Article, **values)
        self.paragraphs(pk, title, texts, facts)
        tags = tuple(self.links(pk, values, companies, people))
        if state == "draft":
            return None
        return Document(pk, recency(pk, values), title, "\n".join(texts), tags)

    def day(self, n):
        """Return when article n was published: most are added soon after, a tenth much later."""
        if self.chance.random() < 0.1:
            back = self.chance.random() * DAYS
        else:
            back = DAYS * (1 - n / self.articles) + self.chance.gauss(0, 30)
        return LAST - datetime.timedelta(days=min(max(int(back), 0), DAYS))

    def companies(self, day):
        """Return a few companies, no two the same, as (id, name) pairs."""
        found = {}
        if self.chance.random() < GIANT_SHARE:
            found[GIANT] = self.nouns.companies[GIANT]
        if day.year < BYGONE_UNTIL and self.chance.random() < GIANT_SHARE / BEFORE_BYGONE:
            found[BYGONE_GIANT] = self.nouns.companies[BYGONE_GIANT]
        for _ in range(self.chance.choice((0, 1, 1, 2, 2, 3))):
            n = 1 + int((len(self.nouns.companies) - 1) * self.chance.random() ** 2.5)
            if n != BYGONE_GIANT:
                found[n] = self.nouns.companies[n]
        return list(found.values())

    def people(self):
        most = len(self.nouns.people)
        chosen = {int(most * self.chance.random() ** 2) for _ in range(self.chance.randrange(3))}
        return [self.nouns.people[n] for n in sorted(chosen)]

    def topics(self):
        main, *others = self.nouns.topics
        has_main = self.chance.random() < MAIN_TOPIC_SHARE
        most = self.chance.randrange(0 if has_main else 1, 3)
        return [*([main] if has_main else []), *self.chance.sample(others, most)]

    def known_words(self, n, day):
        words = [word for word, share in SHARES.items() if self.chance.random() < share]
        if n % max(self.articles // SCARCE_ARTICLES, 1) == 1:
            words.append(SCARCE)
        if day.year < BYGONE_UNTIL and self.chance.random() < BYGONE_SHARE / BEFORE_BYGONE:
            words.append(BYGONE)
        return words

    def texts(self, language, known, facts):
        """Return the paragraphs after the headline; each fact's sentence ends one of them."""
        count = self.chance.randrange(2, 6)
        paragraphs = [
            [self.writer.sentence(language) for _ in range(self.chance.randrange(2, 4))]
            for _ in range(count)
        ]
        for word in known:
            self.chance.choice(paragraphs)[0] = self.writer.sentence(language, word)
        for fact in facts:
            fact.number = self.chance.randrange(1, count + 1)
            paragraphs[fact.number - 1].append(f"{fact.words}{STOP[language]}")
        joined = "" if language == "ja" else " "
        return [joined.join(sentences) for sentences in paragraphs]

    def values(self, n, title, language, day, state):
        published, reason = self.printed(day)
        key = name_key(title)
        slug = key[:60].replace(" ", "-") if key.isascii() else "article"
        return {
            "slug": f"{slug}-{n + 1}",
            "title": title,
            "language": language,
            "state": state,
            "published": published,
            "published_reason": reason,
            "publisher_id": self.chance.choice(self.nouns.publishers) if n % 20 else None,
            "source_url": f"https://news.example/{n + 1}",
            "relevance": self.chance.choices(
                ("core", "partial", "background"), cum_weights=(60, 85, 100)
            )[0],
            "rights": "passages" if n % 20 == 7 else "full",
        }

    def printed(self, day):
        """Return a date as a source may print it, whole or in part, with the reason if inferred."""
        chance = self.chance.random()
        if chance < 0.88:
            return partial(day.isoformat()), ""
        if chance < 0.92:
            return partial(f"{day:%Y-%m}"), ""
        if chance < 0.95:
            return partial(f"{day:%Y?-%m-%d}"), "Printed without a year; invented."
        return (partial(f"{day:%Y}"), "") if chance < 0.97 else (partial(""), "")

    def paragraphs(self, article, title, texts, facts):
        numbered = {
            number: self.tables.add(Paragraph, article_id=article, number=number, text=text)
            for number, text in enumerate((title, *texts))
        }
        for fact in facts:
            fact.cite(numbered[fact.number])

    def links(self, pk, values, companies, people):
        """Add what the article is linked to; yield the tags by which a search is narrowed."""
        key = recency(pk, values)
        copied = {"article_id": pk, "recency": key, "relevance": values["relevance"]}
        yield from date_tags(values["published"])
        yield f"l{values['language']}"
        yield f"r{values['relevance']}"
        if values["publisher_id"]:
            yield f"b{values['publisher_id']}"
        for topic in self.topics():
            self.tables.add(ArticleTopic, article_id=pk, topic_id=topic, recency=key)
            yield f"t{topic}"
        for company, _name in companies:
            self.tables.add(CompanyMention, company_id=company, **copied)
            yield f"c{company}"
        for person, _name in people:
            self.tables.add(PersonMention, person_id=person, **copied)
            yield f"p{person}"


def recency(pk, values):
    """Return what the database's generated column and triggers will hold."""
    if values["state"] == "draft":
        return None
    earliest = values["published"].earliest
    return pk + (first_key(earliest) if earliest else 0)
