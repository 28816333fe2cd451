"""Holding facts against their passages, and quotes against the source documents."""

import re

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from articles.models import (
    Article,
    EventCitation,
    FigureCitation,
    Paragraph,
    RoleCitation,
    Statement,
    TieCitation,
)
from entities.models import CompanyAlias, PersonAlias, PlaceAlias
from vjtech.core.records import State

CITATIONS = (RoleCitation, TieCitation, EventCitation, Statement, FigureCitation)
ALIASES = (CompanyAlias, PersonAlias, PlaceAlias)
# Who an article must mention where it cites the fact.
ENDS = {
    RoleCitation: ("role.person", "role.company"),
    TieCitation: ("tie.company", "tie.other"),
    FigureCitation: ("figure.company", "figure.person"),
}


def cited(model):
    """Return the citations of a kind with what naming their facts needs."""
    fact = model.fact_field
    ends = model._meta.get_field(fact).related_model.ends
    return model.objects.select_related(fact, *(f"{fact}__{end}" for end in ends))


def touch(facts):
    """Give facts the next version, for a change in their citations."""
    for fact in facts:
        rows = type(fact).objects.filter(pk=fact.pk)
        rows.update(version=F("version") + 1, updated=timezone.now())


def lost_words(citations):
    """Lock the articles cited; return the citations whose paragraph no longer has the words."""
    keys = {citation.paragraph_id for citation in citations}
    articles = Article.objects.filter(paragraphs__in=keys).order_by("pk").values_list("pk")
    list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk"))
    texts = dict(Paragraph.objects.filter(pk__in=keys).values_list("pk", "text"))
    return [c for c in citations if c.words not in texts.get(c.paragraph_id, "")]


def problems():
    """Yield (record, message) for published facts without evidence and citations that miss."""
    for model in CITATIONS:
        yield from uncited(model)
        for citation in citations(model):
            if citation.words not in citation.paragraph.text:
                yield citation, f"the words “{citation.words}” are not in {citation.paragraph}"
            yield from unmentioned(citation)


def uncited(model):
    fact = model._meta.get_field(model.fact_field).related_model
    cited = model.objects.filter(**{model.fact_field: OuterRef("pk")})
    for record in fact.objects.filter(~Exists(cited), state=State.PUBLISHED):
        yield record, "is published, yet no passage is cited for it"


def citations(model):
    return model.objects.select_related(
        model.fact_field, "paragraph__article", "speaker", "speaks_for"
    ).prefetch_related("paragraph__article__companies", "paragraph__article__people")


def unmentioned(citation):
    article = citation.paragraph.article
    named = {*article.companies.all(), *article.people.all()}
    ends = [follow(citation, path) for path in ENDS.get(type(citation), ())]
    for end in (*ends, citation.speaker, citation.speaks_for):
        if end is not None and end not in named:
            yield citation, f"{article.slug} is cited, yet does not mention {end.slug}"


def follow(citation, path):
    value = citation
    for step in path.split("."):
        value = getattr(value, step)
    return value


class Sources:
    """The original documents of a folder, by file name, as numbered non-blank lines."""

    def __init__(self, folder):
        self.documents = {
            path.name: [" ".join(line.split()) for line in lines(path)]
            for path in sorted(folder.glob("*.txt"))
        }
        self.text = "\n".join("\n".join(lines) for lines in self.documents.values())

    def problems(self):
        """Yield (record, message) for quotes and aliases that the documents do not print."""
        for model in CITATIONS:
            for citation in citations(model):
                if citation.quote:
                    message = self.quote_problem(citation)
                    if message:
                        yield citation, message
        for model in ALIASES:
            for alias in model.objects.filter(origin="").select_related("owner"):
                if not re.search(rf"(?<!\w){re.escape(alias.text)}(?!\w)", self.text):
                    yield alias, "no document prints it: say where it comes from"

    def quote_problem(self, citation):
        """Return what is wrong with a citation's quote, or None."""
        name = citation.paragraph.article.document
        if name not in self.documents:
            return f"the document “{name}” is not among the sources"
        document, number = self.documents[name], citation.quote_paragraph or 0
        if not 1 <= number <= len(document):
            return f"{name} has no paragraph {number}"
        if citation.quote not in document[number - 1]:
            where = [i for i, line in enumerate(document, 1) if citation.quote in line]
            hint = f"; it stands in {where}" if where else ""
            return f"“{citation.quote}” is not in paragraph {number} of {name}{hint}"
        return None


def lines(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def line(record, message):
    """Return a problem as one line that names the record by its natural key."""
    key = " / ".join(str(part) for part in record.natural_key() if part not in (None, ""))
    return f"{record._meta.label_lower} {key}: {message}"
