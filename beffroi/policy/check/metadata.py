"""The descriptions of a software for catalogues that a working copy holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from beffroi.policy.check.subject import Subject

PUBLICCODE: Final = ("publiccode.yml", "publiccode.yaml")
_MOST_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Described:
    """A description; ``path`` is empty when there is none.

    ``faults``: what is wrong in it, line (0: nowhere) and sentence; empty when valid.
    """

    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[tuple[int, str], ...] = ()


def publiccode_of(subject: Subject) -> Described:
    """Return the publiccode.yml at the root, judged as ``beffroi publiccode`` does."""
    path = next((name for name in PUBLICCODE if name in subject.tree.files), "")
    if not path:
        return Described()
    from beffroi.policy.publiccode.judging import judge  # noqa: PLC0415 (loads the YAML reader)
    from beffroi.policy.publiccode.places import Folder  # noqa: PLC0415

    verdict = judge(subject.tree.data(path, _MOST_BYTES), Folder(subject.tree.root))
    wrong = [one for one in verdict.results if one.severity == "error"]
    faults = tuple((one.line, f"{one.key}: {one.message}".removeprefix(": ")) for one in wrong)
    return Described(path, verdict.values, faults)


def code_json_of(subject: Subject) -> Described:
    """Return the code.json at the root: one release, or the inventory of an agency."""
    if "code.json" not in subject.tree.files:
        return Described()
    try:
        found = json.loads(subject.tree.data("code.json", _MOST_BYTES))
    except (ValueError, RecursionError) as error:
        return Described("code.json", faults=((getattr(error, "lineno", 0), str(error)[:200]),))
    releases = found.get("releases") if isinstance(found, Mapping) else None
    if isinstance(releases, list) and releases:
        found = releases[0]
    if not isinstance(found, Mapping):
        return Described("code.json", faults=((1, "it is no object with releases"),))
    return Described("code.json", found, tuple(_lacks(found)))


_NEEDED: Final = ("name", "description", "permissions", "laborHours", "tags", "contact")
"""What both schemas, 1.0.1 and 2.0.0, ask of every release."""


def _lacks(release: Mapping[str, Any]) -> list[tuple[int, str]]:
    return [(0, f"{key} is missing") for key in _NEEDED if key not in release]
