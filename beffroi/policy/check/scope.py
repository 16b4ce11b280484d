"""Whether and how strictly the policy binds this code (rules SCOPE-01 and SCOPE-02)."""

from dataclasses import dataclass
from typing import Final

from beffroi.policy.check.shapes import Rule
from beffroi.policy.check.subject import Subject

OTHERS: Final = "third-party"
ORIGINS: Final = ("in-house", "contracted", OTHERS)


@dataclass(frozen=True, slots=True)
class Scope:
    """``is_advice``: the body is outside the policy, every rule is only recommended.

    ``is_others``: the code is of a project outside the administration; ``is_ours``: it is of the
    administration, or assumed to be so while ``is_declared`` is False.
    """

    is_advice: bool = False
    is_others: bool = False
    is_ours: bool = False
    is_declared: bool = False


def scope_of(subject: Subject, rule: Rule | None) -> Scope:
    """Return the scope; ``rule`` is SCOPE-01 of the pack, None when the pack has none."""
    if rule is None:
        return Scope()
    outside = {str(one).lower() for one in rule.parameters.get("outside", ())}
    origin = origin_of(subject)
    return Scope(
        is_advice=subject.registry.category.lower() in outside,
        is_others=origin == OTHERS,
        is_ours=origin != OTHERS,
        is_declared=bool(origin),
    )


def origin_of(subject: Subject) -> str:
    """Return where the code comes from, as declared; empty when nobody says."""
    declared = subject.declarations.answer("SCOPE-02")
    return str(declared.answer) if declared and str(declared.answer) in ORIGINS else ""
