"""One policy pack as a TOML file: read, and every fault named with its line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from beffroi.lib.errors import UsageError
from beffroi.policy.check.families import words, yaml_file
from beffroi.policy.check.lines import Name, line_of, lines_of
from beffroi.policy.check.shapes import Severity, Words

MOST_BYTES: Final = 1_000_000
SEVERITIES: Final = ("MUST", "SHOULD", "MAY")
_ABOUT: Final = ("country", "source", "url", "contact", "told", "reviewed_by")
_KEYS: Final = ("id", "version", "title", "parent", "statements", "legal", "rules", *_ABOUT)
_NOTHING: Final = Words("", "")


@dataclass(slots=True)
class PackFile:
    """The file as read; ``end`` raises what was found wrong meanwhile."""

    path: Path
    raw: Mapping[str, Any]
    lines: Mapping[Name, int]
    faults: list[tuple[int, str]] = field(default_factory=list)
    id: str = ""
    version: str = ""
    parent: str = ""
    title: Words = _NOTHING
    about: dict[str, str] = field(default_factory=dict)
    rules: dict[str, "Table"] = field(default_factory=dict)

    def line(self, *place: str) -> int:
        """Return the line of a key."""
        return line_of(self.lines, *place)

    def fault(self, message: str, *place: str) -> None:
        """Keep a fault with its place."""
        where = ".".join(place)
        self.faults.append((self.line(*place), f"{where}: {message}." if where else f"{message}."))

    def end(self) -> None:
        """Raise UsageError with every fault, in the order of the file."""
        if self.faults:
            said = [f"{self.path}:{line}: {message}" for line, message in sorted(self.faults)]
            raise UsageError("\n".join(said))


@dataclass(slots=True)
class Table:
    """What a pack says of one rule."""

    file: PackFile
    name: str
    raw: Mapping[str, Any]

    @property
    def is_disabled(self) -> bool:
        """Whether the pack takes the rule out; it says why."""
        is_out = self.flag("disabled")
        if is_out and "because" not in self.raw:
            self._fault("a disabled rule says why: because = “…”", "disabled")
        return is_out

    @property
    def is_enabled(self) -> bool:
        """Whether the pack takes the rule in again."""
        return self.raw.get("disabled") is False

    def only(self, *known: str) -> None:
        """Refuse other keys: a misspelt one would change nothing, in silence."""
        for key in self.raw.keys() - set(known):
            self._fault(f"unknown key; known are {', '.join(known)}", key)

    def need(self, *names: str) -> None:
        """Ask for keys of a rule that no parent has."""
        for name in names:
            if name not in self.raw:
                self._fault(f"{name} is missing; no parent has a rule of this name")

    def severity(self, otherwise: Severity) -> Severity:
        """Return the severity said here, or the one inherited."""
        found = self.raw.get("severity", otherwise)
        if found not in SEVERITIES:
            self._fault(f"“{found}” is none of {', '.join(SEVERITIES)}", "severity")
            return otherwise
        return cast("Severity", found)

    def text(self, key: str, otherwise: str = "") -> str:
        """Return a text."""
        found = self.raw.get(key, otherwise)
        if not isinstance(found, str):
            self._fault("is a text", key)
            return otherwise
        return found

    def flag(self, key: str) -> bool:
        """Return true or false."""
        found = self.raw.get(key, False)
        if not isinstance(found, bool):
            self._fault("is true or false", key)
            return False
        return found

    def role(self, key: str, otherwise: str) -> str:
        """Return a role that the program can name in both languages."""
        found = self.text(key, otherwise)
        if found and found not in words()["roles"]:
            self._fault(f"“{found}” is none of {', '.join(words()['roles'])}", key)
        return found

    def words(self, key: str, otherwise: Words = _NOTHING) -> Words:
        """Return a text in both languages; one text alone stands for both."""
        return self._words(self.raw[key], key) if key in self.raw else otherwise

    def messages(self) -> dict[str, Words]:
        """Return sentences that replace those of the check."""
        given = self._mapping("messages")
        return {key: self._words(both, "messages", key) for key, both in given.items()}

    def merged(self, inherited: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the lists and thresholds with those said here; each must exist already."""
        given = self._mapping("parameters")
        for key, value in given.items():
            if key not in inherited:
                known = ", ".join(sorted(inherited)) or "none"
                self._fault(f"unknown; this check has {known}", "parameters", key)
            elif not _is_alike(value, inherited[key]):
                kind = type(inherited[key]).__name__
                self._fault(f"is of the kind {kind}, like the one inherited", "parameters", key)
        return {**inherited, **given}

    def check(self, rule: str, known: Mapping[str, Any]) -> str:
        """Return the name of the check that judges the rule."""
        name = self.text("check", rule)
        if name not in known:
            self._fault(f"there is no check “{name}”; docs/policies.md lists them", "check")
        return name

    def _mapping(self, key: str) -> Mapping[str, Any]:
        found = self.raw.get(key, {})
        if not isinstance(found, Mapping):
            self._fault("is a table", key)
            return {}
        return found

    def _words(self, value: object, *place: str) -> Words:
        if isinstance(value, str):
            return Words(value, value)
        if isinstance(value, Mapping) and set(value) == {"fr", "en"}:
            return Words(str(value["fr"]), str(value["en"]))
        self._fault("is a text, or a table with fr and en", *place)
        return _NOTHING

    def _fault(self, message: str, *place: str) -> None:
        self.file.fault(message, "rules", self.name, *place)


def read_pack_file(path: Path) -> PackFile:
    """Read a pack; raises UsageError when it is no pack at all, keeps other faults."""
    try:
        with path.open("rb") as stream:
            text = stream.read(MOST_BYTES + 1).decode("utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no TOML: {error}.") from error
    file = PackFile(path, raw, lines_of(text))
    for key in raw.keys() - set(_KEYS):
        file.fault(f"unknown key; known are {', '.join(_KEYS)}", key)
    head = Table(file, "", raw)
    file.id = _text(file, "id", is_needed=True)
    file.version = _text(file, "version", is_needed=True)
    file.parent = _text(file, "parent")
    file.title = head.words("title", Words(file.id, file.id))
    file.about = {key: _text(file, key) for key in _ABOUT}
    if "statements" in raw:
        file.rules = _shipped_rules(file, _text(file, "statements"))
    file.rules |= _rules(file, raw.get("rules", {}))
    if not file.rules and not file.parent:
        file.fault("a pack has rules, or a parent", "rules")
    return file


def _text(file: PackFile, key: str, *, is_needed: bool = False) -> str:
    found = file.raw.get(key, "")
    if not isinstance(found, str):
        file.fault("is a text", key)
        return ""
    if is_needed and not found.strip():
        file.fault("is missing", key)
    return found


def _rules(file: PackFile, given: object) -> dict[str, Table]:
    if not isinstance(given, Mapping):
        file.fault("holds one table for each rule: [rules.NAME]", "rules")
        return {}
    for name, table in given.items():
        if not isinstance(table, Mapping):
            file.fault("is a table", "rules", name)
    return {
        name: Table(file, name, table)
        for name, table in given.items()
        if isinstance(table, Mapping)
    }


def _shipped_rules(file: PackFile, name: str) -> dict[str, Table]:
    """Read the rules of a shipped YAML file, as the source of the policy paraphrases them."""
    legal = file.raw.get("legal", ())
    return {
        rule["id"]: Table(
            file,
            rule["id"],
            {
                "severity": rule["severity"],
                "binds": rule["binds"],
                "statement": {"fr": rule["fr"], "en": rule["en"]},
                "source": rule["source"],
                "section": rule["section"],
                "legal": rule["id"] in legal,
            },
        )
        for rule in yaml_file(name)["rules"]
    }


def _is_alike(value: object, inherited: object) -> bool:
    """Tell whether a parameter may replace another; numbers of both kinds are alike."""
    if isinstance(inherited, bool) or isinstance(value, bool):
        return isinstance(inherited, bool) and isinstance(value, bool)
    if isinstance(inherited, (int, float)):
        return isinstance(value, (int, float))
    return isinstance(value, type(inherited))
