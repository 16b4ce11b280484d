"""The French score, equal to the oracle where it is theirs, and said where it is ours."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy import catalogue_score
from beffroi.policy.catalogue_score import Facts, criteria, incumbent_score, points, score

PINNED = 28  # cases of the oracle; the number only rises
NOTHING_WRONG = Facts(has_description=True)
THREE = some.sampled_from((None, True, False))
COUNTS = some.none() | some.integers(0, 1000)
LICENCES = some.sampled_from(("", "other", "MIT", "CC-BY-NC-4.0", "LicenseRef-x", "{x}"))
FACTS = some.builds(
    Facts,
    licence=LICENCES,
    forks=COUNTS,
    subscribers=COUNTS,
    **{one.name: THREE for one in fields(Facts) if one.name.startswith(("has_", "is_"))},
)


def as_facts(given: Mapping[str, Any]) -> Facts:
    files = given.get("files", {})
    return Facts(
        has_licence_file="license" in files,
        has_publiccode="publiccode" in files,
        has_readme="readme" in files,
        has_contributing="contributing" in files,
        has_changelog="changelog" in files,
        has_description=bool(given.get("description")),
        is_template=given.get("template"),
        is_archived=given.get("archived"),
        is_fork=given.get("fork"),
        forks=given.get("forks_count"),
        subscribers=given.get("subscribers_count"),
    )


def oracle(shared: Path) -> list[dict[str, Any]]:
    file = shared / "data/catalogue/oracles/score-cases.json"
    cases: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    return cases


def test_the_score_of_the_french_export_equals_every_case_of_the_oracle(shared: Path) -> None:
    cases = oracle(shared)
    for case in cases:
        assert incumbent_score(as_facts(case["input"])) == case["score"], case["note"]
    assert len(cases) >= PINNED


def test_ours_differs_from_theirs_by_the_licence_alone(shared: Path) -> None:
    for case in oracle(shared):
        facts = as_facts(case["input"])
        named = replace(facts, licence="EUPL-1.2" if facts.has_licence_file else "")
        assert score(named) == case["score"], case["note"]


def test_a_licence_earns_its_points_when_it_is_named_and_free() -> None:
    assert score(replace(NOTHING_WRONG, licence="EUPL-1.2")) == 1000
    assert score(replace(NOTHING_WRONG, licence="other")) == 0
    assert score(replace(NOTHING_WRONG, licence="CC-BY-NC-4.0")) == 0
    assert score(replace(NOTHING_WRONG, has_licence_file=True)) == 0


def test_the_score_runs_from_minus_2100_to_5210() -> None:
    worst = Facts(has_description=False, is_archived=True, is_fork=True)
    best = Facts("MIT", *[True] * 7, is_archived=False, is_fork=False, forks=101, subscribers=101)
    assert (score(worst), score(best)) == catalogue_score.limits() == (-2100, 5210)


def test_what_is_unknown_neither_gives_nor_takes() -> None:
    assert set(points(Facts()).values()) == {0}
    assert {one.state for one in criteria(Facts())} == {"unknown"}


@pytest.mark.parametrize(
    ("count", "expected"),
    [(None, 0), (0, 0), (1, 0), (2, 10), (10, 10), (11, 100), (100, 100), (101, 1000)],
)
def test_steps_are_strict(count: int | None, expected: int) -> None:
    assert points(Facts(forks=count))["forks"] == expected
    assert points(Facts(subscribers=count))["subscribers"] == expected


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        (Facts(licence="MIT"), "yes", "MIT, free"),
        (Facts(licence="CC-BY-NC-4.0"), "no", "neither the FSF nor the OSI"),
        (Facts(licence="other"), "unknown", "earns nothing"),
        (Facts(licence="LicenseRef-x"), "unknown", "earns nothing"),
        (Facts(has_licence_file=True), "unknown", "nothing says which"),
        (Facts(has_licence_file=False), "no", "No licence"),
        (Facts(), "unknown", "no source names"),
    ],
)
def test_the_line_of_the_licence_says_what_is_known(facts: Facts, state: str, words: str) -> None:
    line = criteria(facts)[0]
    assert (line.id, line.state) == ("licence", state)
    assert words in line.statement["en"]


def test_the_number_stands_in_the_line_as_the_language_writes_it() -> None:
    line = criteria(Facts(forks=1234))[-2]
    assert line.statement["en"] == "1,234: more than 100."
    assert line.statement["fr"].startswith("1\u202f234\u00a0:")
    assert not line.remedy


@pytest.mark.parametrize(
    ("value", "expected"), [(-199, -100), (-99, 0), (99, 0), (100, 100), (5210, 5200)]
)
def test_the_bars_of_the_histogram_cut_towards_zero(value: int, expected: int) -> None:
    assert catalogue_score.bucket(value) == expected


@given(FACTS)
def test_the_table_adds_up_to_the_score(facts: Facts) -> None:
    table = criteria(facts)
    assert sum(line.points for line in table) == score(facts)
    assert {line.id: line.points for line in table} == points(facts)
    least, most = catalogue_score.limits()
    assert least <= score(facts) <= most
    assert all(abs(line.points) <= abs(line.weight) for line in table)


@given(FACTS)
def test_each_line_speaks_both_languages_and_names_who_may_mend(facts: Facts) -> None:
    for line in criteria(facts):
        assert set(line.title) == set(line.statement) == {"en", "fr"}
        assert set(line.remedy) == set(line.who)
        assert set(line.who) in (set(), {"en", "fr"})
        assert all(line.statement.values())


def test_a_no_that_costs_points_says_how_to_improve() -> None:
    worst = Facts("", *[False] * 7, is_archived=True, is_fork=True, forks=0, subscribers=0)
    for line in criteria(worst):
        assert all([line.remedy["en"], line.remedy["fr"], line.who["en"], line.who["fr"]]), line.id


def test_the_data_say_where_the_weights_come_from() -> None:
    assert catalogue_score.version() == "2026-11"
