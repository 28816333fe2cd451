"""What published articles lack, and what facts lack of sources, each gap in one place."""

from django import forms
from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from articles.evidence import CITATIONS
from articles.models import Article, ArticleTopic, Statement, Topic
from entities.gaps import INFERRED, INFERRED_WHY, inferred_dates, inferred_in, published
from entities.ledger import of_status
from entities.models import Target
from entities.models.target import TargetStatus
from vjtech.core.admin.mending import MendForm
from vjtech.core.gaps import Gap, declare
from vjtech.core.records import State
from vjtech.core.walks import has, has_no

ONE_SOURCE = _("Facts with one source")
ONE_SOURCE_WHY = _(
    "One article says so. Cite another source where there is one; what only one ever told may be"
    " left as it is."
)


class TopicForm(MendForm):
    """Puts an article under a topic."""

    topic = forms.ModelChoiceField(Topic.objects.order_by("name"), label=_("topic"))

    class Meta:
        model = Article
        fields = ()

    @classmethod
    def choices(cls):
        topics = Topic.objects.order_by("name").values_list("pk", "name")
        return {"topic": [("", "—"), *topics]}

    def save(self, commit=True):
        ArticleTopic.objects.get_or_create(article=self.instance, topic=self.cleaned_data["topic"])
        return self.instance


def articles_without_topics():
    links = ArticleTopic.objects.filter(article=OuterRef("pk"))
    return published(Article).filter(has_no(links))


def with_one_source(citations):
    """Return the published facts that one published article cites, and no other."""
    fact = citations.fact_field
    public = citations.objects.filter(
        paragraph__article__state=State.PUBLISHED, **{fact: OuterRef("pk")}
    )
    sources = Count("paragraph__article", distinct=True)
    number = public.order_by().values(fact).annotate(sources=sources).values("sources")
    model = citations._meta.get_field(fact).related_model
    return published(model).alias(sources=Subquery(number)).filter(sources=1)


def cite(fact, gap, citations, label):
    """Return the link to the form of a new citation of a fact that leads back to the gap."""
    query = {citations.fact_field: fact.pk, "next": reverse("admin:gap", args=[gap])}
    address = reverse(f"admin:articles_{citations._meta.model_name}_add")
    return label, f"{address}?{urlencode(query)}"


def one_source(citations):
    model = citations._meta.get_field(citations.fact_field).related_model
    name = f"one-source-{model._meta.model_name}"
    return Gap(
        name=name,
        title=ONE_SOURCE,
        why=ONE_SOURCE_WHY,
        model=model,
        rows=lambda: with_one_source(citations),
        links=lambda fact: [cite(fact, name, citations, _("cite another source"))],
        related=model.ends,
    )


def targets_past_due():
    return of_status(published(Target), [TargetStatus.PASSED])


def targets_of_inferred_dates():
    said = Statement.objects.filter(inferred_in("due", "said"), target=OuterRef("pk"))
    return published(Target).filter(has(said))


declare(
    Gap(
        name="target-past-due",
        title=_("Targets past due without news"),
        why=_(
            "Their day has passed, and no source says what became of them. Cite the news, or leave"
            " as it is what was never heard of again."
        ),
        model=Target,
        rows=targets_past_due,
        links=lambda target: [cite(target, "target-past-due", Statement, _("cite the news"))],
        says=lambda target: _("due by %(day)s") % {"day": target.due_latest.isoformat()},
    ),
    Gap(
        name="article-topic",
        title=_("Articles without a topic"),
        why=_(
            "No reader who follows a topic sees them. Choose one here, more on the article's page;"
            " leave as it is an article that needs none."
        ),
        model=Article,
        rows=articles_without_topics,
        form=TopicForm,
        says=lambda article: article.published.human(),
    ),
    *map(one_source, CITATIONS),
    inferred_dates(Article, "published"),
    Gap(
        name="inferred-target",
        title=INFERRED,
        why=INFERRED_WHY,
        model=Target,
        rows=targets_of_inferred_dates,
        links=lambda target: [
            (
                _("mend its statements"),
                reverse("admin:entities_target_change", args=[target.pk]) + "#citations-group",
            )
        ],
    ),
)
