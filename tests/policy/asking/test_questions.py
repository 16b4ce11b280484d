"""The ten questions as data."""

import pytest

from beffroi.policy.asking.questions import LANGUAGES, LISTS, faults, fields, questions
from beffroi.policy.publiccode.fields import standard
from beffroi.policy.publiccode.paths import field_at, steps


def test_there_are_ten_questions_in_both_languages() -> None:
    assert len(questions()) == 10
    for question in questions():
        assert set(question.words) == set(LANGUAGES)
        assert all(question.words.values())


def test_every_field_has_words_in_both_languages_and_a_name_of_its_own() -> None:
    names = [one.id for one in fields()]
    assert len(names) == len(set(names))
    for one in fields():
        assert set(one.label) == set(LANGUAGES)
        assert set(one.help) in ({*LANGUAGES}, set())


@pytest.mark.parametrize("one", list(fields()), ids=lambda one: one.id)
def test_every_field_fills_a_key_of_the_standard(one: object) -> None:
    key = one.key_in("fr")  # type: ignore[attr-defined]
    assert field_at(steps(key)) is not None


def test_choices_are_those_of_the_standard() -> None:
    found = {one.id: tuple(one.choices) for one in fields() if one.choices}
    for name, choices in (
        ("type", "softwareType"), ("status", "developmentStatus"), ("maintenance", "maintenance"),
    ):  # fmt: skip
        assert set(found[name]) == set(standard().choices[choices])
    assert found["ready"] == ("true", "false")


def test_kinds_that_are_lists_say_so() -> None:
    assert {one.kind for one in fields() if one.is_list} == LISTS


def test_what_is_said_at_a_field_is_said_in_both_languages() -> None:
    assert all(set(words) == set(LANGUAGES) for words in faults().values())
