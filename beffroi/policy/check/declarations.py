"""The repository's own settings, ``.beffroi.toml``: signed answers, waivers, tables of families."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeAlias, cast

from beffroi.lib.errors import UsageError
from beffroi.policy.check.lines import Name, line_of, lines_of

NAME: Final = ".beffroi.toml"
Answer: TypeAlias = bool | str | list[Any] | Mapping[str, Any]
_DECLARED: Final = ("answer", "by", "role", "on")
_WAIVED: Final = ("reason", "by", "until")
_TABLES: Final = frozenset(
    {"agreements", "components", "identity", "project", "score", "secrets", "vulnerabilities"}
)
"""Further tables, each read by the family that it is named after (docs/check.md)."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a person answered to the question of one rule, with role and day; ``line`` from 1."""

    answer: Answer
    by: str
    role: str
    on: date
    line: int = 0


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a rule need not hold here, who said so, and the last day on which that counts."""

    reason: str
    by: str
    until: date
    line: int = 0


@dataclass(frozen=True, slots=True)
class Declarations:
    """The file as read; without one, everything is empty."""

    policy: str = ""
    policy_line: int = 0
    answers: Mapping[str, Declaration] = field(default_factory=dict)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, rule: str) -> Declaration | None:
        """Return what was declared for a rule."""
        return self.answers.get(rule)

    def waiver(self, rule: str) -> Waiver | None:
        """Return the waiver of a rule, expired or not."""
        return self.waivers.get(rule)

    def table(self, name: str) -> Mapping[str, Any]:
        """Return a further table of the file, or an empty one."""
        found = self.tables.get(name)
        return found if isinstance(found, Mapping) else {}


def read_declarations(text: str, on: date, name: str = NAME) -> Declarations:
    """Read the file; every fault is named with its line. Raises UsageError.

    ``on`` is the day of judging: nobody signs later than today.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is no TOML: {error}. Mend it, or take it away.") from error
    reading = _Reading(name, lines_of(text), on)
    found = Declarations(
        policy_line=reading.lines.get(("policy",), 0),
        policy=reading.policy(document.pop("policy", "")),
        answers=reading.declarations(document.pop("declarations", {})),
        waivers=reading.waivers(document.pop("waivers", {})),
        tables=document,
    )
    reading.others(document)
    if reading.faults:
        raise UsageError("\n".join(reading.faults))
    return found


@dataclass(slots=True)
class _Reading:
    """Reads the parts, and keeps every fault with its line instead of stopping at the first."""

    name: str
    lines: Mapping[Name, int]
    on: date
    faults: list[str] = field(default_factory=list)

    def policy(self, value: object) -> str:
        if not isinstance(value, str):
            self._fault("policy names a pack, or a TOML file of this repository", "policy")
            return ""
        return value

    def declarations(self, given: object) -> dict[str, Declaration]:
        found = {}
        for rule, table in self._tables(given, "declarations"):
            place = ("declarations", rule)
            self._complete(table, _DECLARED, place)
            on = self._day(table.get("on"), (*place, "on"))
            if on and on > self.on:
                self._fault(f"on is {on}, later than the day of judging", *place, "on")
            answer = table.get("answer", "")
            if not isinstance(answer, (bool, str, list, Mapping)):
                self._fault("answer is true, false, a text, a list or a table", *place, "answer")
            found[rule] = Declaration(
                answer=cast("Answer", answer),
                by=self._words(table, "by", place),
                role=self._words(table, "role", place),
                on=on or self.on,
                line=line_of(self.lines, *place),
            )
        return found

    def waivers(self, given: object) -> dict[str, Waiver]:
        found = {}
        for rule, table in self._tables(given, "waivers"):
            place = ("waivers", rule)
            self._complete(table, _WAIVED, place)
            until = self._day(table.get("until"), (*place, "until"))
            found[rule] = Waiver(
                reason=self._words(table, "reason", place),
                by=self._words(table, "by", place),
                until=until or self.on,
                line=line_of(self.lines, *place),
            )
        return found

    def others(self, document: Mapping[str, Any]) -> None:
        """Refuse tables that nothing reads, and a day of publication that is none."""
        for name in sorted(document.keys() - _TABLES):
            near = difflib.get_close_matches(name, _TABLES, 1) or sorted(_TABLES)
            self._fault(f"{name} is unknown here (known: {', '.join(near)})", name)
        project = document.get("project", {})
        if not isinstance(project, Mapping):
            self._fault("project is a table: [project]", "project")
        elif "published" in project:
            self._day(project["published"], ("project", "published"))

    def _tables(self, given: object, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        if not isinstance(given, Mapping):
            self._fault(f"{name} holds one table for each rule: [{name}.RULE]", name)
            return []
        for rule, table in given.items():
            if not isinstance(table, Mapping):
                self._fault(f"{rule} is a table: [{name}.{rule}]", name, rule)
        return [(rule, table) for rule, table in given.items() if isinstance(table, Mapping)]

    def _complete(
        self, table: Mapping[str, Any], names: tuple[str, ...], place: tuple[str, ...]
    ) -> None:
        """Ask for each name, and refuse others: a misspelt one would be a silent gap."""
        for name in names:
            if name not in table:
                self._fault(f"{name} is missing ({', '.join(names)} are needed)", *place)
        for name in table.keys() - set(names):
            self._fault(f"{name} is unknown here ({', '.join(names)} are known)", *place, name)

    def _words(self, table: Mapping[str, Any], key: str, place: tuple[str, ...]) -> str:
        value = table.get(key, "")
        if key in table and (not isinstance(value, str) or not value.strip()):
            self._fault(f"{key} is a text, and not an empty one", *place, key)
        return str(value).strip()

    def _day(self, value: object, place: tuple[str, ...]) -> date | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self._fault(f"{place[-1]} is a day such as 2026-11-25", *place)
            return None

    def _fault(self, message: str, *place: str) -> None:
        where = ".".join(place)
        self.faults.append(f"{self.name}:{line_of(self.lines, *place)}: {where}: {message}.")
