"""When a repository is to be looked into, and what its list may not overwrite."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from beffroi.organisations.actions.changes import given_by
from beffroi.policy.licences import OTHER
from beffroi.repositories.models import Repository

LOOK: Final = "look"
PUBLICCODE: Final = "publiccode"
"""Sources of what a look found: in the repository, and in its publiccode.yml."""
_MOVED: Final = frozenset({"pushed_at", "last_activity_at", "is_fork", "fork_parent"})
_INSIDE: Final = frozenset({"files", "languages", "descriptions", "publiccode", "codemeta"})
_OF_PLAIN_GIT: Final = frozenset({"description", "homepage", "language", "licence", "licence_raw"})


def wants_look(known: Repository, facts: Mapping[str, Any], changed: Collection[str]) -> bool:
    """Tell whether what a list says makes a look due.

    Its activity moved, or its ``head`` (of plain git) is not the one last looked into.
    """
    head = facts.get("head") or ""
    return not _MOVED.isdisjoint(changed) or bool(head and head != known.head)


def stronger(known: Repository, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts of a list, None where a look knows better.

    A list that says nothing of what is inside takes nothing away. A licence in publiccode.yml
    stands; "other", or nothing, never replaces one that the licence file gave.
    """
    kept = dict(facts)
    if known.looked_at is not None:
        names = _INSIDE if known.forge_id else _INSIDE | _OF_PLAIN_GIT
        kept |= {name: None for name in names & facts.keys() if not facts[name]}
    by = given_by(known, "licence")
    is_named = known.licence not in {"", OTHER}
    is_weak = facts.get("licence") in {"", OTHER, None}
    if known.licence and (by == PUBLICCODE or (by == LOOK and is_named and is_weak)):
        kept |= {"licence": None, "licence_raw": None}
    return kept
