"""The folder of generations."""

import os
from pathlib import Path

import pytest

from beffroi.search import generations
from beffroi.search.engine import build, open_index
from beffroi.search.errors import BrokenIndexError, WriterBusyError
from tests.search.documents import found, make_document


def test_an_empty_folder_has_no_generation(tmp_path: Path) -> None:
    assert generations.current(tmp_path) is None
    (tmp_path / "file").write_text("")
    assert generations.current(tmp_path / "file") is None


@pytest.mark.parametrize("text", ["0-old", "../../etc", f"{generations.VERSION}-../x", ""])
def test_a_pointer_of_another_version_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / generations.POINTER).write_text(text)
    with pytest.raises(BrokenIndexError, match="reindex") as refused:
        generations.current(tmp_path)
    assert refused.value.code == "outdated-index"


def test_a_pointer_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / generations.POINTER).write_bytes(b"\xff\xfe")
    with pytest.raises(BrokenIndexError) as refused:
        generations.current(tmp_path)
    assert refused.value.code == "broken-index"


@pytest.mark.slow
def test_the_old_generation_stays_for_a_while(tmp_path: Path) -> None:
    old, new = (build(tmp_path, [make_document()]) for _ in range(2))
    generations.sweep(tmp_path)
    assert (tmp_path / old).is_dir()
    generations.sweep(tmp_path, grace_seconds=0)
    assert [(tmp_path / name).is_dir() for name in (old, new)] == [False, True]


@pytest.mark.slow
def test_a_later_build_deletes_what_is_not_current(tmp_path: Path) -> None:
    first, second = (build(tmp_path, []) for _ in range(2))
    os.utime(tmp_path / generations.POINTER, (0, 0))
    build(tmp_path, [])
    assert [(tmp_path / name).is_dir() for name in (first, second)] == [False, True]


def test_an_open_reader_outlives_its_generation(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r1", "zebra")])
    index = open_index(tmp_path)
    build(tmp_path, [])
    generations.sweep(tmp_path, grace_seconds=0)
    assert found(index, "zebra") == ["r1"]


def test_sweeping_without_a_pointer_deletes_nothing(tmp_path: Path) -> None:
    name = generations.new(tmp_path)
    generations.sweep(tmp_path, grace_seconds=0)
    assert (tmp_path / name).is_dir()


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriterBusyError), generations.lock(tmp_path), generations.lock(tmp_path):
        pass
    with generations.lock(tmp_path):
        pass
