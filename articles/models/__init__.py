from articles.models.article import Article, ArticleFormerSlug, ArticleTopic
from articles.models.citation import (
    EventCitation,
    FigureCitation,
    RoleCitation,
    Statement,
    TieCitation,
)
from articles.models.intake import Intake, IntakePiece
from articles.models.mention import CompanyMention, CompanyTopic, PersonMention
from articles.models.paragraph import Paragraph
from articles.models.publisher import Publisher
from articles.models.topic import Topic

__all__ = [
    "Article",
    "ArticleFormerSlug",
    "ArticleTopic",
    "CompanyMention",
    "CompanyTopic",
    "EventCitation",
    "FigureCitation",
    "Intake",
    "IntakePiece",
    "Paragraph",
    "PersonMention",
    "Publisher",
    "RoleCitation",
    "Statement",
    "TieCitation",
    "Topic",
]
