"""Whether a component under one licence may go into a work under another."""

import json
import tomllib
from pathlib import Path

import pytest

from beffroi.policy.licence import spdx
from beffroi.policy.licence.compatible import INCOMPATIBLE, compatible, kind_of
from beffroi.policy.licence.errors import UnknownLicenceError
from beffroi.policy.licence.sets import licence_sets
from beffroi.policy.licences import DATA

PINNED = 91  # cases of the oracle; the number only rises


def test_every_case_of_the_oracle_is_answered_by_its_document(shared: Path) -> None:
    file = shared / "data/sill/licence-compatibility-cases.json"
    cases = json.loads(file.read_text("utf-8"))["cases"]
    for case in cases:
        answer = compatible(case["inbound"], case["outbound"])
        assert answer.document == case["document"], case
        assert answer.compatible == (case["document"] != INCOMPATIBLE), case
    assert len(cases) >= PINNED


def test_the_legal_types_are_those_of_the_checker(shared: Path) -> None:
    file = shared / "data/sill/licence-compatibility-cases.json"
    listed = json.loads(file.read_text("utf-8"))["licences"]
    with (DATA / "compatibility.toml").open("rb") as data:
        types = tomllib.load(data)["types"]
    ours = {name: sorted(kinds) for name, kinds in types.items()}
    aliases = {"GPL-2.0+": "GPL-2.0-or-later", "LGPL-2.1": "LGPL-2.1-only"}
    assert ours == {
        aliases.get(one["spdx"], one["spdx"]): sorted(one["legal_types"]) for one in listed
    }


def test_every_recognised_licence_has_a_legal_type() -> None:
    for licence in licence_sets()["recognised"].licences:
        answer = compatible("MIT", licence)
        assert answer.document in {"T01", "T12"}
        assert "recorded" not in compatible(licence, "BSD-3-Clause").because or licence in {
            "IPA", "OFL-1.1",
        }, licence  # fmt: skip


def test_of_a_choice_one_part_is_enough_and_of_both_all_must_do() -> None:
    assert not compatible("CECILL-C", "LGPL-3.0-only").compatible
    assert compatible("CECILL-C OR MIT", "LGPL-3.0-only").document == "T12"
    both = compatible("CECILL-C AND MIT", "LGPL-3.0-only")
    assert not both.compatible
    assert [part.inbound for part in both.parts] == ["CECILL-C", "MIT"]
    assert not compatible("CECILL-C", "MIT OR LGPL-3.0-only").compatible


def test_conditions_of_all_parts_that_must_hold_are_given() -> None:
    answer = compatible("MIT AND LGPL-2.1-only", "EUPL-1.2")
    assert answer.compatible
    assert len(answer.conditions) > len(compatible("MIT", "EUPL-1.2").conditions)


def test_an_exception_stays_with_the_component() -> None:
    answer = compatible("GPL-2.0-only WITH Classpath-exception-2.0", "EUPL-1.2")
    assert answer.document == "T04"
    assert any("Classpath-exception-2.0" in one for one in answer.conditions)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_has_words_conditions_and_a_source_in_both_languages(language: str) -> None:
    with (DATA / "compatibility.toml").open("rb") as data:
        known = tomllib.load(data)
    for rule in known["rule"]:
        assert "bound}" in rule[language] or rule["document"] == "T06"
        assert len(rule[f"conditions_{language}"]) >= (rule["document"] != "T01")
        assert rule["source"] in known["sources"]


def test_the_data_names_only_licences_of_the_list() -> None:
    with (DATA / "compatibility.toml").open("rb") as data:
        further = tomllib.load(data)["further"]
    for licences in further.values():
        assert all(licence.lower() in spdx.entries() for licence in licences)


@pytest.mark.parametrize(
    ("word", "nearest"), [("EUPL1.2", "EUPL-1.2"), ("Apach-2.0", "Apache-2.0")]
)
def test_an_unknown_identifier_is_refused_with_the_nearest(word: str, nearest: str) -> None:
    with pytest.raises(UnknownLicenceError, match=nearest):
        compatible(word, "MIT")


def test_a_licence_on_which_nothing_is_recorded_is_said_to_be_so() -> None:
    answer = compatible("Beerware", "MIT")
    assert (answer.compatible, answer.document) == (False, INCOMPATIBLE)
    assert "Beerware" in answer.because


def test_colours_tell_a_plain_yes_from_an_advice() -> None:
    assert compatible("MIT", "EUPL-1.2").colour == "green"
    assert compatible("GPL-3.0-only", "EUPL-1.2").colour == "amber"
    assert compatible("CECILL-C", "LGPL-3.0-only").colour == "red"


def test_the_or_later_twin_is_read_as_the_form_that_a_rule_names() -> None:
    assert compatible("EUPL-1.2", "AGPL-3.0-or-later").document == "T10"
    assert compatible("EUPL-1.2", "LGPL-2.1-or-later").document == "T10"


def test_a_licence_is_permissive_reciprocal_or_nobody_knows() -> None:
    assert {kind_of(one) for one in ("MIT", "Apache-2.0", "CECILL-B", "0BSD")} == {"permissive"}
    assert {kind_of(one) for one in ("EUPL-1.2", "MPL-2.0", "CECILL-C")} == {"reciprocal"}
    assert {kind_of(one) for one in ("LicenseRef-Own", "Beerware", "")} == {""}


def test_the_kind_of_each_licence_of_the_decree_is_the_one_it_says() -> None:
    rows = json.loads((DATA / "decree-licences.json").read_text("utf-8"))["software"]
    assert {row["spdx_id"]: kind_of(row["spdx_id"]) for row in rows} == {
        row["spdx_id"]: row["kind"] for row in rows
    }
