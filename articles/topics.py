"""The list of topics, and of each its page and its brief."""

from dataclasses import dataclass

from django.db.models import Q, Sum, Value
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from articles.filters import ArticleFilterSet
from articles.models import CompanyTopic, EventCitation, Statement, Topic
from articles.views import for_list, with_lines
from entities import pictures
from entities.models import Company, Event, Person, Target
from entities.views import SHOWN, first_events, first_targets, with_sources
from vjtech.core.dates import today
from vjtech.core.facets import COUNTED, Facet
from vjtech.core.records import Linked
from vjtech.core.views import BriefView, RecordDetailView

MOST_TOPICS = 500
READ, READ_FOR_BRIEF = 500, COUNTED  # the newest articles whose facts are looked up
IN_BRIEF = 100  # of each kind of fact, and of articles
NAMED_IN_BRIEF = 30  # companies, and people


class ArticlesOnTopic(ArticleFilterSet):
    """The door to the articles on one topic, and who is named most in the newest of them."""

    facets = {}
    suggested = {"company": Facet("companies"), "person": Facet("people")}


@dataclass
class Subject:
    """What its newest articles say of a topic: a topic may be that of most articles there are.

    Who is named is counted in the newest COUNTED, facts are those cited in the newest `read`.
    """

    topic: Topic
    read: int

    @cached_property
    def door(self):
        return ArticlesOnTopic.for_query(QueryDict(f"topic={self.topic.slug}&background=1"))

    def articles(self, most):
        return with_lines(self.door.page(for_list, most).rows)

    def companies(self, most):
        """Return (company, its articles on the topic) of those named most in the newest."""
        named = [row["value"] for row in self.door.values["company"][:most]]
        counts = CompanyTopic.objects.filter(topic=self.topic, company__slug__in=named)
        rows = counts.order_by().values_list("company__slug", "company__name")
        found = [(Linked(Company, *name), n) for *name, n in rows.annotate(n=Sum("articles"))]
        return sorted(found, key=lambda each: (-each[1], each[0].name))

    def people(self, most):
        """Return (person, how many of the newest articles name them)."""
        rows = self.door.values["person"][:most]
        return [(Linked(Person, row["value"], row["label"]), row["count"]) for row in rows]

    @cached_property
    def cited(self):
        """The ids of the facts that the newest articles cite, as {kind: ids}."""
        articles = [pk for pk, *_rest in self.door.counts.rows()[: self.read]]
        parts = [
            model.objects.filter(paragraph__article__in=articles)
            .order_by()
            .values_list(Value(model.fact_field), f"{model.fact_field}_id")
            for model in (EventCitation, Statement)
        ]
        found = {model.fact_field: [] for model in (EventCitation, Statement)}
        for kind, pk in parts[0].union(*parts[1:]):
            found[kind].append(pk)
        return found

    @property
    def events(self):
        return Event.objects.published().filter(pk__in=self.cited["event"])

    @property
    def targets(self):
        return Target.objects.published().filter(pk__in=self.cited["target"])

    def in_time(self):
        """Return the picture of those events and of when those targets are due."""
        return pictures.of_facts(self.events, self.targets.order_by("due_day", "id"))

    def shown(self, most, named):
        """Return what a page shows: `named` companies and people, `most` of each of the rest.

        Of articles and facts there is one more where there are more.
        """
        due = Q(due_latest__gte=today())
        next_due = self.targets.filter(due).order_by("due_latest", "due_day", "id")
        return {
            "articles": self.articles(most + 1),
            "companies": self.companies(named),
            "people": self.people(named),
            "deadlines": first_targets(next_due, most),
            "targets": first_targets(self.targets.exclude(due).order_by("-id"), most),
            "events": first_events(self.events, most),
            "most": most,
            "named": named,
            "counted": COUNTED,
            "read": self.read,
        }


class TopicListView(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        topics = with_sources(Topic.objects.published(), "article_links")[: MOST_TOPICS + 1]
        context = {"topics": topics, "most": MOST_TOPICS}
        return TemplateResponse(request, "articles/topic_list.html", context)


class TopicDetailView(RecordDetailView):
    template_name = "articles/topic_detail.html"

    def get_queryset(self):
        return with_sources(Topic.objects.published(), "article_links")

    def context(self, topic):
        subject = Subject(topic, READ)
        shown = subject.shown(SHOWN, named=SHOWN)
        return {"record": topic, "in_time": subject.in_time()} | shown

    def described(self, context):
        parts = [_("Articles, events and targets: %(topic)s.") % {"topic": context["record"]}]
        if context["companies"]:
            names = ", ".join(company.name for company, _n in context["companies"])
            parts.append(_("Named most: %(names)s.") % {"names": names})
        return " ".join(parts)


class TopicBriefView(BriefView):
    template_name = "articles/topic_brief.html"

    def get_queryset(self):
        return with_sources(Topic.objects.published(), "article_links")

    def context(self, topic):
        shown = Subject(topic, READ_FOR_BRIEF).shown(IN_BRIEF, named=NAMED_IN_BRIEF)
        return {"record": topic} | shown
