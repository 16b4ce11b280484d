"""What is judged: files, history, what the forge says, what persons declared; some absent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar, cast

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.history import History
from beffroi.policy.check.packs import Pack
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.shapes import Finding, Rule
from beffroi.policy.check.tree import Tree

Known = TypeVar("Known")


@dataclass(slots=True)
class Subject:
    """A repository as a check sees it.

    ``forge`` is what an API or an imported list says of repository and account, field by field, or
    None when nobody asked; ``history`` is None outside git. ``on`` is the day of judging.
    ``reads_history``: somebody asked for the contents of all commits too. ``pack`` is the policy
    that judges, ``vulnerabilities`` a file with what is known of components.
    """

    tree: Tree
    declarations: Declarations
    registry: Registry
    on: date
    history: History | None = None
    forge: Mapping[str, Any] | None = None
    reads_history: bool = False
    pack: Pack | None = None
    vulnerabilities: Path | None = None
    _known: dict[Callable[["Subject"], Any], Any] = field(default_factory=dict, repr=False)

    def once(self, ask: Callable[["Subject"], Known]) -> Known:
        """Return what ``ask`` finds in this subject; several checks that ask share one search."""
        if ask not in self._known:
            self._known[ask] = ask(self)
        return cast("Known", self._known[ask])


class Check(Protocol):
    """Judges one rule; never raises for what a repository holds."""

    def __call__(self, subject: Subject, rule: Rule) -> Finding:
        """Return exactly one state, with where it was seen."""


Checks: TypeAlias = Mapping[str, Check]
