"""What belongs to the history of each source and each citation, and how evidence outlives it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles import paragraphs
from articles.evidence import CITATIONS, cited, lost_words, touch
from articles.mentions import mention_ends
from articles.models import Article, Publisher, Topic
from vjtech.core.history import follow, register


def settle_article(article, removed):
    """Move the citations of a text that was put back along with their words."""
    leaving = {paragraph.pk for paragraph in removed}
    texts = dict(article.paragraphs.exclude(pk__in=leaving).values_list("pk", "text"))
    citations = []
    for model in CITATIONS:
        found = cited(model).filter(paragraph__article=article)
        citations += found.select_related("paragraph__article", "speaker", "speaks_for")
    moved, stuck = paragraphs.moves(
        texts, [(c, c.paragraph_id, c.words, c.fact) for c in citations]
    )
    if stuck:
        message = _("“%(words)s” is cited for “%(fact)s”, and would not stand in the text.")
        raise ValidationError([message % {"words": c.words, "fact": c.fact} for c in stuck])
    for citation, key in moved.items():
        citation.paragraph_id = key
        citation.save(update_fields=["paragraph"])
    touch({citation.fact for citation in moved})
    for citation in citations:
        mention_ends(citation)


def settle_fact(fact, removed):
    """Hold a fact that was put back against its passages, and have their articles mention it."""
    citations = list(fact.citations.select_related("paragraph__article"))
    if fact.is_published and not citations:
        raise ValidationError(_("It was published, and no passage was cited for it then."))
    lost = lost_words(citations)
    if lost:
        message = _("“%(words)s” no longer stands in %(paragraph)s.")
        raise ValidationError(
            [message % {"words": c.words, "paragraph": c.paragraph} for c in lost]
        )
    for citation in citations:
        mention_ends(citation)


register(
    Article,
    "paragraphs",
    "topic_links",
    "companymentions",
    "personmentions",
    lasting=("former_slugs",),
    numbered={"paragraphs": "number"},
    settle=settle_article,
)
for source in (Publisher, Topic):
    register(source)
for citation in CITATIONS:
    fact = citation._meta.get_field(citation.fact_field).related_model
    follow(fact, "citations", settle=settle_fact)
