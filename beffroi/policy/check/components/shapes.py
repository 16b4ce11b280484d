"""What a work is built with: components, the files they were read from, what was unreadable."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Scope: TypeAlias = Literal["required", "optional", "development"]


@dataclass(frozen=True, slots=True)
class Hash:
    """A digest that a lock file states: the algorithm as CycloneDX writes it, in hexadecimal."""

    algorithm: str
    content: str


@dataclass(frozen=True, slots=True)
class Component:
    """One component as a file names it; ``path`` and ``line`` (from 1) say where.

    ``licence`` is an SPDX expression, None when nothing states it; ``direct`` is None when the
    file does not say. ``needs`` are the purls that it depends on, where the file knows them.
    """

    name: str
    version: str
    ecosystem: str
    purl: str
    licence: str | None
    path: str
    line: int
    scope: Scope = "required"
    direct: bool | None = None
    hashes: tuple[Hash, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read of a file, with its line (0 is the whole file)."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Components:
    """All components of a working copy, one per purl, in the order of their purl.

    ``files`` are the lock files that were read, ``faults`` what of them was not readable.
    """

    components: tuple[Component, ...] = ()
    files: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Return whether at least one lock file was there and read."""
        return bool(self.files)
