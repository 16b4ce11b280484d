"""The forms of secrets as data, made ready for reading: each pattern by the keywords that call it.

A regex is compiled when a keyword first calls for it: a scan needs few of them.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from beffroi.policy.licences import DATA

FILE: Final = DATA / "secret-patterns.toml"
Kind: TypeAlias = Literal["token", "assigned", "around", "plugin"]
_ESCAPE_OR_START: Final = r"(?:(?<![0-9A-Za-z_])|(?<=\\[nrt]))"
_END: Final = r"(?![0-9A-Za-z])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form of a secret.

    ``rule`` names it, ``family`` the kind of service; ``regex`` is matched at the keyword (token),
    wholly on an assigned value (assigned), or searched from ``before`` to ``after`` bytes round the
    keyword (around); group 1, where there is one, is the secret. ``is_case_bound``: keywords count
    as written.
    """

    rule: str
    family: str
    kind: Kind
    keywords: tuple[str, ...]
    regex: str = ""
    entropy: float = 0.0
    is_guess: bool = False
    paths: str = ""
    before: int = 0
    after: int = 0
    reader: str = ""

    @property
    def is_case_bound(self) -> bool:
        """Tell whether the keywords count as written, not in any case."""
        return self.kind == "token"

    def fits(self, path: str) -> bool:
        """Tell whether the pattern is meant for a file of that path."""
        return compiled_text(self.paths).search(path) is not None


@dataclass(frozen=True, slots=True)
class Known:
    """All patterns, with what belongs to no single one."""

    patterns: tuple[Pattern, ...]
    universal: Mapping[str, Any]
    placeholders: Mapping[str, Any]
    paths: Mapping[str, str]


@cache
def compiled(regex: str) -> re.Pattern[bytes]:
    """Return a regex that reads bytes."""
    return re.compile(regex.encode())


@cache
def compiled_text(regex: str) -> re.Pattern[str]:
    """Return a regex that reads text: paths, names."""
    return re.compile(regex)


@cache
def known() -> Known:
    """Read the data once."""
    with FILE.open("rb") as stream:
        data = tomllib.load(stream)
    return Known(tuple(_patterns(data)), data["universal"], data["placeholders"], data["paths"])


def _patterns(data: Mapping[str, Any]) -> Iterator[Pattern]:
    short = data["shorthand"]
    for family, table in data["tokens"].items():
        for rule, entry in table.items():
            yield _token(rule, family, entry, short)
    for family, table in data["assigned"].items():
        for rule, entry in table.items():
            told = _common(entry) | {"keywords": tuple(entry["names"])}
            yield Pattern(rule, family, "assigned", regex=_long(entry["value"], short), **told)
    for family, table in data["around"].items():
        for rule, entry in table.items():
            told = _common(entry) | {"keywords": tuple(entry["keywords"])}
            told |= {key: entry[key] for key in ("before", "after", "reader") if key in entry}
            yield Pattern(rule, family, "around", regex=_long(entry["regex"], short), **told)
    for name, entry in data["plugins"].items():
        told = _common(entry) | {"keywords": tuple(entry["keywords"]), "reader": name}
        yield Pattern(entry["rule"], "universal", "plugin", **told)


def _common(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "entropy": float(entry.get("entropy", 0)),
        "is_guess": bool(entry.get("guess", False)),
        "paths": str(entry.get("paths", "")),
    }


def _token(rule: str, family: str, entry: Mapping[str, Any], short: Mapping[str, str]) -> Pattern:
    starts = tuple(entry["starts"])
    border = _ESCAPE_OR_START if starts[0][0].isalnum() else ""
    rest = _long(entry["rest"], short)
    inner = rest if _has_group(rest) else f"({rest})"
    regex = f"{border}(?:{'|'.join(map(re.escape, starts))}){inner}{_END}"
    return Pattern(rule, family, "token", starts, regex, **_common(entry))


def _has_group(regex: str) -> bool:
    return re.search(r"(?<!\\)\((?!\?)", regex) is not None


def _long(regex: str, short: Mapping[str, str]) -> str:
    """Return a regex with the names in angle brackets written out."""
    for name, meant in short.items():
        regex = regex.replace(
            f"<{name}>", f"(?:{meant})" if "]-[" in meant or "{8}" in meant else meant
        )
    return regex
