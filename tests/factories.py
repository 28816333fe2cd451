"""Small, explicit rows for tests: published by default, each fact cited from an article.

A test that cares for a value passes it; what it leaves out is nobody's business.
"""

from itertools import count

from articles.models import (
    Article,
    ArticleTopic,
    CompanyMention,
    EventCitation,
    FigureCitation,
    Paragraph,
    PersonMention,
    Publisher,
    RoleCitation,
    Statement,
    TieCitation,
    Topic,
)
from entities.models import (
    Company,
    CompanyAlias,
    Event,
    EventCompany,
    EventPerson,
    Figure,
    Person,
    PersonAlias,
    Place,
    PlaceAlias,
    Role,
    Target,
    TargetParty,
    Tie,
)

CITATIONS = {
    Role: RoleCitation,
    Tie: TieCitation,
    Event: EventCitation,
    Figure: FigureCitation,
    Target: Statement,
}
ALIASES = {Company: CompanyAlias, Person: PersonAlias, Place: PlaceAlias}
PUBLISHED, DRAFT = "published", "draft"
OWN = object()  # a citation from an article made for the purpose

serial = count(1)


def named(word):
    return f"{word} {next(serial)}"


def make_noun(model, name, aliases, fields):
    noun = model.objects.create(**{"state": PUBLISHED, "name": name, **fields})
    for alias in aliases:
        given = alias if isinstance(alias, dict) else {"text": alias}
        ALIASES[model].objects.create(owner=noun, **given)
    return noun


def make_company(name=None, *, aliases=(), **fields):
    return make_noun(Company, name or named("Company"), aliases, fields)


def make_person(name=None, *, aliases=(), **fields):
    return make_noun(Person, name or named("Person"), aliases, fields)


def make_place(name=None, *, aliases=(), **fields):
    return make_noun(Place, name or named("Place"), aliases, {"kind": "city", **fields})


def make_topic(name=None, **fields):
    name = name or named("Topic")
    return Topic.objects.create(**{"name": name, "slug": name.lower().replace(" ", "-"), **fields})


def make_publisher(name=None, **fields):
    name = name or named("Publisher")
    slug = name.lower().replace(" ", "-")
    return Publisher.objects.create(**{"name": name, "slug": slug, **fields})


def make_article(title=None, *texts, companies=(), people=(), topics=(), **fields):
    """An article with its headline as paragraph 0 and `texts` as the paragraphs after it."""
    title = title or named("Article")
    given = {"state": PUBLISHED, "title": title, "published": "2025-01-15", **fields}
    article = Article.objects.create(**given)
    for number, text in enumerate((title, *texts)):
        Paragraph.objects.create(article=article, number=number, text=text)
    for company in companies:
        CompanyMention.objects.create(article=article, company=company)
    for person in people:
        PersonMention.objects.create(article=article, person=person)
    for topic in topics:
        ArticleTopic.objects.create(article=article, topic=topic)
    return article


def add_paragraph(article, text):
    number = article.paragraphs.order_by("-number").first().number + 1
    return Paragraph.objects.create(article=article, number=number, text=text)


def cite(fact, article=OWN, words=None, paragraph=None, **fields):
    """Cite a fact from a new paragraph of the article that says nothing but the words."""
    words = words or f"It is so, says passage {next(serial)}."
    if paragraph is None:
        paragraph = add_paragraph(make_article() if article is OWN else article, words)
    model = CITATIONS[type(fact)]
    if model is Statement:
        fields.setdefault("printed", "as much as possible")
    given = {model.fact_field: fact, "paragraph": paragraph, "words": words, **fields}
    return model.objects.create(**given)


def cited(fact, article):
    if article is not None:
        cite(fact, article)
    return fact


def make_role(person=None, company=None, *, title=None, article=OWN, **fields):
    person, company = person or make_person(), company or make_company()
    given = {"state": PUBLISHED, "title": title or named("Title"), **fields}
    return cited(Role.objects.create(person=person, company=company, **given), article)


def make_tie(company=None, other=None, *, article=OWN, **fields):
    given = {"state": PUBLISHED, "kind": "partner_of", **fields}
    if other is None and "place" not in fields:
        other = make_company()
    tie = Tie.objects.create(company=company or make_company(), other=other, **given)
    return cited(tie, article)


def make_event(title=None, *, companies=(), people=(), article=OWN, **fields):
    given = {"state": PUBLISHED, "date": "2025-02-03", **fields}
    event = Event.objects.create(title=title or named("Event"), **given)
    for company in companies:
        EventCompany.objects.create(event=event, company=company)
    for person in people:
        EventPerson.objects.create(event=event, person=person)
    return cited(event, article)


def make_target(metric=None, *, companies=(), article=OWN, statement=None, **fields):
    """A target with one statement, whose fields are `statement`; none where article is None."""
    given = {"state": PUBLISHED, "kind": "commitment", **fields}
    target = Target.objects.create(metric=metric or named("metric"), **given)
    for company in companies:
        TargetParty.objects.create(target=target, company=company)
    if article is not None:
        cite(target, article, **(statement or {}))
    return target


def make_figure(measure=None, *, company=None, article=OWN, **fields):
    given = {"state": PUBLISHED, "value": 5, "unit": "people", **fields}
    if not {"person", "text"} & set(given):
        company = company or make_company()
    figure = Figure.objects.create(measure=measure or named("measure"), company=company, **given)
    return cited(figure, article)
