"""Which components the work needs to run, and which only to be worked on: by who needs whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from beffroi.policy.check.components.shapes import Component, Scope

Key = TypeVar("Key")


def scoped(found: Iterable[Component], asked: Mapping[str, Scope]) -> Iterator[Component]:
    """Yield components with the nearest use that the work's own wishes, by purl, lead to.

    Without a wish nothing is known and nothing is changed; what no wish leads to is for working.
    """
    known = list(found)
    if not asked:
        yield from known
        return
    needs = {one.purl: one.needs for one in known}
    required = reached(needs, (one for one, scope in asked.items() if scope == "required"))
    optional = reached(needs, (one for one, scope in asked.items() if scope == "optional"))
    for one in known:
        scope: Scope = "development"
        if one.purl in required:
            scope = "optional" if one.scope == "optional" else "required"
        elif one.purl in optional:
            scope = "optional"
        yield replace(one, scope=scope, direct=one.purl in asked)


def reached(needs: Mapping[Key, Iterable[Key]], start: Iterable[Key]) -> set[Key]:
    """Return all that the start needs, itself included."""
    found: set[Key] = set()
    waiting = list(start)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += needs.get(here, ())
    return found
