"""Headers for the source files whose licence nobody says."""

from collections import defaultdict
from typing import Final

from beffroi.policy.check.fixing.facts import Facts
from beffroi.policy.check.fixing.headers import Header, headed
from beffroi.policy.check.fixing.shapes import Plan
from beffroi.policy.check.fixing.words import left
from beffroi.policy.check.reuse.sources import uncovered_sources
from beffroi.policy.check.subject import Subject

_LARGEST: Final = 1_000_000
_SHOWN: Final = 5


def add_headers(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Put licence and holder into each source file that says neither; the others are left."""
    if not facts.licence or (facts.declared and facts.declared != facts.licence):
        if not facts.licence:
            plan.leave(rule, left("no-licence"))
        return
    header = Header(facts.licence, f"{facts.year} {facts.holder}")
    why_not: dict[str, list[str]] = defaultdict(list)
    for path in subject.once(uncovered_sources):
        file = subject.tree.files[path]
        data = plan.now(path) if file.size <= _LARGEST and not file.is_link else None
        found = headed(path, data, header) if data else "too-large"
        if isinstance(found, bytes):
            plan.put(path, found, rule)
        else:
            why_not[found].append(path)
    for why, paths in sorted(why_not.items()):
        shown = ", ".join(paths[:_SHOWN]) + (", …" if len(paths) > _SHOWN else "")
        plan.leave(rule, left(why, count=len(paths), paths=shown))
