"""What mending says and writes, as data: words in both languages and skeletons of files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from string import Template
from typing import Any, Final

from beffroi.policy.check.shapes import Words
from beffroi.policy.licences import DATA

FOLDER: Final = DATA / "check-fix"


@cache
def words() -> Mapping[str, Any]:
    """Return the tables of ``words.toml``."""
    with (FOLDER / "words.toml").open("rb") as file:
        return tomllib.load(file)


def left(why: str, **values: object) -> Words:
    """Return why something is left to a person, its places filled."""
    said = words()["left"][why]
    return Words(**{key: Template(said[key]).safe_substitute(values) for key in ("fr", "en")})


def sentence(table: str, key: str, language: str, **values: object) -> str:
    """Return a sentence that goes into a file."""
    return Template(words()[table][key][language]).safe_substitute(values)


@cache
def skeleton(name: str, language: str) -> str:
    """Return the skeleton of a file, its places unfilled."""
    return (FOLDER / language / name).read_text(encoding="utf-8")
