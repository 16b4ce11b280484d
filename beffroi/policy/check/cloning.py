"""A repository at an address, copied into a temporary folder through the door for git."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from beffroi.lib.errors import UsageError

if TYPE_CHECKING:
    from beffroi.lib.http.addresses import Networks
    from beffroi.lib.http.git import Git

SCHEMES: Final = ("https://", "http://")
_SCP: Final = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w-]+(?:\.[\w-]+)+):(?P<path>(?!//)[^\s]+)$")
_OTHER_SCHEME: Final = re.compile(
    r"(?:ssh|git|git\+ssh)://(?:[^@/\s]*@)?(?P<host>[\w.-]+)(?::\d+)?/(?P<path>[^\s]+)$"
)
_SYMBOLIC: Final = b"ref: "
_SECONDS: Final = 900.0
_NETWORK_BYTES: Final = 2_000_000_000
_FILE_BYTES: Final = 4_000_000_000
_FACT_BYTES: Final = 5_000_000


def is_address(word: str) -> bool:
    """Tell whether an argument is an address: the permission to use the network."""
    return word.startswith(SCHEMES)


def refuse_ssh(word: str) -> None:
    """Refuse an address for ssh or of git's own protocol; raises UsageError with the way out."""
    found = _OTHER_SCHEME.match(word) or _SCP.match(word)
    if found and not Path(word).exists():
        https = f"https://{found['host']}/{found['path']}"
        raise UsageError(f"{word} is an address for ssh or git; give its https address: {https}")


@contextmanager
def cloned(address: str) -> Iterator[Path]:
    """Give a bare copy with every branch and tag; raises UsageError with what the server did."""
    from beffroi.lib.http import DoorError  # noqa: PLC0415 - a third of a second
    from beffroi.lib.http.git import Git, GitLimits  # noqa: PLC0415

    limits = GitLimits(seconds=_SECONDS, network_bytes=_NETWORK_BYTES, file_bytes=_FILE_BYTES)
    git = Git(allowed=_allowed(), limits=limits)
    with tempfile.TemporaryDirectory(prefix="beffroi-") as place:
        folder = Path(place) / "repository.git"
        try:
            _copy(git, address, folder)
        except DoorError as error:
            raise UsageError(f"{address}: {error.message}") from error
        yield folder


def asking() -> Callable[[str], Any]:
    """Return a function that asks an address for JSON; None is whatever is no such answer."""
    from beffroi.lib.http import Door, DoorError, Wanted  # noqa: PLC0415

    door = Door(contact="", allowed=_allowed())

    def ask(address: str) -> Any:
        try:
            return json.loads(door.fetch(address, Wanted(body_bytes=_FACT_BYTES)).body)
        except (DoorError, ValueError, RecursionError):
            return None

    return ask


def _allowed() -> "Networks":
    from beffroi.lib.http import parse_networks  # noqa: PLC0415

    words = os.environ.get("BEFFROI_ALLOWED_NETWORKS", "").replace(",", " ").split()
    return parse_networks(words)


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
