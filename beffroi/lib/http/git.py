"""Run git: over the network through our own proxy only, and always without anybody's settings."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beffroi.lib.http.addresses import Address, Networks, parse_address
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.processes import Ended, ProcessLimits, run_limited
from beffroi.lib.http.proxy import Proxy, Rules
from beffroi.lib.http.resolving import Resolve, resolve_host

# What these say of old commits harms nobody here: nothing is checked out or passed on.
_TOLERATED: Final = (
    "badDate badDateOverflow badEmail badFilemode badName badTimezone duplicateEntries fullPathname"
    " missingAuthor missingEmail missingNameBeforeEmail missingSpaceBeforeDate"
    " missingSpaceBeforeEmail multipleAuthors nullSha1 zeroPaddedDate zeroPaddedFilemode"
)
SETTINGS: Final[Mapping[str, str]] = {
    "core.askPass": "",
    "core.fsmonitor": "false",
    "core.hooksPath": "/dev/null",
    "core.packedGitLimit": "64m",
    "core.packedGitWindowSize": "16m",
    "core.symlinks": "false",
    "credential.helper": "",
    "fetch.recurseSubmodules": "false",
    "fetch.unpackLimit": "1",
    "fetch.writeCommitGraph": "false",
    "gc.auto": "0",
    "http.emptyAuth": "false",
    "http.followRedirects": "false",
    "http.sslVerify": "true",
    "init.defaultBranch": "main",
    "maintenance.auto": "false",
    "pack.threads": "1",
    "protocol.allow": "never",
    "protocol.version": "2",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
    "transfer.credentialsInUrl": "die",
    "transfer.fsckObjects": "true",
    **{f"fetch.fsck.{name}": "ignore" for name in _TOLERATED.split()},
}
_NO_PROGRAM: Final = 127
_STATUS = re.compile(r"returned error: (\d{3})|HTTP (\d{3})")
# First match wins; the words are those of git and curl in English (LC_ALL=C).
_SAID: Final = (
    (r"is this a git repository\?", "not-a-repository", "This is no git repository."),
    (r"not found|does not exist", "not-found", "There is no repository at this address."),
    (r"could not read (username|password)|authentication failed|terminal prompts disabled",
     "http-error", "The server asks who we are: the repository is not public."),
    (r"certificate|ssl|tls|gnutls", "tls", "The certificate of the server is not valid."),
    (r"redirect", "http-error", "The server sends git elsewhere; give the address it sends to."),
    (r"transport '.*' not allowed", "refused-address", "Only https is called with git."),
    (r"couldn't connect|could not resolve|empty reply|connection (refused|reset)|failed to connect",
     "unreachable", "The server does not answer; try again later."),
    (r"timed out|too slow", "timeout", "The server took too long; try again later."),
    (r"out of memory|cannot allocate|memory", "too-large", "Too large to be read within limits."),
    (r"couldn't find remote ref", "not-found", "The server no longer has what it announced."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GitLimits:
    """Limits of one run of git; ``network_bytes`` and ``file_bytes`` bound what lands on disk."""

    seconds: float = 120.0
    connect_seconds: float = 10.0
    silent_seconds: float = 30.0
    network_bytes: int = 200_000_000
    file_bytes: int = 1_000_000_000
    output_bytes: int = 50_000_000
    memory_bytes: int = 2_000_000_000


class Git:
    """Runs git within limits; ``allowed`` networks as at the door.

    Plain http is for allowed networks only; redirects are not followed.
    """

    def __init__(
        self,
        *,
        allowed: Networks = (),
        limits: GitLimits | None = None,
        resolve: Resolve = resolve_host,
        contact: str = "",
    ) -> None:
        self.allowed = allowed
        self._agent = f"git/2 (Beffroi; +{contact})" if contact else "git/2 (Beffroi)"
        self.limits = limits or GitLimits()
        self._resolve = resolve

    def within(self, limits: GitLimits) -> "Git":
        """Return the same git with other limits."""
        agent = Git(allowed=self.allowed, limits=limits, resolve=self._resolve)
        agent._agent = self._agent
        return agent

    def run(self, folder: Path, *words: str, given: bytes = b"") -> bytes:
        """Run a command on a bare repository on this machine; it reaches no network.

        Raises DoorError ``broken-answer``, ``timeout`` or ``too-large``.
        """
        ended = self._run(folder, words, {"core.symlinks": "false"}, given)
        if ended.status:
            raise _explain(ended.said)
        return ended.output

    def call(self, folder: Path, url: str, words: Sequence[str], *, given: bytes = b"") -> bytes:
        """Run a command that reads from ``url``; in ``words`` the address is called ``origin``.

        Raises DoorError, by name; what git says never passes.
        """
        address = parse_address(url)
        with self._proxy(address) as proxy:
            settings = {
                "http.proxy": proxy.url,
                "http.userAgent": self._agent,
                "remote.origin.url": address.url,
                f"protocol.{address.scheme}.allow": "always",
            }
            try:
                ended = self._run(folder, words, settings, given)
            except DoorError as error:
                raise (proxy.failure or error) from error
            if ended.status:
                raise proxy.failure or _explain(ended.said)
        return ended.output

    @contextmanager
    def _proxy(self, address: Address) -> Iterator[Proxy]:
        rules = Rules(
            allowed=self.allowed,
            is_inner_only=address.scheme == "http",
            resolve=self._resolve,
            most_bytes=self.limits.network_bytes,
            connect_seconds=self.limits.connect_seconds,
            silent_seconds=self.limits.silent_seconds,
        )
        with Proxy(rules) as proxy:
            yield proxy

    def _run(
        self, folder: Path, words: Sequence[str], settings: Mapping[str, str], given: bytes
    ) -> Ended:
        limits = self.limits
        ended = run_limited(
            ["git", f"--git-dir={folder}", *words],
            folder=folder,
            environment=_environment(folder, {**SETTINGS, **settings}),
            limits=ProcessLimits(
                seconds=limits.seconds,
                output_bytes=limits.output_bytes,
                memory_bytes=limits.memory_bytes,
                file_bytes=limits.file_bytes,
            ),
            given=given,
        )
        if ended.status == _NO_PROGRAM:
            raise DoorError("no-git", "The program git is missing on this machine; install it.")
        return ended


def _environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return all that git may know of this machine; settings go this way, unseen in ``ps``."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LC_ALL": "C",
        "GIT_ASKPASS": "",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_CONFIG_COUNT": str(len(settings)),
    }
    for number, (name, value) in enumerate(settings.items()):
        environment[f"GIT_CONFIG_KEY_{number}"] = name
        environment[f"GIT_CONFIG_VALUE_{number}"] = value
    return environment


def _explain(said: str) -> DoorError:
    """Turn what git says into an error by name."""
    for words, code, message in _SAID:
        if re.search(words, said, re.IGNORECASE):
            return DoorError(code, message)
    if status := _STATUS.search(said):
        number = int(status[1] or status[2])
        return DoorError("http-error", f"The server answered {number}.", status=number)
    return DoorError("broken-answer", "What the server sends is no git repository that is whole.")
