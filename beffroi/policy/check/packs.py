"""Policy packs: rules as data, with parents, overrides and their sources."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check.families import tables
from beffroi.policy.check.packfiles import PackFile, Table, read_pack_file
from beffroi.policy.check.shapes import Rule, Words
from beffroi.policy.licences import DATA

FOLDER: Final = DATA / "packs"
DEFAULT: Final = "fr-dinum"
_DEEPEST: Final = 10
_EMPTY: Final = Words("", "")


@dataclass(frozen=True, slots=True)
class Pack:
    """A policy ready to judge by.

    ``decided`` names, per rule, the pack and version that decided it (``fr-dinum-2018 1.1``);
    ``disabled`` the rules taken out, with why. ``parents``: ids of the packs that it derives from,
    the nearest first. ``url`` and ``contact`` are of the body that holds it. ``reviewed_by`` is
    empty until a person of that country has signed; ``told`` is the day on which a derived policy
    told its parent. ``file`` is where it was read, with ``/``.
    """

    id: str
    version: str
    title: Words
    rules: tuple[Rule, ...]
    decided: Mapping[str, str] = field(default_factory=dict)
    disabled: Mapping[str, Words] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    country: str = ""
    source: str = ""
    url: str = ""
    contact: str = ""
    told: str = ""
    reviewed_by: str = ""
    file: str = ""

    def rule(self, name: str) -> Rule:
        """Return the rule of that id; KeyError when the pack has none."""
        for rule in self.rules:
            if rule.id == name:
                return rule
        raise KeyError(name)


def names() -> tuple[str, ...]:
    """Return the packs that ship with the program."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def newest(name: str) -> str:
    """Return the shipped pack that a name means: itself, or the newest of ``name-YEAR``."""
    if name in names():
        return name
    dated = [one for one in names() if one.startswith(f"{name}-") and one[-4:].isdigit()]
    if dated:
        return max(dated)
    known = [*names(), DEFAULT]
    near = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    raise UsageError(
        f"there is no policy “{name}”; {advice} A policy of one's own is a .toml file."
    )


def open_pack(name: str, folder: Path = Path()) -> Pack:
    """Return the pack of that name, alias (``fr-dinum``) or TOML file, seen from ``folder``.

    Raises UsageError, every fault with file and line.
    """
    return _shipped(newest(name)) if not is_file(name) else _opened(folder / name, ())


def is_file(name: str) -> bool:
    """Tell whether a policy is named by a file."""
    return name.endswith(".toml") or "/" in name


@cache
def _shipped(name: str) -> Pack:
    return _opened(FOLDER / f"{name}.toml", ())


def _opened(path: Path, below: tuple[Path, ...]) -> Pack:
    """Open a pack and its parents; ``below`` are the files that led here."""
    here = path.resolve()
    if here in below or len(below) >= _DEEPEST:
        raise UsageError(f"{path}: a policy cannot derive from itself; mend the key parent.")
    file = read_pack_file(path)
    parent = None
    if file.parent:
        try:
            inner = is_file(file.parent)
            parent = (
                _opened(path.parent / file.parent, (*below, here))
                if inner
                else _shipped(newest(file.parent))
            )
        except UsageError as error:
            raise UsageError(f"{path}:{file.line('parent')}: parent: {error}") from error
    return _built(file, parent)


def _built(file: PackFile, parent: Pack | None) -> Pack:
    rules = {rule.id: rule for rule in parent.rules} if parent else {}
    decided = dict(parent.decided) if parent else {}
    disabled = dict(parent.disabled) if parent else {}
    here = f"{file.id} {file.version}"
    for name, table in file.rules.items():
        rules[name] = _changed(rules[name], table) if name in rules else _added(name, table)
        decided[name] = here
        if table.is_disabled:
            disabled[name] = table.words("because")
        elif table.is_enabled:
            disabled.pop(name, None)
    file.end()
    return Pack(
        id=file.id,
        version=file.version,
        title=file.title,
        rules=tuple(rules.values()),
        decided=decided,
        disabled=disabled,
        parents=(parent.id, *parent.parents) if parent else (),
        file=file.path.as_posix(),
        **file.about,
    )


def _changed(rule: Rule, table: Table) -> Rule:
    """Return an inherited rule with what the pack says otherwise."""
    table.only("severity", "parameters", "disabled", "because", "answerer", "remedy", "reason")
    return replace(
        rule,
        severity=table.severity(rule.severity),
        answerer=table.role("answerer", rule.answerer),
        remedy=table.words("remedy", rule.remedy),
        reason=table.words("reason", rule.reason),
        parameters=table.merged(rule.parameters),
    )


def _added(name: str, table: Table) -> Rule:
    """Return a rule that the parent does not have; its check brings sentences and defaults."""
    table.only(
        "severity", "binds", "statement", "source", "section", "check", "answerer", "remedy",
        "reason", "parameters", "messages", "legal", "disabled", "because",
    )  # fmt: skip
    check = table.check(name, tables())
    data: Mapping[str, Any] = tables().get(check, {})
    table.need("severity", "statement", "source")
    return Rule(
        id=name,
        severity=table.severity("SHOULD"),
        binds=table.text("binds", "project team"),
        statement=table.words("statement"),
        source=table.text("source"),
        section=table.text("section"),
        remedy=table.words("remedy", _words(data, "remedy")),
        reason=table.words("reason", _words(data, "reason")),
        answerer=table.role("answerer", str(data.get("answerer", ""))),
        parameters=table.merged(data.get("parameters", {})),
        messages=_messages(data) | table.messages(),
        check=check,
        family=str(data.get("family", "")),
        is_legal=table.flag("legal"),
    )


def _words(data: Mapping[str, Any], key: str) -> Words:
    return Words(**data[key]) if key in data else _EMPTY


def _messages(data: Mapping[str, Any]) -> dict[str, Words]:
    return {key: Words(**both) for key, both in data.get("messages", {}).items()}


def unknown_rules(pack: Pack, named: Iterable[str]) -> list[tuple[str, str]]:
    """Return names that are no rule of the pack, each with the nearest that is, or nothing."""
    known = [rule.id for rule in pack.rules]
    found = []
    for name in sorted(set(named) - set(known)):
        near = difflib.get_close_matches(name.upper(), known, n=1)
        found.append((name, near[0] if near else ""))
    return found
