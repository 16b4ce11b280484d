"""What a forge tells."""

import pickle

from beffroi.forges.shapes import Failure, ForgeRepository, Reading

ONE = ForgeRepository(forge_id=None, full_name="a/b", name="b", url="u", clone_url="c")


def test_what_is_not_said_is_unknown_and_not_no() -> None:
    flags = (ONE.is_fork, ONE.is_archived, ONE.is_template, ONE.is_mirror, ONE.is_empty)
    counts = (ONE.stars, ONE.forks, ONE.watchers, ONE.open_issues)
    assert {*flags, *counts, ONE.licence_raw, ONE.default_branch, ONE.pushed_at} == {None}


def test_a_reading_is_incomplete_until_somebody_says_otherwise() -> None:
    assert not Reading().is_complete


def test_readings_travel_between_processes() -> None:
    reading = Reading((ONE,), ("v",), (Failure("w", "timeout", "Late."),), is_complete=True)
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301
