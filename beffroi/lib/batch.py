"""Mass work in chunks: threads of this process, processes of this machine, or Dask workers."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from beffroi.lib.errors import BeffroiError

THREADS = 4
WAITING = 4
"""Chunks handed out per worker at one time, so that a million items need no memory."""
RETRIES = 3
CREW_SECONDS = 1.0

Item = TypeVar("Item")
Row = TypeVar("Row")


class BatchError(BeffroiError):
    """The scheduler cannot be used; the message says which one and what to do."""

    permanent = False


@dataclass(frozen=True, slots=True)
class ChunkFailure(Generic[Item]):
    """A chunk whose function raised: its items, the class and the text of the error."""

    items: Sequence[Item]
    error: str
    message: str


def run(
    items: Iterable[Item],
    fn: Callable[[list[Item]], list[Row]],
    *,
    scheduler: str | None = None,
    chunk: int = 50,
) -> Iterator[Row | ChunkFailure[Item]]:
    """Give the items in chunks to ``fn`` and yield its rows as they come, in no order.

    ``fn`` is a top-level function that takes a list and returns a list of plain rows; it may be
    called again with the same items. A chunk that raises yields one ``ChunkFailure``; the others
    go on. ``scheduler``: None (threads), ``"local"`` (processes of this machine) or the address
    of a Dask scheduler (``tcp://…``, ``tls://…``). Raises BatchError when it cannot be reached.
    """
    chunks = _cut(items, chunk)
    if scheduler is None:
        return _in_threads(chunks, fn)
    if scheduler == "local" or scheduler.startswith(("tcp://", "tls://")):
        return _in_dask(chunks, fn, scheduler)
    raise BatchError(
        f"‘{scheduler}’ is no scheduler; leave it out, or give ‘local’ or tcp://HOST:PORT."
    )


def _cut(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while part := list(islice(source, max(1, size))):
        yield part


def _in_threads(
    chunks: Iterator[list[Item]], fn: Callable[[list[Item]], list[Row]]
) -> Iterator[Row | ChunkFailure[Item]]:
    with ThreadPoolExecutor(THREADS, thread_name_prefix="batch") as pool:
        running: dict[Future[list[Row]], list[Item]] = {}
        try:
            for part in islice(chunks, THREADS * WAITING):
                running[pool.submit(fn, part)] = part
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    part = running.pop(future)
                    for following in islice(chunks, 1):
                        running[pool.submit(fn, following)] = following
                    yield from _rows(future, part)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _in_dask(
    chunks: Iterator[list[Item]], fn: Callable[[list[Item]], list[Row]], scheduler: str
) -> Iterator[Row | ChunkFailure[Item]]:
    with _client(scheduler) as client:
        done: SimpleQueue[Any] = SimpleQueue()
        running: dict[str, list[Item]] = {}
        crew = _Crew(client, scheduler)
        while True:
            for part in islice(chunks, max(0, WAITING * crew.size() - len(running))):
                future = client.submit(fn, part, pure=False, retries=RETRIES)
                running[future.key] = part
                future.add_done_callback(done.put)
            if not running:
                return
            with suppress(Empty):
                future = done.get(timeout=CREW_SECONDS)
                yield from _rows(future, running.pop(future.key))
                future.release()


class _Crew:
    """How many workers there are; they may come and go, so it is asked again now and then."""

    def __init__(self, client: Any, scheduler: str) -> None:
        self._client = client
        self._scheduler = scheduler
        self._size = 1
        self._asked_at = float("-inf")

    def size(self) -> int:
        """Return at least 1; raises BatchError when the scheduler is gone."""
        if time.monotonic() - self._asked_at > CREW_SECONDS:
            self._asked_at = time.monotonic()
            with suppress(OSError, ValueError):  # out of reach: the status tells for how long
                self._size = max(1, len(self._client.nthreads()))
        if self._client.status not in {"running", "connecting"}:
            raise BatchError(
                f"The Dask scheduler at {self._scheduler} is gone. What came so far is kept: "
                "start it again, and run the same again for the rest."
            )
        return self._size


def _distributed() -> Any:
    """Import Dask only when asked for: it costs half a second that most commands never need."""
    return import_module("distributed")


def _client(scheduler: str) -> Any:
    distributed = _distributed()
    if scheduler == "local":
        return distributed.Client(
            processes=True,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            set_as_default=False,
        )
    try:
        return distributed.Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise BatchError(f"No Dask scheduler answers at {scheduler}; start one there.") from error


def _rows(future: Any, part: list[Item]) -> Iterator[Any]:
    try:
        rows = future.result()
    except Exception as error:  # noqa: BLE001 - the top of a job's loop: one chunk, not the run
        yield ChunkFailure(tuple(part), type(error).__name__, str(error))
    else:
        yield from rows
