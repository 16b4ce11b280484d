"""What a working copy tells already: answers with the file and the line that say so."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from beffroi.policy.asking import readme
from beffroi.policy.asking.answers import answers_of
from beffroi.policy.asking.copies import Copy
from beffroi.policy.metadata import codemeta, words
from beffroi.policy.publiccode import rules

_READMES: Final = (
    "readme.md",
    "readme.rst",
    "readme.adoc",
    "readme.asciidoc",
    "readme.txt",
    "readme",
)
_TOML: Final = (("pyproject.toml", ("project",)), ("pyproject.toml", ("tool", "poetry")),
                ("cargo.toml", ("package",)))  # fmt: skip
_JSON: Final = ("package.json", "composer.json")
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|une|est|et|pour|dans|du|aux|sur|qui|avec)\b", re.IGNORECASE
)
_ENGLISH = re.compile(r"\b(?:the|a|an|is|of|and|for|to|in|with|that|this|by|on)\b", re.IGNORECASE)
_LOCALES = re.compile(
    r"(?:^|/)(?:locales?|i18n|l10n|translations?|langs?|languages?|intl|po)/"
    r"(?:[\w-]+[._])?(?P<tag>[a-z]{2}(?:[-_][A-Za-z]{2})?)(?:\.(?:json|ya?ml|po|ts|js|php|properties"
    r"|xlf|xliff|ftl|toml))?(?:$|/LC_MESSAGES$)"
)
_SIGNS: Final = {
    "android": re.compile(r"(?:^|/)AndroidManifest\.xml$"),
    "ios": re.compile(r"\.xcodeproj$|(?:^|/)Podfile$"),
    "web": re.compile(
        r"(?:^|/)(?:index\.html|manage\.py|wsgi\.py|artisan|next\.config\.\w+|vite\.config\.\w+"
        r"|angular\.json|config\.ru|web\.xml)$"
    ),
    "linux": re.compile(r"(?:^|/)(?:debian/control|[\w.-]+\.spec|[\w.-]+\.service)$"),
    "windows": re.compile(r"\.(?:vcxproj|iss|nsi)$"),
}
_PACKAGES: Final = ("pyproject.toml", "setup.py", "cargo.toml", "package.json", "composer.json")
_LONG: Final = 150
_MOST_TITLE: Final = 80


@dataclass(frozen=True, slots=True)
class Guess:
    """One answer that was not asked for: its value, and the file and the line that say so.

    ``line`` is 0 when the file as a whole says so.
    """

    value: str | list[str]
    path: str
    line: int = 0


def guess(root: Path) -> dict[str, Guess]:
    """Return what a folder tells, by field; nothing of it is run, nothing is asked elsewhere."""
    copy = Copy(root)
    found: dict[str, Guess] = {}
    for field, one in (
        *_of_codemeta(copy), *_of_manifests(copy), *_of_readme(copy), *_of_files(copy),
        *_of_remote(copy), *_of_licence(copy),
    ):  # fmt: skip
        if one.value:
            found.setdefault(field, one)
    title = _titled(copy)
    if title:
        found["name"] = title
    return found


def _of_codemeta(copy: Copy) -> Iterator[tuple[str, Guess]]:
    name = copy.first("codemeta.json")
    document = _json(copy, name)
    if not document:
        return
    converted = codemeta.read(document)
    guessed = {one.key for one in converted.guessed}
    text = copy.text(name)
    for field, value in answers_of(converted.document, "en").items():
        if not any(key.split(".")[0] in _KEYS.get(field, ()) for key in guessed):
            yield field, Guess(value, name, _line_of(text, value))


_KEYS: Final = {
    "type": ("softwareType",), "platforms": ("platforms",), "maintenance": ("maintenance",),
    "languages": ("localisation",), "ready": ("localisation",), "language": ("description",),
}  # fmt: skip
"""Fields whose value a conversion may have assumed: those are asked for."""


def _of_manifests(copy: Copy) -> Iterator[tuple[str, Guess]]:
    for name, said in _manifests(copy):
        text = copy.text(name)
        for field, keys in (
            ("name", ("name",)), ("short", ("description",)), ("version", ("version",)),
            ("landing", ("homepage",)),
        ):  # fmt: skip
            value = next((said[key] for key in keys if isinstance(said.get(key), str)), "").strip()
            is_fit = field != "landing" or rules.is_http(value)
            if value and is_fit:
                kept = words.shorten(value) if field == "short" else value
                yield field, Guess(kept, name, _line_of(text, value))


def _manifests(copy: Copy) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for low, path in _TOML:
        name = copy.first(low)
        said: Any = _toml(copy, name)
        for step in path:
            said = said.get(step) if isinstance(said, Mapping) else None
        if isinstance(said, Mapping):
            yield name, said
    for low in _JSON:
        name = copy.first(low)
        if said := _json(copy, name):
            yield name, said


def _titled(copy: Copy) -> Guess | None:
    """Return the title of the README, when it is a name rather than a sentence."""
    name = copy.first(*_READMES)
    title, line = readme.read(copy.text(name)).title
    return Guess(title, name, line) if title and len(title) <= _MOST_TITLE else None


def _of_readme(copy: Copy) -> Iterator[tuple[str, Guess]]:
    name = copy.first(*_READMES)
    found = readme.read(copy.text(name))
    if not found.paragraphs:
        return
    first, line = found.paragraphs[0]
    yield "short", Guess(words.shorten(first), name, line)
    taken: list[str] = []
    for text, _ in found.paragraphs:
        taken.append(text)
        if sum(map(len, taken)) >= _LONG:
            yield "long", Guess("\n\n".join(taken), name, line)
            break
    whole = " ".join(text for text, _ in found.paragraphs)[:5000]
    french, english = len(_FRENCH.findall(whole)), len(_ENGLISH.findall(whole))
    if french != english:
        yield "language", Guess("fr" if french > english else "en", name, line)
    if len(found.items) > 1:
        items = [words.shorten(text) for text, _ in found.items[:10]]
        yield "features", Guess(items, name, found.items[0][1])


def _of_files(copy: Copy) -> Iterator[tuple[str, Guess]]:
    tags: dict[str, str] = {}
    platforms: dict[str, str] = {}
    for path in copy.paths():
        if found := _LOCALES.search(path):
            tag = found["tag"].replace("_", "-")
            if rules.is_language(tag):
                tags.setdefault(tag, path)
        for platform, sign in _SIGNS.items():
            if sign.search(path):
                platforms.setdefault(platform, path)
    if tags:
        yield "languages", Guess(sorted(tags), next(iter(tags.values())))
        yield "ready", Guess("true", next(iter(tags.values())))
    if platforms:
        where = next(iter(platforms.values()))
        yield "platforms", Guess(sorted(platforms), where)
        is_mobile = set(platforms) <= {"android", "ios"}
        if is_mobile or "web" in platforms:
            yield "type", Guess(f"standalone/{'mobile' if is_mobile else 'web'}", where)
    elif package := copy.first(*_PACKAGES):
        yield "type", Guess("library", package)
        yield "platforms", Guess(["linux", "mac", "windows"], package)


def _of_remote(copy: Copy) -> Iterator[tuple[str, Guess]]:
    address, path, line = copy.remote()
    if address:
        yield "url", Guess(address, path, line)


def _of_licence(copy: Copy) -> Iterator[tuple[str, Guess]]:
    """Yield the licence that the files at the root declare together."""
    from beffroi.policy.licence.detect import detect  # noqa: PLC0415 - loads all texts
    from beffroi.policy.licence.repository import decide  # noqa: PLC0415

    names = [name for name in copy.top() if _may_declare(name)]
    answers = [detect(copy.data(name), name) for name in names]
    declared = decide("", answers).declared
    if not declared:
        return
    first = next((one for one in answers if one.expression == declared), None)
    line = first.matches[0].start_line if first and first.matches else 0
    yield "licence", Guess(declared, first.path if first else names[0], line)


def _may_declare(name: str) -> bool:
    low = name.lower()
    return low.startswith(("licen", "copying", "unlicense", "readme")) or low in {
        *_PACKAGES, "setup.cfg", "pom.xml", "codemeta.json",
    }  # fmt: skip


def _json(copy: Copy, name: str) -> Mapping[str, Any]:
    try:
        said = json.loads(copy.text(name)) if name else None
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _toml(copy: Copy, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(copy.text(name)) if name else {}
    except (ValueError, RecursionError):
        return {}


def _line_of(text: str, value: str | list[str]) -> int:
    """Return the first line that holds a value, or the start of it; 0 when none does."""
    sought = (value[0] if isinstance(value, list) else value).split("\n")[0][:40]
    return next((n for n, line in enumerate(text.splitlines(), 1) if sought in line), 0)
