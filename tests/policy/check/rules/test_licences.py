"""The licence of the whole and of its parts: LIC-*, PUB-01, 02, 06, 07, 09."""

import csv
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Answer
from beffroi.policy.check.rules.licences import CHECKS
from beffroi.policy.check.shapes import Finding
from beffroi.policy.licence import sets
from tests.policy.check.working_copies import declared, judged, licence_texts, subject_of

SHARED = Path(os.environ.get("BEFFROI_SHARED") or Path(__file__).parents[5] / "shared")
FOLDER = SHARED / "data" / "policy"
CASES = json.loads((FOLDER / "expression-cases.json").read_text("utf-8"))["cases"]
TAG = "SPDX-License-" + "Identifier:"
PUBLISH = {"yes": "pass", "no": "fail", "unknown": "unknown"}


def found(folder: Path, rule: str, files: Mapping[str, str], **facts: Any) -> Finding:
    return judged(CHECKS, rule, subject_of(folder, files, **facts))


def declaring(expression: str) -> dict[str, str]:
    """Return a manifest that declares a licence."""
    return {"package.json": json.dumps({"name": "tool", "license": expression})}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expression"])
def test_an_expression_is_judged_by_each_list(case: Mapping[str, str]) -> None:
    answers = {
        key: sets.judge(case["expression"], key) for key in ("contribute", "recognised", "decree")
    }
    assert answers == {key: case[key] for key in answers}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expression"])
def test_the_checks_say_of_an_expression_what_the_lists_say(
    tmp_path: Path, case: Mapping[str, str]
) -> None:
    files = declaring(case["expression"])
    assert found(tmp_path, "PUB-02", files).state == PUBLISH[case["recognised"]]
    state = found(tmp_path, "PUB-01", files).state
    is_variant = case["expression"] == "AGPL-3.0-only"  # where the list says "or later"
    assert state == ("warn" if is_variant else PUBLISH[case["decree"]])


def test_there_are_36_cases() -> None:
    assert len(CASES) == 36


def test_the_lists_are_those_of_the_shared_data() -> None:
    with (FOLDER / "licences-66.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    decree = json.loads((FOLDER / "decree-licences.json").read_text("utf-8"))["software"]
    lists = {key: one.licences for key, one in sets.licence_sets().items()}
    assert lists["recognised"] == {row["spdx_id"] for row in rows}
    assert lists["publish"] == {row["spdx_id"] for row in rows if row["group"] == "publish"}
    assert lists["decree"] == {row["spdx_id"] for row in decree}
    sizes = [len(lists[key]) for key in ("recognised", "publish", "decree", "contribute")]
    assert sizes == [66, 14, 13, 187]


# PUB-01


@pytest.mark.parametrize("licence", sorted(sets.licence_sets()["decree"].licences))
def test_the_text_of_each_licence_of_the_decree_passes(tmp_path: Path, licence: str) -> None:
    files = {"LICENSE": licence_texts()[licence], **declaring(licence)}
    finding = found(tmp_path, "PUB-01", files)
    assert (finding.state, finding.evidence[0].path) == ("pass", "LICENSE")


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "LGPL-3.0-only", "AGPL-3.0-only", "GPL-3.0"])
def test_a_licence_that_allows_no_later_version_is_warned_of(tmp_path: Path, licence: str) -> None:
    finding = found(tmp_path, "PUB-01", declaring(licence))
    assert finding.state == "warn"
    assert finding.remedy is not None
    assert "-or-later" in finding.remedy.en


@pytest.mark.parametrize(
    ("licence", "proposed"),
    [
        ("GPL-2.0-only", "GPL-3.0-or-later"), ("LGPL-2.1-or-later", "LGPL-3.0-or-later"),
        ("EPL-1.0", "EPL-2.0"), ("MPL-1.1", "MPL-2.0"), ("EUPL-1.1", "EUPL-1.2"),
        ("Apache-1.1", "Apache-2.0"), ("CECILL-2.0", "CECILL-2.1"), ("AGPL-1.0-only", "AGPL-3.0-"),
        ("BSD-4-Clause", "BSD-3-Clause"), ("GPL-2.0-only AND MIT", "GPL-3.0-or-later"),
    ],
)  # fmt: skip
def test_an_older_version_fails_with_the_listed_one_proposed(
    tmp_path: Path, licence: str, proposed: str
) -> None:
    finding = found(tmp_path, "PUB-01", declaring(licence))
    assert finding.state == "fail"
    assert proposed in finding.why.en


@pytest.mark.parametrize("files", [{}, declaring("ISC"), declaring("Beerware OR JSON")])
def test_no_licence_and_one_of_no_list_fail(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, "PUB-01", files).state == "fail"


def test_a_licence_that_nobody_lists_is_asked_about_and_a_homologation_answers(
    tmp_path: Path,
) -> None:
    files = declaring("LicenseRef-IGN")
    finding = found(tmp_path, "PUB-01", files)
    assert (finding.state, finding.asks) == ("unknown", "legal officer")
    for answer, state in (("decision of 2026", "pass"), (False, "unknown")):
        declarations = declared("PUB-01", answer)
        assert found(tmp_path, "PUB-01", files, declarations=declarations).state == state


@pytest.mark.parametrize(
    ("licence", "state"),
    [
        ("ISC AND LicenseRef-Own", "fail"), ("MIT AND LicenseRef-Own", "unknown"),
        ("MIT AND GPL-3.0-only", "warn"), ("ISC OR LicenseRef-Own", "unknown"),
        ("ISC OR GPL-3.0-only", "warn"), ("MIT OR GPL-3.0-only", "pass"),
        ("GPL-3.0-only OR LicenseRef-Own", "warn"),
    ],
)  # fmt: skip
def test_the_worst_of_what_holds_together_and_the_best_of_a_choice_decide(
    tmp_path: Path, licence: str, state: str
) -> None:
    assert found(tmp_path, "PUB-01", declaring(licence)).state == state


def test_a_homologation_is_of_no_use_without_a_licence(tmp_path: Path) -> None:
    assert found(tmp_path, "PUB-01", {}, declarations=declared("PUB-01", "x")).state == "fail"


# PUB-02


def test_the_group_of_a_recognised_licence_is_said(tmp_path: Path) -> None:
    assert "publish" in found(tmp_path, "PUB-02", declaring("MIT")).why.en
    assert "SILL" in found(tmp_path, "PUB-02", declaring("OFL-1.1")).why.en
    assert found(tmp_path / "none", "PUB-02", {}).state == "fail"


# PUB-06, PUB-07


@pytest.mark.parametrize(
    ("licence", "first", "second"),
    [
        ("MIT", "pass", "not-applicable"), ("MIT OR GPL-3.0-or-later", "pass", "not-applicable"),
        ("EUPL-1.2", "warn", "warn"), ("MIT AND AGPL-3.0-or-later", "warn", "warn"),
        ("LicenseRef-Own", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_permissive_comes_first_and_reciprocal_needs_a_reason(
    tmp_path: Path, licence: str, first: str, second: str
) -> None:
    files = declaring(licence)
    assert found(tmp_path, "PUB-06", files).state == first
    assert found(tmp_path, "PUB-07", files).state == second


@pytest.mark.parametrize("rule", ["PUB-06", "PUB-07"])
@pytest.mark.parametrize(
    ("answer", "state"),
    [("Improvements come back.", "pass"), ({"reason": "So."}, "pass"), (True, "warn")],
)
def test_a_reason_that_is_recorded_for_either_rule_answers_both(
    tmp_path: Path, rule: str, answer: Answer, state: str
) -> None:
    declarations = declared("PUB-06", answer)
    assert found(tmp_path, rule, declaring("EUPL-1.2"), declarations=declarations).state == state


@pytest.mark.parametrize("rule", ["PUB-06", "PUB-07", "LIC-01", "LIC-02", "PUB-09"])
def test_without_a_licence_nobody_knows(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, rule, {}).state == "unknown"


# PUB-09


def test_one_licence_needs_no_division(tmp_path: Path) -> None:
    files = {"LICENSE": licence_texts()["MIT"], "a.py": "x"}
    assert found(tmp_path, "PUB-09", files).state == "not-applicable"


def test_several_licences_that_each_have_their_paths_pass(tmp_path: Path) -> None:
    files = {"LICENSE": licence_texts()["MIT"], "lib/LICENSE": licence_texts()["ISC"],
             "a.py": "x", "lib/b.py": "y"}  # fmt: skip
    assert found(tmp_path, "PUB-09", files).state == "pass"


def test_paths_that_no_statement_reaches_are_asked_about(tmp_path: Path) -> None:
    files = {"a.py": f"# {TAG} MIT", "b.py": f"# {TAG} ISC", "c.py": "x"}
    finding = found(tmp_path, "PUB-09", files)
    assert (finding.state, [one.path for one in finding.evidence]) == ("unknown", ["c.py"])


def test_statements_that_contradict_each_other_are_warned_of(tmp_path: Path) -> None:
    toml = f'[[annotations]]\npath = "**"\nprecedence = "aggregate"\n{TAG[:-1]} = "MIT"\n'
    files = {"REUSE.toml": toml, "b.py": f"# {TAG} ISC"}
    assert found(tmp_path, "PUB-09", files).state == "warn"


# LIC-01, LIC-02


@pytest.mark.parametrize(
    ("licence", "state", "word"),
    [
        ("Apache-2.0", "pass", "default"), ("GPL-3.0-only", "pass", "default"),
        ("LGPL-3.0-or-later", "pass", "default"), ("MIT OR AGPL-3.0-or-later", "pass", "default"),
        ("EUPL-1.2", "pass", "informs"), ("Beerware", "fail", "neither"),
        ("LicenseRef-Own", "unknown", "SPDX"),
    ],
)  # fmt: skip
def test_a_default_choice_passes_and_another_listed_one_is_told(
    tmp_path: Path, licence: str, state: str, word: str
) -> None:
    finding = found(tmp_path, "LIC-01", declaring(licence))
    assert finding.state == state
    assert word in finding.why.en


@pytest.mark.parametrize(
    ("licence", "state"),
    [
        ("MIT", "pass"),
        ("MIT AND ISC", "pass"),
        ("MIT OR ISC", "warn"),
        ("(MIT OR ISC) AND Zlib", "pass"),
    ],
)
def test_a_choice_of_licences_for_the_whole_is_told(
    tmp_path: Path, licence: str, state: str
) -> None:
    assert found(tmp_path, "LIC-02", declaring(licence)).state == state
