"""Whether a version lies within the ranges of an entry of OSV.

Source: ossf.github.io/osv-schema, ``affected[].versions`` and ``affected[].ranges`` with its
algorithm of evaluation. Order of versions: semver.org 2.0 (section 11), which plain numbers of the
other ecosystems share.
"""

import re
from collections.abc import Mapping
from typing import Any

from beffroi.policy.check.components.sources import rows, texts

_SEMVER = re.compile(r"^[vV=]?(\d{1,18}(?:\.\d{1,18}){0,7})(?:-([0-9A-Za-z.-]{1,100}))?(?:\+.*)?$")
_Key = tuple[tuple[int, ...], tuple[tuple[int, int, str], ...]]


def is_within(version: str, affected: Mapping[str, Any]) -> bool:
    """Tell whether a version is listed or lies within a range; what cannot be compared is in."""
    listed = affected.get("versions")
    ranges = [row for row in rows(affected.get("ranges")) if row.get("type") != "GIT"]
    if isinstance(listed, list) and version in listed:
        return True
    if not ranges:
        return not listed
    key = key_of(version)
    if key is None:
        return not listed
    return any(_holds(key, rows(row.get("events")), bool(listed)) for row in ranges)


def key_of(version: str) -> _Key | None:
    """Return what versions are ordered by; None for one that has no order here."""
    found = _SEMVER.match(version)
    if found is None:
        return None
    numbers = [int(part) for part in found[1].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    before = tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in (found[2] or "").split(".")
        if part
    )
    return tuple(numbers), before or ((2, 0, ""),)


def _holds(key: _Key, events: list[dict[str, Any]], is_listed: bool) -> bool:  # noqa: FBT001
    """Walk the events in the order of their versions; an end that cannot be compared holds."""
    inside = False
    marks = []
    for event in events:
        for name, at in texts(event).items():
            place = ((-1,), ()) if at == "0" else key_of(at)
            if place is None:
                return not is_listed
            marks.append((place, name))
    for place, name in sorted(marks, key=lambda mark: (mark[0], mark[1] != "introduced")):
        if name == "introduced" and key >= place:
            inside = True
        elif (name == "fixed" and key >= place) or (name == "last_affected" and key > place):
            inside = False
    return inside
