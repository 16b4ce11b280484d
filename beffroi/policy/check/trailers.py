"""The trailers of a commit's message: who signed off, and which older commits they vouch for.

What counts as a trailer is what git-interpret-trailers(1) says: the last paragraph, never the
first, when all its lines are trailers, or a quarter of them and one is written by git itself.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

KEY: Final = "signed-off-by"
_TRAILER: Final = re.compile(r"([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)")
_BY_GIT: Final = ("Signed-off-by: ", "(cherry picked from commit ")
_ADDRESS: Final = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$")
_CERTIFIED: Final = re.compile(
    r"^I, .{1,200}?<([^<>\s]+@[^<>\s]+)>, hereby add my Signed-off-by to (?:this|the) commit:?\s+"
    r"([0-9a-f]{7,64})\b",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_ALL: Final = 4


def signers_in(message: str) -> tuple[str, ...]:
    """Return the values of the trailers Signed-off-by, in the order of the message."""
    if KEY not in message.lower():
        return ()
    return tuple(value for key, value in trailers_in(message) if key.lower() == KEY)


def trailers_in(message: str) -> list[tuple[str, str]]:
    """Return the trailers of a message: key as written, value with its further lines joined."""
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)*\n", message.replace("\r\n", "\n").strip("\n"))
    last = paragraphs[-1].rstrip().split("\n") if len(paragraphs) > 1 else []
    return list(_joined(last)) if _is_block(last) else []


def certified_in(message: str) -> tuple[tuple[str, str], ...]:
    """Return address and commit of each sentence that signs an older commit off afterwards."""
    if "hereby add" not in message:
        return ()
    return tuple((address, at.lower()) for address, at in _CERTIFIED.findall(message))


def address_in(signer: str) -> str:
    """Return the address of ``Name <address>``; empty when there is no name or no address."""
    found = _ADDRESS.search(signer)
    return found[1] if found and signer[: found.start()].strip() else ""


def _is_block(lines: Sequence[str]) -> bool:
    starts = [line for line in lines if not line[:1].isspace()]
    if not starts or lines[0][:1].isspace():
        return False
    like = [line for line in starts if _is_trailer(line)]
    if len(like) == len(starts):
        return True
    by_git = any(line.startswith(_BY_GIT) for line in starts)
    return by_git and len(like) * _NOT_ALL >= len(starts)


def _is_trailer(line: str) -> bool:
    return bool(_TRAILER.match(line)) or line.startswith(_BY_GIT)


def _joined(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    key, value = "", ""
    for line in lines:
        if line[:1].isspace() and key:
            value = f"{value} {line.strip()}"
            continue
        if key:
            yield key, value
        found = _TRAILER.match(line)
        key, value = (found[1], found[2].strip()) if found else ("", "")
    if key:
        yield key, value
