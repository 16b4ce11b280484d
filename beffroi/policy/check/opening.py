"""Open what is judged: files, settings, history, and what was handed over besides."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check import packs
from beffroi.policy.check.declarations import NAME, Declarations, read_declarations
from beffroi.policy.check.forge_facts import read_facts
from beffroi.policy.check.history import open_history
from beffroi.policy.check.packs import Pack, open_pack
from beffroi.policy.check.registry import open_registry
from beffroi.policy.check.subject import Subject
from beffroi.policy.check.tree import Tree, open_tree

_MOST_SETTINGS: Final = 1_000_000


def open_subject(
    place: Path,
    *,
    on: date | None = None,
    domains: Path | None = None,
    forge: Path | None = None,
    reads_history: bool = False,
) -> Subject:
    """Open a working copy or bare repository; raises UsageError for what cannot be judged."""
    tree, today = open_tree(place), on or datetime.now(UTC).astimezone().date()
    declarations = declared(tree, today)
    return Subject(
        tree=tree,
        declarations=declarations,
        registry=open_registry(domains, declarations),
        on=today,
        history=open_history(place),
        forge=read_facts(forge) if forge else None,
        reads_history=reads_history,
    )


def declared(tree: Tree, on: date) -> Declarations:
    """Read the settings of the repository, whether git tracks the file or not."""
    text = tree.text(NAME, _MOST_SETTINGS)
    if NAME not in tree.files:
        file = tree.root / NAME
        if file.is_symlink() or not file.is_file():
            return Declarations()
        text = file.read_bytes()[:_MOST_SETTINGS].decode("utf-8", "replace")
    return read_declarations(text, on)


def policy_of(subject: Subject, asked: str | None) -> Pack:
    """Return the policy asked for, else the one that the repository names, else the default."""
    if asked:
        return open_pack(asked)
    named = subject.declarations.policy
    if not named:
        return open_pack(packs.DEFAULT)
    if packs.is_file(named):
        _inside(subject.tree.root, named)
    return open_pack(named, subject.tree.root)


def _inside(root: Path, named: str) -> None:
    """Refuse a policy file outside the repository: it may be a stranger's that names it."""
    if not (root / named).resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{NAME}: policy “{named}” leads out of the repository; use --policy.")
