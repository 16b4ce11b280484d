"""The licence that a working copy declares."""

from pathlib import Path

import pytest

from beffroi.policy.check.licences import MOST_FILES, licences_of
from tests.policy.check.working_copies import licence_texts, subject_of

TAG = "SPDX-License-" + "Identifier:"
MIT = licence_texts()["MIT"]


def test_the_text_at_the_root_is_what_is_declared(tmp_path: Path) -> None:
    found = licences_of(subject_of(tmp_path, {"LICENSE": MIT, "README.md": "Under MIT."}))
    assert (found.declared, found.path, found.line) == ("MIT", "LICENSE", 1)
    assert str(found.expression) == "MIT"


def test_the_manifest_says_it_where_there_is_no_text(tmp_path: Path) -> None:
    found = licences_of(subject_of(tmp_path, {"package.json": '{\n "license": "ISC"\n}'}))
    assert (found.declared, found.path, found.line) == ("ISC", "package.json", 2)
    assert not found.texts


def test_the_manifest_says_it_where_a_folder_holds_the_texts_of_all_parts(tmp_path: Path) -> None:
    files = {
        "LICENSES/MIT.txt": MIT,
        "LICENSES/CC0-1.0.txt": licence_texts()["CC0-1.0"],
        "pyproject.toml": '[project]\nname = "tool"\nlicense = "MIT"\n',
    }
    found = licences_of(subject_of(tmp_path, files))
    assert (found.declared, found.path) == ("MIT", "LICENSES/MIT.txt")


def test_the_sources_say_it_where_a_folder_holds_the_texts_of_all_parts(tmp_path: Path) -> None:
    files = {
        "LICENSES/MIT.txt": MIT,
        "LICENSES/CC0-1.0.txt": licence_texts()["CC0-1.0"],
        "README.md": f"<!-- {TAG} CC0-1.0 -->",
        "a.py": f"# {TAG} MIT\n",
    }
    found = licences_of(subject_of(tmp_path, files))
    assert (found.declared, found.path) == ("MIT", "LICENSES/MIT.txt")
    more = licences_of(subject_of(tmp_path, {"b.py": "x = 1\n"}))
    assert more.declared == "CC0-1.0 AND MIT"


def test_sources_under_a_licence_that_is_not_in_the_folder_declare_nothing(tmp_path: Path) -> None:
    files = {"LICENSES/MIT.txt": MIT, "a.py": f"# {TAG} ISC\n"}
    assert licences_of(subject_of(tmp_path, files)).declared == "MIT"


def test_two_places_that_disagree_are_told(tmp_path: Path) -> None:
    found = licences_of(subject_of(tmp_path, {"LICENSE": MIT, "package.json": '{"license":"ISC"}'}))
    assert found.declared == "MIT"
    assert len(found.conflicts) == 1


def test_a_text_that_no_licence_has_is_kept_without_a_licence(tmp_path: Path) -> None:
    found = licences_of(subject_of(tmp_path, {"LICENSE": "All is mine."}))
    assert (found.declared, [one.path for one in found.texts]) == (None, ["LICENSE"])


def test_nothing_is_declared_by_nothing(tmp_path: Path) -> None:
    found = licences_of(subject_of(tmp_path, {"a.py": "x = 1"}))
    assert (found.declared, found.expression, found.path) == (None, None, "")


def test_programs_and_what_others_wrote_are_not_read(tmp_path: Path) -> None:
    files = {"licence.py": "# MIT License", "node_modules/x/LICENSE": MIT}
    assert not licences_of(subject_of(tmp_path, files)).detected


def test_the_licence_of_a_module_is_detected(tmp_path: Path) -> None:
    found = licences_of(subject_of(tmp_path, {"module/LICENSE": MIT}))
    assert found.detected["module/LICENSE"].expression == "MIT"


@pytest.mark.slow
def test_of_thousands_of_texts_those_nearest_to_the_root_are_read(tmp_path: Path) -> None:
    files = {f"a/{number}/LICENSE": "MIT License" for number in range(MOST_FILES + 50)}
    found = licences_of(subject_of(tmp_path, {**files, "LICENSE": MIT}))
    assert found.declared == "MIT"
    assert len(found.detected) == MOST_FILES
