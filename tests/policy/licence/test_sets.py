"""The lists of licences: sizes, traps and three-valued answers."""

import json
from pathlib import Path

import pytest

from beffroi.policy.licence import sets

SIZES = {
    "osi": 141, "fsf": 109, "contribute": 187, "both": 63, "recognised": 66, "publish": 14,
    "decree": 13, "decree-information": 2,
}  # fmt: skip
PINNED = 36  # expressions of the oracle; the number only rises


def test_each_list_has_the_size_its_publisher_says() -> None:
    assert {key: len(one.licences) for key, one in sets.licence_sets().items()} == SIZES


def test_each_list_names_its_source_and_its_date() -> None:
    for one in sets.licence_sets().values():
        assert one.source
        assert one.dated.year >= 2021
        assert set(one.titles) == {"en", "fr"}


def test_the_recognised_list_is_what_both_approve_and_the_three_cecill() -> None:
    lists = sets.licence_sets()
    more = {"CECILL-2.1", "CECILL-B", "CECILL-C"}
    assert lists["recognised"].licences == lists["both"].licences | more


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("Beerware", set()),
        ("JSON", set()),
        ("etalab-2.0", {"decree-information"}),
        ("OGL-UK-3.0", set()),
        ("WTFPL", {"fsf", "contribute"}),
        ("CC0-1.0", {"fsf", "contribute"}),
        ("BSD-4-Clause", {"fsf", "contribute"}),
        ("CECILL-2.0", {"fsf", "contribute"}),
        ("0BSD", {"osi", "contribute"}),
        ("NASA-1.3", {"osi", "contribute"}),
        ("LiLiQ-P-1.1", {"osi", "contribute"}),
        ("Artistic-1.0", {"osi", "contribute"}),
        ("GPL-3.0", {"osi", "fsf", "contribute", "both", "recognised"}),
        ("EUPL-1.2", {"osi", "fsf", "contribute", "both", "recognised", "publish", "decree"}),
    ],
)
def test_the_traps_of_the_lists(licence: str, expected: set[str]) -> None:
    assert set(sets.standing(licence).sets) == expected


def test_what_spdx_does_not_list_is_not_known() -> None:
    assert not sets.standing("LicenseRef-mine").known
    assert not sets.standing("Classpath-exception-2.0").known
    assert sets.standing("MIT").is_in("decree")


def test_every_expression_of_the_oracle_is_judged_right(shared: Path) -> None:
    file = shared / "data/policy/expression-cases.json"
    cases = json.loads(file.read_text("utf-8"))["cases"]
    for case in cases:
        for key in ("contribute", "recognised", "decree"):
            assert sets.judge(case["expression"], key) == case[key], case
    assert len(cases) >= PINNED
