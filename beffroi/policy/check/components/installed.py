"""Licences of components that lie in the working copy: node_modules, vendor, dist-info.

What is installed is often ignored by git, so it is read from the disk; nothing outside of the
working copy is, and nothing of it is run.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from beffroi.policy import licences as names
from beffroi.policy.check.components import purls
from beffroi.policy.check.components.lists import settings
from beffroi.policy.check.components.readers.composer import licence_of as composer_licence
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import rows, texts
from beffroi.policy.check.places import read_plain
from beffroi.policy.licence.walk import LICENCE_NAME

_MOST_BYTES = 1_000_000
_MOST_LISTED = 20_000_000
_MOST_TEXTS = 2000
_NEAR = 0.99
"""A text as near to a licence as this differs from it by the name of an organisation."""
_SITES = (
    ".venv/lib/python3*/site-packages", "venv/lib/python3*/site-packages",
    "env/lib/python3*/site-packages", ".venv/Lib/site-packages", "venv/Lib/site-packages",
    "__pypackages__/3*/lib",
)  # fmt: skip
_CRATE = re.compile(r'^license\s*=\s*"([^"]{1,200})"', re.MULTILINE)
_GEM = re.compile(r"\.licenses?\s*=\s*\[?([^\]\n]{1,300})")
_QUOTED = re.compile(r"[\"']([^\"']{1,100})[\"']")


@dataclass(slots=True)
class Installed:
    """What lies in one working copy; each place is listed once, when it is first asked for."""

    root: Path
    _listed: dict[str, dict[str, str]] = field(default_factory=dict)
    _texts: int = 0

    def licence_of(self, component: Component) -> str:
        """Return the licence as it is written where the component lies; empty when it does not."""
        ask = _WHERE.get(component.ecosystem)
        return ask(self, component) if ask else ""

    def _npm(self, component: Component) -> str:
        folder = component.path.rpartition("/")[0]
        kept = f".pnpm/{component.name.replace('/', '+')}@{component.version}/node_modules/"
        for place in dict.fromkeys((folder, "")):
            for inner in ("", kept):
                name = f"{place}/node_modules/{inner}{component.name}/package.json"
                found = self._json(name.lstrip("/"), _MOST_BYTES)
                if isinstance(found, dict) and found.get("version") == component.version:
                    return _npm_licence(found)
        return ""

    def _composer(self, component: Component) -> str:
        key = f"{component.name} {component.version}"
        return self._once("composer", self._list_composer).get(key, "")

    def _list_composer(self) -> Iterator[tuple[str, str]]:
        found = self._json("vendor/composer/installed.json", _MOST_LISTED)
        listed = found.get("packages") if isinstance(found, dict) else found
        for row in rows(listed):
            stated = texts(row)
            name = f"{stated.get('name', '').lower()} {stated.get('version', '')}"
            yield name, composer_licence(row.get("license")) or ""

    def _pypi(self, component: Component) -> str:
        key = f"{component.name} {component.version}"
        return self._once("pypi", self._list_pypi).get(key, "")

    def _list_pypi(self) -> Iterator[tuple[str, str]]:
        for pattern in _SITES:
            for folder in sorted(self.root.glob(f"{pattern}/*.dist-info")):
                place = folder.relative_to(self.root).as_posix()
                stated = HeaderParser().parsestr(self._text(f"{place}/METADATA"))
                name = purls.normalised("pypi", str(stated.get("Name", "")))
                licence = _pypi_licence(stated) or self._of_texts(place)
                yield f"{name} {stated.get('Version', '')}", licence

    def _cargo(self, component: Component) -> str:
        for name in (f"{component.name}-{component.version}", component.name):
            text = self._text(f"vendor/{name}/Cargo.toml")
            if f'version = "{component.version}"' in text and (found := _CRATE.search(text)):
                return found[1].replace("/", " OR ")
        return ""

    def _golang(self, component: Component) -> str:
        return self._of_texts(f"vendor/{component.name}")

    def _gem(self, component: Component) -> str:
        key = f"{component.name}-{component.version}"
        return self._once("gem", self._list_gems).get(key, "")

    def _list_gems(self) -> Iterator[tuple[str, str]]:
        for file in sorted(self.root.glob("vendor/bundle/ruby/*/specifications/*.gemspec")):
            found = _GEM.search(self._text(file.relative_to(self.root).as_posix()))
            yield file.stem, " OR ".join(_QUOTED.findall(found[1])) if found else ""

    def _once(self, name: str, listing: Callable[[], Iterator[tuple[str, str]]]) -> dict[str, str]:
        if name not in self._listed:
            self._listed[name] = {key: licence for key, licence in listing() if licence}
        return self._listed[name]

    def _of_texts(self, folder: str) -> str:
        """Return what the licence texts of a folder say; several hold together."""
        place = self._inside(folder)
        if place is None or not place.is_dir():
            return ""
        inner = sorted({*place.glob("*"), *place.glob("licenses/*")})
        found = (self._of_text(file) for file in inner if _is_text(file))
        parts = list(dict.fromkeys(one for one in found if one))
        return " AND ".join(f"({one})" if " " in one and len(parts) > 1 else one for one in parts)

    def _of_text(self, file: Path) -> str:
        # The licence index takes a fifth of a second to open: only where such a text lies.
        from beffroi.policy.licence.detect import detect  # noqa: PLC0415

        self._texts += 1
        if self._texts > _MOST_TEXTS:
            return ""
        data = read_plain(file, _MOST_BYTES)
        answer = detect(data, file.name) if data else None
        if answer is None or not answer.expression:
            return ""
        is_near = all(match.score >= _NEAR for match in answer.matches)
        return answer.expression if answer.band == "exact" or is_near else ""

    def _json(self, name: str, most: int) -> Any:
        try:
            return json.loads(self._text(name, most) or "null")
        except (ValueError, RecursionError):
            return None

    def _text(self, name: str, most: int = _MOST_BYTES) -> str:
        place = self._inside(name)
        return (
            read_plain(place, most).decode("utf-8", "replace") if place and place.is_file() else ""
        )

    def _inside(self, name: str) -> Path | None:
        """Return where a name leads; None when it leaves the working copy by a link or ``..``."""
        try:
            place = (self.root / name).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            return None
        return place if place.is_relative_to(self.root.resolve()) else None


def _is_text(file: Path) -> bool:
    return LICENCE_NAME.search(file.name) is not None and file.is_file()


def _npm_licence(found: dict[str, Any]) -> str:
    """Return the field of a package.json: a text, the old object, or the older list, a choice."""
    stated = found.get("license") or found.get("licenses")
    listed = stated if isinstance(stated, list) else [stated]
    said = [texts(one).get("type", "") if isinstance(one, dict) else one for one in listed[:20]]
    return " OR ".join(one for one in said if isinstance(one, str) and one)


def _pypi_licence(stated: Message) -> str:
    """Return what METADATA says: the expression, else the free field, else a lone classifier."""
    if said := stated.get("License-Expression"):
        return str(said)
    free, _ = names.normalise(str(stated.get("License") or "")[: names.MAX_LENGTH])
    if free not in {names.OTHER, names.UNKNOWN}:
        return free
    classes = [str(one) for one in stated.get_all("Classifier") or ()]
    meant = {one.rpartition(" :: ")[2] for one in classes if one.startswith("License ::")}
    meant -= {"OSI Approved"}
    return settings()["classifiers"].get(meant.pop(), "") if len(meant) == 1 else ""


_WHERE: dict[str, Callable[[Installed, Component], str]] = {
    "npm": Installed._npm, "composer": Installed._composer, "pypi": Installed._pypi,  # noqa: SLF001
    "cargo": Installed._cargo, "golang": Installed._golang, "gem": Installed._gem,  # noqa: SLF001
}  # fmt: skip
