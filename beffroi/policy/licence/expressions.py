"""SPDX licence expressions: read them as people write them, return them as SPDX writes them.

``AND`` binds stronger than ``OR``, ``WITH`` strongest. Beyond the grammar of SPDX 3.0, annex A:
any case, ``/`` ``|`` as OR, ``,`` ``;`` ``&`` and a free ``+`` as AND, deprecated identifiers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from beffroi.policy.licence import spdx
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licences import normalise as normalised

MAX_LENGTH = 4000
MAX_DEPTH = 40
_TOKEN = re.compile(r"[()]|&&|\|\||[/|,;&]|[^\s()/|,;&]+")
_LATER = re.compile(r" or (?:any )?(?:later|newer)(?: version)?\b", re.IGNORECASE)
_OPERATORS = {
    "and": "AND", "&": "AND", "&&": "AND", ",": "AND", ";": "AND", "+": "AND",
    "or": "OR", "/": "OR", "|": "OR", "||": "OR", "with": "WITH", "w/": "WITH",
}  # fmt: skip
_REFERENCE = re.compile(
    r"(?:DocumentRef-[\w.-]+:)?(?:LicenseRef|AdditionRef)-[A-Za-z0-9.-]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One licence, with its exception or without."""

    licence: str
    exception: str = ""

    def __str__(self) -> str:
        return f"{self.licence} WITH {self.exception}" if self.exception else self.licence


@dataclass(frozen=True, slots=True)
class Joined:
    """Two or more expressions joined by one operator; no part has the same operator."""

    operator: str
    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        return f" {self.operator} ".join(
            f"({part})" if isinstance(part, Joined) else str(part) for part in self.parts
        )


Expression: TypeAlias = Leaf | Joined


def join(operator: str, parts: list[Expression]) -> Expression:
    """Return the parts joined, flat and each once, in their order."""
    flat: dict[Expression, None] = {}
    for part in parts:
        inner = part.parts if isinstance(part, Joined) and part.operator == operator else (part,)
        flat.update(dict.fromkeys(inner))
    return next(iter(flat)) if len(flat) == 1 else Joined(operator, tuple(flat))


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Yield the licences of an expression from left to right."""
    if isinstance(expression, Leaf):
        yield expression
        return
    for part in expression.parts:
        yield from leaves(part)


def map_leaves(expression: Expression, change: Callable[[Leaf], Expression]) -> Expression:
    """Return the expression with each licence changed."""
    if isinstance(expression, Leaf):
        return change(expression)
    return join(expression.operator, [map_leaves(part, change) for part in expression.parts])


def parse(text: str) -> Expression:
    """Return what a text says; ExpressionError names the word that is no licence."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("an expression of more than 4000 characters is not read")
    words = _atoms(_LATER.sub("+", text))
    if not words:
        raise ExpressionError("an expression needs at least one licence")
    expression, rest = _either(words, 0)
    if rest:
        raise ExpressionError(f"“{rest[0]}” stands where the expression should end: {text}")
    return expression


def normalise(text: str) -> str | None:
    """Return an expression as SPDX writes it, or None when a part of it is no licence."""
    try:
        return str(parse(text))
    except ExpressionError:
        return None


def _atoms(text: str) -> list[str]:
    """Return operators, parentheses and the words between them, joined to one name each."""
    atoms: list[str] = []
    is_open = False
    for token in _TOKEN.findall(text):
        operator = _OPERATORS.get(token.lower())
        is_sign = operator is not None or token in {"(", ")"}
        if is_sign or not is_open:
            atoms.append(operator or token)
        else:
            atoms[-1] += f" {token}"
        is_open = not is_sign
    return atoms


def _either(words: list[str], depth: int) -> tuple[Expression, list[str]]:
    first, words = _both(words, depth)
    parts = [first]
    while words and words[0] == "OR":
        part, words = _both(words[1:], depth)
        parts.append(part)
    return join("OR", parts), words


def _both(words: list[str], depth: int) -> tuple[Expression, list[str]]:
    first, words = _one(words, depth)
    parts = [first]
    while words and words[0] == "AND":
        part, words = _one(words[1:], depth)
        parts.append(part)
    return join("AND", parts), words


def _one(words: list[str], depth: int) -> tuple[Expression, list[str]]:
    if not words or words[0] in {"AND", "OR", "WITH", ")"}:
        raise ExpressionError("an operator needs a licence on each side")
    if depth > MAX_DEPTH:
        raise ExpressionError("too many parentheses inside each other")
    if words[0] == "(":
        inner, words = _either(words[1:], depth + 1)
        if not words or words[0] != ")":
            raise ExpressionError("a parenthesis is not closed")
        return _with(inner, words[1:])
    return _with(licence(words[0]), words[1:])


def _with(expression: Expression, words: list[str]) -> tuple[Expression, list[str]]:
    if not words or words[0] != "WITH":
        return expression, words
    if not isinstance(expression, Leaf) or expression.exception or not words[1:]:
        raise ExpressionError("WITH joins one licence and one exception")
    entry = spdx.entries().get(words[1].lower())
    is_reference = _REFERENCE.fullmatch(words[1])
    if not (entry and entry.is_exception) and not is_reference:
        raise ExpressionError(f"“{words[1]}” is no exception that SPDX lists")
    named = entry.spdx_id if entry else words[1]
    return Leaf(expression.licence, named), words[2:]


def licence(word: str) -> Expression:
    """Return one licence by its identifier or by a name that means it, as it is called today."""
    bare = word.removesuffix("+")
    entry = spdx.entries().get(word.lower()) or spdx.entries().get(bare.lower())
    if entry is None:
        if _REFERENCE.fullmatch(word):
            return Leaf(word)
        known = spdx.entries().get(normalised(word)[0].lower())
        if known is None:
            raise ExpressionError(f"“{word}” is no licence that SPDX lists")
        entry = known
    if entry.is_exception:
        raise ExpressionError(f"“{word}” is an exception; it follows a licence and WITH")
    if word.endswith("+"):
        return Leaf(spdx.or_later(entry.spdx_id))
    name, _, exception = (entry.successor or entry.spdx_id).partition(" WITH ")
    return Leaf(name, exception)
