"""Read commits and tags as git stores them; anything may stand in them, so nothing is refused."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from sys import intern
from typing import IO, Final, Literal, TypeAlias

from beffroi.policy.check.trailers import certified_in, signers_in

_SIGNED: Final = re.compile(rb"^(.*?) ?<(.*)>(?: +(-?\d+) *([+-]\d+)?)?")
_LATEST: Final = datetime(9999, 12, 30, tzinfo=UTC)
_DAY: Final = 24 * 60
_NOT_OF_TEXT: Final = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}
_MARKS: Final = (
    (b"-----BEGIN PGP SIGNATURE-----", "pgp"),
    (b"-----BEGIN PGP MESSAGE-----", "pgp"),
    (b"-----BEGIN SSH SIGNATURE-----", "ssh"),
    (b"-----BEGIN SIGNED MESSAGE-----", "x509"),
)
Signature: TypeAlias = Literal["", "pgp", "ssh", "x509"]


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; ``signers`` are the values of its trailers Signed-off-by.

    ``certifies``: address and commit of each sentence that signs an older commit off afterwards.
    Names and addresses are those of the object, without ``.mailmap``.
    """

    id: str
    author_name: str
    author_email: str
    committer_name: str
    committer_email: str
    author_date: datetime
    subject: str
    signers: tuple[str, ...] = ()
    is_merge: bool = False
    certifies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; ``signature`` is that which its object carries, not verified; ``date`` of the tag.

    ``date`` of a tag that is no object of its own is that of its commit.
    """

    name: str
    is_annotated: bool
    signature: Signature
    date: datetime | None


def commit_of(at: str, raw: bytes) -> Commit:
    """Return the commit that stands in an object."""
    head, _, body = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    message = _text(body, _line(lines, b"encoding "))
    author, author_email, on = _signed(_line(lines, b"author "))
    committer, committer_email, _ = _signed(_line(lines, b"committer "))
    return Commit(
        id=at,
        author_name=author,
        author_email=author_email,
        committer_name=committer,
        committer_email=committer_email,
        author_date=on,
        subject=message.lstrip("\n").partition("\n")[0].strip(),
        signers=tuple(map(intern, signers_in(message))),
        is_merge=sum(line.startswith(b"parent ") for line in lines) > 1,
        certifies=certified_in(message),
    )


def tag_of(name: str, kind: bytes, raw: bytes) -> Tag:
    """Return the tag of that name that points to an object of that kind."""
    head, _, body = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    if kind == b"commit":
        return Tag(name, is_annotated=False, signature="", date=_on(_line(lines, b"committer ")))
    if kind != b"tag":
        return Tag(name, is_annotated=False, signature="", date=None)
    signed = next((form for mark, form in _MARKS if mark in body or mark in head), "")
    tagged = _on(_line(lines, b"tagger "))
    return Tag(name, is_annotated=True, signature=signed, date=tagged)  # type: ignore[arg-type]


def next_object(stream: IO[bytes], limit: int) -> tuple[str, bytes, bytes | None] | None:
    """Return identifier, kind and content of the next object; None at the end.

    Of what is missing the kind is ``missing``; what is larger than ``limit`` has no content.
    """
    line = stream.readline()
    if not line:
        return None
    at, _, rest = line.rstrip(b"\n").partition(b" ")
    kind, _, size = rest.partition(b" ")
    if not size.isdigit():
        return at.decode("ascii", "replace"), b"missing", None
    left = int(size)
    if left <= limit:
        content = stream.read(left)
        is_whole = len(content) == left and stream.read(1)
        return (at.decode("ascii"), kind, content) if is_whole else None
    left += 1
    while left > 0 and (piece := stream.read(min(left, 1 << 20))):
        left -= len(piece)
    return at.decode("ascii"), kind, None


def moment(seconds: int, zone: int = 0) -> datetime:
    """Return a time of git: seconds since 1970, zone as ``±hhmm``; what no calendar has is cut."""
    minutes = (abs(zone) // 100 * 60 + abs(zone) % 100) * (1 if zone >= 0 else -1)
    try:
        return datetime.fromtimestamp(seconds, _zone(minutes if abs(minutes) < _DAY else 0))
    except (OverflowError, ValueError, OSError):
        return _LATEST if seconds > 0 else datetime.fromtimestamp(0, UTC)


@lru_cache(maxsize=256)
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _line(lines: list[bytes], key: bytes) -> bytes:
    return next((line[len(key) :] for line in lines if line.startswith(key)), b"")


def _signed(line: bytes) -> tuple[str, str, datetime]:
    """Return name, address and date of an author; each may be missing."""
    found = _SIGNED.match(line)
    if not found:
        return intern(line.decode("utf-8", "replace").strip()), "", moment(0)
    name, address, seconds, zone = found.groups()
    on = moment(int((seconds or b"0")[:20]), int((zone or b"0")[:5]))
    return (
        intern(name.decode("utf-8", "replace").strip()),
        intern(address.decode("utf-8", "replace").strip()),
        on,
    )


def _on(line: bytes) -> datetime | None:
    return _signed(line)[2] if line else None


def _text(body: bytes, encoding: bytes) -> str:
    named = encoding.decode("ascii", "replace").strip().lower()
    if not named or named in _NOT_OF_TEXT:
        return body.decode("utf-8", "replace")
    try:
        return body.decode(named, "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")
