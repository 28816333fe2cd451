"""Small bases at random: whatever is linked how, a merge leaves nothing and undo restores all."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import CompanyMention, Paragraph, RoleCitation, TieCitation
from entities.models import (
    Company,
    CompanyAlias,
    CompanyPair,
    Event,
    EventCompany,
    Role,
    Target,
    TargetParty,
    Tie,
)
from tests import kept
from tests.factories import make_article, make_company, make_event, make_person, make_target
from tests.merges import dump, rows_of
from vjtech.core.merging.merge import Refused, merge, undo

pytestmark = pytest.mark.django_db

NUMBER = 4  # companies
company, pick = st.integers(0, NUMBER - 1), st.integers(0, 1)
links = st.lists(
    st.one_of(
        st.tuples(st.just("alias"), company, pick, pick),
        st.tuples(st.just("mention"), company, pick, pick),
        st.tuples(st.just("part"), company, pick, pick),
        st.tuples(st.just("party"), company, pick, pick),
        st.tuples(st.just("role"), company, pick, pick),
        st.tuples(st.just("tie"), company, company, pick),
        st.tuples(st.just("pair"), company, company, pick),
        st.tuples(st.just("parent"), company, company, pick),
        st.tuples(st.just("cite role"), company, pick, pick),
        st.tuples(st.just("cite tie"), company, pick, pick),
    ),
    max_size=25,
)


class Base:
    """A base of a few records; each link that its constraints refuse is left out."""

    def __init__(self, wanted):
        self.companies = [make_company(state="draft" if n % 2 else "published") for n in range(4)]
        self.articles = [make_article(None, "Both say so.") for _n in range(2)]
        self.events = [make_event(article=None) for _n in range(2)]
        self.targets = [make_target(article=None) for _n in range(2)]
        self.person = make_person()
        for what, n, m, detail in wanted:
            self.link(what, self.companies[n], m, detail)

    def link(self, what, company, m, detail):
        makes = {
            "alias": lambda: self.once(
                CompanyAlias, owner=company, text=f"Alias {m}", kind=("short", "native")[detail]
            ),
            "mention": lambda: self.once(CompanyMention, article=self.articles[m], company=company),
            "part": lambda: self.once(
                EventCompany,
                event=self.events[m],
                company=company,
                part=("host", "visitor")[detail],
            ),
            "party": lambda: self.once(
                TargetParty,
                target=self.targets[m],
                company=company,
                part=("holder", "approver")[detail],
            ),
            "role": lambda: self.once(
                Role,
                company=company,
                person=self.person,
                title=f"Title {m}",
                start=("", "2019")[detail],
            ),
            "tie": lambda: self.tie(company, self.companies[m], detail),
            "pair": lambda: self.pair(company, self.companies[m]),
            "parent": lambda: self.parent(company, self.companies[m]),
            "cite role": lambda: self.cite(RoleCitation, company.roles.first(), m, detail),
            "cite tie": lambda: self.cite(TieCitation, company.ties.first(), m, detail),
        }
        makes[what]()

    def once(self, model, **fields):
        if not model.objects.filter(**fields).exists():
            model.objects.create(**fields)

    def tie(self, one, other, detail):
        if one != other:
            Tie.objects.create(company=one, other=other, kind=("partner_of", "client_of")[detail])

    def pair(self, one, other):
        there = {frozenset(p) for p in CompanyPair.objects.values_list("one", "other")}
        if one != other and frozenset({one.pk, other.pk}) not in there:
            CompanyPair.objects.create(one=one, other=other)

    def parent(self, one, other):
        above = other
        while above is not None and above != one:
            above = Company.objects.get(pk=above.pk).parent
        if above is None:
            Company.objects.filter(pk=one.pk).update(parent=other)

    def cite(self, model, fact, m, detail):
        if fact:
            paragraph = Paragraph.objects.get(article=self.articles[m], number=1)
            given = {"paragraph": paragraph, "words": ("Both", "so")[detail]}
            self.once(model, **{model.fact_field: fact}, **given)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(links, st.permutations(range(NUMBER)), st.booleans())
def test_merge_and_undo_of_any_small_base(wanted, order, again):
    with transaction.atomic():
        base = Base(wanted)
        before = dump()
        done = []
        for n in range(1, 3 if again else 2):
            winner, loser = (base.companies[order[i]] for i in (0, n))
            done.append(merged(winner, loser))
            assert not any(rows_of(loser).values())
            kept.in_step()
        for merge_ in reversed(done):
            undo(merge_)
        assert dump() == before
        kept.in_step()
        transaction.set_rollback(True)


def merged(winner, loser):
    try:
        return merge(winner, loser)
    except Refused:  # a ring
        return merge(winner, loser, values={"parent_id": None})


def test_the_random_base_has_all_kinds_of_links():
    base = Base(
        [(what, 0, 1, 0) for what in ("role", "tie", "cite role", "cite tie", "part", "party")]
    )
    assert base.companies[0].roles.get().citations.count() == 1
    assert base.companies[0].ties.get().citations.count() == 1
    assert Event.objects.count() == Target.objects.count() == 2
