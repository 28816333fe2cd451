"""What feeds say of articles."""

from articles.models import Article
from entities.feeds import dated
from vjtech.core.feeds import Item


def of_article(article):
    """Return an article's Item, with its first paragraph (`lead`) where that may be shown."""
    full = article.rights == Article.Rights.FULL
    lead = article.lead[0].text if full and article.lead else ""
    publisher = article.publisher.name if article.publisher else ""
    about = ", ".join(filter(None, (publisher, dated(article.published))))
    topics = tuple(topic.name for topic in article.shown_topics)
    return Item(article, article.title, f"{about}. {lead}".strip(), topics)
