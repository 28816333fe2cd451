"""Whom an article must mention because of what it is cited for: nothing is typed twice."""

from articles.evidence import ENDS, follow
from articles.models import CompanyMention, PersonMention
from entities.models import Company, Person

MENTIONS = {Company: (CompanyMention, "company"), Person: (PersonMention, "person")}


def mention_ends(citation):
    """Have the article mention the fact's ends, the speaker and whom the speaker speaks for."""
    paths = (*ENDS.get(type(citation), ()), "speaker", "speaks_for")
    for noun in (follow(citation, path) for path in paths):
        if noun is not None:
            model, name = MENTIONS[type(noun)]
            model.objects.get_or_create(**{"article": citation.paragraph.article, name: noun})
