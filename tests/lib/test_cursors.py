"""Cursors of lists."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib import cursors
from beffroi.lib.errors import ShownError

SECRET = b"secret"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.mark.slow
@given(TEXTS, TEXTS)
def test_a_cursor_gives_back_its_place_to_its_own_question(place: str, question: str) -> None:
    cursor = cursors.write(place, question=question, secret=SECRET)
    assert cursors.read(cursor, question=question, secret=SECRET) == place
    assert set(cursor) <= set("-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.mark.parametrize(
    ("question", "secret"), [("organisations", SECRET), ("repositories", b"other")]
)
def test_a_cursor_is_refused_by_another_list_and_another_instance(
    question: str, secret: bytes
) -> None:
    cursor = cursors.write("place", question="repositories", secret=SECRET)
    with pytest.raises(ShownError) as refused:
        cursors.read(cursor, question=question, secret=secret)
    assert (refused.value.code, refused.value.status) == ("bad-cursor", 400)


@pytest.mark.slow
@given(st.one_of(TEXTS, st.binary(max_size=60).map(lambda raw: base64.b64encode(raw).decode())))
def test_what_nobody_sealed_is_refused(cursor: str) -> None:
    if cursor:
        with pytest.raises(ShownError):
            cursors.read(cursor, question="repositories", secret=SECRET)


def test_an_endless_cursor_is_refused() -> None:
    cursor = cursors.write("x" * 1000, question="q", secret=SECRET)
    with pytest.raises(ShownError):
        cursors.read(cursor, question="q", secret=SECRET)


def test_no_cursor_is_the_first_place() -> None:
    assert cursors.read("", question="q", secret=SECRET) == ""


@pytest.mark.parametrize(
    ("value", "cursor"),
    [
        ("abc", "abc"),
        ("https://x.example/api/v1/repositories?size=2&cursor=abc", "abc"),
        ("/api?cursor=", ""),
        ("http://[?cursor=abc", "http://[?cursor=abc"),
    ],
)
def test_the_address_of_a_next_page_is_good_as_a_cursor(value: str, cursor: str) -> None:
    assert cursors.out_of(value) == cursor
