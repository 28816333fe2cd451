import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.addresses import LONGEST_KEY, address_key, canonical_address

PLAIN = "https://post.example/trade/cranes"


@pytest.mark.parametrize(
    "address",
    [
        "http://post.example/trade/cranes",
        "HTTPS://WWW.Post.Example/trade/cranes/",
        "https://post.example:443/trade/cranes#comments",
        "http://post.example:80/trade/cranes?",
        "https://m.post.example/trade/cranes?utm_source=x&utm_medium=y&fbclid=1&gclid=2",
        "https://amp.post.example/trade/cranes",
        "https://post.example/trade/cranes/amp/",
        "https://post.example/trade/cranes?amp=1",
        "https://post.example/trade/%63ranes",
        "https://post.example./trade/cranes/index.html",
        "https://editor:secret@post.example/trade/cranes",
        "https://post.example/trade/cranes;jsessionid=A1B2",
        "  https://post.example/trade/\ncranes ",
        "https://www.google.com/amp/s/post.example/trade/cranes/amp/",
        "https://post-example.cdn.ampproject.org/c/s/post.example/trade/cranes",
    ],
)
def test_one_article_has_one_address(address):
    assert canonical_address(address) == canonical_address(PLAIN) == "post.example/trade/cranes"


@pytest.mark.parametrize(
    "address",
    [
        "https://post.example/trade/Cranes",
        "https://post.example/trade/cranes-2",
        "https://post.example/trade/cranes?id=2",
        "https://post.example:8080/trade/cranes",
        "https://vn.post.example/trade/cranes",
        "https://post.example/trade/cranes/amplifier",
        "https://post.example/trade/cranes-amp",
        "https://post.example/amp",
        "https://post.example/trade/cranes%2F2",
    ],
)
def test_other_articles_have_others(address):
    assert canonical_address(address) not in ("", canonical_address(PLAIN))


def test_a_query_that_tells_the_article_stays_in_one_order():
    one = canonical_address("https://post.example/?id=7&lang=vi&utm_campaign=z")
    assert one == canonical_address("http://www.post.example/?lang=vi&id=7")
    assert one == "post.example?id=7&lang=vi"


def test_letters_are_the_same_escaped_or_not_composed_or_not():
    assert len({canonical_address(f"https://{host}/{path}") for host, path in (
        ("báo.example", "việt"), ("BÁO.example", "vie\u0323\u0302t"),
        ("xn--bo-mia.example", "vi%e1%bb%87t"), ("báo.example", "vi%E1%BB%87t/"),
    )}) == 1  # fmt: skip


def test_a_domain_that_is_only_called_so_keeps_its_name():
    assert canonical_address("https://www.vn/") == "www.vn"
    assert canonical_address("https://m.example/") == "m.example"


def test_what_is_no_web_address_has_none():
    for text in (
        "", "post.example/x", "javascript:alert(1)", "ftp://post.example/", "http://",
        "http://[::1", "https://post.example:99999/", "mailto:a@post.example",
    ):  # fmt: skip
        assert canonical_address(text) == ""


def test_long_addresses_keep_different_keys():
    keys = {address_key(f"{PLAIN}/{'x' * 400}{end}") for end in "ab"}
    assert len(keys) == 2
    assert {len(key) for key in keys} == {LONGEST_KEY}


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_address_raises_and_the_canonical_one_is_its_own(host, path):
    address = canonical_address(f"https://{host}/{path}")
    assert address.isascii() and " " not in address
    assert canonical_address(f"https://{address}") in (address, "")
