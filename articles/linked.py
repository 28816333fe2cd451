"""An article in the words of schema.org."""

from entities.linked import reference
from vjtech.core.linked import iso, node


def article(record, origin):
    """Return the article; its date stands only where it is stated and not inferred."""
    address = f"{origin}{record.get_absolute_url()}"
    mentions = [
        *(reference("Organization", company, origin) for company in record.shown_companies),
        *(reference("Person", person, origin) for person in record.shown_people),
    ]
    return node(
        "NewsArticle",
        headline=record.title,
        url=record.source_url or address,
        mainEntityOfPage=address,
        datePublished=iso(record.published),
        inLanguage=record.language,
        publisher=record.publisher and node("Organization", name=record.publisher.name),
        about=[reference("Thing", topic, origin) for topic in record.shown_topics],
        mentions=mentions,
    )
