"""Code of others that lies in the tree itself, and whether its licence lies beside it.

Three kinds: packages in a folder of others (``vendor``, ``node_modules``…), libraries known by
their name, and files that name another licence than the work's and another holder.
"""

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from beffroi.policy.check.components.lists import settings
from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.reuse.coverage import Cover, Coverage, coverage_of
from beffroi.policy.check.reuse.reading import identifiers_in
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence.walk import LICENCE_NAME, VENDORED

_HEAD = 4000
_NOTICE_BYTES = 1_000_000
_SAID = re.compile(r"licen[cs]ed?\b|SPDX-License-Identifier|public domain", re.IGNORECASE)
_HOLDER = re.compile(
    r"(?:SPDX-FileCopyrightText:?|copyright(?:\s*(?:\(c\)|©))?|©)[ \t:]*(?:by[ \t]+)?"
    r"(?:\d{4}(?:[ \t]*[-–,][ \t]*\d{2,4})*)?[ \t,]*([^\n\r*/#<]{3,100})",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*<[^>]*>?|\s*all rights reserved.*")
_MOST_READ = 3000
_COMMON = 5
"""A holder whom one source file in so many names is one of the work's own."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One thing of others: the folder of a package, or a file; ``licence`` where it names one."""

    path: str
    line: int = 0
    licence: str = ""
    is_met: bool = False


def bundles_of(subject: Subject) -> tuple[Bundle, ...]:
    """Return the code of others in the tree; ask through ``subject.once(bundles_of)``."""
    notices = _notices(subject)
    found = [*_packages(subject, notices), *_libraries(subject, notices), *_copies(subject)]
    return tuple(sorted(found, key=lambda one: one.path))


def _notices(subject: Subject) -> str:
    """Return, in small letters, the notices at the root: they may speak for what lies deeper."""
    names = subject.tree.matching(*(f"/{name}" for name in settings()["notices"]))
    return "\n".join(subject.tree.text(name, _NOTICE_BYTES) for name in names[:20]).lower()


def _packages(subject: Subject, notices: str) -> Iterator[Bundle]:
    """Yield each package in a folder of others; it is met by a licence in it or around it."""
    vendored: dict[str, list[str]] = {}
    for path in subject.tree.files:
        folders = path.split("/")[:-1]
        place = next((at for at, name in enumerate(folders) if name in VENDORED), None)
        if place is not None:
            vendored.setdefault("/".join(folders[: place + 1]), []).append(path)
    coverage = subject.once(coverage_of) if vendored else Coverage()
    for top, paths in vendored.items():
        spoken = {path.rpartition("/")[0] for path in paths if _is_text(path)}
        for root, inner in _roots(top, paths).items():
            is_met = (
                any(map(_is_text, inner))
                or f"{root}.license" in subject.tree.files
                or not spoken.isdisjoint(_above(root))
                or _is_noticed(root, notices)
                or _is_covered(coverage, inner)
            )
            yield Bundle(root, is_met=is_met)


def _above(path: str) -> list[str]:
    return [path[:at] for at, sign in enumerate(path) if sign == "/"]


def _roots(top: str, paths: list[str]) -> dict[str, list[str]]:
    """Return the packages below a folder: each highest folder with a manifest or a licence."""
    marked = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder != top and (name.lower() in _manifests() or _is_text(name)):
            marked.add(folder)
    found: dict[str, list[str]] = {}
    for path in paths:
        parts = path.removeprefix(top + "/").split("/")
        folders = [f"{top}/{'/'.join(parts[:count])}" for count in range(1, len(parts))]
        root = next((one for one in folders if one in marked), folders[0] if folders else path)
        if root != path or _is_code(path):
            found.setdefault(root, []).append(path)
    return {root: inner for root, inner in found.items() if any(map(_is_code, inner))}


@cache
def _manifests() -> frozenset[str]:
    return frozenset(settings()["manifests"])


def _is_code(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.rpartition(".")[2] in settings()["code"] and name not in settings()["written"]


def _is_text(path: str) -> bool:
    """Tell whether a file is named as a licence text; ``a.js.license`` speaks for a.js alone."""
    name = path.rpartition("/")[2]
    return LICENCE_NAME.search(name) is not None and not name.lower().endswith(".license")


def _is_noticed(path: str, notices: str) -> bool:
    """Tell whether a notice at the root names a package or library by its name."""
    name = path.rpartition("/")[2].lower()
    stem = re.split(r"[-.@]v?\d|\.min\b|\.(?:js|css|mjs)$", name, maxsplit=1)[0]
    return (
        len(stem) > 1 and re.search(rf"(?<![\w-]){re.escape(stem)}(?![\w-])", notices) is not None
    )


def _is_covered(coverage: Coverage, inner: list[str]) -> bool:
    """Tell whether REUSE states licence and holder of all its code, with the licence's text."""
    covers = [coverage.files.get(path) for path in inner if _is_code(path)]
    return all(
        cover and cover.is_whole and _texts_of(cover) <= set(coverage.texts) for cover in covers
    )


def _texts_of(cover: Cover) -> set[str]:
    return {name for said in cover.expressions for name in identifiers_in(said)}


def _libraries(subject: Subject, notices: str) -> Iterator[Bundle]:
    """Yield the files that have the name of a known library, outside the folders of others."""
    files = subject.tree.files
    spoken = {path.rpartition("/")[0] for path in files if _is_text(path)} - {""}
    for path in files:
        folder, _, name = path.rpartition("/")
        if not name.lower().endswith((".js", ".css", ".mjs")) or not _is_library(name.lower()):
            continue
        if any(part in VENDORED for part in folder.split("/")):
            continue
        head = subject.tree.text(path, _HEAD)
        beside = (f"{path}.license", f"{path}.LICENSE.txt", f"{path}.LEGAL.txt")
        is_met = (
            bool(_SAID.search(head))
            or any(one in files for one in beside)
            or folder in spoken
            or _is_noticed(path, notices)
            or _is_covered(subject.once(coverage_of), [path])
        )
        yield Bundle(path, 1, is_met=is_met)


def _is_library(name: str) -> bool:
    return _libraries_named().match(name) is not None


@cache
def _libraries_named() -> re.Pattern[str]:
    return re.compile("|".join(map(fnmatch.translate, settings()["libraries"])))


def _copies(subject: Subject) -> Iterator[Bundle]:
    """Yield files under another licence and of another holder than the work's."""
    declared = subject.once(licences_of).declared
    if not declared:
        return
    coverage = subject.once(coverage_of)
    own = {*identifiers_in(declared), *settings()["asks-nothing"]}
    texts = {*coverage.texts, *_detected(subject)}
    holders: frozenset[str] | None = None
    for path, cover in coverage.files.items():
        if not _is_code(path) or any(part in VENDORED for part in path.split("/")[:-1]):
            continue
        statement = next((one for one in cover.statements if one.expressions), None)
        named = _texts_of(cover)
        if statement is None or not named or named & own:
            continue
        holders = _own_holders(subject, coverage) if holders is None else holders
        theirs = _holders(subject.tree.text(path, _HEAD))
        if theirs and not theirs & holders:
            said = " AND ".join(sorted(named))
            yield Bundle(path, statement.line, said, is_met=named <= texts)


def _detected(subject: Subject) -> Iterator[str]:
    """Yield the licences whose text lies somewhere in the tree."""
    found: Mapping[str, object] = subject.once(licences_of).detected
    for path, answer in found.items():
        if _is_text(path):
            yield from (match.licence for match in getattr(answer, "matches", ()))


def _own_holders(subject: Subject, coverage: Coverage) -> frozenset[str]:
    """Return the holders whom many source files, or a licence file at the root, name."""
    count: dict[str, int] = {}
    read = 0
    for path in coverage.files:
        if read < _MOST_READ and _is_code(path):
            read += 1
            for holder in _holders(subject.tree.text(path, _HEAD)):
                count[holder] = count.get(holder, 0) + 1
    own = {holder for holder, times in count.items() if times * _COMMON >= read}
    for text in subject.once(licences_of).texts:
        own |= _holders(subject.tree.text(text.path, _HEAD))
    return frozenset(own)


def _holders(head: str) -> frozenset[str]:
    found = (" ".join(one.split()).strip(" .,;").lower() for one in _HOLDER.findall(head))
    named = (_AFTER.sub("", one) for one in found)
    return frozenset(one for one in named if any(map(str.isalpha, one)))
