"""Which licence a component has, off line: what a person said, the lock file, what is installed.

The order is that of who may know best; the first that says something readable decides. A licence
that only a registry on the network knows stays unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from beffroi.policy import licences as names
from beffroi.policy.check.components.installed import Installed
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import parse

TABLE = "components"
"""The table of ``.beffroi.toml``: ``[components."pypi/django"]`` with ``licence`` and ``link``."""


def with_licences(subject: Subject, found: Sequence[Component]) -> Iterator[Component]:
    """Yield the components with their licences as SPDX expressions, None where nobody knows."""
    given = subject.declarations.table(TABLE)
    installed = Installed(subject.tree.root)
    for component in found:
        said = told(given, component, "licence") or component.licence or ""
        licence = expression_of(said) or expression_of(installed.licence_of(component))
        yield replace(component, licence=licence or None)


def told(given: Mapping[str, object], component: Component, key: str) -> str:
    """Return what a person wrote of a component, for its version first, or nothing."""
    name = f"{component.ecosystem}/{component.name}"
    for wanted in (f"{name}@{component.version}", name):
        table = given.get(wanted)
        said = table.get(key) if isinstance(table, Mapping) else None
        if isinstance(said, str) and said.strip():
            return said.strip()
    return ""


@cache
def expression_of(said: str) -> str:
    """Return the SPDX expression that a field means; empty when it means none."""
    if not said or len(said) > names.MAX_LENGTH:
        return ""
    found, _ = names.normalise(said)
    if found in {names.OTHER, names.UNKNOWN}:
        found = said
    try:
        return str(parse(found))
    except ExpressionError:
        return ""
