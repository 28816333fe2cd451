"""The fixtures' YAML, as it is written and as it is read."""

from decimal import Decimal

import pytest
import yaml
from django.core import serializers

from entities.models import Figure, TargetParty
from tests.factories import make_company, make_figure, make_target
from vjtech.core.yaml import UniqueKeyLoader

pytestmark = pytest.mark.django_db

OPTIONS = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}


def dump(*rows):
    return serializers.serialize("yaml", rows, **OPTIONS)


def read(text):
    return yaml.load(text, Loader=UniqueKeyLoader)


def test_a_record_is_its_key_and_what_is_not_at_its_default():
    parent = make_company("Alpha")
    company = make_company("Công ty “Đ”", parent=parent, country="VN", slug="d")
    assert dump(company) == (
        "- model: entities.company\n"
        "  fields:\n"
        "    slug: d\n"
        "    state: published\n"
        "    name: Công ty “Đ”\n"
        "    country: VN\n"
        "    parent: [alpha]\n"
    )


def test_records_stand_a_blank_line_apart_and_made_up_columns_stay_out():
    text = dump(make_company("Alpha"), make_company("Beta"))
    assert text.count("\n\n- model:") == 1
    for column in ("id:", "pk:", "created", "updated", "version", "sort_key"):
        assert column not in text


def test_part_of_a_key_is_written_even_where_it_is_a_default():
    target = make_target("revenue", companies=[make_company("Alpha")])
    assert read(dump(target.parties.get())) == [
        {"model": "entities.targetparty", "fields": {"target": ["revenue"], "company": ["alpha"]}}
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("5000", "5000"),
        ("250000000.000000", "250000000"),
        ("12.50", "'12.5'"),
        ("-0.000001", "'-0.000001'"),
        ("100", "100"),
    ],
)
def test_decimals_are_written_without_a_float_s_doubts(value, written):
    figure = make_figure(value=Decimal(value))
    assert f"    value: {written}\n" in dump(Figure.objects.get(pk=figure.pk))


def test_long_text_is_folded_and_read_back_as_one_line():
    words = " ".join(f"word{i}" for i in range(60))
    text = dump(make_company("Alpha", summary=words))
    assert max(map(len, text.splitlines())) < 110
    assert read(text)[0]["fields"]["summary"] == words


@pytest.mark.parametrize(
    "words",
    ["yes", "2025-04-28", "1e3", "null", "a: b", "- c", "“quoted” 'twice'", "日本\u3000東京", "#1"],
)
def test_any_words_come_back_as_the_same_words(words):
    record = read(dump(make_company(words, slug="x")))[0]
    assert record["fields"]["name"] == words
    (loaded,) = serializers.deserialize("yaml", dump(make_company(words, slug="y")))
    assert loaded.object.name == words


def test_a_date_is_read_as_words_possible_or_not():
    assert read("a: 2025-04-28\nb: 2025-02-30\nc: 2025\nd: true") == {
        **{"a": "2025-04-28", "b": "2025-02-30"},
        **{"c": 2025, "d": True},
    }


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 1", "x: {a: 1, a: 2}", "- {'a': 1, a: 1}"])
def test_a_key_that_stands_twice_in_a_mapping_is_refused(text):
    with pytest.raises(yaml.YAMLError, match="“a” stands twice"):
        read(text)


@pytest.mark.parametrize("text", ["? [a]\n: 1", "5: x", "true: x"])
def test_a_key_that_is_no_word_is_refused(text):
    with pytest.raises(yaml.YAMLError, match="is not a word"):
        read(text)


def test_the_file_of_a_kind_reads_back_to_the_same_file():
    target = make_target("revenue", companies=[make_company("Alpha"), make_company("Beta")])
    text = dump(*TargetParty.objects.all())
    target.parties.all().delete()
    for loaded in serializers.deserialize("yaml", text, use_natural_foreign_keys=True):
        loaded.save()
    assert dump(*TargetParty.objects.all()) == text
