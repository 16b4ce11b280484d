"""The theme of a government: a name, a mark and one colour in two tones; nothing else."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from beffroi.lib.errors import BeffroiError

SCHEMES = ("light", "dark")
COLOURS = ("patina", "patina-2", "on-patina")
"""Links and actions; the same under the pointer; words on them."""

GROUNDS = {
    "light": {"paper": "#ffffff", "stone": "#f2f4f1", "stone-2": "#e4e8e3"},
    "dark": {"paper": "#101614", "stone": "#19211e", "stone-2": "#25302c"},
}
"""What patina stands on, as in the style sheet."""

MIN_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, level AA."""

MAX_BYTES = 20_000
MAX_TEXT = 60
BOX = "0 0 24 32"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DATA = re.compile(r"[MmZzLlHhVvCcSsQqTtAa0-9eE\s,.+-]{1,8000}")
_SVG = "{http://www.w3.org/2000/svg}"
_LINEAR = 0.04045
"""Below it a channel of sRGB is linear."""


class ThemeError(BeffroiError):
    """A theme that cannot be read, or that could not be read by people."""

    permanent = True


@dataclass(frozen=True)
class Theme:
    """One theme. ``name``, ``subtitle``: language → text; ``mark``: path data, "" for the house's.

    ``colours``: name → its values in the light and in the dark scheme; empty for the house's.
    """

    name: Mapping[str, str]
    subtitle: Mapping[str, str]
    mark: str
    colours: Mapping[str, tuple[str, str]]

    @cached_property
    def sheet(self) -> str:
        """Return the style sheet that replaces the colours; "" when it replaces none."""
        lines = "".join(
            f"--{name}:light-dark({light},{dark});" for name, (light, dark) in self.colours.items()
        )
        return f"@media (forced-colors:none){{:root{{{lines}}}}}\n" if lines else ""

    @cached_property
    def emblem(self) -> str:
        """Return the mark as an image whose part ``mark`` takes the colour of the text around."""
        if not self.mark:
            return ""
        light, dark = self.colours.get("patina", ("#00574d", "#74cfbd"))
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 32 32"><style>'
            f"svg{{fill:{light}}}@media(prefers-color-scheme:dark){{svg{{fill:{dark}}}}}</style>"
            f'<symbol id="mark" viewBox="{BOX}"><path fill-rule="evenodd" d="{self.mark}"/>'
            '</symbol><use href="#mark" width="24" height="32"/></svg>\n'
        )

    @cached_property
    def stamp(self) -> str:
        """Return what changes when sheet or mark does, for addresses that are kept for good."""
        return blake2b(f"{self.sheet}{self.emblem}".encode(), digest_size=6).hexdigest()


HOUSE = Theme({}, {}, "", {})
"""The look of Beffroi itself."""


def load(file: Path) -> Theme:
    """Read a theme from a TOML file; raises ThemeError with what is wrong and what is allowed."""
    raw = _toml(file)
    unknown = sorted(set(raw) - {"name", "subtitle", "mark", "colours"})
    if unknown:
        raise ThemeError(
            f"{file}: “{unknown[0]}” is not for a theme to set; allowed: name, subtitle, mark, "
            "colours."
        )
    mark = raw.get("mark", "")
    if not isinstance(mark, str):
        raise ThemeError(f"{file}: mark is the path of an SVG file beside it, in quotes.")
    return Theme(
        name=_texts(file, raw, "name"),
        subtitle=_texts(file, raw, "subtitle"),
        mark=_mark(file.parent / mark) if mark else "",
        colours=_colours(file, raw.get("colours", {})),
    )


def contrast(one: str, other: str) -> float:
    """Return the ratio of contrast of two colours ``#rrggbb``, as WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{file} is no TOML: {error}.") from error


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        text = content.decode("utf-8")
    except OSError as error:
        raise ThemeError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ThemeError(f"{file} is not in UTF-8.") from error
    if len(content) > MAX_BYTES:
        raise ThemeError(f"{file} has more than {MAX_BYTES} bytes.")
    return text


def _texts(file: Path, raw: Mapping[str, Any], key: str) -> Mapping[str, str]:
    found = raw.get(key, {})
    if not isinstance(found, dict):
        raise ThemeError(f'{file}: {key} is a table of languages, such as {key} = {{ en = "…" }}.')
    for language, text in found.items():
        if not isinstance(text, str) or not text.strip() or len(text) > MAX_TEXT:
            raise ThemeError(f"{file}: {key}.{language} is a text of 1 to {MAX_TEXT} characters.")
    return {language: text.strip() for language, text in found.items()}


def _colours(file: Path, raw: object) -> Mapping[str, tuple[str, str]]:
    if not raw:
        return {}
    if not isinstance(raw, dict) or set(raw) != set(COLOURS):
        raise ThemeError(f"{file}: colours has exactly {', '.join(COLOURS)}.")
    found = {name: _pair(file, name, raw[name]) for name in COLOURS}
    for at, scheme in enumerate(SCHEMES):
        tones = {name: found[name][at] for name in COLOURS}
        grounds = GROUNDS[scheme]
        pairs = [(name, tones[name], *item) for name in COLOURS[:2] for item in grounds.items()]
        pairs += [("on-patina", tones["on-patina"], name, tones[name]) for name in COLOURS[:2]]
        for name, colour, ground, other in pairs:
            ratio = contrast(colour, other)
            if ratio < MIN_CONTRAST:
                raise ThemeError(
                    f"{file}: {name} {colour} on {ground} {other} ({scheme}) has a contrast of "
                    f"{ratio:.2f}; the minimum is {MIN_CONTRAST}."
                )
    return found


def _pair(file: Path, name: str, raw: object) -> tuple[str, str]:
    if not isinstance(raw, dict) or set(raw) != set(SCHEMES):
        raise ThemeError(f"{file}: colours.{name} has exactly light and dark.")
    for scheme, value in raw.items():
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise ThemeError(
                f"{file}: colours.{name}.{scheme} is “{value}”; a colour is written #rrggbb."
            )
    return raw["light"].lower(), raw["dark"].lower()


def _mark(file: Path) -> str:
    """Return the outlines of an SVG of 24 × 32; everything else in it is refused, not cleaned."""
    text = _read(file)
    if "<!" in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL):
        raise ThemeError(f"{file}: a mark has no document type and no entities.")
    try:
        root = ET.fromstring(text)  # noqa: S314 (no DTD, at most MAX_BYTES)
    except ET.ParseError as error:
        raise ThemeError(f"{file} is no SVG: {error}.") from error
    if root.tag != f"{_SVG}svg" or root.get("viewBox") != BOX:
        raise ThemeError(f'{file}: a mark is an SVG with viewBox="{BOX}".')
    data = [_outline(file, part) for part in root]
    if not data:
        raise ThemeError(f"{file}: a mark has at least one path.")
    return " ".join(data)


def _outline(file: Path, part: ET.Element) -> str:
    name = part.tag.removeprefix(_SVG)
    extra = sorted(set(part.attrib) - {"d", "fill-rule"})
    if name != "path" or extra or len(part):
        what = f"attribute {extra[0]}" if name == "path" and extra else f"element {name}"
        raise ThemeError(
            f"{file}: {what} is refused; a mark is made of path elements with d and fill-rule "
            "alone, and takes the colour of the text beside it."
        )
    data = part.get("d", "").strip()
    if not _DATA.fullmatch(data):
        raise ThemeError(f"{file}: the path data of a mark are commands and numbers, no more.")
    return " ".join(data.split())


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= _LINEAR else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
