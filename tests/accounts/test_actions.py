"""A link is good for one purpose, until its day, and cannot be made by others."""

from datetime import timedelta

import pytest

from beffroi.accounts import actions
from beffroi.accounts.actions import HARVEST, QUESTION, admit, invite
from tests.makers import NOON

LATER = NOON + timedelta(days=7)


def test_a_link_admits_until_its_day() -> None:
    key = invite(HARVEST, "ign", until=LATER)
    found = admit(HARVEST, key, at=LATER - timedelta(seconds=1))
    assert found is not None
    assert (found.about, found.until) == ("ign", LATER)
    assert admit(HARVEST, key, at=LATER) is None


def test_a_link_is_for_its_purpose_alone() -> None:
    key = invite(HARVEST, "ign", until=LATER)
    assert admit(QUESTION, key, at=NOON) is None


@pytest.mark.parametrize("change", [str.upper, lambda key: key[:-1], lambda key: "x" + key])
def test_a_link_that_was_changed_admits_nobody(change: object) -> None:
    key = invite(HARVEST, "ign", until=LATER)
    assert admit(HARVEST, change(key), at=NOON) is None  # type: ignore[operator]


@pytest.mark.parametrize("key", ["", "nonsense", "a:b:c", "\x00", "x" * 10_000])
def test_nonsense_admits_nobody(key: str) -> None:
    assert admit(HARVEST, key, at=NOON) is None


def test_a_link_of_another_instance_admits_nobody(settings: pytest.FixtureRequest) -> None:
    key = invite(HARVEST, "ign", until=LATER)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # noqa: S105
    assert admit(HARVEST, key, at=NOON) is None


def test_a_link_is_an_address_of_this_site() -> None:
    found = actions.harvest_link("ign", until=LATER)
    assert found.startswith("http://localhost:8000/en/harvests/new/?key=")
    found = actions.question_link("q", until=LATER)
    assert found.startswith("http://localhost:8000/en/questions/q/?key=")
