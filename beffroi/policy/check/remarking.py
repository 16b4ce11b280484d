"""What the command says beside its answer, in the language asked for: remarks, and the patch."""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from beffroi.policy.check.declarations import NAME
from beffroi.policy.check.families import said
from beffroi.policy.check.formats.text import plain
from beffroi.policy.check.subject import Subject

SECONDS: Final = 2.0
"""How often a long judgement says how far it is."""
_MOST_UNTRACKED: Final = 5


def remark(language: str, key: str, **values: object) -> None:
    """Say one sentence of the words on standard error."""
    words = said("remarks", key).filled(**values)
    sys.stderr.write(f"check: {plain(getattr(words, language))}\n")


def remark_untracked(subject: Subject, written: Iterable[Path | None], language: str) -> None:
    """Name files that are not judged because git does not track them.

    ``written``: files that the command itself writes; nobody misses them.
    """
    own = {path.resolve() for path in written if path}
    root = subject.tree.root.resolve()
    left = [name for name in subject.tree.untracked if name != NAME and root / name not in own]
    if left:
        names, more = ", ".join(left[:_MOST_UNTRACKED]), len(left) - _MOST_UNTRACKED
        remark(language, "untracked-more" if more > 0 else "untracked", names=names, more=more)


def show_patch(patch: str, *, is_answer: bool) -> None:
    """Print a patch: to a terminal without what could steer it, else byte by byte for git."""
    stream = sys.stdout if is_answer else sys.stderr
    if is_answer and not stream.isatty():
        stream.flush()
        stream.buffer.write(patch.encode("utf-8", "surrogateescape"))
        stream.buffer.flush()
        return
    stream.write("".join(_safe(line) + "\n" for line in patch.split("\n")[:-1]))


def progress(language: str) -> Callable[[int, int], None]:
    """Return a function that says now and then how far a long judgement is."""
    begin = last = time.monotonic()

    def told(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= SECONDS:
            last = now
            remark(language, "progress", done=done, of=of, seconds=round(now - begin))

    return told


def _safe(line: str) -> str:
    """Return a line for the eye; a tab steers nothing."""
    return "\t".join(map(plain, line.removesuffix("\r").split("\t")))
