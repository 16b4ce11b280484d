"""The history of a repository without its files: how often, by how many, since when.

Commits are fetched without trees, counted, and thrown away. Authors are counted by a digest with
a key that nobody keeps: no e-mail address leaves this module.
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

from beffroi.forges.copies import Copy, bare_copy
from beffroi.forges.refs import Advertisement
from beffroi.forges.shapes import Activity, Day
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.git import Git

DAYS: Final = 60
YEAR: Final = timedelta(days=365)
MOST_BYTES: Final = 60_000_000
MOST_SECONDS: Final = 60.0
MOST_COMMITS: Final = 200_000
MOST_TAGS: Final = 2000
EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Clocks of commits can be wrong: what is before this day, or after tomorrow, is not counted."""

_NUMBERS = re.compile(r"\d+")
_VERSION = re.compile(r"(?:^|[^a-zA-Z0-9]|\bv|[a-z]v|release|rel)\d", re.IGNORECASE)
_DRAFT = re.compile(
    r"(?:alpha|beta|nightly|snapshot|preview|dev|\bpre|(?<![a-z])rc)", re.IGNORECASE
)
_OBJECT = re.compile(rb"([0-9a-f]{40,64}) (\w+) (\d+)")
_WHEN = re.compile(rb"^(?:tagger|committer) .*> (\d{1,11}) [+-]\d{4}$", re.MULTILINE)
_BEYOND: Final = (
    f"The history is larger than {MOST_COMMITS} commits, {MOST_BYTES} bytes or "
    f"{MOST_SECONDS:.0f} seconds; it was not counted."
)


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: when it was committed, by whom (a digest), and whether it is a merge."""

    at: datetime
    author: bytes
    is_merge: bool = False


def read_activity(git: Git, url: str, refs: Advertisement, now: datetime) -> Activity | None:
    """Count the history of HEAD; None when no commit has a credible date; raises DoorError.

    ``too-large`` when the history goes beyond the bounds: then nothing is known of it.
    """
    head = refs.head or ""
    limits = replace(git.limits, seconds=MOST_SECONDS, network_bytes=MOST_BYTES)
    tags = newest_named(refs.tags)
    with bare_copy(git.within(limits), url, head) as copy:
        try:
            wanted = "\n".join(dict.fromkeys((head, *tags.values())))
            copy.fetch("--filter=tree:0", "--update-shallow", given=wanted)
            if (copy.folder / "shallow").exists():  # the server itself has no more
                return None
            commits = list(_commits(copy, head, now))
        except DoorError as error:
            if error.code in {"timeout", "too-large"}:
                raise DoorError("too-large", _BEYOND) from error
            raise
        return count(commits, _dates(copy, tags, now), now)


def count(
    commits: Sequence[Commit], tags: Mapping[str, datetime], now: datetime
) -> Activity | None:
    """Count commits and tags (name → when it was made) as they stand at ``now``."""
    if not commits:
        return None
    year = [commit for commit in commits if commit.at > now - YEAR]
    release = newest_release(tags)
    return Activity(
        first_at=min(commit.at for commit in commits),
        last_at=max(commit.at for commit in commits),
        commits=len(commits),
        commits_year=len(year),
        authors_year=len({commit.author for commit in year}),
        days=_days(year, tags, now),
        release=release,
        released_at=tags.get(release),
    )


def newest_named(tags: Mapping[str, str], most: int = MOST_TAGS) -> dict[str, str]:
    """Return the tags with the greatest numbers in their names: only so many are dated."""
    return dict(sorted(tags.items(), key=lambda tag: _numbers(tag[0]), reverse=True)[:most])


def newest_release(tags: Mapping[str, datetime]) -> str:
    """Return the newest tag that looks like a version, a finished one if there is any, or ""."""
    versions = [name for name in tags if _VERSION.search(name)]
    finished = [name for name in versions if not _DRAFT.search(name)]
    return max(finished or versions, key=lambda name: (tags[name], _numbers(name)), default="")


def _numbers(name: str) -> tuple[int, ...]:
    return tuple(int(number[:18]) for number in _NUMBERS.findall(name)[:8])


def _days(
    commits: Sequence[Commit], tags: Mapping[str, datetime], now: datetime
) -> tuple[Day, ...]:
    """Return the last days, today first; a merge counts twice: a commit, and a merge."""
    made = Counter[int]()
    authors: dict[int, set[bytes]] = {}
    for commit in commits:
        day = _age(commit.at, now)
        made[day] += 1 + commit.is_merge
        authors.setdefault(day, set()).add(commit.author)
    tagged = Counter(_age(at, now) for at in tags.values())
    days: list[Day] = []
    met: set[bytes] = set()
    for day in reversed(range(DAYS)):
        met |= authors.get(day, set())
        days.append(Day(authors=len(met), commits=made[day], tags=tagged[day]))
    return tuple(reversed(days))


def _age(at: datetime, now: datetime) -> int:
    """Return how many days ago, in UTC; a clock that is ahead is today's."""
    return max(0, (now.date() - at.date()).days)


def _commits(copy: Copy, head: str, now: datetime) -> Iterator[Commit]:
    key = secrets.token_bytes(16)
    most = f"--max-count={MOST_COMMITS + 1}"
    lines = copy.run("log", most, "--format=%ct%x09%P%x09%ae", head).splitlines()
    if len(lines) > MOST_COMMITS:
        raise DoorError("too-large", _BEYOND)
    for line in lines:
        seconds, _, rest = line.partition(b"\t")
        parents, _, author = rest.partition(b"\t")
        at = _instant(seconds, now)
        if at:
            digest = blake2b(author.strip().lower(), key=key, digest_size=8).digest()
            yield Commit(at, digest, b" " in parents)


def _dates(copy: Copy, tags: Mapping[str, str], now: datetime) -> dict[str, datetime]:
    """Return tag → when it was made: its own date, else that of the commit that it names."""
    told = copy.run("cat-file", "--batch", given="\n".join(tags.values()).encode())
    dates: dict[str, datetime] = {}
    at = 0
    for name in tags:
        line, _, _ = told[at : at + 200].partition(b"\n")
        at += len(line) + 1
        found = _OBJECT.fullmatch(line)
        if not found:  # missing
            continue
        size = int(found[3])
        when = _WHEN.search(told[at : at + size].partition(b"\n\n")[0])
        at += size + 1
        made = _instant(when[1], now) if when and found[2] in {b"tag", b"commit"} else None
        if made:
            dates[name] = made
    return dates


def _instant(seconds: bytes, now: datetime) -> datetime | None:
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if EARLIEST <= at <= now + timedelta(days=1) else None
