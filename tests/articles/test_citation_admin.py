"""Citations at the desk: what they bring about, so that nothing is typed twice."""

import pytest

from articles.models import RoleCitation
from entities.models import Company, Event, Figure, Role, Target, Tie
from tests.desk import WHY, Desk
from tests.factories import add_paragraph, cite, make_article, make_company, make_person, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def passage():
    article = make_article("FPT in Japan", "Mr An has chaired FPT since 2017.")
    return article.paragraphs.get(number=1)


def cite_in(page, passage, **more):
    page.fill_row("citations", 0, paragraph=passage.pk, words="has chaired FPT", **more)
    return page


def test_a_citation_makes_its_article_mention_whom_it_is_about(desk, passage):
    person, company = make_person(), make_company()
    speaker, ministry = make_person(), make_company()
    page = cite_in(desk.add(Role), passage, speaker=speaker.pk, speaks_for=ministry.pk)
    assert page.save(person=person.pk, company=company.pk, title="Chair").saved
    article = passage.article
    assert set(article.people.all()) == {person, speaker}
    assert set(article.companies.all()) == {company, ministry}


def test_a_fact_whose_end_is_changed_is_mentioned_anew(desk):
    role, company = make_role(), make_company()
    assert desk.change(role).save(company=company.pk).saved
    assert company in role.citations.get().paragraph.article.companies.all()


def test_a_citation_of_its_own_page_mentions_too_and_makes_a_new_version(desk, passage):
    role = make_role(article=None)
    page = desk.add(RoleCitation, f"?paragraph={passage.pk}")
    assert passage.text in page.text and page.data["paragraph"] == str(passage.pk)
    assert page.save(role=role.pk, words="chaired FPT").saved
    assert role.company in passage.article.companies.all()
    role.refresh_from_db()
    assert role.version == 2


def test_the_last_citation_of_a_published_fact_is_not_deleted_on_its_own_page(desk):
    role = make_role()
    citation = role.citations.get()
    page = desk.change(citation)
    address = page.address.replace("change", "delete")
    assert desk.post(address, {"post": "yes", "why": WHY}).saved and role.citations.count() == 1
    cite(role, words="It is so.", paragraph=add_paragraph(make_article(), "It is so."))
    assert desk.post(address, {"post": "yes", "why": WHY}).saved and role.citations.count() == 1
    assert role.citations.get() != citation


def test_a_link_from_an_article_fills_in_the_paragraph(desk, passage):
    for model in (Role, Tie, Event, Target, Figure):
        page = desk.add(model, f"?paragraph={passage.pk}")
        assert page.data["citations-0-paragraph"] == str(passage.pk)
        assert passage.text in page.text


def test_a_company_with_a_role_is_not_deleted_without_saying_so(desk):
    role = make_role()
    page = desk.get(desk.change(role.company).address.replace("change", "delete"))
    assert role.title in page.text and Company.objects.filter(pk=role.company_id).exists()
