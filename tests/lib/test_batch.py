"""Mass work: every chunk is answered, whatever happens to one of them or to a worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import IO

import dask
import pytest

from beffroi.lib.batch import THREADS, WAITING, BatchError, ChunkFailure, Crew, crew, run
from tests.lib.batch_work import (
    Errand,
    double,
    double_slowly,
    fail_at,
    kill_each_worker,
    kill_the_first_worker,
)

SECRET = "errand of nobody"  # noqa: S105
ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_item_is_answered_once() -> None:
    rows = list(run(range(100, 1100), double, chunk=7))
    assert sorted(row for row in rows if isinstance(row, int)) == list(range(200, 2200, 2))


def test_a_chunk_that_raises_is_named_and_the_others_go_on() -> None:
    rows = list(run(range(20), double, chunk=5))
    failures = [row for row in rows if isinstance(row, ChunkFailure)]
    assert failures == [ChunkFailure((10, 11, 12, 13, 14), "ValueError", "13 brings no luck")]
    assert len(rows) == 16


def test_nothing_gives_nothing() -> None:
    assert list(run([], double)) == []


def test_items_are_taken_only_as_fast_as_they_are_done() -> None:
    taken: list[int] = []
    items = (taken.append(number) or number for number in range(1000, 11_000))
    rows = run(items, double, chunk=10)
    next(rows)
    assert len(taken) <= 10 * (THREADS * WAITING + 1 + THREADS * WAITING)


def test_a_run_may_be_left_early() -> None:
    rows = run(range(100, 10_000), double, chunk=1)
    assert next(rows) >= 200
    rows.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheduler", ["", "http://x", "dask"])
def test_an_unknown_scheduler_is_named(scheduler: str) -> None:
    with pytest.raises(BatchError, match="no scheduler"):
        run([1], double, scheduler=scheduler)


def taken(workers: "Crew[int, int]", count: int) -> list[object]:
    """Take some rows; a busy machine needs a while."""
    rows = [workers.take(30) for _ in range(count)]
    assert None not in rows
    return rows


def test_a_crew_is_fed_while_it_works() -> None:
    with crew(double, threads=2) as workers:
        workers.give(1)
        (first,) = taken(workers, 1)
        workers.give(2, 3)
        workers.give(13)
        rows = taken(workers, 3)
    assert first == 2
    assert ChunkFailure((13,), "ValueError", "13 brings no luck") in rows
    assert sorted(row for row in rows if isinstance(row, int)) == [4, 6]


def test_a_crew_with_nothing_to_do_gives_nothing() -> None:
    with crew(double, threads=3) as workers:
        assert (workers.take(0.01), workers.busy, workers.size) == (None, 0, 3)


def test_with_no_time_only_what_is_there_is_taken() -> None:
    with crew(double, threads=1) as workers:
        workers.give(1)
        workers.give(2)
        came = [workers.take(30)]
        while workers.busy:
            came.append(workers.take(0.0))
    assert sorted(row for row in came if isinstance(row, int)) == [2, 4]


def test_who_leaves_waits_for_nobody() -> None:
    begun = time.monotonic()
    with crew(double_slowly, threads=1) as workers:
        for number in range(100):
            workers.give(number)
    assert time.monotonic() - begun < 2
    wait_until_threads_are_gone()


def wait_until_threads_are_gone() -> None:
    """Wait until no thread of a crew is left: each ends after the chunk that it has."""
    for _try in range(300):
        if not [thread for thread in enumerate_threads() if thread.name.startswith("batch-")]:
            return
        time.sleep(0.02)
    pytest.fail("Threads of a crew are left.")


@pytest.mark.parametrize("scheduler", ["", "http://x"])
def test_a_crew_of_an_unknown_scheduler_is_refused(scheduler: str) -> None:
    with pytest.raises(BatchError, match="no scheduler"), crew(double, scheduler=scheduler):
        pass


def wait_for(address: str) -> None:
    """Wait until somebody listens; a busy machine takes a while to start Python."""
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    for _try in range(300):
        with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail(f"No scheduler at {address}.")


@contextmanager
def dask_on_loopback(
    workers: int, *, log: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers; give its address and all processes, the scheduler first."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": log, "stderr": log}
    place = ["--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]
    small = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [subprocess.Popen([*dask, "scheduler", *place], env=environment, **quiet)]  # type: ignore[call-overload]
    for _ in range(workers):
        command = [*dask, "worker", address, *small]
        started.append(subprocess.Popen(command, env=environment, **quiet))  # type: ignore[call-overload]
    try:
        wait_for(address)
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_costs_no_result() -> None:
    with dask_on_loopback(3) as (address, (_scheduler, *workers)):
        rows = run(range(100, 700), double_slowly, scheduler=address, chunk=5)
        answers = [next(rows) for _ in range(100)]
        workers[0].send_signal(signal.SIGKILL)
        answers += rows
    assert not [row for row in answers if isinstance(row, ChunkFailure)]
    done = [row for row in answers if not isinstance(row, ChunkFailure)]
    assert sorted(number for number, _ in done) == list(range(200, 1400, 2))
    assert {process for _, process in done} <= {worker.pid for worker in workers}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_a_killed_worker_had_is_done_by_another(tmp_path: Path) -> None:
    with (
        dask_on_loopback(2) as (address, (_scheduler, *workers)),
        crew(kill_the_first_worker, scheduler=address) as hands,
    ):
        hands.give(str(tmp_path / "done"))
        row = hands.take(60)
    assert row in {worker.pid for worker in workers}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_work_that_kills_every_worker_is_a_failure_by_name() -> None:
    few = dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with few, crew(kill_each_worker, scheduler="local", threads=1) as hands:
        hands.give(1)
        row = hands.take(100)
    assert isinstance(row, ChunkFailure)
    assert (row.items, row.error) == ((1,), "KilledWorker")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_must_not_be_seen_is_in_no_log_of_dask(tmp_path: Path) -> None:
    with (
        (tmp_path / "log").open("wb") as log,
        dask_on_loopback(1, log=log) as (address, _),
        crew(fail_at, scheduler=address) as hands,
    ):
        hands.give(Errand("errand-1", SECRET))
        row = hands.take(60)
    said = (tmp_path / "log").read_text()
    assert isinstance(row, ChunkFailure)
    assert ("errand-1" in said, SECRET in said, SECRET in repr(row)) == (True, False, False)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_processes_of_this_machine_do_the_same_work() -> None:
    rows = list(run(range(20), double, scheduler="local", chunk=5))
    assert len(rows) == 16
    assert [row.error for row in rows if isinstance(row, ChunkFailure)] == ["ValueError"]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_named() -> None:
    with pytest.raises(BatchError, match=r"tcp://127\.0\.0\.1:1"):
        list(run([1], double, scheduler="tcp://127.0.0.1:1"))


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_dies_ends_the_run_with_a_name() -> None:
    with dask_on_loopback(1) as (address, processes):
        rows = run(range(100, 1000), double_slowly, scheduler=address, chunk=5)
        next(rows)
        processes[0].kill()
        with pytest.raises(BatchError, match="is gone"):
            list(rows)
