"""Judging many files on all cores."""

from pathlib import Path

import pytest

from beffroi.policy.licence import sources
from beffroi.policy.licence.scan import Left, scan
from beffroi.policy.licence.shapes import FileAnswer
from beffroi.policy.licence.walk import Item, walk

pytestmark = pytest.mark.slow


def test_many_processes_answer_as_one_does(tmp_path: Path) -> None:
    for number in range(150):
        words = "SPDX-License-Identifier: MIT" if number % 3 else "\0" * 9
        (tmp_path / f"{number:03}.py").write_text(words)
    told: list[int] = []
    alone = list(scan(walk([str(tmp_path)]), jobs=1))
    assert list(scan(walk([str(tmp_path)]), jobs=2, said=told.append)) == alone
    assert told == list(range(1, 151))
    assert sum(isinstance(one, Left) for one in alone) == 50


def test_what_is_left_out_keeps_its_reason_and_its_place() -> None:
    assert list(scan([Item("a", "vendored"), Item("/no/such", "")])) == [
        Left("a", "vendored"), Left("/no/such", "cannot be read: No such file or directory")
    ]  # fmt: skip


def test_an_operators_texts_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sources, "shipped", list)
    (tmp_path / "Our-1.0.txt").write_text("Officers of this town may use this fine work")
    items = list(walk([str(tmp_path / "Our-1.0.txt")]))
    (answer,) = scan(items, texts=tmp_path)
    assert isinstance(answer, FileAnswer)
    assert [match.licence for match in answer.matches] == ["Our-1.0"]
    (other,) = scan(items)
    assert isinstance(other, FileAnswer)
    assert other.matches == ()
