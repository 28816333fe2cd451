"""The desk's pages of the sources, and the rows of citations on the pages of the facts."""

import articles.admin.dashboard
import articles.admin.review
import articles.gaps  # noqa: F401  (declares what the page of gaps lists)
from articles.admin.articles import ArticleAdmin
from articles.admin.citation_pages import CitationAdmin
from articles.admin.sources import ParagraphAdmin, PublisherAdmin, TopicAdmin

__all__ = ["ArticleAdmin", "CitationAdmin", "ParagraphAdmin", "PublisherAdmin", "TopicAdmin"]
