"""Read what a git server announces: its refs (gitprotocol-http(5), gitprotocol-pack(5))."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from beffroi.lib.http.errors import DoorError

CONTENT_TYPE: Final = "application/x-git-upload-pack-advertisement"
_SERVICE = b"# service=git-upload-pack"
_LINE = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) ([!-~\x80-\xff]{1,1000})")
_SYMREF = re.compile(rb"(?:^| )symref=HEAD:refs/heads/([!-~\x80-\xff]{1,1000})")
_NOTHING = re.compile(rb"0+ capabilities\^\{\}")
_SHORTEST: Final = 4
_TAGS: Final = b"refs/tags/"
_PEELED: Final = b"^{}"


class BrokenAdvertisement(DoorError):  # noqa: N818 - what it is
    """A server that speaks git, but wrongly: ``broken-answer``."""


@dataclass(frozen=True, slots=True)
class Advertisement:
    """The refs of a repository.

    ``digest`` changes with any branch, tag or the default branch; ``head``: object name of HEAD,
    None when the repository is empty or HEAD leads nowhere. ``tags``: name → object.
    """

    digest: str
    head: str | None
    default_branch: str | None
    is_empty: bool
    tags: Mapping[str, str] = field(default_factory=dict)


def parse_advertisement(data: bytes) -> Advertisement:
    """Read the answer of ``info/refs?service=git-upload-pack``; raises DoorError, by name."""
    sections = _sections(data)
    if sections[0] and sections[0][0].rstrip(b"\n") == _SERVICE:
        del sections[0]
    if not sections:
        raise _broken()
    refs: dict[bytes, bytes] = {}
    capabilities = b""
    for line in sections[0]:
        text, _, rest = line.rstrip(b"\n").partition(b"\0")
        capabilities = capabilities or rest
        if text.startswith((b"ERR ", b"version 2")):
            raise _broken()
        if text == b"version 1" or text.startswith(b"shallow ") or _NOTHING.fullmatch(text):
            continue
        found = _LINE.fullmatch(text)
        if not found:
            raise _broken()
        refs[found[2]] = found[1]
    return _advertisement(refs, capabilities)


def _advertisement(refs: dict[bytes, bytes], capabilities: bytes) -> Advertisement:
    symref = _SYMREF.search(capabilities)
    branch = (symref[1] if symref else b"").decode("utf-8", "replace")
    if not branch.isprintable():
        raise _broken()
    # Others, such as refs/pull, are the forge's: they say nothing of the repository's content.
    told = sorted(
        (name, oid)
        for name, oid in refs.items()
        if name.startswith((b"refs/heads/", b"refs/tags/"))
    )
    head = refs.get(b"HEAD")
    digest = hashlib.sha256(b"HEAD %b %b\n" % (head or b"", branch.encode()))
    for name, oid in told:
        digest.update(b"%b %b\n" % (oid, name))
    return Advertisement(
        digest=digest.hexdigest(),
        head=head.decode() if head else None,
        default_branch=branch or None,
        is_empty=not refs,
        tags={
            name.removeprefix(_TAGS).decode("utf-8", "replace"): oid.decode()
            for name, oid in told
            if name.startswith(_TAGS) and not name.endswith(_PEELED)
        },
    )


def _sections(data: bytes) -> list[list[bytes]]:
    """Cut into pkt-lines, a new list after each flush; the last must be one, else it is cut off."""
    sections: list[list[bytes]] = [[]]
    at = 0
    while at < len(data):
        try:
            size = int(data[at : at + 4], 16)
        except ValueError as error:
            raise _broken() from error
        if size in {1, 2, 3} or size < 0 or at + max(size, _SHORTEST) > len(data):
            raise _broken()
        if size:
            sections[-1].append(data[at + 4 : at + size])
        else:
            sections.append([])
        at += max(size, _SHORTEST)
    if sections.pop() or not sections:
        raise _broken()
    return sections


def _broken() -> BrokenAdvertisement:
    return BrokenAdvertisement(
        "broken-answer", "The server does not announce a git repository correctly."
    )
