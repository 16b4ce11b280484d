"""The life line of a repository: nine points, of which each system that exists fills its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django.utils.translation import gettext, gettext_lazy, gettext_noop

from beffroi.lib.slots import LIFE, PanelRow
from beffroi.organisations.pages.labels import current_language
from beffroi.repositories.models import Repository

POINTS = {
    "requested": gettext_noop("Requested"),
    "judged": gettext_noop("Judged"),
    "published": gettext_noop("Published"),
    "archived": gettext_noop("Archived"),
    "catalogued": gettext_noop("Catalogued"),
    "recommended": gettext_noop("Recommended"),
    "built": gettext_noop("Built by"),
    "discussed": gettext_noop("Discussed in"),
    "shared": gettext_noop("Shared with"),
}
"""The nine points, in their order."""

STATES = {
    "done": gettext_lazy("done"),
    "next": gettext_lazy("next step"),
    "open": gettext_lazy("not yet"),
    "fail": gettext_lazy("to mend"),
    "none": gettext_lazy("does not apply"),
}

STEP = 14
"""Distance of two points of the small line."""

_CLASSES = {"done": "d", "next": "x", "open": "o", "fail": "f", "none": ""}


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its name, state, what stands under it, where that leads."""

    name: str
    state: str
    state_name: str
    text: str
    at: datetime | None = None
    url: str = ""


class Alive(Protocol):
    """What the own points of the line are read from."""

    @property
    def missing_since(self) -> datetime | None:
        """Return since when readings do not find it."""

    @property
    def is_at_heritage(self) -> bool | None:
        """Return whether Software Heritage holds it."""


def known_elsewhere(uids: Sequence[str]) -> dict[str, dict[str, PanelRow]]:
    """Return uid → point → what higher rooms know of it, at one query a room."""
    found: dict[str, dict[str, PanelRow]] = {}
    for _, source in LIFE.items():  # noqa: PERF102 (a slot, no dict)
        for row in source(uids):
            found.setdefault(row.uid, {})[row.key] = row
    return found


def states(repository: Alive, elsewhere: Mapping[str, PanelRow]) -> tuple[str, ...]:
    """Return the state of each of the nine points."""
    own = {
        "published": "fail" if repository.missing_since else "done",
        "archived": "done" if repository.is_at_heritage else "next",
        "catalogued": "done",
    }
    known = {**own, **{key: row.state for key, row in elsewhere.items()}}
    return tuple(known.get(name, "open") for name in POINTS)


def line(repository: Repository, elsewhere: Mapping[str, PanelRow]) -> list[Point]:
    """Return the whole life line."""
    language = current_language()
    points = []
    for name, state in zip(POINTS, states(repository, elsewhere), strict=True):
        row = elsewhere.get(name)
        if row:
            text, at, url = row.title.get(language, ""), row.at, row.url
        else:
            text, at, url = _own(name, repository)
        points.append(Point(gettext(POINTS[name]), state, str(STATES[state]), text, at, url))
    return points


def _own(name: str, repository: Repository) -> tuple[str, datetime | None, str]:
    """Return what this room says under a point: text, date, address."""
    if name == "published":
        if repository.missing_since:
            return gettext("not found since"), repository.missing_since, ""
        at = repository.created_at
        return ("" if at else gettext("date not known")), at, ""
    if name == "archived":
        if repository.is_at_heritage:
            return "Software Heritage", None, repository.heritage_url
        return (gettext("not known") if repository.is_at_heritage is None else ""), None, ""
    if name == "catalogued":
        return "", repository.first_seen_at, ""
    return gettext("not yet"), None, ""


def reached(found: Sequence[str]) -> str:
    """Return the words for the place reached: the last point done, or the one to mend."""
    if "fail" in found:
        return gettext("Not found at the forge")
    last = max(index for index, state in enumerate(found) if state == "done")
    return gettext(list(POINTS.values())[last])


@lru_cache(maxsize=512)
def small(found: tuple[str, ...], language: str) -> dict[str, str]:
    """Return the paths of the small line by class, and ``label``, its words."""
    marks: dict[str, list[str]] = {name: [] for name in ("d", "x", "o", "f", "i", "t")}
    for index, state in enumerate(found):
        dot = f"M{7 + STEP * index} 7h0"
        if kind := _CLASSES[state]:
            marks[kind].append(dot)
        if state in {"next", "open"}:
            marks["i"].append(dot)
        following = found[index + 1] if index + 1 < len(found) else ""
        if state == "done" and following in {"done", "next"}:
            marks["t"].append(f"M{7 + STEP * index} 7h{STEP}")
    words = [gettext(name) for name in POINTS.values()]
    done = ", ".join(word for word, state in zip(words, found, strict=True) if state == "done")
    label = gettext("Done: %(points)s") % {"points": done}
    del language  # part of the key alone: the words above follow it
    return {**{name: "".join(paths) for name, paths in marks.items()}, "label": label}
