"""Whether a component under one licence may go into a work under another, and by which rule.

An advice with its source, never a legal opinion. Data and words: ``compatibility.toml``.
"""

import difflib
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from beffroi.policy.licence import spdx
from beffroi.policy.licence.errors import ExpressionError, UnknownLicenceError
from beffroi.policy.licence.expressions import Expression, Joined, Leaf, parse
from beffroi.policy.licences import DATA

INCOMPATIBLE = "INCOMPATIBLE"
GREEN = frozenset({"T01", "T10", "T11", "T12"})
_NO_RULE = {
    "en": "No rule lets a component under {inbound} go into a work under {outbound}.",
    "fr": "Aucune règle ne permet à un composant sous {inbound} d’entrer dans une œuvre sous "
    "{outbound}.",
}
_NO_TYPE = {
    "en": "Nothing is recorded on {name}, so no rule can be applied; ask a lawyer or the holder.",
    "fr": "Rien n’est consigné sur {name} : aucune règle ne peut s’appliquer ; "
    "consultez un juriste ou le titulaire.",
}
_EXCEPTION = {
    "en": "The exception {name} adds a permission; it stays with the component.",
    "fr": "L’exception {name} ajoute une permission ; elle reste attachée au composant.",
}
_EXCEPTION_OUT = {
    "en": "The exception {name} can be granted for your own code only.",
    "fr": "L’exception {name} ne peut être accordée que pour votre propre code.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is advised for one pair; ``document`` is the rule, INCOMPATIBLE when none holds.

    ``parts`` are the pairs that an expression was decided by.
    """

    compatible: bool
    document: str
    because: str
    conditions: tuple[str, ...]
    source: str
    inbound: str
    outbound: str
    parts: tuple["Answer", ...] = ()

    @property
    def colour(self) -> str:
        """Return green, amber (an advice with conditions) or red."""
        if not self.compatible:
            return "red"
        return "green" if self.document in GREEN else "amber"

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the command's JSON."""
        found: dict[str, Any] = {
            "compatible": self.compatible,
            "document": self.document,
            "because": self.because,
            "conditions": list(self.conditions),
            "source": self.source,
        }
        if self.parts:
            found["parts"] = [
                {"inbound": one.inbound, "outbound": one.outbound, **one.as_json()}
                for one in self.parts
            ]
        return found


def compatible(inbound: str, outbound: str, language: str = "en") -> Answer:
    """Return the advice for a component under ``inbound`` in a work under ``outbound``.

    Of an inbound OR one part is enough, of an AND all must do; of an outbound expression all
    must do, since whoever receives the work may rely on each. UnknownLicenceError names what is
    no licence, with the nearest name.
    """
    return _inbound(_read(inbound), _read(outbound), language)


def kind_of(licence: str) -> str:
    """Return ``permissive`` or ``reciprocal``; nothing when nothing is recorded on the licence."""
    types = _types(licence)
    if not types:
        return ""
    return "permissive" if "Permissive" in types else "reciprocal"


def is_recorded(licence: str) -> bool:
    """Tell whether anything is recorded on a licence; without, no rule can be applied to it."""
    return _types(licence) is not None


def _read(text: str) -> Expression:
    if text in _data()["types"]:
        return Leaf(text)
    try:
        return parse(text)
    except ExpressionError as error:
        raise UnknownLicenceError(f"{error}{_nearest(text)}") from error


def _nearest(text: str) -> str:
    known = {entry.spdx_id.lower(): entry.spdx_id for entry in spdx.entries().values()}
    for word in text.replace("(", " ").replace(")", " ").split():
        if word.lower() in known or word.upper() in {"AND", "OR", "WITH"}:
            continue
        near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.5)
        if near:
            return f". Did you mean {known[near[0]]}?"
    return ". Identifiers: https://spdx.org/licenses/"


def _inbound(inbound: Expression, outbound: Expression, language: str) -> Answer:
    if isinstance(inbound, Leaf):
        return _outbound(inbound, outbound, language)
    found = [_inbound(part, outbound, language) for part in inbound.parts]
    choose = _best if inbound.operator == "OR" else _worst
    return _summed(found, choose, str(inbound), str(outbound))


def _outbound(inbound: Leaf, outbound: Expression, language: str) -> Answer:
    if isinstance(outbound, Leaf):
        return _pair(inbound, outbound, language)
    found = [_outbound(inbound, part, language) for part in outbound.parts]
    return _summed(found, _worst, str(inbound), str(outbound))


def _best(found: list[Answer]) -> Answer:
    return min(found, key=_badness)


def _worst(found: list[Answer]) -> Answer:
    return max(found, key=_badness)


def _badness(answer: Answer) -> int:
    return ("green", "amber", "red").index(answer.colour)


def _summed(
    found: list[Answer], choose: Callable[[list[Answer]], Answer], inbound: str, outbound: str
) -> Answer:
    """Return the deciding part, with the conditions of all parts that must hold together."""
    decisive = choose(found)
    together = found if choose is _worst and decisive.compatible else [decisive]
    conditions = dict.fromkeys(one for answer in together for one in answer.conditions)
    parts = tuple(leaf for answer in found for leaf in (answer.parts or (answer,)))
    return Answer(
        decisive.compatible, decisive.document, decisive.because, tuple(conditions),
        decisive.source, inbound, outbound, parts,
    )  # fmt: skip


def _pair(inbound: Leaf, outbound: Leaf, language: str) -> Answer:
    """Return the first rule that holds for two licences, in words."""
    names = {"inbound": inbound.licence, "outbound": outbound.licence}
    words = _exception_words(inbound, outbound, language)
    for rule in _data()["rule"]:
        if _holds(rule, inbound.licence, outbound.licence):
            conditions = [one.format(**names) for one in rule[f"conditions_{language}"]]
            return Answer(
                compatible=True,
                document=rule["document"],
                because=rule[language].format(**names),
                conditions=(*conditions, *words),
                source=_data()["sources"][rule["source"]],
                inbound=str(inbound),
                outbound=str(outbound),
            )
    untyped = [name for name in (inbound.licence, outbound.licence) if _types(name) is None]
    because = _NO_TYPE[language].format(name=untyped[0]) if untyped else ""
    because = because or _NO_RULE[language].format(**names)
    source = _data()["sources"]["joinup"]
    sides = (str(inbound), str(outbound))
    return Answer(*(False, INCOMPATIBLE, because, tuple(words), source), *sides)


def _exception_words(inbound: Leaf, outbound: Leaf, language: str) -> list[str]:
    words = []
    if inbound.exception:
        words.append(_EXCEPTION[language].format(name=inbound.exception))
    if outbound.exception and outbound.exception != inbound.exception:
        words.append(_EXCEPTION_OUT[language].format(name=outbound.exception))
    return words


def _holds(rule: dict[str, Any], inbound: str, outbound: str) -> bool:
    if rule["inbound"] == "same":
        return inbound == outbound
    return _fits(rule["inbound"], inbound) and _fits(rule["outbound"], outbound)


def _fits(side: str, licence: str) -> bool:
    if side == "any":
        return True
    if side.startswith("type:"):
        wanted = set(side.removeprefix("type:").split("|"))
        return bool(wanted & set(_types(licence) or ()))
    twin = _data()["twins"].get(licence, licence)
    return licence in _data()["groups"][side] or twin in _data()["groups"][side]


def _types(licence: str) -> Iterable[str] | None:
    """Return the legal types of a licence; None when nothing is recorded on it."""
    return _all_types().get(licence)


@cache
def _all_types() -> dict[str, tuple[str, ...]]:
    found = {
        licence: tuple(types.split("|"))
        for types, licences in _data()["further"].items()
        for licence in licences
    }
    return found | {licence: tuple(types) for licence, types in _data()["types"].items()}


@cache
def _data() -> dict[str, Any]:
    with (DATA / "compatibility.toml").open("rb") as file:
        return tomllib.load(file)


__all__ = ["Answer", "Joined", "compatible", "kind_of"]
