"""The vitality index, against the oracle of the Italian crawler."""

import json
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.vitality import DATA, Counts, silent, span, vitality

ORACLE = "data/catalogue/oracles/vitality-cases.json"


def days_of(case: dict[str, Any]) -> list[Counts]:
    """Return the days of a case, written out or all the same."""
    days = case["days"]
    if isinstance(days, dict):
        days = [days["same_every_day"]] * days["count"]
    return [(day["authors"], day["commits_and_merges"], day["tags"]) for day in days]


def test_every_case_of_the_oracle_gives_its_index(shared: Path) -> None:
    cases = json.loads((shared / ORACLE).read_text())["cases"]
    found = {case["note"]: vitality(case["longevity_days"], days_of(case)) for case in cases}
    assert found == {case["note"]: case["expected"] for case in cases}
    assert len(cases) == 14


@pytest.mark.parametrize(("longevity", "index"), [(100, 46), (400, 56), (800, 61)])
def test_silence_has_a_number_too(longevity: int, index: int) -> None:
    assert silent(longevity) == index


def test_nothing_is_known_without_a_day() -> None:
    assert vitality(100, []) is None


def test_sixty_days_count_and_the_table_names_its_source() -> None:
    assert span() == 60
    assert "publiccode-crawler" in DATA.read_text()
