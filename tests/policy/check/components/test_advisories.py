"""Files of vulnerabilities that a person gives."""

from pathlib import Path

import pytest

from beffroi.policy.check.components import advisories
from beffroi.policy.check.components.advisories import advisories_of
from beffroi.policy.check.declarations import Declarations
from tests.policy.check.components.making import make_tree
from tests.policy.check.making import subject_of

ONE = '{"id": "T", "affected": [{"package": {"ecosystem": "npm", "name": "a"}}]}'


def test_a_file_is_named_in_the_settings(tmp_path: Path) -> None:
    said = Declarations(tables={"vulnerabilities": {"files": ["osv.json", "absent.json", 3]}})
    make_tree(tmp_path, {"osv.json": ONE})
    found = advisories_of(subject_of(tmp_path, declarations=said))
    assert ([one.id for one in found.known], found.files) == (["T"], ("osv.json",))
    assert [one.path for one in found.faults] == ["absent.json"]


def test_a_file_or_a_folder_of_files_is_given_by_the_option(tmp_path: Path) -> None:
    make_tree(tmp_path, {"given/a.json": ONE, "given/b/c.json": "[]", "given/d.txt": "x"})
    folder = advisories_of(subject_of(tmp_path, vulnerabilities=tmp_path / "given"))
    assert (len(folder.known), folder.files, folder.faults) == (1, ("a.json", "c.json"), ())
    file = advisories_of(subject_of(tmp_path, vulnerabilities=tmp_path / "given/a.json"))
    assert len(file.known) == 1


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "{}", "\x00"])
def test_what_cannot_be_read_is_a_fault(tmp_path: Path, text: str) -> None:
    make_tree(tmp_path, {"a.json": text})
    found = advisories_of(subject_of(tmp_path, vulnerabilities=tmp_path / "a.json"))
    assert (found.files, len(found.faults)) == ((), 1)


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xff\xfe\xfa[]")
    found = advisories_of(subject_of(tmp_path, vulnerabilities=tmp_path / "a.json"))
    assert len(found.faults) == 1


def test_a_larger_file_is_refused_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advisories, "MOST_BYTES", 5)
    make_tree(tmp_path, {"a.json": ONE})
    found = advisories_of(subject_of(tmp_path, vulnerabilities=tmp_path / "a.json"))
    assert [one.message for one in found.faults] == ["larger than 0 MB"]


def test_nothing_given_is_nothing_known(tmp_path: Path) -> None:
    assert advisories_of(subject_of(tmp_path)) == advisories.Advisories()
    absent = advisories_of(subject_of(tmp_path, vulnerabilities=tmp_path / "absent"))
    assert len(absent.faults) == 1
