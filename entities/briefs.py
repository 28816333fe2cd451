"""The brief of a company and of a person: what is known of it, more than its page shows."""

from entities.models import Company, Event, Figure, Person, Role, Target
from entities.views import (
    first_events,
    first_targets,
    newest_articles,
    ties_of,
    with_sources,
)
from vjtech.core.views import BriefView

MOST = 100  # of each kind of fact, and of articles


class CompanyBriefView(BriefView):
    def get_queryset(self):
        return with_sources(Company.objects.published().select_related("parent"))

    def context(self, company):
        roles = Role.objects.published().select_related("person").filter(company=company)
        targets = Target.objects.published().of_company(company)
        return facts_of(company, roles, targets) | {
            "ties": ties_of(company, MOST),
            "figures": Figure.objects.published()
            .filter(company=company)
            .with_passages()[: MOST + 1],
            "events": first_events(Event.objects.published().of_company(company), MOST),
        }


class PersonBriefView(BriefView):
    def get_queryset(self):
        return with_sources(Person.objects.published())

    def context(self, person):
        roles = Role.objects.published().select_related("company").filter(person=person)
        targets = Target.objects.published().of_person(person)
        return facts_of(person, roles, targets) | {
            "ties": [],
            "figures": Figure.objects.published().filter(person=person).with_passages()[: MOST + 1],
            "events": first_events(Event.objects.published().of_person(person), MOST),
        }


def facts_of(noun, roles, targets):
    return {
        "record": noun,
        "most": MOST,
        "aliases": noun.aliases.all(),
        "roles": roles.with_passages().order_by("-id")[: MOST + 1],
        "targets": first_targets(targets, MOST),
        "articles": newest_articles(noun, MOST + 1),
    }
