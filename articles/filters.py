"""The door to the list of articles."""

from django.utils.translation import gettext_lazy as _

from articles.models import Article, Publisher, Topic
from articles.search import ARTICLES
from entities.filters import published
from entities.models import Company, Person
from vjtech.core.facets import Facet
from vjtech.core.filters import ChoicesFilter, DayFilter, SlugFilter
from vjtech.core.paging import Column, Order
from vjtech.core.ranges import RangedFilterSet
from vjtech.core.recency import first_key
from vjtech.core.search.searched import SearchedFilterSet
from vjtech.core.walks import Link, Own


def mentioned(path, noun):
    return Link(path, noun, {"recency": "recency", "reach": "reach"})


class ArticleFilterSet(SearchedFilterSet, RangedFilterSet):
    index = ARTICLES
    tagged = {
        "company": "c",
        "person": "p",
        "topic": "t",
        "publisher": "b",
        "language": "l",
        "relevance": "r",
    }
    subject_tags = ("rcore", "rpartial")
    keyed_by_day = True

    dated = "published"
    between = ("published_after", "published_before")
    sorted_by = "recency"
    key_of = staticmethod(first_key)

    company = SlugFilter(
        field_name="companies",
        walk=mentioned("companymentions", "company"),
        queryset=published(Company),
        label=_("Company or organisation"),
    )
    person = SlugFilter(
        field_name="people",
        walk=mentioned("personmentions", "person"),
        queryset=published(Person),
        label=_("Person"),
    )
    topic = SlugFilter(
        field_name="topics",
        walk=mentioned("topic_links", "topic"),
        queryset=Topic.objects.all,
        label=_("Topic"),
    )
    publisher = SlugFilter(
        field_name="publisher",
        walk=Own("publisher"),
        queryset=Publisher.objects.all,
        label=_("Publisher"),
    )
    language = ChoicesFilter(
        walk=Own("language"), choices=Article.Language.choices, label=_("Language")
    )
    relevance = ChoicesFilter(
        walk=Own("relevance"), choices=Article.Relevance.choices, label=_("Relevance")
    )
    published_after = DayFilter(label=_("Published from"))
    published_before = DayFilter(label=_("Published to"))

    orders = {
        "newest": Order(Column("recency", True)),
        "oldest": Order(Column("recency")),
    }
    facets = {
        "topic": Facet("topics"),
        "publisher": Facet("publisher"),
        "language": Facet("language"),
        "relevance": Facet("relevance"),
    }
    suggested = {
        "company": Facet("companies"),
        "person": Facet("people"),
    }

    class Meta:
        model = Article
        fields = ()

    def on_subject(self, queryset):
        return queryset if self.data.get("relevance") else queryset.on_subject()
