"""What spreadsheets show of articles."""

from articles.serializers import ArticleSerializer
from vjtech.core.tables import Table, itself


class ArticleTable(Table):
    shapes = {ArticleSerializer: itself}
    columns = (
        *("slug", "title", "url", "source_url", "publisher", "publisher_name", "language"),
        *("published", "certainty", "relevance", "topics", "topic_names"),
        *("companies", "company_names", "people", "person_names"),
        *("events", "event_titles", "targets", "target_metrics", "paragraphs"),
        *("text_kind", "truncated", "credits", "retrieved", "note"),
    )

    def publisher_name(self, article):
        return article.publisher and article.publisher.name

    def retrieved(self, article):
        return str(article.retrieved)  # its other parts are of little use beside so much else

    def topic_names(self, article):
        return [topic.name for topic in article.shown_topics]

    def company_names(self, article):
        return [company.name for company in article.shown_companies]

    def person_names(self, article):
        return [person.name for person in article.shown_people]

    def event_titles(self, article):
        cited = (c.event for p in article.shown_paragraphs for c in p.shown_events)
        return list({event.slug: event.title for event in cited}.values())

    def target_metrics(self, article):
        cited = (c.target for p in article.shown_paragraphs for c in p.shown_targets)
        return list({target.slug: str(target) for target in cited}.values())
