"""Ask git about a stranger's repository, so that nothing of the repository can be run.

Git never sees the repository's own folder as its folder. Each question is asked in a folder of ours
that holds nothing but our settings, and borrows the stranger's objects and list of files by path.
So there is no setting, hook, filter, alias, graft, replacement or remote of the repository to be
obeyed, nobody's ownership to be trusted, and no promise to be fetched from the network; only
commands that read objects are asked, never one that compares or checks out files.
"""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import IO, Final, cast

from beffroi.lib.errors import BeffroiError, UsageError
from beffroi.policy.check.keeping import OwnFolder
from beffroi.policy.check.places import Place, read_plain

MOST_SECONDS: Final = 600.0
_MEMORY: Final = 4_000_000  # kB
_NO_PROGRAM: Final = 127
_BUFFER: Final = 1 << 20
_LIMITED: Final = f'ulimit -v {_MEMORY} 2>/dev/null; ulimit -f 0; exec "$@"'
_SETTINGS: Final = """\
[core]
\trepositoryFormatVersion = 1
\tcommitGraph = false
\tmultiPackIndex = false
\tfsmonitor = false
\tuntrackedCache = false
\tpackedGitLimit = 64m
\tpackedGitWindowSize = 16m
[gc]
\tauto = 0
[protocol]
\tallow = never
[extensions]
\tobjectFormat = {format}
"""


class GitError(BeffroiError):
    """Git could not read what the repository holds, or not in time."""


class Plumbing:
    """Runs git's reading commands on the objects and the list of files of one place."""

    def __init__(self, place: Place, seconds: float = MOST_SECONDS) -> None:
        self._place = place
        self._seconds = seconds
        self._own = OwnFolder("beffroi-git-")
        folder = self._own.path
        for name in ("objects", "refs"):
            (folder / name).mkdir()
        form = "sha256" if place.is_sha256 else "sha1"
        (folder / "config").write_text(_SETTINGS.format(format=form), "utf-8")
        (folder / "HEAD").write_text("ref: refs/heads/none\n", "utf-8")
        (folder / "shallow").write_text("".join(f"{at}\n" for at in place.boundary), "ascii")
        for shared in place.folder.glob("sharedindex.*"):
            (folder / shared.name).write_bytes(read_plain(shared, 1_000_000_000))
        self._environment = _environment(folder, place)

    def ask(self, *words: str, seconds: float = 0, tree: Path | None = None) -> bytes:
        """Return all that a command says; ``tree`` is the work tree that it may look at."""
        places = [f"--work-tree={tree}"] if tree else []
        with self._running([*places, *words], subprocess.DEVNULL, seconds) as process:
            return _output(process).read()

    @contextmanager
    def walk(self, tips: Iterable[str], *words: str) -> Iterator[IO[bytes]]:
        """Give what ``rev-list`` says of the commits that lead to ``tips``."""
        with self._walking(tips, words) as process:
            yield _output(process)

    @contextmanager
    def pour(
        self, tips: Iterable[str], walk: Sequence[str], *words: str, paths: Sequence[str] = ()
    ) -> Iterator[IO[bytes]]:
        """Give what a command says of all that ``rev-list`` finds; of some paths only."""
        with (
            self._walking(tips, walk, paths) as walking,
            self._running(words, walking.stdout, 0) as process,
        ):
            yield _output(process)

    @contextmanager
    def objects(self, ids: Iterable[str]) -> Iterator[IO[bytes]]:
        """Give the objects of those identifiers, as ``cat-file --batch`` writes them."""
        with (
            _lines(ids) as given,
            self._running(("cat-file", "--batch", "--buffer"), given, 0) as process,
        ):
            yield _output(process)

    @contextmanager
    def _walking(
        self, tips: Iterable[str], words: Sequence[str], paths: Sequence[str] = ()
    ) -> Iterator[subprocess.Popen[bytes]]:
        command = ["rev-list", "--ignore-missing", *words, "--stdin"]
        command += ["--", *paths] if paths else []
        with _lines(tips) as given, self._running(command, given, 0) as process:
            yield process

    @contextmanager
    def _running(
        self, words: Sequence[str], given: int | IO[bytes] | None, seconds: float
    ) -> Iterator[subprocess.Popen[bytes]]:
        late = list[bool]()
        with subprocess.Popen(  # noqa: S603 - a fixed program; what strangers give is not in it
            ["/bin/sh", "-c", _LIMITED, "sh", "git", *words],
            bufsize=_BUFFER,
            cwd=self._own.path,
            env=self._environment,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:

            def stop() -> None:
                late.append(True)
                _kill_family(process)

            timer = Timer(seconds or self._seconds, stop)
            timer.daemon = True
            timer.start()
            try:
                yield process
                _end(process, is_late=bool(late))
            finally:
                timer.cancel()
                _kill_family(process)


def _end(process: subprocess.Popen[bytes], *, is_late: bool) -> None:
    """Wait for the end; a reader that stopped early is no failure."""
    if _output(process).closed or _output(process).read(1):
        return
    status = process.wait()
    if status == _NO_PROGRAM:
        raise UsageError("The program git is missing on this machine; install it.")
    if status or is_late:
        raise GitError("git ended with an error")


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", process.stdout)  # a pipe was asked for


@contextmanager
def _lines(words: Iterable[str]) -> Iterator[IO[bytes]]:
    """Give a file with one word a line, at its beginning: a pipe could be full on both sides."""
    with tempfile.TemporaryFile() as file:
        file.writelines(b"%b\n" % word.encode("ascii", "replace") for word in words)
        file.seek(0)
        yield file


def _environment(folder: Path, place: Place) -> dict[str, str]:
    """Return all that git may know of this machine; programs are looked for in absolute folders."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return {
        "PATH": os.pathsep.join(name for name in folders if Path(name).is_absolute()),
        "HOME": str(folder),
        "LC_ALL": "C",
        "GIT_DIR": str(folder),
        "GIT_OBJECT_DIRECTORY": str((place.shared / "objects").absolute()),
        "GIT_INDEX_FILE": str((place.folder / "index").absolute()),
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _kill_family(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
