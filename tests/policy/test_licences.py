"""Licences as forges and people write them, brought to SPDX."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy import licences

PINNED = 25  # cases of the oracle; the number only rises


def test_every_name_of_the_oracle_is_understood(shared: Path) -> None:
    file = shared / "data/catalogue/oracles/licence-names.json"
    cases = json.loads(file.read_text("utf-8"))
    spdx = {"NOASSERTION": "other", None: ""}
    for case in cases:
        expected = spdx.get(case["spdx_id"], case["spdx_id"])
        assert licences.normalise(case["name"])[0] == expected, case
        assert licences.normalise(case["github_key"])[0] == expected, case
        assert licences.normalise(case["spdx_id"])[0] == expected, case
    assert len(cases) >= PINNED


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, ""),
        ("  ", ""),
        ("None", ""),
        ("Other", "other"),
        ("NOASSERTION", "other"),
        ("mit", "MIT"),
        ("Do What The F*ck You Want To Public License", "WTFPL"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("(MIT AND GPL-2.0-only) OR EUPL-1.2", "(MIT AND GPL-2.0-only) OR EUPL-1.2"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("MIT/Apache-2.0", "other"),
        ("https://example.org/licence", "other"),
        ("MIT OR", "other"),
        ("(MIT", "other"),
        ("MIT Apache-2.0", "other"),
    ],
)
def test_what_is_stated_is_kept_apart_from_what_is_not(raw: str | None, expected: str) -> None:
    assert licences.normalise(raw)[0] == expected


def test_the_text_as_given_is_kept() -> None:
    assert licences.normalise("  Affero  GPLv3 ") == ("AGPL-3.0", "Affero GPLv3")


def test_each_name_of_the_data_means_an_identifier_of_the_list() -> None:
    assert set(licences.names().values()) <= set(licences.identifiers().values())


@given(some.text())
def test_any_text_gets_an_answer_that_is_its_own_answer(raw: str) -> None:
    found, _ = licences.normalise(raw)
    assert licences.normalise(found)[0] == found
