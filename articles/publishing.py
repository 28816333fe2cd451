"""Publishing an article with all that it backs."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext as _

from articles.evidence import CITATIONS
from articles.models import Article
from entities.models import Company, Person
from vjtech.core.records import State


def whole(articles):
    """Return querysets of these articles (keys), the facts they back and whom those are about."""
    cited = "citations__paragraph__article__in"
    groups = [Article.objects.filter(pk__in=articles)]
    for noun in (Company, Person):
        for path in ("event_parts__event", "target_parts__target"):
            groups.append(noun.objects.filter(**{f"{path}__{cited}": articles}))
        groups.append(noun.objects.filter(articles__in=articles))
    for fact in map(fact_of, CITATIONS):
        facts = fact.objects.filter(**{cited: articles})
        groups.append(facts)
        for end in fact.ends:
            noun = fact._meta.get_field(end).related_model
            groups.append(noun.objects.filter(pk__in=facts.values(end)))
    return groups


def fact_of(citation):
    """Return the model of the facts that a model of citations cites."""
    return citation._meta.get_field(citation.fact_field).related_model


def publish_whole(articles, user):
    """Publish what is a draft yet of these articles and all they back; return how many."""
    return sum(publish(group, user) for group in whole(articles))


def publish(queryset, user):
    """Publish what is a draft yet, and note it in each record's log; return how many."""
    drafts = list(queryset.filter(state=State.DRAFT).distinct())
    if drafts:
        queryset.model.objects.filter(pk__in=[draft.pk for draft in drafts]).publish()
        LogEntry.objects.log_actions(user.pk, drafts, CHANGE, _("Published."))
    return len(drafts)
