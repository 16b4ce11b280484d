"""How a row takes new facts."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from beffroi.organisations.actions.changes import as_json, is_manual, mark, take
from tests.makers import NOON


@dataclass
class Thing:
    """A row with provenance."""

    name: str = ""
    count: int | None = None
    sources: dict[str, Any] = field(default_factory=dict)


def by(source: str) -> dict[str, str]:
    return {"by": source, "at": "2026-05-04T12:00:00Z"}


def test_a_fact_is_taken_with_its_source() -> None:
    thing = Thing()
    assert take(thing, {"name": "A"}, source="list", at=NOON) == {"name": ("", "A")}
    assert (thing.name, thing.sources) == ("A", {"*": by("list")})


def test_a_second_source_marks_what_it_changed_alone() -> None:
    thing = Thing("A", 1, {"*": by("list")})
    take(thing, {"name": "A", "count": 2}, source="forge", at=NOON)
    assert thing.sources == {"*": by("list"), "count": by("forge")}


def test_the_same_facts_again_are_no_change() -> None:
    thing = Thing("A", 1, {"*": by("list")})
    assert take(thing, {"name": "A", "count": 1}, source="forge", at=NOON) == {}
    assert thing.sources == {"*": by("list")}


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_overwrites_nothing(nothing: str | None) -> None:
    thing = Thing("A", 1, {"*": by("list")})
    assert take(thing, {"name": nothing, "count": None}, source="forge", at=NOON) == {}


def test_a_source_may_take_back_what_it_gave() -> None:
    thing = Thing("A", 1, {"*": by("list")})
    assert take(thing, {"name": ""}, source="list", at=NOON) == {"name": ("A", "")}


def test_zero_and_no_are_facts() -> None:
    thing = Thing("A", 1, {"*": by("list")})
    assert take(thing, {"count": 0}, source="forge", at=NOON) == {"count": (1, 0)}


def test_what_a_person_set_stays() -> None:
    thing = Thing("A", 1, {"*": by("list"), "name": by("manual:anne")})
    assert take(thing, {"name": "B", "count": 2}, source="forge", at=NOON) == {"count": (1, 2)}
    assert is_manual(thing, "name")
    assert not is_manual(thing, "count")


def test_a_row_without_sources_belongs_to_the_first() -> None:
    thing = Thing()
    mark(thing, {}, source="list", at=NOON)
    assert thing.sources == {"*": by("list")}


def test_instants_and_days_are_kept_as_texts() -> None:
    assert as_json(datetime(2026, 5, 4, 12, tzinfo=UTC)) == "2026-05-04T12:00:00Z"
    assert as_json(date(2026, 5, 4)) == "2026-05-04"
    assert as_json(3) == 3
