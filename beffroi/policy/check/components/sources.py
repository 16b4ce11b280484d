"""One lock file being read: its text, where its words stand, and the components that it names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from beffroi.policy.check.components import purls
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component

_MOST_MISSES = 100
"""So many words not found where they were looked for: the file is not written as expected."""


@dataclass(slots=True)
class Source:
    """The text of one file; ``line_of`` looks from the last place on, so a file is read once."""

    path: str
    text: str
    beside: Callable[[str], str] = lambda _: ""
    """Gives the text of another file of the same folder, empty when there is none."""
    _place: int = 0
    _line: int = 1
    _misses: int = 0

    @property
    def lines(self) -> list[str]:
        """Return the lines of the file; only a line feed ends one."""
        return self.text.split("\n")

    def line_of(self, word: str) -> int:
        """Return the line of the next place of a word; the last line found when there is none."""
        if self._misses > _MOST_MISSES:
            return self._line
        found = self.text.find(word, self._place)
        if found < 0:
            self._misses += 1
            return self._line
        self._line += self.text.count("\n", self._place, found)
        self._place = found
        return self._line

    def component(
        self, ecosystem: str, name: str, version: str = "", line: int = 0, **known: Any
    ) -> Component:
        """Return a component of this file; ``known`` are further fields.

        Raises UnreadableError for a name that cannot be one.
        """
        if not is_name(name) or not is_version(version):
            raise UnreadableError("a name or a version that no package has", line)
        proper = purls.normalised(ecosystem, name)
        address = purls.purl(ecosystem, proper, version)
        return Component(
            name=proper, version=version, ecosystem=ecosystem, purl=address,
            licence=known.pop("licence", None), path=self.path, line=line, **known,
        )  # fmt: skip


def is_name(name: str) -> bool:
    """Tell whether a text can name a package: short, printable, no blank inside, not empty."""
    return (
        0 < len(name) <= purls.MOST
        and name.isprintable()
        and not any(sign.isspace() for sign in name)
        and any(part.strip() for part in name.split("/"))
    )


def is_version(version: str) -> bool:
    """Tell whether a text can be a version; none is one as well."""
    return len(version) <= purls.MOST and version.isprintable()


def linked(found: Iterable[tuple[Component, Iterable[str]]]) -> Iterator[Component]:
    """Yield components with what they need, wanted by name, as the purls of this file."""
    known = list(found)
    named: dict[str, list[str]] = {}
    for component, _ in known:
        named.setdefault(component.name, []).append(component.purl)
        named.setdefault(f"{component.name} {component.version}", []).append(component.purl)
    for component, wanted in known:
        kind = component.ecosystem
        meant = (named.get(purls.normalised(kind, name), []) for name in wanted)
        needs = {address for one in meant for address in one[:_MOST_MEANT]} - {component.purl}
        yield replace(component, needs=tuple(sorted(needs)))


_MOST_MEANT = 5
"""Versions of one name that a wish without version may mean; more say nothing."""


def texts(found: Any) -> dict[str, str]:
    """Return the fields of a JSON object that hold a text; of anything else none."""
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def objects(found: Any) -> dict[str, dict[str, Any]]:
    """Return the fields of a JSON object that hold an object; of anything else none."""
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, dict)}


def rows(found: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON list; of anything else none."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
