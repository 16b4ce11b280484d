"""What git remembers: commits, tags, versions of files; read from the objects alone.

Signatures are seen, not verified: to verify is to start a program that a repository could name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from beffroi.policy.check.objects import Commit, Tag, commit_of, moment, next_object, tag_of
from beffroi.policy.check.places import Place, Refs, place_around, read_refs
from beffroi.policy.check.plumbing import GitError, Plumbing

__all__ = ["Commit", "History", "Tag", "open_history"]

_MOST: Final = 5_000_000  # bytes of one object
_EARLIEST: Final = 631_152_000  # 1990: before it there was no repository; imports write 1970
_BRANCHES: Final = ("refs/heads/", "refs/remotes/")


@dataclass(slots=True)
class History:
    """The history of one repository; each question is answered when it is asked, then kept.

    ``is_shallow``: it was cut; ``is_partial``: objects were left at a remote; ``is_damaged``:
    something could not be read, so that an answer may lack the rest.
    """

    _plumbing: Plumbing
    _refs: Refs
    is_shallow: bool
    is_partial: bool
    is_damaged: bool
    _commits: Sequence[Commit] | None = field(default=None, repr=False)
    _tags: Sequence[Tag] | None = field(default=None, repr=False)

    @property
    def is_empty(self) -> bool:
        """Say whether there is no commit at all."""
        return not self._refs.head and not self._refs.by_name

    @property
    def is_whole(self) -> bool:
        """Say whether every commit could be read."""
        return not (self.is_shallow or self.is_damaged)

    @property
    def head(self) -> str:
        """The commit that is checked out; empty when there is none."""
        return self._refs.head

    @property
    def first_date(self) -> datetime | None:
        """When the oldest commit of any branch was written; a shallow history says less."""
        roots = list[str]()
        with self._tolerant(), self._plumbing.walk(self._branches, "--max-parents=0") as stream:
            roots.extend(line.decode("ascii", "replace").strip() for line in stream)
        dates = [commit.author_date for commit in self._read(roots)]
        known = [on for on in dates if on.timestamp() >= _EARLIEST]
        return min(known, default=None)

    @property
    def last_date(self) -> datetime | None:
        """When the newest commit of any branch was made."""
        last = list[int]()
        words = ("--timestamp", "--max-count=1")
        with self._tolerant(), self._plumbing.walk(self._branches, *words) as stream:
            last.extend(int(line.split()[0]) for line in stream)
        return moment(last[0]) if last else None

    def commits(self, since: date | None = None) -> Sequence[Commit]:
        """Return the commits that lead to what is checked out, newest first; those since a day."""
        if self._commits is None:
            self._commits = tuple(self._walked())
        if since is None:
            return self._commits
        return [one for one in self._commits if one.author_date.astimezone(UTC).date() >= since]

    def tags(self) -> Sequence[Tag]:
        """Return the tags, by name."""
        if self._tags is None:
            self._tags = tuple(self._read_tags())
        return self._tags

    def blobs(self) -> Iterator[tuple[str, str, int]]:
        """Yield id, a path and size of each version of a file that any ref reaches, once each."""
        asked = "--batch-check=%(objecttype) %(objectname) %(objectsize) %(rest)"
        walk = ("--objects", "--missing=allow-any")
        with (
            self._tolerant(),
            self._plumbing.pour(self._tips, walk, "cat-file", "--buffer", asked) as stream,
        ):
            for line in stream:
                kind, _, rest = line.rstrip(b"\n").partition(b" ")
                if kind == b"blob":
                    at, size, path = rest.split(b" ", 2)
                    yield at.decode("ascii"), path.decode("utf-8", "surrogateescape"), int(size)

    def read_blobs(self, ids: Iterable[str], limit: int = _MOST) -> Iterator[tuple[str, bytes]]:
        """Yield id and content of those; what is missing or larger than ``limit`` is left out."""
        with self._tolerant(), self._plumbing.objects(ids) as stream:
            while found := next_object(stream, limit):
                at, _kind, content = found
                if content is not None:
                    yield at, content

    def introduced_by(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return, by blob, the oldest commit that has it; one walk over the whole history."""
        wanted, found, commit = set(ids), dict[str, str](), ""
        words = ("diff-tree", "--stdin", "-r", "-m", "--root", "--no-renames", "--no-abbrev")
        with (
            self._tolerant(),
            self._plumbing.pour(self._tips, ("--reverse", "--topo-order"), *words) as stream,
        ):
            for line in stream:
                if not line.startswith(b":"):
                    commit = line[:64].split()[0].decode("ascii", "replace")
                    continue
                at = line.split(b" ", 4)[3].decode("ascii", "replace")
                if at in wanted:
                    found[at] = commit
                    wanted.discard(at)
                    if not wanted:
                        break
        return found

    def versions(self, *paths: str) -> list[tuple[str, str]]:
        """Return commit and blob of each version of some files, the oldest first."""
        found, commit = list[tuple[str, str]](), ""
        tips = [self.head] if self.head else []
        walk = ("--reverse", "--topo-order")
        words = ("diff-tree", "--stdin", "-r", "--root", "--no-renames", "--no-abbrev")
        with (
            self._tolerant(),
            self._plumbing.pour(tips, walk, *words, "--", *paths, paths=paths) as stream,
        ):
            for line in stream:
                if line.startswith(b":"):
                    found.append((commit, line.split(b" ", 4)[3].decode("ascii", "replace")))
                else:
                    commit = line.split()[0].decode("ascii", "replace")
        return found

    @property
    def _tips(self) -> list[str]:
        return sorted({*self._refs.by_name.values(), *([self.head] if self.head else [])})

    @property
    def _branches(self) -> list[str]:
        tips = set(self._refs.under(*_BRANCHES).values())
        return sorted(tips | ({self.head} if self.head else set()))

    @contextmanager
    def _tolerant(self) -> Iterator[None]:
        """Go on with what was read before git failed, and remember that there is more."""
        try:
            yield
        except (GitError, ValueError, IndexError):
            self.is_damaged = True

    def _walked(self) -> Iterator[Commit]:
        if not self.head:
            return
        with (
            self._tolerant(),
            self._plumbing.pour([self.head], (), "cat-file", "--batch", "--buffer") as stream,
        ):
            while found := next_object(stream, _MOST):
                at, _kind, content = found
                if content is None:
                    self.is_damaged = True
                else:
                    yield commit_of(at, content)

    def _read(self, ids: Iterable[str]) -> list[Commit]:
        return [commit_of(at, content) for at, content in self.read_blobs(ids)]

    def _read_tags(self) -> Iterator[Tag]:
        names = self._refs.under("refs/tags/")
        with self._tolerant(), self._plumbing.objects(names.values()) as stream:
            for name in names:
                found = next_object(stream, _MOST)
                if not found or found[2] is None:
                    self.is_damaged = True
                else:
                    yield tag_of(name.removeprefix("refs/tags/"), found[1], found[2])


def open_history(path: Path) -> History | None:
    """Open the history of the repository that ``path`` is, or lies in; None where there is none."""
    place = place_around(path.absolute())
    return history_of(place) if place else None


def history_of(place: Place) -> History:
    """Open the history of a repository that was found."""
    return History(
        Plumbing(place),
        read_refs(place),
        is_shallow=bool(place.boundary),
        is_partial=place.is_partial,
        is_damaged=place.is_strange,
    )
