"""Other spellings of a name that was typed: which words are one, and what is found for it."""

import pytest

from vjtech.core.search.equivalents import expanded
from vjtech.core.search.query import parse
from vjtech.core.search.spellings import stands_for

DA_NANG = ["Da Nang", "Danang", "Đà Nẵng", "ダナン"]
VIETNAM = ["Vietnam", "Viet Nam", "ベトナム"]
VJU = ["Vietnam Japan University", "日越大学", "VJU"]
NAMES = {
    **dict.fromkeys(("da nang", "danang", "ダナン"), DA_NANG),
    **dict.fromkeys(("vietnam", "viet nam", "ベトナム"), VIETNAM),
    **dict.fromkeys(("vietnam japan university", "日越大学", "vju"), VJU),
    "japan": ["Japan", "日本"],
    "government": ["Government", "Government of Japan"],
}


def look_up(keys):
    return {key: NAMES[key] for key in keys if key in NAMES}


def shown(term):
    """Return a term in one line: all of (parts), or any of what follows."""
    own = (
        " ".join(term.phrase.tokens) + "*" * term.phrase.prefix
        if term.phrase
        else f"({' & '.join(shown(part) for part in term.parts)})"
    )
    text = " | ".join([own, *(" ".join(phrase.tokens) for phrase in term.others)])
    return f"-[{text}]" if term.minus else f"[{text}]" if term.others else text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tokyo", "tokyo"),
        ("Danang", "[danang | da nang | ダナ ナン]"),
        ("Đà Nẵng", "[(da & nang) | danang | ダナ ナン]"),
        ("ダナン port", "[ダナ ナン | da nang | danang] port"),
        ("port of da nang 2024", "port of [(da & nang) | danang | ダナ ナン] 2024"),
        ('"Da Nang"', "da nang"),
        ('da "nang"', "da nang"),
        ("nang da", "nang da"),
        ("-danang x", "-[danang | da nang | ダナ ナン] x"),
        ("x -da nang", "x -[da] nang"),
        ("danang*", "[danang* | da nang | ダナ ナン]"),
        ("vietnam", "[vietnam | viet nam | ベト トナ ナム]"),
        ("government", "government"),
        (
            "vietnam japan",
            "[vietnam | viet nam | ベト トナ ナム] [japan | 日本]",
        ),
        (
            "vietnam japan university",
            "[([vietnam | viet nam | ベト トナ ナム] & [japan | 日本] & university)"
            " | 日越 越大 大学 | vju]",
        ),
    ],
)
def test_words_that_are_a_name_find_its_other_names(words, expected):
    assert " ".join(shown(term) for term in expanded(parse(words), look_up).terms) == expected


def test_accents_typed_in_a_name_still_rank():
    assert expanded(parse("cảng Đà Nẵng"), look_up).exact == ("cảng", "đà", "nẵng")


def test_every_stretch_of_words_is_looked_up_once_and_at_most_so_long():
    asked = []
    expanded(parse(" ".join(f"w{i}" for i in range(20))), lambda keys: asked.extend(keys) or {})
    assert len(asked) == len(set(asked)) <= 16 * 8
    assert max(len(key.split()) for key in asked) == 8


def test_without_words_nothing_is_looked_up():
    for words in ("", '"in quotes"', "-"):
        assert expanded(parse(words), lambda keys: pytest.fail("asked")) == parse(words)


def test_a_name_with_very_many_spellings_adds_a_bounded_number():
    (term,) = expanded(parse("x"), lambda keys: {"x": [f"name {i}" for i in range(99)]}).terms
    assert len(term.others) == 24


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("JETRO", True),
        ("経団連", True),
        ("CMC ATI", True),
        ("US", False),
        ("日越", False),
        ("Party", False),
        ("prime minister", False),
    ],
)
def test_a_short_form_stands_for_its_owner_where_it_can_hardly_be_another_word(name, stands):
    assert stands_for(name, "short", True) is stands
    assert not stands_for(name, "short", False)  # a person's bare given name
    assert stands_for(name, "native", False)
