"""Reading one source: lines, names, needs."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.sources import (
    Source,
    is_name,
    is_version,
    linked,
    objects,
    rows,
    texts,
)
from tests.policy.check.components.making import make_component


def test_words_are_found_from_the_last_place_on() -> None:
    source = Source("a", "one\ntwo\none\n")
    assert [source.line_of(word) for word in ("one", "two", "one", "three", "one")] == [
        1, 2, 3, 3, 3,
    ]  # fmt: skip


def test_a_file_that_is_not_written_as_expected_is_not_searched_for_ever() -> None:
    source = Source("a", "x\n" * 10 + "late")
    for _ in range(101):
        source.line_of("absent")
    assert source.line_of("late") == 1


@pytest.mark.parametrize("name", ["", "a b", "a\n", "x" * 501, "/", "a\u202eb"])
def test_what_can_be_no_name_is_refused_with_its_line(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(UnreadableError) as refused:
        Source("a", "").component("npm", name, "1", 7)
    assert refused.value.line == 7


def test_a_version_is_short_and_printable_or_absent() -> None:
    assert [is_version(one) for one in ("", "1.0-é", "\x00", "1" * 501)] == [
        True,
        True,
        False,
        False,
    ]


def test_needs_are_the_components_of_that_name_and_never_itself() -> None:
    one, two, three = (make_component(f"npm/{name}") for name in ("a", "b", "b"))
    other = make_component("npm/b", "2.0")
    found = list(linked([(one, ["a", "b 2.0", "c"]), (two, []), (three, []), (other, ["b"])]))
    assert found[0].needs == ("pkg:npm/b@2.0",)
    assert found[3].needs == ("pkg:npm/b@1.0.0",)


def test_only_what_has_the_right_shape_is_taken_of_json() -> None:
    assert texts({"a": "x", "b": 1}) == {"a": "x"}
    assert objects({"a": {}, "b": 1}) == {"a": {}}
    assert rows([{}, 1]) == [{}]
    assert (texts([]), objects(None), rows({})) == ({}, {}, [])
