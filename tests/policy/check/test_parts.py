"""Which licence holds for which file."""

from pathlib import Path

from beffroi.policy.check.parts import folders_of, licence_above, parts_of
from tests.policy.check.working_copies import licence_texts, subject_of

MIT = licence_texts()["MIT"]
TAG = "SPDX-License-" + "Identifier:"


def test_the_licence_at_the_root_holds_for_all(tmp_path: Path) -> None:
    found = parts_of(subject_of(tmp_path, {"LICENSE": MIT, "a.py": "x", "b/c.py": "y"}))
    assert (found.licences, found.uncovered) == (frozenset({"MIT"}), ())


def test_the_nearest_licence_file_holds_for_a_folder(tmp_path: Path) -> None:
    files = {"LICENSE": MIT, "b/LICENSE": licence_texts()["ISC"], "b/c/d.py": "y", "a.py": "x"}
    subject = subject_of(tmp_path, files)
    assert parts_of(subject).licences == {"MIT", "ISC"}
    assert licence_above("b/c/d.py", folders_of(subject)) == "ISC"
    assert licence_above("a.py", {}) == ""


def test_what_a_file_says_holds_before_its_folder(tmp_path: Path) -> None:
    found = parts_of(subject_of(tmp_path, {"LICENSE": MIT, "a.py": f"# {TAG} ISC\n"}))
    assert found.licences == {"ISC"}
    assert not found.contradicting


def test_files_that_nothing_reaches_are_named(tmp_path: Path) -> None:
    found = parts_of(subject_of(tmp_path, {"a.py": f"# {TAG} ISC\n", "b.py": "x"}))
    assert found.uncovered == ("b.py",)


def test_two_statements_of_different_licences_contradict_each_other(tmp_path: Path) -> None:
    toml = f'[[annotations]]\npath = "**"\nprecedence = "aggregate"\n{TAG[:-1]} = "MIT"\n'
    found = parts_of(subject_of(tmp_path, {"REUSE.toml": toml, "a.py": f"# {TAG} ISC\n"}))
    assert found.contradicting == (("a.py", "MIT / ISC"),)


def test_what_is_no_expression_names_no_licence(tmp_path: Path) -> None:
    files = {"LICENSE": MIT, "built.html": f"<b>{TAG} (</span>)</b>", "a.py": f"# {TAG} MIT OR\n"}
    assert parts_of(subject_of(tmp_path, files)).licences == {"MIT"}
