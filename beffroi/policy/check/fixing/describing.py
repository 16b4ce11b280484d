"""A publiccode.yml from what is known of the project; what only the team knows is named."""

from typing import Any

from beffroi.policy.check.fixing.facts import Facts
from beffroi.policy.check.fixing.shapes import Plan
from beffroi.policy.check.fixing.words import left, sentence
from beffroi.policy.check.metadata import PUBLICCODE
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence.expressions import normalise

RULE = "publiccode"


def add_publiccode(plan: Plan, subject: Subject, facts: Facts) -> None:
    """Write a publiccode.yml where there is none, and say which keys it still lacks."""
    from beffroi.policy.asking.answers import make  # noqa: PLC0415 - loads the YAML reader
    from beffroi.policy.asking.guessing import guess  # noqa: PLC0415

    if any(plan.now(path) is not None for path in PUBLICCODE):
        return
    known: dict[str, Any] = {name: one.value for name, one in guess(subject.tree.root).items()}
    said = {
        "name": facts.name,
        "url": subject.declarations.table("project").get("url"),
        "licence": normalise(facts.licence) if facts.licence else None,
        "language": facts.language if "short" in known else None,
    }
    made = make(known | {name: value for name, value in said.items() if value})
    head = sentence("sentences", "publiccode", facts.language)
    plan.put(PUBLICCODE[0], f"{head}\n{made.text}".encode(), RULE)
    missing = [fault.key.replace("{language}", facts.language) for fault in made.faults]
    plan.leave(RULE, left("publiccode", keys=", ".join(missing)))  # features nobody can guess
