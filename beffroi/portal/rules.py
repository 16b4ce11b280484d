"""Every rule of a contribution policy, explained: what a page shows of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from beffroi.lib.errors import ShownError
from beffroi.lib.typography import typeset
from beffroi.policy.check import families
from beffroi.policy.check.fixing.mending import CHECKS
from beffroi.policy.check.formats.places import document
from beffroi.policy.check.packs import DEFAULT, Pack, names, newest, open_pack
from beffroi.policy.check.shapes import Rule, Words

SEVERITIES: Final = ("MUST", "SHOULD", "MAY")
PARAMETERS: Final = ("policy", "severity", "family")
_PLACE: Final = re.compile(r"\{[^{}]*\}")
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """What the rules may be narrowed by: one value, and how many rules it leaves."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule in the language of the page; ``said`` are the answers of its check."""

    id: str
    severity: str
    severity_words: str
    binds: str
    statement: str
    reason: str
    remedy: str
    asks: str
    source: str
    source_url: str
    said: tuple[str, ...]
    is_mended: bool
    is_legal: bool
    disabled: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The page: a policy, its rules that were asked for in groups, and the choices."""

    pack: Pack
    title: str
    groups: tuple[tuple[str, str, tuple[Explained, ...]], ...]
    count: int
    policies: tuple[Choice, ...]
    severities: tuple[Choice, ...]
    families: tuple[Choice, ...]
    is_default: bool


def explained(given: dict[str, str], language: str) -> Rules:
    """Return the rules that an address asks for; raises ShownError for a value that is none."""
    policy = _one_of("policy", given.get("policy") or DEFAULT, (*names(), DEFAULT))
    pack = open_pack(policy)
    severity = _one_of("severity", given.get("severity", ""), ("", *SEVERITIES))
    every = tuple(dict.fromkeys(rule.family for rule in pack.rules))
    known = tuple(dict.fromkeys(family for name in names() for family in _families(name)))
    family = _one_of("family", given.get("family", ""), ("", *known))
    of_severity = [rule for rule in pack.rules if severity in {"", rule.severity}]
    of_family = [rule for rule in pack.rules if family in {"", rule.family}]
    shown = [rule for rule in of_severity if family in {"", rule.family}]
    words = family_words()
    return Rules(
        pack=pack,
        title=_in(pack.title, language),
        groups=tuple(
            (one, words.get(one, one), found)
            for one in every
            if (found := _explained((r for r in shown if r.family == one), pack, language))
        ),
        count=len(shown),
        policies=_policies(pack.id, language),
        severities=_choices(
            Counter(rule.severity for rule in of_family),
            [(one, _severity(one, language)) for one in SEVERITIES],
            severity,
        ),
        families=_choices(
            Counter(rule.family for rule in of_severity),
            [(one, words.get(one, one)) for one in every],
            family,
        ),
        is_default=pack.id == newest(DEFAULT),
    )


def family_words() -> dict[str, str]:
    """Return how each family of rules is called."""
    return {
        "governance": gettext("Scope and governance"),
        "identity": gettext("Identity of contributors"),
        "third": gettext("Contributing to projects of others"),
        "declared": gettext("Answers of the administration"),
        "licences": gettext("Choice of the licence"),
        "files": gettext("Files of the repository"),
        "headers": gettext("Licence in each file"),
        "components": gettext("Components of others"),
        "origin": gettext("Origin of contributions"),
        "versions": gettext("Versions"),
        "forge": gettext("Forge and account"),
        "documents": gettext("Documentation"),
        "security": gettext("Security"),
        "levels": gettext("Openness level"),
        "abroad": gettext("Rules of other governments"),
    }


def _families(name: str) -> Iterable[str]:
    return (rule.family for rule in open_pack(name).rules)


def _explained(rules: Iterable[Rule], pack: Pack, language: str) -> tuple[Explained, ...]:
    return tuple(
        Explained(
            id=rule.id,
            severity=rule.severity,
            severity_words=_severity(rule.severity, language),
            binds=families.role(rule.binds, language),
            statement=typeset(_in(rule.statement, language), language),
            reason=_in(rule.reason, language),
            remedy=_in(rule.remedy, language),
            asks=families.role(rule.answerer, language),
            source=f"{rule.source} – {rule.section}" if rule.section else rule.source,
            source_url=document(rule.source),
            said=tuple(dict.fromkeys(_unfilled(_in(words, language)) for words in said(rule))),
            is_mended=rule.check in CHECKS,
            is_legal=rule.is_legal,
            disabled=_in(pack.disabled[rule.id], language) if rule.id in pack.disabled else "",
        )
        for rule in rules
    )


def _unfilled(sentence: str) -> str:
    """Return a sentence of a check with its places open."""
    return _PLACE.sub("…", sentence).replace("….", "…")


def said(rule: Rule) -> Sequence[Words]:
    """Return the sentences with which the check of a rule answers."""
    return tuple(rule.messages.values())


def _policies(chosen: str, language: str) -> tuple[Choice, ...]:
    packs = [open_pack(name) for name in names()]
    return tuple(
        Choice(one.id, _in(one.title, language), len(one.rules), one.id == chosen) for one in packs
    )


def _choices(
    counts: "Counter[str]", named: Iterable[tuple[str, str]], chosen: str
) -> tuple[Choice, ...]:
    return tuple(Choice(value, words, counts[value], value == chosen) for value, words in named)


def _severity(severity: str, language: str) -> str:
    return _in(families.said("severities", severity), language)


def _in(words: Words, language: str) -> str:
    return words.fr if language == "fr" else words.en


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        known = ", ".join(one for one in allowed if one)
        text = gettext("‘%(value)s’ is no value of ‘%(name)s’; there are: %(known)s.")
        told = {"value": value[:_LONGEST], "name": name, "known": known}
        raise ShownError("unknown-choice", text % told)
    return value
