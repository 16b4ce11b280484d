"""Whether a project asks contributors for an agreement (CLA): by its texts, or by a program.

Sentences are looked at one by one, since a text that says “we ask for no CLA” names it as well. The
words are data of the rule DCO-01.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from beffroi.lib.privacy import without_addresses
from beffroi.policy.check.families import tables
from beffroi.policy.check.shapes import Evidence
from beffroi.policy.check.subject import Subject

_LONGEST: Final = 400_000
_MOST_FILES: Final = 200
_SHOWN: Final = 160
_END: Final = re.compile(
    r"(?<=[.!?])\s+(?=[A-ZÀ-Ý\[*_`])|\n\s*\n|\n(?=\s*(?:[-*+]|#+|\d+\.)\s)|\n(?=#)"
)


@dataclass(frozen=True, slots=True)
class Agreements:
    """Where an agreement is asked for, where one is turned down, where one is only named."""

    required: tuple[Evidence, ...] = ()
    rejected: tuple[Evidence, ...] = ()
    named: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    files: Sequence[str]
    bots: Sequence[str]
    names: re.Pattern[str]
    refusing: re.Pattern[str]
    insisting: re.Pattern[str]
    asking: re.Pattern[str]
    robots: re.Pattern[str]


def agreements_of(subject: Subject) -> Agreements:
    """Search the texts for contributors and the settings of the forge."""
    rules = subject.pack.rules if subject.pack else ()
    own = next((one for one in rules if one.check == "DCO-01"), None)
    words = _words(own.parameters if own else tables()["DCO-01"]["parameters"])
    tree = subject.tree
    required, rejected, named = list[Evidence](), list[Evidence](), list[Evidence]()
    required += [Evidence(path=path) for path in tree.matching(*words.bots)[:_MOST_FILES]]
    for path in tree.matching(*words.files)[:_MOST_FILES]:
        text = tree.text(path, _LONGEST)
        if path.lower().endswith((".yml", ".yaml")):
            required += [Evidence(path, line, said) for line, said in _lines(text, words.robots)]
            continue
        for line, said in _naming(text, words.names):
            seen = Evidence(path, line, str(without_addresses(said[:_SHOWN])))
            if words.insisting.search(said):
                required.append(seen)
            elif words.refusing.search(said):
                rejected.append(seen)
            else:
                (required if words.asking.search(said) else named).append(seen)
    return Agreements(tuple(required), tuple(rejected), tuple(named))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of each sentence, heading or point of a list."""
    start = 0
    for end in (*_END.finditer(text), None):
        stop = end.start() if end else len(text)
        said = text[start:stop]
        if said.strip():
            line = text.count("\n", 0, start + len(said) - len(said.lstrip())) + 1
            yield line, " ".join(said.split())
        start = end.end() if end else stop


def _naming(text: str, names: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    if names.search(text):
        yield from ((line, said) for line, said in sentences(text) if names.search(said))


def _lines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#") and pattern.search(line):
            yield number, line.strip()[:_SHOWN]


def _words(given: Mapping[str, Any]) -> _Words:
    return _Words(
        files=given["files"],
        bots=given["bot_files"],
        names=_any(given["names"]),
        refusing=_any(given["refusing"]),
        insisting=_any(given["insisting"]),
        asking=_any(given["asking"]),
        robots=_any(given["bots"]),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
