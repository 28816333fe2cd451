"""Whatever is asked of the desk, its answer is a page or a refusal, never a fault of its own."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article, EventCitation, Paragraph, Topic
from entities.models import Company, Event, Figure, Role, Target, Tie
from tests.desk import Desk, address
from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)

pytestmark = pytest.mark.django_db

HUGE = "9" * 40
JUNK = ("\0", "a\0b", HUGE, f"-{HUGE}", "1e999", "'\"><", "😀", "é" * 3000, "", "[]", "%00", "..")
PARAMETERS = (
    *("q", "p", "o", "all", "e", "_popup", "_to_field", "_facets", "_changelist_filters"),
    *("state__exact", "kind__exact", "country", "cited", "publisher__id__exact", "company"),
    *("person__id__exact", "place__id__exact", "topics__id__exact", "truncated__exact"),
    *("name__regex", "owner__password__startswith", "id__in", "version__gt", "created__year"),
)


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def records():
    company, person, place = make_company(), make_person(), make_place()
    article = make_article(None, "A paragraph.", publisher=make_publisher(), topics=[make_topic()])
    return [
        *(company, person, place, article, article.publisher, article.topics.get()),
        make_role(person, company),
        make_tie(company),
        make_event(companies=[company], place=place),
        make_target(companies=[company]),
        make_figure(company=company),
    ]


def each_with_some_junk(names, seed):
    """Pair every name with a value, another one for each seed."""
    for n, name in enumerate(names):
        yield name, JUNK[(n + seed) % len(JUNK)]


def ours():
    """Return our models; of those that share a page (the citations) one."""
    labels = ("entities", "articles", "core")
    pages = {type(page): model for model, page in admin.site._registry.items()}
    return [model for model in pages.values() if model._meta.app_label in labels]


def test_no_list_breaks_on_any_parameter(desk, records):
    for seed, model in enumerate(ours()):
        for name, value in each_with_some_junk(PARAMETERS[seed % 2 :: 2], seed):
            response = desk.client.get(address("changelist", model), {name: value})
            assert response.status_code in (200, 302, 400), (model, name, value)


def test_no_page_breaks_on_a_key_that_is_none(desk):
    keys = (HUGE, "-1", "a%00b", "1_2", "é", "null")
    for seed, model in enumerate(ours()):
        for n, page in enumerate(("change", "delete", "history")):
            for key in (keys[(seed + n) % 6], keys[(seed + n + 3) % 6]):
                path = address("changelist", model) + f"{key}/{page}/"
                # Merges are not edited by hand: 403.
                assert desk.client.get(path).status_code in (302, 400, 403, 404), path
                assert desk.client.post(path).status_code in (302, 400, 403, 404, 409), path


def test_no_form_breaks_on_what_an_address_would_fill_in(desk, records):
    for seed, model in enumerate(ours()):
        names = [field.name for field in model._meta.get_fields() if hasattr(field, "attname")]
        for value in (HUGE, JUNK[seed % len(JUNK)]):
            query = dict.fromkeys([*names, "paragraph", "next", "_popup"], value)
            response = desk.client.get(address("add", model), query)
            assert response.status_code in (200, 302, 400, 403), (model, value)
        response = desk.client.get(address("add", model), {"_to_field": "password"})
        assert response.status_code in (302, 400, 403), model


def test_no_form_breaks_on_what_is_sent(desk, records):
    for seed, record in enumerate(records):
        page = desk.change(record)
        managed = {name for name in page.data if name.endswith("_FORMS")}
        inputs = set(page.data) - managed - {"_opened"}
        for junk in (inputs, managed):
            value = JUNK[(seed + len(junk)) % len(JUNK)]
            status = page.save(**dict.fromkeys(junk, value)).status
            assert status in (200, 302, 409), (record, value)


def test_no_new_record_breaks_on_what_is_sent(desk, records):
    for seed, model in enumerate((Company, Role, Tie, Event, Target, Figure, Article, Topic)):
        page = desk.add(model)
        inputs = [name for name in page.data if not name.endswith("_FORMS")]
        for value in (JUNK[seed], JUNK[seed - 4]):
            assert page.save(**dict.fromkeys(inputs, value)).status in (200, 302), (model, value)


def test_no_autocomplete_breaks(desk, records):
    path = reverse("admin:autocomplete")
    for model, field in ((Role, "person"), (Role, "company"), (EventCitation, "paragraph")):
        meta = model._meta
        query = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": field}
        for value in JUNK:
            for junk in ({"term": value}, {"term": "a", "page": value}):
                response = desk.client.get(path, {**query, **junk})
                assert response.status_code in (200, 400, 404), junk
            response = desk.client.get(path, {**query, "field_name": value})
            assert response.status_code in (400, 403), value


def test_a_regular_expression_is_no_filter(desk):
    for lookup in ("name__regex", "name__iregex", "aliases__text__regex", "parent__name__regex"):
        page = desk.client.get(address("changelist", Company), {lookup: "(a+)+$"})
        assert page.status_code == 400


def test_a_page_of_all_rows_is_capped(desk):
    for model in ours():
        assert admin.site.get_model_admin(model).list_max_show_all <= 200
        assert not admin.site.get_model_admin(model).list_editable


def test_the_way_back_stays_on_this_site(desk):
    for away in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
        page = desk.get(address("add", Topic) + f"?next={away}")
        page.data.pop("_continue", None)
        response = desk.client.post(page.address, {**page.data, "name": f"t{len(away)}"})
        assert response.status_code == 302 and "example" not in response["Location"]
        assert response["Location"].startswith("/admin/")


def test_visitors_see_nothing(client, records):
    for record in records:
        response = client.get(address("change", type(record), record.pk))
        assert response.status_code == 302 and "/login/" in response["Location"]


def test_a_user_who_is_no_member_of_staff_sees_nothing(client, records):
    client.force_login(User.objects.create(username="reader"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_no_page_carries_script_or_style_of_its_own(desk, records):
    """The policy allows neither: what a page needs comes from its own files."""
    citation = records[6].citations.get()
    pages = [desk.change(record) for record in (*records, citation)]
    pages += [desk.list(type(record)) for record in records] + [desk.get(reverse("admin:index"))]
    for page in pages:
        inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>", page.html)
        assert not inline and "<style" not in page.html, page.address
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page.html), page.address


def test_a_paragraph_is_edited_on_its_article_only(desk):
    article = make_article(None, "A paragraph.")
    paragraph = Paragraph.objects.get(article=article, number=1)
    for page in ("change", "delete"):
        path = address(page, Paragraph, paragraph.pk)
        for response in (desk.client.get(path), desk.client.post(path, {"post": "yes"})):
            assert response.status_code == 302
            assert response["Location"] == address("change", Article, article.pk)
    assert Paragraph.objects.filter(pk=paragraph.pk).exists()
