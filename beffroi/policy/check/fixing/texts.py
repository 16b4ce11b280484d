"""Licence texts: LICENSE at the root, and a copy of each licence used in ``LICENSES/``."""

import re
from functools import cache
from typing import Final

from beffroi.policy.check.fixing.facts import Facts
from beffroi.policy.check.fixing.shapes import Plan
from beffroi.policy.check.fixing.words import left
from beffroi.policy.check.reuse.coverage import coverage_of
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence import sources
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import leaves, parse

PLACE: Final = "LICENSE"
FOLDER: Final = "LICENSES"
_NAMES: Final = ("LICENSE*", "LICENCE*", "COPYING*")
_OWNED: Final = re.compile(r"^(Copyright \(c\)) <year> <[^>\n]+>", re.MULTILINE)


def add_licence(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Write LICENSE, where none is, with the text of the licence declared or chosen."""
    there = [path for path in subject.tree.matching(*_NAMES) if "/" not in path]
    if not facts.licence:
        plan.leave(rule, left("no-licence"))
    elif facts.declared and facts.declared != facts.licence:
        told = {"path": facts.declared_at, "declared": facts.declared}
        plan.leave(rule, left("other-licence", licence=facts.licence, **told))
    elif there:
        plan.leave(rule, left("licence-there", path=there[0]))
    elif len(names := licences_in(facts.licence)) != 1:
        plan.leave(rule, left("several-licences", licence=facts.licence))
        for name in names:
            _copy(plan, name, rule)
    elif plan.now(PLACE) is None:
        _whole(plan, names[0], facts, rule)


def _whole(plan: Plan, name: str, facts: Facts, rule: str) -> None:
    """Write the text with holder and year, where the licence has places for them."""
    text = _texts().get(name)
    if text is None:
        plan.leave(rule, left("no-text", licence=name))
        return
    owned = _OWNED.sub(lambda found: f"{found[1]} {facts.year} {facts.holder}", text)
    plan.put(PLACE, _ended(owned), rule)


def add_copies(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Copy each licence that a header names into ``LICENSES/``."""
    used = set(subject.once(coverage_of).missing())
    for name in sorted({*used, *licences_in(facts.licence)}):
        _copy(plan, name, rule)


def licences_in(expression: str) -> list[str]:
    """Return the licences and exceptions of an expression, in its order, each once."""
    try:
        found = list(leaves(parse(expression))) if expression else []
    except ExpressionError:
        return []
    names = [name for leaf in found for name in (leaf.licence, leaf.exception) if name]
    return list(dict.fromkeys(names))


def _copy(plan: Plan, name: str, rule: str) -> None:
    path = f"{FOLDER}/{name}.txt"
    if plan.now(path) is not None:
        return
    text = _texts().get(name)
    if text is None:
        plan.leave(rule, left("no-text", licence=name))
    else:
        plan.put(path, _ended(text), rule)


def _ended(text: str) -> bytes:
    return (text.rstrip("\n") + "\n").encode("utf-8")


@cache
def _texts() -> dict[str, str]:
    """Return the texts of the SPDX list by identifier."""
    return {one.licence: one.text for one in sources.shipped()}
