"""When a look is due, and what a list may not overwrite."""

from typing import Any

import pytest

from beffroi.repositories.actions.wishes import stronger, wants_look
from beffroi.repositories.models import Repository
from tests.makers import NOON

SAID = {"by": "look", "at": "2026-05-04T12:00:00Z"}


@pytest.mark.parametrize(
    ("facts", "changed", "is_wanted"),
    [
        ({"head": ""}, set(), False),
        ({"head": "old"}, {"stars", "description"}, False),
        ({"head": "new"}, set(), True),
        ({"head": ""}, {"pushed_at"}, True),
        ({}, {"last_activity_at"}, True),
        ({}, {"is_fork"}, True),
    ],
)
def test_a_look_is_due_when_the_repository_moved(
    facts: dict[str, Any], changed: set[str], *, is_wanted: bool
) -> None:
    assert wants_look(Repository(head="old"), facts, changed) is is_wanted


@pytest.mark.parametrize(
    ("known", "by", "listed", "kept"),
    [
        ("EUPL-1.2", "publiccode", "MIT", None),
        ("other", "publiccode", "MIT", None),
        ("MIT", "look", "other", None),
        ("MIT", "look", "", None),
        ("MIT", "look", "ISC", "ISC"),
        ("other", "look", "MIT", "MIT"),
        ("MIT", "harvest", "", ""),
        ("", "look", "other", "other"),
    ],
)
def test_the_stronger_word_on_a_licence_stands(
    known: str, by: str, listed: str, kept: str | None
) -> None:
    row = Repository(licence=known, sources={"licence": {**SAID, "by": by}})
    found = stronger(row, {"licence": listed, "licence_raw": listed, "name": "a"})
    assert found == {"licence": kept, "licence_raw": kept, "name": "a"}


def test_a_list_that_says_nothing_takes_nothing_away_that_a_look_found() -> None:
    row = Repository(forge_id="1", looked_at=NOON)
    assert stronger(row, {"files": {}, "description": ""}) == {"files": None, "description": ""}
    assert stronger(Repository(looked_at=NOON), {"description": ""}) == {"description": None}
    assert stronger(Repository(), {"files": {}}) == {"files": {}}
