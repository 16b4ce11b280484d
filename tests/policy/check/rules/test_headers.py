"""Headers of source files and the texts of their licences: HEAD-01, HEAD-02."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from beffroi.policy.check.rules.headers import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.policy.check.working_copies import judged, licence_texts, subject_of

TAG = "SPDX-License-" + "Identifier:"
WHOLE = f"# SPDX-File{'CopyrightText'}: 2026 DINUM\n# {TAG} MIT\n"
MIT = licence_texts()["MIT"]


def found(folder: Path, rule: str, files: Mapping[str, str | bytes]) -> Finding:
    return judged(CHECKS, rule, subject_of(folder, files))


@pytest.mark.parametrize(
    ("covered", "bare", "state"),
    [(10, 0, "pass"), (9, 1, "warn"), (8, 2, "warn"), (79, 21, "fail"), (0, 1, "fail")],
)
def test_the_share_of_source_files_with_a_header_decides(
    tmp_path: Path, covered: int, bare: int, state: str
) -> None:
    files = {f"a{number}.py": WHOLE for number in range(covered)}
    files |= {f"b{number}.py": "x = 1\n" for number in range(bare)}
    finding = found(tmp_path, "HEAD-01", files)
    assert (finding.state, len(finding.evidence)) == (state, bare)


def test_without_a_source_file_nobody_knows(tmp_path: Path) -> None:
    finding = found(tmp_path, "HEAD-01", {"README.md": "x"})
    assert (finding.state, finding.asks) == ("unknown", "project team")


def test_what_a_file_lacks_is_said(tmp_path: Path) -> None:
    finding = found(tmp_path, "HEAD-01", {"a.py": f"# {TAG} MIT\n"})
    assert finding.evidence[0].text == "SPDX-File" + "CopyrightText"


def test_reuse_toml_covers_and_a_faulty_one_is_told(tmp_path: Path) -> None:
    toml = f'version = 1\n[[annotations]]\npath = "**"\n{TAG[:-1]} = "MIT"\n'
    toml += f'SPDX-File{"CopyrightText"} = "2026 DINUM"\n'
    assert found(tmp_path / "a", "HEAD-01", {"REUSE.toml": toml, "a.py": "x"}).state == "pass"
    assert found(tmp_path / "b", "HEAD-01", {"REUSE.toml": "x =", "a.py": WHOLE}).state == "warn"
    assert found(tmp_path / "c", "HEAD-01", {"REUSE.toml": "x =", "a.py": "x"}).state == "fail"


@pytest.mark.parametrize("path", ["LICENSES/MIT.txt", "LICENSE"])
def test_a_text_for_each_licence_passes(tmp_path: Path, path: str) -> None:
    assert found(tmp_path, "HEAD-02", {"a.py": WHOLE, path: MIT}).state == "pass"


def test_a_licence_whose_text_is_missing_fails(tmp_path: Path) -> None:
    finding = found(tmp_path, "HEAD-02", {"a.py": WHOLE, "LICENSE": licence_texts()["ISC"]})
    assert [(one.path, one.line, one.text) for one in finding.evidence] == [("a.py", 2, "MIT")]
    assert finding.state == "fail"


def test_the_text_of_an_exception_is_needed_too(tmp_path: Path) -> None:
    files = {"a.py": f"# {TAG} MIT WITH LLVM-exception", "LICENSES/MIT.txt": MIT}
    assert found(tmp_path, "HEAD-02", files).state == "fail"


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": f"# {TAG} Mine-1.0", "LICENSES/Mine-1.0.txt": "x"},
        {"a.py": WHOLE, "LICENSES/MIT.txt": MIT, "LICENSES/ISC.txt": licence_texts()["ISC"]},
    ],
    ids=["not listed", "unused"],
)
def test_an_identifier_that_is_not_listed_and_a_text_not_used_are_warned_of(
    tmp_path: Path, files: dict[str, str]
) -> None:
    assert found(tmp_path, "HEAD-02", files).state == "warn"


def test_where_no_file_names_a_licence_there_is_nothing_to_copy(tmp_path: Path) -> None:
    assert found(tmp_path, "HEAD-02", {"a.py": "x"}).state == "not-applicable"
