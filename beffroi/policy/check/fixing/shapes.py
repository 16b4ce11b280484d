"""What mending wants, what it would change in which file, and what it leaves to a person."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from beffroi.policy.check.fixing.patches import patch
from beffroi.policy.check.shapes import Words
from beffroi.policy.check.tree import File, Tree

_FILE_MODE: Final = 0o100644


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for: a licence, a holder for headers, a language, only to be shown."""

    licence: str = ""
    holder: str = ""
    language: str = "en"
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One file before (None: there is none) and after; ``rules`` are those that it mends."""

    path: str
    before: bytes | None
    after: bytes
    rules: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Say whether the file does not exist yet."""
        return self.before is None

    def diff(self) -> str:
        """Return the change as ``git apply`` reads it."""
        return patch(self.path, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Left:
    """What is not mended, of which rule, and why; a person goes on from here."""

    rule: str
    why: Words


@dataclass(frozen=True, slots=True)
class Fixes:
    """Everything that mending changes or leaves; ``is_written`` once the files are changed.

    ``unwritten``: paths that should have been changed, and could not be.
    """

    changes: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    is_written: bool = False
    unwritten: tuple[str, ...] = ()

    def diff(self) -> str:
        """Return all changes as one patch; undecodable bytes as ``surrogateescape``."""
        return "".join(change.diff() for change in self.changes)

    def onto(self, tree: Tree) -> Tree:
        """Return the tree with the new files, which git does not track yet."""
        sizes = {change.path: len(change.after) for change in self.changes}
        changed = {
            path: replace(tree.files[path], size=size)
            if path in tree.files
            else File(path, size, _FILE_MODE)
            for path, size in sizes.items()
        }
        files = dict(sorted({**tree.files, **changed}.items()))
        return replace(tree, files=files, _names=None)


@dataclass(slots=True)
class Plan:
    """Changes in the making: a step sees what those before it have put."""

    read: Callable[[str], bytes | None]
    _before: dict[str, bytes | None] = field(default_factory=dict)
    _after: dict[str, bytes] = field(default_factory=dict)
    _rules: dict[str, list[str]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def now(self, path: str) -> bytes | None:
        """Return a file as it will be; None when there is none."""
        return self._after[path] if path in self._after else self.read(path)

    def put(self, path: str, data: bytes, rule: str) -> None:
        """Want a file to hold these bytes, for the sake of a rule."""
        if path not in self._before:
            self._before[path] = self.read(path)
        self._after[path] = data
        self._rules.setdefault(path, []).append(rule)

    def leave(self, rule: str, why: Words) -> None:
        """Say that a person has to go on, and why."""
        self.left.append(Left(rule, why))

    def changes(self) -> tuple[Change, ...]:
        """Return the changes in the order of their paths; none that changes nothing."""
        return tuple(
            Change(path, self._before[path], after, tuple(dict.fromkeys(self._rules[path])))
            for path, after in sorted(self._after.items())
            if self._before[path] != after
        )


Step: TypeAlias = Callable[[Plan, str], None]
"""One way of mending, for the rule named."""
