"""Bodies under the bodies above them, with what each publishes: whole, or one branch of it.

Whatever the registry says of itself, the walk ends: a body in a circle is shown once, what stands
too deep is shown on the last floor, and of very many bodies only the first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.labels import current_language, kind_name
from beffroi.organisations.shapes import NOTHING, Lineage, own_figures, with_below
from beffroi.search import words

MAX_FLOORS = 10
"""Floors that are shown one in the other; what stands deeper is shown on the last one."""

MAX_BODIES = 2000
"""Bodies on one page."""

OPEN_FLOORS = 2
"""Floors that are open at first."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One body with all below it; ``own`` and ``total``: repositories, its own and all of them."""

    uid: str
    name: str
    kind: str
    sort: str
    own: int
    total: int
    floor: int
    children: tuple["Branch", ...] = ()

    @property
    def url(self) -> str:
        """Return the address of the page of the body."""
        return reverse("organisations:detail", args=[self.uid])

    @property
    def list_url(self) -> str:
        """Return the address of the list of its repositories and of all below it."""
        return f"{reverse('repositories:list')}?{urlencode({'organisation': self.uid})}"

    @property
    def is_open(self) -> bool:
        """Tell whether what stands below is shown at first."""
        return self.floor < OPEN_FLOORS

    @property
    def below(self) -> int:
        """Return how many bodies stand below it, on all floors."""
        return sum(1 + child.below for child in self.children)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The whole: bodies in their places, those that stand alone, how many were left out."""

    branches: tuple[Branch, ...]
    alone: tuple[Branch, ...]
    unidentified: tuple[Branch, ...]
    left_out: int

    @property
    def count(self) -> int:
        """Return how many bodies are shown."""
        shown = (*self.branches, *self.alone, *self.unidentified)
        return len(shown) + sum(branch.below for branch in shown)


@dataclass(frozen=True, slots=True)
class _Body:
    pk: int
    uid: str
    name: str
    kind: str
    parent: int | None


def hierarchy(*, tops: Sequence[str] = (), country: str = "") -> Hierarchy:
    """Return all listed bodies, those of a country, or the bodies named ``tops`` and all below."""
    desk = _Desk(_bodies(country))
    roots = desk.named(tops) if tops else desk.roots()
    branches = [branch for root in roots if (branch := desk.branch(root)) is not None]
    named = [branch for branch in branches if branch.kind != Organisation.Kind.UNIDENTIFIED]
    return Hierarchy(
        branches=tuple(one for one in named if one.children or tops),
        alone=tuple(one for one in named if not (one.children or tops)),
        unidentified=tuple(one for one in branches if one.kind == Organisation.Kind.UNIDENTIFIED),
        left_out=desk.left_out,
    )


def branches_below(uid: str) -> tuple[Branch, ...]:
    """Return the bodies right below one, each with all below it."""
    desk = _Desk(_bodies(""))
    root = next(iter(desk.named([uid])), None)
    branch = desk.branch(root) if root else None
    return branch.children if branch else ()


def ministries(country: str = "") -> list[tuple[str, str]]:
    """Return uid and name of the ministries, by name."""
    found = [(one.uid, one.name) for one in _bodies(country) if one.kind == "ministry"]
    return sorted(found, key=lambda pair: _spelt(pair[1]))


def _bodies(country: str) -> list[_Body]:
    language = current_language()
    found = Organisation.objects.listed()
    if country:
        found = found.filter(country=country)
    rows = found.values_list("pk", "uid", "name", "names", "kind", "parent")
    return [
        _Body(pk, uid, names.get(language) or name, kind, parent)
        for pk, uid, name, names, kind, parent in rows
    ]


class _Desk:
    """Bodies by key and by the body above; each is handed out once."""

    def __init__(self, bodies: Iterable[_Body]) -> None:
        self._bodies = {body.pk: body for body in bodies}
        self._own = own_figures(None)
        self._totals = with_below(self._own, Lineage.of_all())
        self._children: dict[int, list[_Body]] = {}
        self._met: set[int] = set()
        self.left_out = 0
        for body in self._bodies.values():
            if body.parent is not None:
                self._children.setdefault(body.parent, []).append(body)

    def named(self, uids: Sequence[str]) -> list[_Body]:
        """Return the bodies of these uids, the largest first."""
        wanted = set(uids)
        return self._sorted(body for body in self._bodies.values() if body.uid in wanted)

    def roots(self) -> list[_Body]:
        """Return the bodies under no other, the largest first, then one of each circle."""
        tops = [body for body in self._bodies.values() if body.parent not in self._bodies]
        reached = self._reached(tops)
        circles = []
        for body in sorted(self._bodies.values(), key=lambda one: one.uid):
            if body.pk not in reached:
                circles.append(body)
                reached |= self._reached([body])
        return [*self._sorted(tops), *circles]

    def branch(self, body: _Body, floor: int = 0) -> Branch | None:
        """Return a body with all below it; None when it was handed out, or there are too many."""
        if body.pk in self._met:
            return None
        if len(self._met) >= MAX_BODIES:
            self.left_out += 1
            return None
        self._met.add(body.pk)
        below = self._sorted(self._children.get(body.pk, ()))
        if floor >= MAX_FLOORS:
            return self._leaf(body, floor)
        if floor == MAX_FLOORS - 1:
            below = self._sorted(
                self._bodies[pk] for pk in self._reached(below) if pk not in self._met
            )
        found = (self.branch(child, floor + 1) for child in below)
        return self._leaf(body, floor, tuple(one for one in found if one))

    def _leaf(self, body: _Body, floor: int, children: tuple[Branch, ...] = ()) -> Branch:
        return Branch(
            uid=body.uid,
            name=body.name,
            kind=body.kind,
            sort=kind_name(body.kind),
            own=self._own.get(body.pk, NOTHING).repositories,
            total=self._totals.get(body.pk, NOTHING).repositories,
            floor=floor,
            children=children,
        )

    def _reached(self, bodies: Iterable[_Body]) -> set[int]:
        """Return the keys of bodies and of all below them."""
        found: set[int] = set()
        waiting = [body.pk for body in bodies]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += [child.pk for child in self._children.get(here, ())]
        return found

    def _sorted(self, bodies: Iterable[_Body]) -> list[_Body]:
        def place(body: _Body) -> tuple[int, str, str]:
            total = self._totals.get(body.pk, NOTHING).repositories
            return (-total, _spelt(body.name), body.uid)

        return sorted(bodies, key=place)


def _spelt(name: str) -> str:
    return words.fold(name.lower())
