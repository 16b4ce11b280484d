"""Mass work in chunks: threads of this process, processes of this machine, or Dask workers."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from typing import Any, Final, Generic, Protocol, TypeVar

from beffroi.lib.errors import BeffroiError

THREADS: Final = 4
WAITING: Final = 4
"""Chunks handed out per worker at one time, so that a million items need no memory."""
RETRIES: Final = 3
LOST_TRIES: Final = 1
ASK_SECONDS: Final = 1.0
LOST: Final = frozenset({"KilledWorker", "CancelledError", "FutureCancelledError"})
"""Errors of Dask that say nothing of the work: its worker went away, or its scheduler anew."""

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


@dataclass(slots=True)
class _Chunk:
    """Some items handed out, and what became of them."""

    items: Sequence[Any]
    tries: int = 0
    rows: Sequence[Any] = ()
    error: BaseException | None = None
    future: Any = field(default=None, repr=False)


class _Hands(Protocol):
    """Those who do the work: they take chunks, and give them back done, in no order."""

    def size(self) -> int:
        """Return how many chunks are worked at one time; raises BatchError when all is gone."""

    def start(self, chunk: _Chunk) -> None:
        """Begin a chunk."""

    def finished(self, seconds: float) -> _Chunk | None:
        """Return a chunk that is done, or None when there is none within some seconds."""


class Crew(Generic[Item, Row]):
    """Workers that are fed one chunk after the other; see ``crew``."""

    def __init__(self, hands: _Hands) -> None:
        self._hands = hands
        self._ready: deque[Row | ChunkFailure[Item]] = deque()
        self.busy = 0

    @property
    def size(self) -> int:
        """How many chunks are worked at one time; workers may come and go."""
        return self._hands.size()

    def give(self, *items: Item) -> None:
        """Hand out one chunk; it may be done more than once when workers die."""
        self._hands.start(_Chunk(items))
        self.busy += 1

    def take(self, seconds: float) -> Row | ChunkFailure[Item] | None:
        """Return the next row that came; None when nothing comes within some seconds.

        With 0 seconds it waits for nothing. Raises BatchError when the scheduler is gone.
        """
        end, left = time.monotonic() + seconds, seconds
        while not self._ready and self.busy and left >= 0:
            self._hands.size()
            self._fill(min(left, ASK_SECONDS))
            left = end - time.monotonic()
        return self._ready.popleft() if self._ready else None

    def _fill(self, seconds: float) -> None:
        chunk = self._hands.finished(seconds)
        if chunk is None:
            return
        error = type(chunk.error).__name__ if chunk.error else ""
        if error in LOST and chunk.tries < LOST_TRIES:
            self._hands.start(_Chunk(chunk.items, chunk.tries + 1))
            return
        self.busy -= 1
        if chunk.error:
            self._ready.append(ChunkFailure(tuple(chunk.items), error, str(chunk.error)))
        else:
            self._ready.extend(chunk.rows)


@contextmanager
def crew(
    fn: Callable[[list[Item]], list[Row]],
    *,
    scheduler: str | None = None,
    threads: int = THREADS,
) -> Iterator[Crew[Item, Row]]:
    """Give workers that one can feed while they work: ``crew.give(item)``, ``crew.take(1.0)``.

    ``fn`` is a top-level function that takes a list and returns a list of plain rows; it may be
    called again with the same items. A chunk that raises comes back as one ``ChunkFailure``; the
    others go on. ``scheduler``: None (so many threads of this process), ``"local"`` (processes of
    this machine with so many threads each) or the address of a Dask scheduler (``tcp://…``,
    ``tls://…``), whose workers have as many threads as they were started with. Leaving the block
    waits for nothing. Raises BatchError when the scheduler cannot be reached.
    """
    _refuse(scheduler)
    if scheduler is None:
        hands = _Threads(fn, threads)
        try:
            yield Crew(hands)
        finally:
            hands.dismiss()
        return
    with _client(scheduler, threads) as client:
        yield Crew(_Dask(client, fn, scheduler))


def run(
    items: Iterable[Item],
    fn: Callable[[list[Item]], list[Row]],
    *,
    scheduler: str | None = None,
    chunk: int = 50,
) -> Iterator[Row | ChunkFailure[Item]]:
    """Give the items in chunks to ``fn`` and yield its rows as they come, in no order.

    All else is as in ``crew``.
    """
    _refuse(scheduler)
    return _run(_cut(items, chunk), fn, scheduler)


def _run(
    chunks: Iterator[list[Item]], fn: Callable[[list[Item]], list[Row]], scheduler: str | None
) -> Iterator[Row | ChunkFailure[Item]]:
    threads = 1 if scheduler else THREADS
    with crew(fn, scheduler=scheduler, threads=threads) as workers:
        while True:
            for part in islice(chunks, max(0, WAITING * workers.size - workers.busy)):
                workers.give(*part)
            row = workers.take(ASK_SECONDS)
            if row is not None:
                yield row
            elif not workers.busy:
                return


def _refuse(scheduler: str | None) -> None:
    if scheduler in {None, "local"} or str(scheduler).startswith(("tcp://", "tls://")):
        return
    raise BatchError(
        f"‘{scheduler}’ is no scheduler; leave it out, or give ‘local’ or tcp://HOST:PORT."
    )


def _cut(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while part := list(islice(source, max(1, size))):
        yield part


class _Threads:
    """Threads of this process, started when one is missing; they end with it, whatever they do."""

    def __init__(self, fn: Callable[[list[Any]], list[Any]], threads: int) -> None:
        self._fn = fn
        self._threads = threads
        self._wanted: SimpleQueue[_Chunk | None] = SimpleQueue()
        self._done: SimpleQueue[_Chunk] = SimpleQueue()
        self._idle = Semaphore(0)
        self._started = 0

    def size(self) -> int:
        """Return the number of threads."""
        return self._threads

    def start(self, chunk: _Chunk) -> None:
        """Put a chunk in the queue; few threads at work need little memory."""
        self._wanted.put(chunk)
        if not self._idle.acquire(blocking=False) and self._started < self._threads:
            self._started += 1
            Thread(target=self._work, name=f"batch-{self._started}", daemon=True).start()

    def finished(self, seconds: float) -> _Chunk | None:
        """Wait for a chunk."""
        with suppress(Empty):
            return self._done.get(timeout=seconds)
        return None

    def dismiss(self) -> None:
        """Let each thread end after the chunk that it has; what nobody began is left."""
        with suppress(Empty):
            while True:
                self._wanted.get_nowait()
        for _ in range(self._started):
            self._wanted.put(None)

    def _work(self) -> None:
        while (chunk := self._wanted.get()) is not None:
            try:
                chunk.rows = self._fn(list(chunk.items))
            except Exception as error:  # noqa: BLE001 - the top of a job's loop: one chunk
                chunk.error = error
            self._idle.release()
            self._done.put(chunk)


class _Dask:
    """Workers of a Dask scheduler; what a killed worker had is done by another one."""

    def __init__(self, client: Any, fn: Callable[[list[Any]], list[Any]], scheduler: str) -> None:
        self._client = client
        self._fn = fn
        self._scheduler = scheduler
        self._done: SimpleQueue[_Chunk] = SimpleQueue()
        self._size = 1
        self._asked_at = float("-inf")

    def size(self) -> int:
        """Return how many threads all workers have, at least 1; asked again now and then."""
        if time.monotonic() - self._asked_at > ASK_SECONDS:
            self._asked_at = time.monotonic()
            with suppress(OSError, ValueError):  # out of reach: the status tells for how long
                self._size = max(1, sum(self._client.nthreads().values()))
        if self._client.status not in {"running", "connecting"}:
            raise BatchError(
                f"The Dask scheduler at {self._scheduler} is gone. What came so far is kept: "
                "start it again, and run the same again for the rest."
            )
        return self._size

    def start(self, chunk: _Chunk) -> None:
        """Send a chunk to the scheduler."""
        chunk.future = self._client.submit(self._fn, list(chunk.items), pure=False, retries=RETRIES)
        chunk.future.add_done_callback(lambda _future: self._done.put(chunk))

    def finished(self, seconds: float) -> _Chunk | None:
        """Wait for a chunk, and fetch what it gave."""
        try:
            chunk = self._done.get(timeout=seconds)
        except Empty:
            return None
        try:
            chunk.rows = chunk.future.result()
        except Exception as error:  # noqa: BLE001 - the top of a job's loop: one chunk
            chunk.error = error
        chunk.future.release()
        return chunk


def _distributed() -> Any:
    """Import Dask only when asked for: it costs half a second that most commands never need."""
    return import_module("distributed")


def _client(scheduler: str, threads: int) -> Any:
    distributed = _distributed()
    if scheduler == "local":
        return distributed.Client(
            processes=True,
            threads_per_worker=threads,
            host="127.0.0.1",
            dashboard_address=None,
            set_as_default=False,
        )
    try:
        return distributed.Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise BatchError(f"No Dask scheduler answers at {scheduler}; start one there.") from error
