"""Find out what software runs at a host: by its exact name, else by a few polite questions."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from beffroi.forges.addresses import ONE_SEGMENT, SOFTWARE_BY_HOST, AccountAddressError
from beffroi.forges.shapes import Failure, Find, Forge, Known, Look, Reading, Target
from beffroi.forges.values import part, text
from beffroi.lib.http.addresses import parse_address
from beffroi.lib.http.door import Answer, Door, Wanted
from beffroi.lib.http.errors import DoorError

MOST_CALLS: Final = 4
LONGEST_VERSION: Final = 60
_ANY: Final = Wanted(body_bytes=1_000_000, errors=True)
_REFS: Final = Wanted(types=("application/x-git-upload-pack-advertisement",), body_bytes=2_000_000)
_HOPELESS: Final = frozenset({"unreachable", "timeout", "tls", "refused-address", "bad-address"})
_NESTED: Final = frozenset({"gitlab", "kallithea"})
"""Software whose groups hold groups: a long path is a group or a repository."""
_UNAUTHORISED: Final = 401
_FORBIDDEN: Final = 403
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Detected:
    """What runs at a host: ``software`` as in ``open_forge``, and why we think so.

    ``failure``: why nobody can say; then ``software`` is "". ``is_of_host``: False when only this
    address was looked at, whatever runs at the rest of its host.
    """

    software: str = ""
    version: str = ""
    reason: str = ""
    is_of_host: bool = True
    failure: Failure | None = None


async def detect(door: Door, address: str) -> Detected:
    """Ask the host of an address, at most ``MOST_CALLS`` times; never raises.

    An address that is a repository, not an account, is read by git, whatever its host runs.
    """
    try:
        here = parse_address(address)
        known = SOFTWARE_BY_HOST.get(here.host)
        if known:
            return Detected(known, reason=f"{here.host} is known to run {known}.")
        found = await _ask(door, here.origin)
        depth = len([part for part in here.path.split("/") if part])
        is_deep = found.software in ONE_SEGMENT and depth > 1
        if is_deep or (depth > 1 and await _is_repository(door, found, here.url)):
            return Detected("git", reason=f"{here.url} is a repository.", is_of_host=False)
    except DoorError as error:
        failure = Failure(address, error.code, error.message, error.permanent)
        return Detected(reason=error.message, failure=failure)
    return found


async def _ask(door: Door, origin: str) -> Detected:
    questions = list(_QUESTIONS)
    for _ in range(MOST_CALLS):
        path, judge = questions.pop(0)
        answer = await _answer(door, f"{origin}{path}")
        found = answer and (_by_headers(answer) or judge(answer))
        if found:
            return found
        if answer and judge is _gitea and "html" in answer.content_type:
            questions[0] = ("/_admin/api", _kallithea)  # the API of Gogs answers without HTML
    return Detected("git", reason=f"No API of a known forge answers at {origin}.")


async def _answer(door: Door, url: str) -> Answer | None:
    try:
        return await door.get(url, _ANY)
    except DoorError as error:
        if error.code in _HOPELESS:
            raise
        return None


async def _is_repository(door: Door, found: Detected, url: str) -> bool:
    """Say whether git answers where a group within groups may stand as well."""
    if found.software not in _NESTED:
        return False
    try:
        await door.get(f"{url.rstrip('/')}/info/refs?service=git-upload-pack", _REFS)
    except DoorError as error:
        if error.code in _HOPELESS:
            raise
        return error.code == "too-large"
    return True


def _by_headers(answer: Answer) -> Detected | None:
    """GitLab and GitHub sign each of their answers, errors too."""
    if "x-gitlab-meta" in answer.headers and answer.status != _OK:
        return Detected("gitlab", reason="Its answers carry the header X-Gitlab-Meta.")
    version = answer.headers.get("x-github-enterprise-version", "")
    if version or "x-github-request-id" in answer.headers:
        return Detected("github", _version(version), "Its answers carry the headers of GitHub.")
    return None


def _gitlab(answer: Answer) -> Detected | None:
    said = _json(answer)
    version = text(said, "version")
    if answer.status == _OK and version and "revision" in said:
        return Detected("gitlab", _version(version), f"It says that it is GitLab {version[:60]}.")
    if answer.status == _UNAUTHORISED and text(said, "message").startswith("401 Unauthorized"):
        return Detected("gitlab", reason="It asks for a token before it tells GitLab's version.")
    return None


def _gitea(answer: Answer) -> Detected | None:
    said = _json(answer)
    version = _version(text(said, "version"))
    if answer.status == _OK and version:
        software = "forgejo" if "+gitea-" in version or "forgejo" in version else "gitea"
        return Detected(software, version, f"It says that it is version {version} of {software}.")
    is_closed = answer.status in {_UNAUTHORISED, _FORBIDDEN}
    if is_closed and "signed in" in text(said, "message"):
        return Detected("gitea", reason="It answers like a Gitea that only members may read.")
    return None


def _gogs(answer: Answer) -> Detected | None:
    said = _json(answer)
    if answer.status == _OK and said.get("ok") is True and isinstance(said.get("data"), list):
        return Detected("gogs", reason="It searches repositories like Gogs and tells no version.")
    return None


def _kallithea(answer: Answer) -> Detected | None:
    said = _json(answer)
    if set(said) == {"id", "result", "error"} and "Content-Length" in text(said, "error"):
        return Detected("kallithea", reason="Its API wants to be asked like that of Kallithea.")
    return None


def _github(answer: Answer) -> Detected | None:
    version = text(_json(answer), "installed_version")
    if answer.status == _OK and version:
        reason = f"It says that it is GitHub Enterprise Server {version[:60]}."
        return Detected("github", _version(version), reason)
    return None


_QUESTIONS: Final[tuple[tuple[str, Callable[[Answer], Detected | None]], ...]] = (
    ("/api/v4/version", _gitlab),
    ("/api/v1/version", _gitea),
    ("/api/v1/repos/search?q=_&limit=1", _gogs),
    ("/api/v3/meta", _github),
)


def _json(answer: Answer) -> Any:
    """Return the object that an answer holds, empty when it holds none."""
    try:
        return part({"": answer.json()}, "")
    except DoorError:
        return {}


def _version(given: str) -> str:
    return given.strip()[:LONGEST_VERSION]


class DetectingForge:
    """A forge nobody has named yet: each reading finds out first, and says what it found."""

    def __init__(self, address: str, door: Door, open_as: Callable[[str], Forge]) -> None:
        self._address = address
        self._door = door
        self._open_as = open_as

    def read(self, known: Known) -> Reading:
        """Find out, then read; see ``Forge``."""
        found, forge = self._open()
        if isinstance(forge, Failure):
            is_over = forge.permanent
            return Reading(failures=(forge,), cursor="" if is_over else known.cursor)
        reading = forge.read(known)
        # Git is what is left when nothing else answers: it counts once it has found something.
        named = reading.software if found.software == "git" else found.software
        software = named if found.is_of_host else ""
        version = reading.version or found.version
        return replace(reading, software=software, version=version)

    def look(self, target: Target) -> Look:
        """Look into one repository by git, which every forge speaks."""
        return self._open_as("git").look(target)

    def find(self, target: Target) -> Find:
        """Find out, then read one repository; see ``Forge``."""
        _, forge = self._open()
        if isinstance(forge, Failure):
            return Find(target.key, failure=forge)
        return forge.find(target)

    def _open(self) -> tuple[Detected, Forge | Failure]:
        found = asyncio.run(self._detect())
        if found.failure:
            return found, found.failure
        try:
            return found, self._open_as(found.software)
        except AccountAddressError as error:
            return found, Failure(self._address, error.code, error.message, error.permanent)

    async def _detect(self) -> Detected:
        async with self._door as door:
            return await detect(door, self._address)
