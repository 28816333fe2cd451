"""The door to the list of articles."""

from django.utils.translation import gettext_lazy as _

from articles.models import Article, Publisher, Topic
from articles.search import ARTICLES
from entities.filters import published
from entities.models import Company, Person
from vjtech.core.filters import ChoicesFilter, DayFilter, Facet, SlugFilter
from vjtech.core.paging import Column, Order
from vjtech.core.ranges import RangedFilterSet
from vjtech.core.search.searched import SearchedFilterSet


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

    company = SlugFilter(
        field_name="companies", queryset=published(Company), label=_("Company or organisation")
    )
    person = SlugFilter(field_name="people", queryset=published(Person), label=_("Person"))
    topic = SlugFilter(field_name="topics", queryset=Topic.objects.all, label=_("Topic"))
    publisher = SlugFilter(
        field_name="publisher", queryset=Publisher.objects.all, label=_("Publisher")
    )
    language = ChoicesFilter(choices=Article.Language.choices, label=_("Language"))
    relevance = ChoicesFilter(choices=Article.Relevance.choices, label=_("Relevance"))
    published_after = DayFilter(label=_("Published from"))
    published_before = DayFilter(label=_("Published to"))

    orders = {
        "newest": Order(Column("recency", True)),
        "oldest": Order(Column("recency")),
    }
    facets = {
        "topic": Facet("topics__slug", "topics__name"),
        "publisher": Facet("publisher__slug", "publisher__name"),
        "language": Facet("language"),
        "relevance": Facet("relevance"),
    }
    suggested = {
        "company": Facet("companies__slug", "companies__name", gates=("companies",)),
        "person": Facet("people__slug", "people__name", gates=("people",)),
    }

    class Meta:
        model = Article
        fields = ()

    def on_subject(self, queryset):
        return queryset if self.data.get("relevance") else queryset.on_subject()
