"""Open what is judged: files, settings, history, and what was handed over besides."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check import packs
from beffroi.policy.check.declarations import NAME, Declarations, read_declarations
from beffroi.policy.check.forge_facts import read_facts
from beffroi.policy.check.history import open_history
from beffroi.policy.check.packs import Pack, open_pack, unknown_rules
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
    data = tree.data(NAME, _MOST_SETTINGS)
    if NAME not in tree.files:
        file = tree.root / NAME
        if not file.exists() and not file.is_symlink():
            return Declarations()
        if file.is_symlink() or not file.is_file():
            raise UsageError(f"{NAME} is no plain file; write its settings into one.")
        data = file.read_bytes()[:_MOST_SETTINGS]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{NAME}:{line}: the file is not in UTF-8; save it so.") from error
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
    try:
        return open_pack(named)
    except UsageError as error:
        where = f"{NAME}:{subject.declarations.policy_line}: policy"
        raise UsageError(f"{where}: {error} Mend that line, or use --policy.") from error


def refuse_unknown(subject: Subject, pack: Pack) -> None:
    """Refuse answers and waivers of rules that the policy does not have; raises UsageError."""
    said = subject.declarations
    lines = {
        **{("declarations", name): one.line for name, one in said.answers.items()},
        **{("waivers", name): one.line for name, one in said.waivers.items()},
    }
    near = dict(unknown_rules(pack, [*said.answers, *said.waivers]))
    faults = [
        f"{NAME}:{line}: {table}.{name}: no rule of {pack.id}"
        + (f"; did you mean {near[name]}?" if near[name] else "; take it away.")
        for (table, name), line in lines.items()
        if name in near
    ]
    if faults:
        raise UsageError("\n".join(faults))


def _inside(root: Path, named: str) -> None:
    """Refuse a policy file outside the repository: it may be a stranger's that names it."""
    if not (root / named).resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{NAME}: policy “{named}” leads out of the repository; use --policy.")
