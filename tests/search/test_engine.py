"""Writing the index: one writer, crashes, and swaps under readers."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from beffroi.search import generations
from beffroi.search.engine import build, open_index, open_writer
from beffroi.search.errors import BrokenIndexError, SearchError, WriterBusyError
from beffroi.search.reader import RELOAD_SECONDS, TantivyIndex
from tests.search.documents import ask, found, make_document, make_index

ROOT = Path(__file__).resolve().parents[2]

WRITE_FOR_EVER = """
import sys
from beffroi.search.engine import open_writer
from beffroi.search.shapes import Document
writer = open_writer(sys.argv[1])
for batch in range(1000):
    writer.put(Document("repository", f"{batch}-{n}", "zebra") for n in range(200))
    writer.commit()
    print(batch + 1, flush=True)
"""

READ_FOR_EVER = """
import sys, time
from beffroi.search.engine import open_index
from beffroi.search.shapes import Query
index = open_index(sys.argv[1])
before = None
while before != "2":
    count = index.search(Query(text="zebra")).count
    if str(count) != before:
        before = str(count)
        print(count, flush=True)
    time.sleep(0.05)
"""


class Clock:
    """A clock that stands still until it is told."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time it is told."""
        return self.now


def start(program: str, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_there_is_no_index_before_the_first_build(tmp_path: Path) -> None:
    assert open_index(tmp_path / "none") is None
    with pytest.raises(SearchError) as refused:
        open_writer(tmp_path / "none")
    assert refused.value.code == "no-index"
    with pytest.raises(SearchError, match="reindex"):
        TantivyIndex(tmp_path / "none")


def test_nothing_is_visible_before_the_commit(tmp_path: Path) -> None:
    build(tmp_path, [])
    with open_writer(tmp_path) as writer:
        writer.put([make_document()])
        assert found(open_index(tmp_path)) == []
        writer.commit()
        assert found(open_index(tmp_path)) == ["r1"]


def test_what_was_not_committed_is_forgotten(tmp_path: Path) -> None:
    build(tmp_path, [])
    with open_writer(tmp_path) as writer:
        writer.put([make_document()])
    assert found(open_index(tmp_path)) == []


@pytest.mark.slow
def test_a_thing_put_twice_is_replaced(tmp_path: Path) -> None:
    index = make_index(tmp_path, [make_document("r1", "old"), make_document("r2", "other")])
    with open_writer(tmp_path) as writer:
        writer.put([make_document("r1", "middle"), make_document("r1", "last")])
        writer.commit()
    fresh = open_index(tmp_path)
    assert [found(fresh, word) for word in ("old", "middle", "last")] == [[], [], ["r1"]]
    assert found(index, "old") == ["r1"]


def test_a_deleted_thing_is_gone(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r1"), make_document("r2")])
    with open_writer(tmp_path) as writer:
        writer.delete([("repository", "r1"), ("repository", "never"), ("organisation", "r2")])
        writer.commit()
    assert found(open_index(tmp_path)) == ["r2"]


def test_a_second_writer_is_refused_until_the_first_closes(tmp_path: Path) -> None:
    build(tmp_path, [])
    with open_writer(tmp_path):
        for try_ in (lambda: open_writer(tmp_path), lambda: build(tmp_path, [])):
            with pytest.raises(WriterBusyError) as refused:
                try_()
            assert (refused.value.code, refused.value.permanent) == ("writer-busy", False)
    open_writer(tmp_path).close()


def test_readers_see_a_commit_within_a_second(tmp_path: Path) -> None:
    build(tmp_path, [])
    clock = Clock()
    index = TantivyIndex(tmp_path, clock=clock)
    with open_writer(tmp_path) as writer:
        writer.put([make_document()])
        writer.commit()
    assert index.search(ask()).count == 0
    clock.now = RELOAD_SECONDS
    assert index.search(ask()).count == 1
    clock.now = RELOAD_SECONDS * 2
    assert index.search(ask()).count == 1


def test_remembered_counts_are_those_of_the_new_commit(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r1")])
    clock = Clock()
    index = TantivyIndex(tmp_path, clock=clock)
    assert index.search(ask()).facets["kind"][0].count == 1
    with open_writer(tmp_path) as writer:
        writer.put([make_document("r2")])
        writer.commit()
    clock.now = RELOAD_SECONDS
    assert index.search(ask()).facets["kind"][0].count == 2


def test_readers_see_a_new_generation_within_a_second(tmp_path: Path) -> None:
    first = build(tmp_path, [make_document("r1")])
    clock = Clock()
    index = TantivyIndex(tmp_path, clock=clock)
    second = build(tmp_path, [make_document("r2")])
    assert (found(index), index.generation) == (["r1"], first)
    clock.now = RELOAD_SECONDS
    assert (found(index), index.generation) == (["r2"], second)


def test_readers_go_on_when_the_pointer_breaks(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r1")])
    clock = Clock()
    index = TantivyIndex(tmp_path, clock=clock)
    (tmp_path / generations.POINTER).write_text(f"{generations.VERSION}-nonsense")
    clock.now = RELOAD_SECONDS
    assert found(index) == ["r1"]


def test_a_build_that_fails_leaves_the_old_generation(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r1")])
    with pytest.raises(ZeroDivisionError):
        build(tmp_path, (make_document(str(1 // n)) for n in (1, 0)))
    assert found(open_index(tmp_path)) == ["r1"]


def test_readers_keep_the_last_commit_when_files_are_lost(tmp_path: Path) -> None:
    folder = tmp_path / build(tmp_path, [make_document("r1")])
    clock = Clock()
    index = TantivyIndex(tmp_path, clock=clock)
    for wrong in (b"{", None):
        (folder / "meta.json").unlink()
        if wrong:
            (folder / "meta.json").write_bytes(wrong)
        clock.now += RELOAD_SECONDS
        assert found(index) == ["r1"]


@pytest.mark.parametrize("damage", ["meta.json", "everything", "nothing left"])
def test_a_broken_folder_names_the_way_out(damage: str, tmp_path: Path) -> None:
    folder = tmp_path / build(tmp_path, [make_document("r1")])
    for file in folder.iterdir():
        if damage != "meta.json" or file.name == damage:
            file.unlink()
        if damage in {"everything", file.name}:
            file.write_bytes(b"{")
    for try_ in (open_index, open_writer):
        with pytest.raises(BrokenIndexError, match="beffroi reindex") as refused:
            try_(tmp_path)
        assert refused.value.code == "broken-index"


def test_a_lost_generation_is_a_broken_index(tmp_path: Path) -> None:
    build(tmp_path, [])
    generations.point(tmp_path, f"{generations.VERSION}-lost")
    for try_ in (open_index, open_writer):
        with pytest.raises(BrokenIndexError):
            try_(tmp_path)


@pytest.mark.slow
def test_a_killed_writer_leaves_the_last_commit(tmp_path: Path) -> None:
    build(tmp_path, [])
    process = start(WRITE_FOR_EVER, tmp_path)
    assert process.stdout is not None
    committed = 0
    while committed < 4:
        committed = int(process.stdout.readline())
    time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    committed = max([committed, *map(int, process.communicate()[0].split())])
    index = open_index(tmp_path)
    assert index is not None
    assert index.search(ask("zebra")).count in (committed * 200, (committed + 1) * 200)
    with open_writer(tmp_path) as writer:
        writer.put([make_document("after", "zebra")])
        writer.commit()
    assert found(open_index(tmp_path), filters={"kind": ("repository",)}, size=1)


@pytest.mark.slow
def test_readers_in_other_processes_follow_a_swap(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r1", "zebra")])
    readers = [start(READ_FOR_EVER, tmp_path) for _ in range(2)]
    outputs = [reader.stdout for reader in readers]
    assert [int(output.readline()) for output in outputs if output] == [1, 1]
    build(tmp_path, [make_document(uid, "zebra") for uid in ("r1", "r2")])
    assert [int(reader.communicate(timeout=20)[0].split()[-1]) for reader in readers] == [2, 2]


@pytest.mark.slow
def test_threads_ask_while_a_writer_commits(tmp_path: Path) -> None:
    build(tmp_path, [make_document("r0", "zebra")])
    index = TantivyIndex(tmp_path, clock=lambda: time.monotonic() * 1000)

    def counts(_: int) -> list[int]:
        return [index.search(ask("zebra")).count for _ in range(40)]

    with ThreadPoolExecutor(4) as threads, open_writer(tmp_path) as writer:
        asked = threads.map(counts, range(4))
        for n in range(1, 20):
            writer.put([make_document(f"r{n}", "zebra")])
            writer.commit()
        assert all(found == sorted(found) for found in asked)
    assert index.search(ask("zebra")).count == 20
