"""Words of public administrations that mean the same, from ``synonyms.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from beffroi.search import words

FILE = Path(__file__).with_name("synonyms.toml")
LONGEST = 4
"""The most words that one synonym may have."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """One way to say it: its exact words, and for a single word everything it is found by."""

    parts: tuple[str, ...]
    forms: tuple[str, ...]


@cache
def known() -> Mapping[tuple[str, ...], tuple[Synonym, ...]]:
    """Return the shipped synonyms: words as looked up → what they may be replaced by.

    A single word is looked up by its exact form, then by its marked stems.
    """
    return load(FILE.read_text(encoding="utf-8"))


def load(text: str) -> dict[tuple[str, ...], tuple[Synonym, ...]]:
    """Read groups in TOML; a word of several groups has the synonyms of all."""
    found: dict[tuple[str, ...], dict[Synonym, None]] = {}
    for group in tomllib.loads(text)["group"]:
        members = [
            (_synonym(term), place)
            for place, name in enumerate(("fr", "en"))
            for term in group[name]
        ]
        for member, place in members:
            others = dict.fromkeys(one for one, _ in members if one.parts != member.parts)
            for key in _keys(member, place):
                found.setdefault(key, {}).update(others)
    return {key: tuple(others) for key, others in found.items()}


def _synonym(term: str) -> Synonym:
    runs = tuple(words.runs(term))
    parts = tuple(part for run in runs for part in run.parts)[:LONGEST]
    whole = (*runs[0].parts, *runs[0].joined, *runs[0].stems)  # no pieces: "a11y" is not "a"
    return Synonym(parts, whole if len(parts) == 1 else ())


def _keys(member: Synonym, place: int) -> list[tuple[str, ...]]:
    """Return what finds this member: its words, and the stem of its own language."""
    keys = [member.parts]
    stems = [form for form in member.forms if form.startswith(words.STEM)]
    if stems:
        keys.append((stems[place if place < len(stems) else 0],))
    return keys


def of(run: words.Run) -> tuple[Synonym, ...]:
    """Return the synonyms of one word, found by its exact form or a stem."""
    table = known()
    found: dict[Synonym, None] = {}
    for form in (run.parts[0], *run.stems):
        found.update(dict.fromkeys(table.get((form,), ())))
    return tuple(one for one in found if one.parts != run.parts)
