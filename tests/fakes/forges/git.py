"""Real git over smart HTTP: git itself answers; what it said once is kept until refs change."""

import asyncio
from pathlib import Path
from typing import Final

from scripts.gitserver import environment
from tests.fakes.forges.shapes import Ask, Forge, Reply
from tests.fakes.forges.world import Repository

SERVICES: Final = ("/info/refs", "/git-upload-pack")
PIECE: Final = "application/x-git-upload-pack-"
_SETTINGS: Final = (
    ("safe.directory", "*"),
    ("uploadpack.allowFilter", "true"),
    ("uploadpack.allowAnySHA1InWant", "true"),
)
_answers: dict[tuple[object, ...], bytes] = {}


def is_asked(ask: Ask) -> bool:
    """Tell whether a request is git's."""
    return ask.path.endswith(SERVICES)


async def answer(forge: Forge, ask: Ask) -> Reply:
    """Answer git; what nobody may see is asked a password for."""
    service = next(name for name in SERVICES if ask.path.endswith(name))
    full_name = ask.path.removesuffix(service).strip("/").removesuffix(".git")
    row = forge.world.repository(full_name)
    if row is None or row.visibility != "public":
        former = forge.world.former(full_name) if row is None else None
        if former:
            words = "&".join(f"{name}={text}" for name, text in ask.query.items())
            to = f"{forge.url}/{former.full_name}.git{service}{'?' * bool(words)}{words}"
            return Reply(301, headers={"location": to})
        return Reply(401, b"", {"www-authenticate": 'Basic realm="Git"'}, "text/plain")
    folder = folder_of(forge, row)
    if folder is None:
        return Reply(404, b"No git here.", kind="text/plain")
    return await _upload_pack(folder, ask, service)


def folder_of(forge: Forge, row: Repository) -> Path | None:
    """Return the repository of this machine that answers for a row."""
    name = row.git or forge.settings.git_for_all
    if not forge.settings.git or not name:
        return None
    folder = Path(forge.settings.git) / name
    return folder if folder.is_dir() else None


async def _upload_pack(folder: Path, ask: Ask, service: str) -> Reply:
    protocol = ask.headers.get("git-protocol", "")
    is_first = service == SERVICES[0]
    key = (folder, _state(folder), protocol, service, ask.body)
    said = _answers.get(key)
    if said is None:
        words = ["--advertise-refs"] if is_first else []
        said = await _run(folder, protocol, ask.body, words)
        if is_first and "version=2" not in protocol:
            said = b"001e# service=git-upload-pack\n0000" + said
        _answers[key] = said
    kind = PIECE + ("advertisement" if is_first else "result")
    return Reply(body=said, headers={"cache-control": "no-cache"}, kind=kind)


async def _run(folder: Path, protocol: str, body: bytes, words: list[str]) -> bytes:
    process = await asyncio.create_subprocess_exec(
        "git", "upload-pack", "--stateless-rpc", *words, str(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment(protocol, _SETTINGS),
    )  # fmt: skip
    said, _nothing = await process.communicate(body)
    return said


def _state(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return what changes whenever a ref does."""
    inner = folder / ".git" if (folder / ".git").is_dir() else folder
    places = [inner / "HEAD", inner / "packed-refs", *sorted((inner / "refs").rglob("*"))]
    return tuple((str(place), place.stat().st_mtime_ns) for place in places if place.exists())
