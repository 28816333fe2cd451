"""The base's own content: it loads, it is backed, and dumping it gives the files back."""

import re
from io import StringIO

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from articles.evidence import CITATIONS, problems
from articles.models import Article, Topic
from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from tests.pages import get
from vjtech.core.change import change_version

FIXTURES = settings.BASE_DIR / "fixtures"
FILES = sorted(FIXTURES.glob("*.yaml"))
OPTIONS = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
PAGES = (Article, Topic, Company, Person, Place, Role, Tie, Event, Target, Figure)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load", FIXTURES, stdout=StringIO())
        yield
        transaction.set_rollback(True)


def dump(label):
    out = StringIO()
    call_command("dumpdata", label, format="yaml", stdout=out, **OPTIONS)
    return out.getvalue()


def differing():
    """Return the files that dumping does not give back byte for byte."""
    found = []
    for path in FILES:
        text = path.read_bytes().decode()
        labels = {record["model"] for record in yaml.safe_load(text)}
        assert len(labels) == 1, path.name
        if dump(labels.pop()) != text:
            found.append(path.name)
    return found


def counts():
    configs = [apps.get_app_config(label) for label in ("entities", "articles")]
    return {m._meta.label: m.objects.count() for config in configs for m in config.get_models()}


def test_every_file_comes_back_byte_for_byte():
    assert len(FILES) > 20 and differing() == []


def test_loading_again_changes_nothing():
    before = change_version(), counts()
    out = StringIO()
    call_command("load", FIXTURES, stdout=out)
    assert "0 new, 0 changed" in out.getvalue()
    assert (change_version(), counts()) == before


def test_django_s_own_loaddata_loads_the_same_files():
    before = counts()
    for model in CITATIONS:
        model.objects.all().delete()
    for config in (apps.get_app_config("articles"), apps.get_app_config("entities")):
        for model in config.get_models():
            model.objects.all()._raw_delete("default")
    assert not any(counts().values())
    call_command("loaddata", *FILES, verbosity=0)
    assert counts() == before
    assert not list(problems())


def test_every_published_fact_has_its_passage():
    out = StringIO()
    call_command("check_evidence", stdout=out, stderr=out)
    assert "Every published fact has its passage." in out.getvalue()


def test_no_quote_is_longer_than_eight_words():
    for model in CITATIONS:
        for quote in model.objects.exclude(quote="").values_list("quote", flat=True):
            assert len(quote.split()) <= 8, quote


def test_what_is_background_does_not_crowd_the_front_page(client):
    front = get(client, "/")
    for article in Article.objects.filter(relevance="background"):
        assert article.get_absolute_url() not in front


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_pages_stand_and_their_links_lead_somewhere(client, model):
    """Ids stand once; each link to a page of ours is to one that there is. Each sixth page."""
    there = {r.get_absolute_url() for kind in PAGES for r in kind.objects.published()}
    records = list(model.objects.published())
    assert records
    for record in records if len(records) < 12 else records[::6]:
        html = get(client, record.get_absolute_url())
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert len(ids) == len(set(ids)), record
        linked = set(re.findall(r'href="(/(?!static|admin)\w+/[\w-]+/)', html))
        assert linked <= there, (record, linked - there)


def test_every_citation_leads_to_its_words(client):
    pages = {a.pk: get(client, a.get_absolute_url()) for a in Article.objects.published()}
    for model in CITATIONS:
        public = model._meta.get_field(model.fact_field).related_model.objects.published()
        cited = model.objects.public().filter(**{f"{model.fact_field}__in": public})
        assert cited
        for citation in cited:
            html = pages[citation.paragraph.article_id]
            assert f'id="{citation.anchor}"' in html, citation
