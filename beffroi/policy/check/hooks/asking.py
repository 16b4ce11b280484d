"""Ask git about the commit in the making, in a person's own repository.

A hook runs inside that person's own ``git commit``: settings and index are theirs, and git has
obeyed them already. Nothing asked here applies filters or text conversions.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beffroi.lib.errors import UsageError

SECONDS = 60.0
"""How long git may think."""
_IDENT: Final = re.compile(r"(?P<name>.*) <(?P<address>.*)> \d+ [+-]\d+\s*", re.DOTALL)
_FILE: Final = re.compile(rb"100\d\d\d ([0-9a-f]{40,64}) 0\t(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Person:
    """Who the commit will say it is of."""

    name: str
    address: str


def root() -> Path:
    """Return the working copy; raises UsageError outside one."""
    return Path(_ask("rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").strip())


def author() -> Person | None:
    """Return who git will name as author; None where git knows nobody."""
    return _person("GIT_AUTHOR_IDENT")


def committer() -> Person | None:
    """Return who git will name as committer."""
    return _person("GIT_COMMITTER_IDENT")


def is_merging() -> bool:
    """Say whether the commit in the making joins two histories."""
    at = _ask("rev-parse", "--git-path", "MERGE_HEAD").decode("utf-8", "surrogateescape").strip()
    return Path(at).exists()


def staged(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of what is staged; without paths, of all that changes."""
    if not paths:
        words = ("--cached", "--name-only", "--no-ext-diff", "--no-textconv", "-z")
        said = _ask("-C", str(root()), "diff", *words, "--diff-filter=ACMRT")
        paths = [_text(path) for path in said.split(b"\0") if path]
        if not paths:
            return
        listed = _ask("-C", str(root()), *_LISTING, *paths)
    else:
        listed = _ask(*_LISTING, *paths)
    for row in listed.split(b"\0"):
        if found := _FILE.fullmatch(row):
            yield _text(found[2]), _ask("cat-file", "blob", found[1].decode("ascii"))


_LISTING: Final = ("--literal-pathspecs", "ls-files", "--stage", "--full-name", "-z", "--")


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _person(name: str) -> Person | None:
    try:
        said = _ask("var", name).decode("utf-8", "replace")
    except UsageError:
        return None
    found = _IDENT.fullmatch(said)
    return Person(found["name"], found["address"]) if found else None


def _ask(*words: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - git, in the person's own repository
            ["git", *words],  # noqa: S607 - the git that runs this hook
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise UsageError("The program git is missing on this machine; install it.") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git {words[0]} gave no answer in {SECONDS:g} seconds.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git {words[0]}: {said[0] if said else 'failed'}.") from error
    return done.stdout
