"""Versions within ranges of OSV."""

import pytest

from beffroi.policy.check.components.bounds import is_within, key_of

TWO = [{"introduced": "0"}, {"fixed": "1.2.0"}, {"introduced": "2.0.0"}, {"last_affected": "2.1.0"}]


@pytest.mark.parametrize(
    ("version", "inside"),
    [
        ("0.1", True), ("1.2.0-rc.1", True), ("1.2.0", False), ("v1.3.0", False),
        ("2.0", True), ("2.1.0", True), ("2.1.1", False), ("2024a-x y", True),
    ],
)  # fmt: skip
def test_events_open_and_close_ranges(version: str, inside: bool) -> None:  # noqa: FBT001
    assert is_within(version, {"ranges": [{"type": "SEMVER", "events": TWO}]}) is inside


def test_a_listed_version_is_in_whatever_the_ranges_say() -> None:
    affected = {"versions": ["1.0.post1"], "ranges": [{"events": [{"introduced": "5"}]}]}
    assert is_within("1.0.post1", affected)
    assert not is_within("1.0.post2", affected)
    assert is_within("5.1", affected)


def test_without_list_and_ranges_every_version_is_in() -> None:
    assert is_within("1", {})
    assert is_within("1", {"ranges": [{"type": "GIT", "events": []}]})
    assert not is_within("1", {"versions": ["2"]})


def test_an_end_that_cannot_be_compared_counts_as_in() -> None:
    assert is_within("1", {"ranges": [{"events": [{"introduced": "0"}, {"fixed": "strange one"}]}]})


def test_versions_are_ordered_as_semver_orders_them() -> None:
    ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
               "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0"]  # fmt: skip
    keys = [key_of(one) for one in ordered]
    assert keys == sorted(keys)  # type: ignore[type-var]
    assert key_of("1.0") == key_of("1.0.0+build")
