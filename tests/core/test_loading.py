"""Loading fixtures: all or nothing, and refusals that name file, record and reason."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from reversion.models import Revision, Version

from articles.models import Article, EventCitation, Paragraph
from entities.models import Company, CompanyAlias, Event, Place

pytestmark = pytest.mark.django_db

COMPANY = """
- model: entities.company
  fields: {slug: alpha, state: published, name: Alpha, country: VN}
"""
ALIAS = """
- model: entities.companyalias
  fields: {owner: [alpha], text: AL, kind: short}
"""
EVENT = """
- model: entities.event
  fields: {slug: forum, state: published, title: Forum, date: '2025?', date_reason: The year.}
"""
ARTICLE = """
- model: articles.article
  fields: {slug: news, state: published, title: News, published: 2025-05}
"""
PARAGRAPHS = """
- model: articles.paragraph
  fields: {article: [news], number: 0, text: News}

- model: articles.paragraph
  fields: {article: [news], number: 1, text: The forum was held in Hanoi.}
"""
CITATION = """
- model: articles.eventcitation
  fields: {paragraph: [news, 1], event: [forum], words: The forum was held}
"""
GOOD = {
    "1_companies.yaml": COMPANY,
    "2_aliases.yaml": ALIAS,
    "3_events.yaml": EVENT,
    "4_articles.yaml": ARTICLE + PARAGRAPHS,
    "5_citations.yaml": CITATION,
}
MODELS = (Company, CompanyAlias, Event, Article, Paragraph, EventCitation)


@pytest.fixture
def load(tmp_path):
    """Load GOOD with some files replaced; `load.said` is what came of it, in words."""

    def load(**changed):
        texts = GOOD | {f"{name.strip('_')}.yaml": text for name, text in changed.items()}
        for name, text in texts.items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        out = StringIO()
        try:
            call_command("load", tmp_path, stdout=out, stderr=out)
        finally:
            load.said = out.getvalue()

    return load


def counts():
    return [model.objects.count() for model in MODELS]


def test_a_folder_is_loaded_in_the_order_of_what_refers_to_what(load, tmp_path):
    reversed_names = dict(zip(sorted(GOOD, reverse=True), GOOD.values(), strict=True))
    for name, text in reversed_names.items():
        (tmp_path / f"r{name}").write_text(text)
    out = StringIO()
    call_command("load", tmp_path, stdout=out)
    assert counts() == [1, 1, 1, 1, 2, 1]
    assert "7 new, 0 changed, 0 unchanged" in out.getvalue()


def history():
    """Return (name, why) of each version, the first one first."""
    found = Version.objects.order_by("pk").select_related("revision")
    return [(each.object_repr, each.revision.comment) for each in found]


def test_loading_is_recorded_under_the_name_of_the_file(load):
    load()
    assert sorted(history()) == [
        ("Alpha", "Loaded from 1_companies.yaml."),
        ("Forum", "Loaded from 3_events.yaml."),
        ("News", "Loaded from 4_articles.yaml."),
    ]
    assert not Revision.objects.filter(user__isnull=False).exists()
    load()
    assert len(history()) == 3
    load(_2_aliases=ALIAS.replace("kind: short", "kind: short, language: en"))
    assert history()[3:] == [("Alpha", "Loaded from 2_aliases.yaml.")]


def test_a_load_that_is_refused_leaves_no_history(load):
    with pytest.raises(CommandError):
        load(_5_citations=CITATION.replace("was held", "took place"))
    assert not Revision.objects.exists()


BROKEN = {
    "a reference that leads nowhere": (
        {"_2_aliases": ALIAS.replace("[alpha]", "[omega]")},
        ("2_aliases.yaml", "entities.companyalias omega / AL / short", "owner", "“omega”"),
    ),
    "a reference that is no list of values": (
        {"_2_aliases": ALIAS.replace("[alpha]", "{a: 1}")},
        ("2_aliases.yaml", "AL", "plain values"),
    ),
    "a reference of the wrong length": (
        {"_5_citations": CITATION.replace("[news, 1]", "[news]")},
        ("5_citations.yaml", "articles.eventcitation news / forum", "paragraph"),
    ),
    "words that the passage does not hold": (
        {"_5_citations": CITATION.replace("was held", "took place")},
        ("5_citations.yaml", "news / 1 / forum", "words: These words are not in paragraph 1"),
    ),
    "a key that stands twice in a file": (
        {"_1_companies": COMPANY + COMPANY.replace("Alpha", "Other")},
        ("1_companies.yaml", "entities.company alpha", "stands twice (also in 1_companies.yaml)"),
    ),
    "a key that stands twice in two files": (
        {"_6_more": COMPANY},
        ("6_more.yaml", "entities.company alpha", "stands twice (also in 1_companies.yaml)"),
    ),
    "a mapping that names a field twice": (
        {"_1_companies": COMPANY.replace("country: VN", "name: Beta")},
        ("1_companies.yaml", "“name” stands twice"),
    ),
    "an unknown model": (
        {"_1_companies": COMPANY.replace("entities.company", "entities.firm")},
        ("1_companies.yaml", "record 1", "no model “entities.firm”"),
    ),
    "a model of another app": (
        {"_1_companies": "- model: auth.user\n  fields: {username: eve}\n"},
        ("1_companies.yaml", "record 1", "“auth.user” is not loaded"),
    ),
    "an unknown field": (
        {"_1_companies": COMPANY.replace("country", "land")},
        ("1_companies.yaml", "record 1", "no field “land”"),
    ),
    "a field that is made up, not loaded": (
        {"_1_companies": COMPANY.replace("country: VN", "version: 9")},
        ("1_companies.yaml", "record 1", "“version” is not loaded"),
    ),
    "a reverse relation": (
        {"_1_companies": COMPANY.replace("country: VN", "aliases: []")},
        ("1_companies.yaml", "record 1", "“aliases” is not loaded"),
    ),
    "a primary key": (
        {"_1_companies": COMPANY.replace("  fields", "  pk: 1\n  fields")},
        ("1_companies.yaml", "record 1", "a model and its fields, and nothing else"),
    ),
    "fields that are no mapping": (
        {"_1_companies": "- model: entities.company\n  fields: [slug]\n"},
        ("1_companies.yaml", "record 1", "not a mapping"),
    ),
    "a record without a slug": (
        {"_1_companies": COMPANY + COMPANY.replace("slug: alpha, ", "")},
        ("1_companies.yaml", "record 2", "no slug"),
    ),
    "a day that no calendar has": (
        {"_3_events": EVENT.replace("'2025?'", "2025-02-30")},
        ("3_events.yaml", "entities.event forum", "date: “2025-02-30” is not a day"),
    ),
    "an inferred date without its reason": (
        {"_3_events": EVENT.replace(", date_reason: The year.", "")},
        ("3_events.yaml", "entities.event forum", "date_reason: A part of the date is inferred"),
    ),
    "a choice that is none": (
        {"_3_events": EVENT.replace("title", "kind: party, title")},
        ("3_events.yaml", "entities.event forum", "kind: ", "'party' is not a valid choice"),
    ),
    "a number that is none": (
        {"_4_articles": ARTICLE + PARAGRAPHS.replace("number: 1", "number: one")},
        ("4_articles.yaml", "articles.paragraph news / one", "number"),
    ),
    "a file that is no list": (
        {"_1_companies": "model: entities.company\n"},
        ("1_companies.yaml", "is not a list of records"),
    ),
    "a file that is no YAML": (
        {"_1_companies": "- [unclosed"},
        ("1_companies.yaml", "cannot be read"),
    ),
    "a file that is no text": (
        {"_1_companies": b"- model: \xff\xfe"},
        ("1_companies.yaml", "cannot be read"),
    ),
    "a published fact that nothing is cited for": (
        {"_5_citations": ""},
        ("3_events.yaml", "entities.event forum", "no passage is cited"),
    ),
    "a headline that is not the title": (
        {"_4_articles": ARTICLE + PARAGRAPHS.replace("text: News", "text: Olds")},
        ("4_articles.yaml", "articles.paragraph news / 0", "it repeats the title"),
    ),
}


@pytest.mark.parametrize(("changed", "told"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_refused_with_file_record_and_reason(load, changed, told):
    with pytest.raises(CommandError, match="nothing was loaded"):
        load(**changed)
    assert counts() == [0] * len(MODELS)
    assert any(all(part in line for part in told) for line in load.said.splitlines()), load.said


def test_what_depends_on_a_broken_record_is_not_told_as_well(load):
    with pytest.raises(CommandError, match="1 problem"):
        load(_1_companies=COMPANY.replace("VN", "XX"))
    assert "“XX” is not a country code" in load.said


def test_a_folder_without_fixtures_is_refused(tmp_path):
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load", tmp_path, stderr=StringIO())


def test_a_failed_load_leaves_what_was_there(load):
    load()
    with pytest.raises(CommandError):
        load(_1_companies=COMPANY.replace("name: Alpha", "name: Beta"), _5_citations="- [")
    assert Company.objects.get().name == "Alpha"


def whole():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_loading_again_changes_nothing(load):
    load()
    before = whole()
    load()
    assert "0 new, 0 changed, 7 unchanged" in load.said
    assert whole() == before


def test_a_changed_file_changes_what_differs_and_nothing_else(load):
    load()
    before = Company.objects.get()
    others = whole()[1:]
    load(_1_companies=COMPANY.replace("country: VN", "country: JP, summary: New."))
    after = Company.objects.get()
    assert "0 new, 1 changed, 6 unchanged" in load.said
    assert (after.pk, after.created, after.version) == (before.pk, before.created, 2)
    assert (after.country, after.summary) == ("JP", "New.")
    assert after.updated > before.updated
    assert whole()[1:] == others


def test_a_field_taken_out_of_the_file_goes_back_to_its_default(load):
    load()
    load(_1_companies=COMPANY.replace("state: published, ", "").replace(", country: VN", ""))
    assert Company.objects.values_list("state", "country", "version").get() == ("draft", "", 2)


def test_an_edit_in_between_is_overwritten_and_its_version_still_grows(load):
    load()
    company = Company.objects.get()
    company.name = "Edited"
    company.save()
    load()
    assert Company.objects.values_list("name", "version").get() == ("Alpha", 3)


def test_parents_may_stand_in_the_same_file_before_their_children(load):
    place = "\n- model: entities.place\n  fields: {{slug: {0}, name: {0}, kind: city{1}}}\n"
    up, down = place.format("up", ""), place.format("down", ", parent: [up]")
    load(_6_places=up + down)
    assert Place.objects.get(slug="down").parent.slug == "up"
    with pytest.raises(CommandError):
        load(_6_places=place.format("low", ", parent: [top]") + place.format("top", ""))
