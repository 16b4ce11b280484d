"""A repository at an address, copied into a temporary folder through the door for git."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from beffroi.lib.errors import UsageError

if TYPE_CHECKING:
    from beffroi.lib.http.git import Git

SCHEMES: Final = ("https://", "http://")
_SYMBOLIC: Final = b"ref: "
_SECONDS: Final = 900.0
_NETWORK_BYTES: Final = 2_000_000_000
_FILE_BYTES: Final = 4_000_000_000
_FACT_BYTES: Final = 5_000_000


def is_address(word: str) -> bool:
    """Tell whether an argument is an address: the permission to use the network."""
    return word.startswith(SCHEMES)


@contextmanager
def cloned(address: str) -> Iterator[Path]:
    """Give a bare copy with every branch and tag; raises UsageError with what the server did."""
    from beffroi.lib.http import DoorError, parse_networks  # noqa: PLC0415 - a third of a second
    from beffroi.lib.http.git import Git, GitLimits  # noqa: PLC0415

    allowed = os.environ.get("BEFFROI_ALLOWED_NETWORKS", "")
    limits = GitLimits(seconds=_SECONDS, network_bytes=_NETWORK_BYTES, file_bytes=_FILE_BYTES)
    git = Git(allowed=parse_networks(allowed.replace(",", " ").split()), limits=limits)
    with tempfile.TemporaryDirectory(prefix="beffroi-") as place:
        folder = Path(place) / "repository.git"
        try:
            _copy(git, address, folder)
        except DoorError as error:
            raise UsageError(f"{address}: {error.message}") from error
        yield folder


def asking() -> Callable[[str], Any]:
    """Return a function that asks an address for JSON; None is whatever is no such answer."""
    from beffroi.lib.http import Door, DoorError, Wanted, parse_networks  # noqa: PLC0415

    allowed = os.environ.get("BEFFROI_ALLOWED_NETWORKS", "")
    door = Door(contact="", allowed=parse_networks(allowed.replace(",", " ").split()))

    def ask(address: str) -> Any:
        try:
            return json.loads(door.fetch(address, Wanted(body_bytes=_FACT_BYTES)).body)
        except (DoorError, ValueError, RecursionError):
            return None

    return ask


def _copy(git: "Git", address: str, folder: Path) -> None:
    """Fetch all branches and tags, and point to the branch that the server calls its own."""
    folder.mkdir()
    said = git.call(folder, address, ["ls-remote", "--symref", "origin", "HEAD"])
    kind = "sha256" if _is_sha256(said) else "sha1"
    git.run(folder, "init", "--quiet", "--bare", f"--object-format={kind}")
    wanted = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]
    git.call(folder, address, ["fetch", "--quiet", "--no-tags", "origin", *wanted])
    for line in said.splitlines():
        if line.startswith(_SYMBOLIC):
            branch = line.removeprefix(_SYMBOLIC).split(b"\t")[0].decode("utf-8", "replace")
            git.run(folder, "symbolic-ref", "HEAD", branch)
            return


def _is_sha256(said: bytes) -> bool:
    words = said.split()
    return any(len(word) == 64 for word in words)  # noqa: PLR2004 - hexadecimal digits of SHA-256
