"""What a draft of an article lacks before it should be published."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.models import Article, ArticleTopic, Paragraph
from articles.paragraphs import HEADLINE
from entities.lacks import CHECKS as OF_ENTITIES
from entities.lacks import Check, Lack, page


def of_article(article):
    if article.publisher_id is None:
        yield Lack(_("no publisher"), page(article, "id_publisher"))
    if not article.published:
        yield Lack(_("no date"), page(article, "id_published"))
    if not article.has_topic:
        yield Lack(_("no topic"), page(article, "topic_links-group"))
    if not article.has_text:
        yield Lack(_("no text"), page(article, "paragraphs-group"))
    if not article.source_url:
        yield Lack(_("no address of the original"), page(article, "id_source_url"))


def asks():
    texts = Paragraph.objects.filter(article=OuterRef("pk"), number__gt=HEADLINE)
    return {
        "has_topic": Exists(ArticleTopic.objects.filter(article=OuterRef("pk"))),
        "has_text": Exists(texts),
    }


CHECKS = {Article: lambda: Check(of_article, asks()), **OF_ENTITIES}
