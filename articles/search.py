"""What of an article is found, by which filters a search can be narrowed, and what is shown."""

from articles.models import Article, Paragraph
from vjtech.core.search.highlight import SNIPPET, passage
from vjtech.core.search.index import Document, Index, date_tags


def documents(ids):
    """Yield the documents of the published articles among these."""
    articles = Article.objects.filter(pk__in=ids, recency__isnull=False).prefetch_related(
        "paragraphs", "topic_links", "companymentions", "personmentions"
    )
    for article in articles:
        body = "\n".join(p.text for p in article.paragraphs.all() if p.number)
        yield Document(article.pk, article.recency, article.title, body, tuple(tags(article)))


def tags(article):
    """Yield the marks that filters look for."""
    yield from date_tags(article.published)
    yield f"l{article.language}"
    yield f"r{article.relevance}"
    if article.publisher_id:
        yield f"b{article.publisher_id}"
    yield from (f"t{link.topic_id}" for link in article.topic_links.all())
    yield from (f"c{mention.company_id}" for mention in article.companymentions.all())
    yield from (f"p{mention.person_id}" for mention in article.personmentions.all())


ARTICLES = Index(
    "article",
    documents,
    {
        "articles.Article": "id",
        "articles.Paragraph": "article_id",
        "articles.ArticleTopic": "article_id",
        "articles.CompanyMention": "article_id",
        "articles.PersonMention": "article_id",
    },
)

SHORT_SNIPPET = 120  # of an article that is shown in passages only


def texts_of(articles):
    """Return {id: {number: text}} of the articles' paragraphs, in their order."""
    paragraphs = Paragraph.objects.filter(article__in=[a.pk for a in articles], number__gt=0)
    texts = {}
    rows = paragraphs.order_by("article", "number").values_list("article", "number", "text")
    for article, number, text in rows:
        texts.setdefault(article, {})[number] = text
    return texts


def passages(articles, query, texts=None):
    """Return {id: pieces} of the first paragraph of each article that holds a word.

    `texts` are what `texts_of` returned, where it was asked before.
    """
    texts = texts_of(articles) if texts is None else texts
    return {
        article.pk: passage(
            query,
            texts.get(article.pk, {}).values(),
            SNIPPET if article.rights == Article.Rights.FULL else SHORT_SNIPPET,
        )
        for article in articles
    }
