"""Texts of strangers, cleaned."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.lib.cleaning import clean, web_link


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  plain  ", "plain"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("line\u2028separator", "line separator"),
        ("half a pair \ud83d.", "half a pair ."),
        ("é 統計 🚲", "é 統計 🚲"),
        ("=cmd()", "=cmd()"),
    ],
)
def test_texts_lose_what_no_page_can_show(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def test_line_breaks_stay_only_where_they_are_wanted() -> None:
    assert clean("one\r\ntwo") == "one two"
    assert clean("one\r\ntwo", lines=True) == "one\ntwo"


@given(some.text())
def test_a_clean_text_stays_as_it_is_and_fits_every_database(text: str) -> None:
    found = clean(text)
    assert clean(found) == found
    assert "\x00" not in found
    found.encode()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "natural earth", "http:/one.slash", "ftp://a", "//a", "http://["],
)
def test_only_a_whole_web_address_becomes_a_link(address: str) -> None:
    assert web_link(address) == ""
    assert web_link("https://a.example/b") == "https://a.example/b"
