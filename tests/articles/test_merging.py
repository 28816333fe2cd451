"""Merging two records and taking it back: nothing stays behind, nothing is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from articles.models import CompanyMention, CompanyTopic
from entities.models import Company, CompanyPair, Figure, Role, Tie
from tests import kept
from tests.factories import cite, make_article, make_company, make_person, make_role, make_tie
from tests.merges import dump, make_companies, make_people, make_places, rows_of
from vjtech.core.merging.links import links
from vjtech.core.merging.merge import Overtaken, Refused, merge, obstacles, plan_of, undo
from vjtech.core.pairs import distinct_pairs

pytestmark = pytest.mark.django_db

CASES = [make_companies, make_people, make_places]


def parentless(winner):
    """What keeps a place that would lie in itself out of itself."""
    return {"parent_id": None} if hasattr(winner, "parent_id") else {}


@pytest.mark.parametrize("make", CASES)
def test_the_case_has_a_row_in_every_table_that_points_to_the_record(make):
    _one, two = make()
    missing = [where for where, number in rows_of(two).items() if not number]
    # Ends that a pair has in no order: either column will do.
    assert [where for where in missing if not where[0].endswith("Pair")] == []


@pytest.mark.parametrize("turned", [False, True], ids=["first", "second"])
@pytest.mark.parametrize("make", CASES)
def test_merge_leaves_nothing_behind_and_undo_restores_everything(make, turned):
    winner, loser = make()[:: -1 if turned else 1]
    before, model = dump(), type(winner)
    links_before = rows_of(loser)
    values = {"summary": "Chosen.", **parentless(winner)}
    alias = {"text": loser.name, "kind": "former", "language": "ja"}
    done = merge(winner, loser, values=values, alias=alias, seen=plan_of(winner, loser).seen)
    assert not any(rows_of(loser).values()) and any(links_before.values())
    assert not model.objects.filter(pk=loser.pk).exists()
    assert model.objects.by_slug(loser.slug) == winner
    assert winner.aliases.filter(**alias).exists()
    kept.in_step()
    assert dump() != before
    assert obstacles(done) == []
    restored = undo(done)
    assert restored == loser
    assert dump() == before
    assert rows_of(loser) == links_before
    kept.in_step()


@pytest.mark.parametrize("make", CASES)
def test_every_table_that_points_to_a_record_is_emptied_or_kept_by_triggers(make):
    winner, loser = make()
    points = {
        (relation.related_model, relation.field.attname)
        for relation in type(loser)._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    }
    covered = {(t, field.attname) for t, fields in links(type(loser)).items() for field in fields}
    assert {(t, c) for t, c in points - covered if not t.derived} == set()
    merge(winner, loser, values=parentless(winner))
    for table, column in points:
        assert not table._base_manager.filter(**{column: loser.pk}).exists(), table


def test_equal_facts_are_joined_and_their_citations_go_on():
    one, two = make_companies()
    plan = plan_of(one, two)
    joined = {join.table for join in plan.joins}
    assert {Role, Tie, Figure} <= joined
    merge(one, two)
    role = one.roles.get(start="2019")
    assert str(role.end) == "2021"  # known to the other one only
    assert {c.words for c in role.citations.all()} == {"say so", "Both"}
    tie = one.ties.get(kind="partner_of")
    assert tie.is_published and tie.citations.count() == 3 - 1
    figure = one.figures.get(measure="staff")
    assert Figure.objects.by_slug("staff-before") == figure
    assert one.roles.count() == 2


def test_the_address_of_a_joined_role_leads_to_the_kept_one(client):
    ann, kept, other = make_person("Ann"), make_company("Fuji"), make_company("Fuji Inc")
    role, dropped = (make_role(ann, company, title="Chair") for company in (kept, other))
    merge(kept, other)
    response = client.get(dropped.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, role.get_absolute_url())


def test_what_differs_and_is_given_up_is_told():
    one, two = make_company(), make_company()
    person = make_person()
    for company, end in ((one, "2020"), (two, "2021")):
        make_role(person, company, title="Chair", start="2019", end=end)
    join = next(j for j in plan_of(one, two).joins if j.table is Role)
    assert join.lost == {"end": "2021"} and join.filled == {}


def test_roles_that_began_in_other_years_stay_two():
    one, two, person = make_company(), make_company(), make_person()
    make_role(person, one, title="Chair", start="2015")
    make_role(person, two, title="Chair", start="2019")
    assert not [j for j in plan_of(one, two).joins if j.table is Role]
    merge(one, two)
    assert one.roles.count() == 2


def test_facts_that_were_equal_before_are_left_alone():
    one, two, other = make_company(), make_company(), make_company()
    for _n in range(2):
        make_tie(two, other)
    merge(one, two)
    assert one.ties.count() == 2


def test_a_tie_to_itself_is_told_with_its_citations_and_dropped():
    one, two = make_company(), make_company()
    tie = make_tie(one, two)
    cite(tie)
    plan = plan_of(one, two)
    assert plan.loops == [(Tie, tie.pk)]
    assert {pk for _table, pk in plan.lost_with} == {c.pk for c in tie.citations.all()}
    done = merge(one, two)
    assert not Tie.objects.exists()
    undo(done)
    assert Tie.objects.get().citations.count() == 2


def test_a_parent_that_would_be_the_record_itself_is_refused_until_it_is_chosen():
    group = make_company()
    child = make_company(parent=group)
    for winner, loser in ((child, group), (group, make_company(parent=group))):
        if winner.parent_id:
            with pytest.raises(Refused, match="part of itself"):
                merge(winner, loser)
    merge(child, group, values={"parent_id": None})
    child.refresh_from_db()
    assert child.parent is None


def test_a_ring_further_up_is_refused():
    top = make_company()
    below = make_company(parent=make_company(parent=top))
    with pytest.raises(Refused, match="itself part of"):
        merge(below, top)
    assert Company.objects.count() == 3


def test_counts_and_topics_follow():
    one, two = make_companies()
    articles = {m.article_id for m in CompanyMention.objects.filter(company__in=[one, two])}
    Company.objects.filter(pk__in=[one.pk, two.pk]).publish()
    merge(one, two)
    assert set(one.articles.values_list("pk", flat=True)) == articles
    assert sum(CompanyTopic.objects.values_list("articles", flat=True)) == 2
    assert not CompanyTopic.objects.filter(company=two.pk).exists()


def test_search_finds_the_kept_one_by_the_other_s_names_only():
    one, two = make_companies()
    merge(one, two, alias={"text": two.name, "kind": "native", "language": "ja"})
    for words in ("富士工業", "Fuji Industries"):
        assert [noun for noun, _alias in Company.objects.nearest(words, 5)] == [one]


def test_pairs_move_and_the_pair_of_the_two_goes():
    one, two, third = make_company(), make_company(), make_company()
    for a, b in ((one, two), (two, third), (third, one)):
        CompanyPair.objects.create(one=a, other=b)
    merge(one, two)
    assert distinct_pairs(Company) == {frozenset({one.pk, third.pk})}


def test_a_record_is_not_merged_with_itself():
    company = make_company()
    with pytest.raises(Refused, match="itself"):
        merge(company, company)


@pytest.mark.parametrize("who", ["winner", "loser"])
def test_what_was_changed_since_it_was_looked_at_is_not_merged(who):
    records = dict(zip(("winner", "loser"), make_companies(), strict=True))
    seen = plan_of(**records).seen
    Company.objects.get(pk=records[who].pk).save()
    before = dump()
    with pytest.raises(Overtaken):
        merge(**records, seen=seen)
    assert dump() == before


def test_a_fact_that_became_equal_since_is_not_merged_unseen():
    one, two, person = make_company(), make_company(), make_person()
    make_role(person, one, title="Chair")
    seen = plan_of(one, two).seen
    make_role(person, two, title="Chair")
    with pytest.raises(Overtaken):
        merge(one, two, seen=seen)


def test_who_has_the_form_of_a_moved_fact_open_is_told():
    one, two = make_company(), make_company()
    role, article = make_role(company=two), make_article(companies=[two])
    merge(one, two)
    for record in (role, article):
        version = record.version
        record.refresh_from_db()
        assert record.version == version + 1


def test_merges_are_taken_back_in_turn():
    one, two, three = make_company(), make_company("Two"), make_company("Three")
    first, second = merge(one, two), merge(one, three)
    assert "“Three”" in obstacles(first)[0]
    with pytest.raises(Refused, match="Three"):
        undo(first)
    undo(second)
    undo(first)
    with pytest.raises(Refused, match="already"):
        undo(first)
    assert Company.objects.count() == 3


def test_a_kept_record_that_was_merged_itself_says_so():
    one, two, three = make_company("One"), make_company("Two"), make_company("Three")
    before = dump()
    first = merge(two, three)
    second = merge(one, two)
    assert "merged into “One”" in obstacles(first)[0]
    undo(second)
    undo(first)
    assert dump() == before
    assert Company.objects.by_slug(three.slug) == three


def refused(done):
    before = dump()
    with pytest.raises(Refused) as caught:
        undo(done)
    assert dump() == before
    return " ".join(caught.value.problems)


def test_later_edits_stand_in_the_way_and_are_named():
    one, two = make_companies()
    role, moved = two.roles.get(start="2015"), two.ties.get(kind="office_in")
    done = merge(one, two, values={"summary": "Chosen."}, alias={"text": "F", "kind": "short"})
    one.refresh_from_db()
    one.summary = "Later."
    one.save()
    one.aliases.filter(text="F").update(language="ja")
    role.delete()
    Tie.objects.filter(pk=moved.pk).update(company=make_company())
    make_company(slug=two.slug)
    told = refused(done)
    for words in ("summary", "“F” has been edited", "Role: deleted since", "points elsewhere"):
        assert words in told
    assert f"“{two.slug}” is now that of" in told


def test_a_passage_that_is_gone_stands_in_the_way():
    one, two = make_company(), make_company()
    tie = make_tie(one, two)
    paragraph = tie.citations.get().paragraph
    done = merge(one, two)
    paragraph.delete()
    assert "paragraph" in refused(done)


def test_a_fact_that_says_the_same_since_stands_in_the_way():
    one, two, person = make_company(), make_company(), make_person()
    for company in (one, two):
        make_role(person, company, title="Chair")
    moved = make_role(person, two, title="Founder")
    done = merge(one, two)
    Role.objects.filter(pk=moved.pk).update(title="Chair", start="2020")
    Role.objects.filter(person=person, company=one, start="").update(start="2021")
    Role.objects.filter(pk=moved.pk).update(start="")
    assert "one like it" in refused(done)


def test_a_later_ring_stands_in_the_way():
    above = make_company()
    one, two = make_company(), make_company(parent=above)
    child = make_company(parent=two)
    done = merge(one, two)
    Company.objects.filter(pk=above.pk).update(parent=child)
    assert "in itself" in refused(done)


def test_a_deleted_winner_leaves_the_merge_on_record():
    one, two = make_company(), make_company()
    done = merge(one, two)
    one.delete()
    done.refresh_from_db()
    assert done.winner is None and "deleted" in obstacles(done)[0]


def test_the_history_tells_of_the_merge_and_of_its_undoing():
    one, two = make_company("One"), make_company("Two")
    role = make_role(company=two)
    done = merge(one, two, reason="The same address.")
    undo(done, reason="It was not.")
    for record in (one, two, role):
        told = [v.revision.comment for v in Version.objects.get_for_object(record)][:2]
        assert told[1] == "Merged “Two” into “One”. The same address.", record
        assert told[0] == "Undone: “Two” merged into “One”. It was not.", record


def test_queries_do_not_grow_with_the_articles():
    def cost(articles):
        one, two = make_company(), make_company()
        for n in range(articles):
            make_article(companies=[one, two] if n % 2 else [two])
        with CaptureQueriesContext(
            connection,
        ) as merging:
            done = merge(one, two)
        with CaptureQueriesContext(connection) as undoing:
            undo(done)
        return len(merging), len(undoing)

    assert cost(2) == cost(12)
