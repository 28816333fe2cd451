"""The desk's pages of the sources, and the rows of citations on the pages of the facts."""

from articles.admin.articles import ArticleAdmin
from articles.admin.citation_pages import CitationAdmin
from articles.admin.sources import ParagraphAdmin, PublisherAdmin, TopicAdmin

__all__ = ["ArticleAdmin", "CitationAdmin", "ParagraphAdmin", "PublisherAdmin", "TopicAdmin"]
