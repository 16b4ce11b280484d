"""The names of licences as a tree of words, and what each name means.

Names come from ``licence-families.toml``, from ``licence-names.toml`` and from the SPDX list.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from beffroi.policy.licence import spdx
from beffroi.policy.licence.spelling import SAME
from beffroi.policy.licences import DATA, names

CLEAR, SHORT, BARE = 3, 2, 1
_WORD = re.compile(r"[^\W_]+(?:\.\d+(?:[a-c]\b)?)*")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[a-z]?")
_GLUED = re.compile(
    r"(a?l?gpl|gfdl|fdl|apache|asl|al|mpl|npl|epl|edl|cddl|cpl|eupl|zpl|afl|osl|cecill|php|qpl"
    r"|artistic|cc|bsl|lppl|ofl|ecl|apsl|odbl|wtfpl|upl|sspl|python|psf|oldap|perl)"
    r"[_-]?(v|ver|version)?(\d+(?:\.\d+)*[a-c]?)"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means; ``strength`` says what has to stand beside it (CLEAR: nothing).

    ``versions`` are version and identifier; ``is_gnu``: "or later" is a word of the identifier.
    """

    family: str
    any: str
    strength: int
    versions: tuple[tuple[str, str], ...] = ()
    ties: tuple[str, ...] = ()
    is_gnu: bool = False
    is_exception: bool = False
    is_whole: bool = False

    def version(self, written: str) -> str:
        """Return the identifier of a version as written, or nothing."""
        return dict(self.versions).get(plain_version(written), "")


Node: TypeAlias = dict[str, Any]
END = "\n"


def plain_version(written: str) -> str:
    """Return "2" for "v2.0.0": what versions are compared by."""
    bare = written.lstrip("v. ").rstrip(".")
    while bare.endswith(".0"):
        bare = bare[:-2]
    return bare


def unglue(word: str) -> tuple[str, ...]:
    """Return the parts of a word such as "gplv2" or "apache2", or the word alone."""
    found = _GLUED.fullmatch(word)
    return (found[1], found[3]) if found else (word,)


def words_of(name: str) -> list[str]:
    """Return the words of a name as the lexer writes them."""
    return [SAME.get(word, word) for word in _WORD.findall(name.lower())]


@cache
def tree() -> Node:
    """Return all names; a node maps a word to the next node, and END to a Meaning."""
    root: Node = {}
    with (DATA / "licence-families.toml").open("rb") as file:
        known = tomllib.load(file)
    read_by_rule = {
        spdx.family(spdx_id)
        for one in known["family"]
        for spdx_id in one.get("versions", {}).values()
    }
    for entry in spdx.entries().values():
        if not _is_read_by_rule(entry.spdx_id, read_by_rule):
            _add_listed(root, entry)
    for name, spdx_id in names().items():
        if not _is_read_by_rule(spdx_id, read_by_rule):
            _add(root, words_of(name), _listed(spdx_id))
    for family in known["family"]:
        _add_family(root, family)
    for exception in known["exception"]:
        meaning = Meaning(exception["licence"], exception["licence"], CLEAR, is_exception=True)
        for name in exception["names"]:
            _add(root, words_of(name), meaning)
    return root


def _add_family(root: Node, family: dict[str, Any]) -> None:
    """Add the names of a family, and what stands before the version in its identifiers."""
    for key, strength in (("words", BARE), ("acronyms", SHORT), ("names", CLEAR)):
        meaning = _meaning(family, strength)
        for name in family.get(key, ()):
            _add(root, words_of(name), meaning)
    for spdx_id in family.get("versions", {}).values():
        _add_prefix(root, spdx_id, _meaning(family, SHORT))


def _is_read_by_rule(spdx_id: str, families: set[str]) -> bool:
    """Tell whether name and version are read apart, so that "or later" after them is seen."""
    if spdx_id.startswith("CC-"):
        return True
    return spdx.family(spdx_id) in families and "invariants" not in spdx_id


def _meaning(family: dict[str, Any], strength: int) -> Meaning:
    versions = {plain_version(key): value for key, value in family.get("versions", {}).items()}
    return Meaning(
        family=family["key"],
        any=family["any"],
        strength=strength,
        versions=tuple(versions.items()),
        ties=tuple(family.get("ties", ())),
        is_gnu=family.get("gnu", False),
    )


def _listed(spdx_id: str, strength: int = CLEAR) -> Meaning:
    entry = spdx.entries().get(spdx_id.lower())
    return Meaning(
        family=spdx.family(spdx_id),
        any=spdx.current(spdx_id),
        strength=strength,
        is_exception=bool(entry and entry.is_exception),
        is_whole=True,
    )


def _add_listed(root: Node, entry: spdx.Entry) -> None:
    """Add an identifier and its name; one of a single common word needs words beside it."""
    words = words_of(entry.spdx_id)
    is_clear = len(words) > 1 and any(word[0].isdigit() for word in words)
    is_clear = is_clear or "exception" in words
    _add(root, words, _listed(entry.spdx_id, CLEAR if is_clear else BARE))
    name = words_of(entry.name.replace("w/", "with "))
    if len(name) > 1 and not _VERSION.fullmatch(name[0]):
        _add(root, name, _listed(entry.spdx_id))


def _add_prefix(root: Node, spdx_id: str, meaning: Meaning) -> None:
    """Add what stands before the version in an identifier, where it is no name already."""
    prefix, is_versioned, _ = spdx_id.rpartition("-")
    words = words_of(prefix)
    if is_versioned and " " not in spdx_id and spdx.family(spdx_id) == spdx_id:
        node: Node | None = root
        for word in words:
            node = node.get(word) if node is not None else None
        if node is None or END not in node:
            _add(root, words, meaning)


def _add(root: Node, words: list[str], meaning: Meaning) -> None:
    node = root
    for word in words:
        for part in unglue(word):
            node = node.setdefault(part, {})
    node[END] = meaning


def longest(tokens: list[str], start: int) -> tuple[int, Meaning] | None:
    """Return the end and the meaning of the longest name that begins at a token."""
    node: Node | None = tree().get(tokens[start])
    found: tuple[int, Meaning] | None = None
    place = start + 1
    while node is not None:
        if END in node:
            found = (place, node[END])
        if place < len(tokens) and tokens[place] in {",", "/"}:
            place += 1
        if place >= len(tokens):
            break
        node = node.get(tokens[place])
        place += 1
    return found
