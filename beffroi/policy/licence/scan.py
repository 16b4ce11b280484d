"""Judge many files on all cores; the answers come in the order of the files."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from beffroi.policy.licence.detect import detect
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.shapes import FileAnswer
from beffroi.policy.licence.store import default_index, open_index
from beffroi.policy.licence.walk import Item, content

_FEW = 64
"""So few files are read by this process alone: starting others takes longer."""
_CHUNK = 16
_index: list[Index] = []


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was left out, and why."""

    path: str
    why: str


def scan(
    items: Iterable[Item],
    *,
    jobs: int = 0,
    texts: Path | None = None,
    said: Callable[[int], None] = lambda _: None,
) -> Iterator[FileAnswer | Left]:
    """Yield an answer or a reason for each item; ``said`` is told how many are done.

    ``jobs`` 0 is one per core. Raises UsageError when ``texts`` holds no licence texts.
    """
    _prepare(texts)
    source = iter(items)
    first = list(islice(source, _FEW + 1))
    jobs = jobs or len(os.sched_getaffinity(0))
    if jobs == 1 or len(first) <= _FEW:
        answers = map(_judge, _chain(first, source))
        yield from _counted(answers, said)
        return
    kind = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    with context.Pool(jobs, _prepare, (texts,)) as pool:
        yield from _counted(pool.imap(_judge, _chain(first, source), _CHUNK), said)


def _chain(first: list[Item], rest: Iterator[Item]) -> Iterator[Item]:
    yield from first
    yield from rest


def _counted(
    answers: Iterable[FileAnswer | Left], said: Callable[[int], None]
) -> Iterator[FileAnswer | Left]:
    for number, answer in enumerate(answers, 1):
        yield answer
        said(number)


def _prepare(texts: Path | None) -> None:
    """Open the index once in each process; a forked one has it already."""
    index = default_index() if texts is None else None
    if index is None or not _index or _index[0] is not index:
        _index[:] = [index or open_index(texts)]


def _judge(item: Item) -> FileAnswer | Left:
    """Answer for one file."""
    if item.why:
        return Left(item.path, item.why)
    data, why = content(item)
    if why:
        return Left(item.path, why)
    return detect(data, item.path, _index[0])
