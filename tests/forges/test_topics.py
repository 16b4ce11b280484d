"""Topics in one form for filters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges.topics import MAX_LENGTH, normal_form


@pytest.mark.parametrize(
    ("topic", "form"),
    [
        ("Machine Learning", "machine-learning"),
        ("open_data", "open-data"),
        ("open _ data", "open-data"),
        ("  Éducation  nationale ", "éducation-nationale"),
        ("C++", "c++"),
        ("C#", "c#"),
        (".NET", "net"),
        ("Node.js", "node.js"),
        ("ｆｕｌｌ", "full"),
        ("a\u00a0b", "a-b"),
        ("<script>", "script"),
        ("مدينة", "مدينة"),
        ("---", ""),
        ("", ""),
        (2021, "2021"),
        (None, "none"),
    ],
)
def test_words_are_joined_by_hyphens_in_lower_case(topic: object, form: str) -> None:
    assert normal_form(topic) == form


def test_a_long_topic_is_cut_and_ends_in_a_word() -> None:
    assert normal_form("a" * (MAX_LENGTH - 1) + "-b") == "a" * (MAX_LENGTH - 1)
    assert normal_form("x" * 1_000_000) == "x" * MAX_LENGTH


@pytest.mark.slow
@given(st.text(max_size=100))
def test_a_form_is_its_own_form(topic: str) -> None:
    form = normal_form(topic)
    assert normal_form(form) == form
    assert len(form) <= MAX_LENGTH
