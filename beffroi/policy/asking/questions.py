"""The ten questions in both languages, read once from ``data/publiccode-questions.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("en", "fr")
LISTS: Final = frozenset({"lines", "words", "choices"})
"""Kinds whose answer is a list of texts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a question: the key that it fills, its kind, its words by language.

    ``choices``: value → words by language, for the kinds that choose.
    """

    id: str
    key: str
    kind: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    is_required: bool = False
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        """Tell whether its answer is a list of texts."""
        return self.kind in LISTS

    def key_in(self, language: str) -> str:
        """Return the key that it fills when the texts are in a language."""
        return self.key.replace("{language}", language)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its fields; ``words`` by language."""

    id: str
    words: Mapping[str, str]
    fields: tuple[Asked, ...]


@cache
def questions() -> tuple[Question, ...]:
    """Return the ten questions in their order."""
    return tuple(
        Question(
            one["id"],
            {language: one[language] for language in LANGUAGES},
            tuple(_asked(field) for field in one["fields"]),
        )
        for one in _data()["questions"]
    )


def fields() -> Iterator[Asked]:
    """Yield the fields of all questions in their order."""
    for question in questions():
        yield from question.fields


def faults() -> Mapping[str, Mapping[str, str]]:
    """Return what is said at a field, by rule and language."""
    said: Mapping[str, Mapping[str, str]] = _data()["faults"]
    return said


def _asked(said: Mapping[str, Any]) -> Asked:
    return Asked(
        id=said["id"],
        key=said["key"],
        kind=said["kind"],
        label=said["label"],
        help=said.get("help", {}),
        is_required=said.get("required", False),
        choices=said.get("choices", {}),
    )


@cache
def _data() -> dict[str, Any]:
    path = files("beffroi.policy") / "data/publiccode-questions.toml"
    return tomllib.loads(path.read_text("utf-8"))
