"""What each code of an error means and the way out, for people; the words stand in the TOML."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One or more codes of which the same is true; ``words``: language → sentences."""

    codes: tuple[str, ...]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that appear on the same occasion; ``title``: language → words."""

    title: dict[str, str]
    meanings: tuple[Meaning, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return every code that this program has, by the occasion."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        Group(
            {"en": group["en"], "fr": group["fr"]},
            tuple(
                Meaning(tuple(one["codes"]), {"en": one["en"], "fr": one["fr"]})
                for one in group["meanings"]
            ),
        )
        for group in raw["groups"]
    )


def meaning(code: str) -> Meaning | None:
    """Return what a code means, or None for a code that this program does not have."""
    known = (one for group in groups() for one in group.meanings if code in one.codes)
    return next(known, None)


def words_of(code: str, language: str) -> str:
    """Return what a code means and the way out, in one language; "" for an unknown code."""
    known = meaning(code)
    return known.words.get(language, "") if known else ""
