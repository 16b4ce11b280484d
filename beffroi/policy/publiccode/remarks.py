"""What stands beside the rules: deprecated keys, paths to files, video links, wrong types."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from beffroi.policy.publiccode import rules
from beffroi.policy.publiccode.decoding import WRONG_TYPE, Fault
from beffroi.policy.publiccode.fields import standard
from beffroi.policy.publiccode.places import Folder
from beffroi.policy.publiccode.shapes import Result, Severity
from beffroi.policy.publiccode.trees import Tree, key_at, place

_DEPRECATED: Final = "This key is DEPRECATED and will be removed in the future. "
_DROP: Final = _DEPRECATED + "It's safe to drop it"
_COUNTRY_KEYS: Final = (
    "Lowercase country codes are DEPRECATED and will be removed in the future. Use 'IT' instead"
)
_LOGOS: Final = frozenset({".svg", ".svgz", ".png"})
_PICTURES: Final = frozenset({".jpg", ".png"})


def of_fault(tree: Tree, fault: Fault) -> Result:
    """Return the result of what has the wrong type or is no key of the standard."""
    rule = "type" if fault.message == WRONG_TYPE else "unknown"
    return Result("error", key_at(tree, fault.line), fault.message, fault.line, 1, rule)


def find(tree: Tree, values: Mapping[str, Any], folder: Folder | None) -> Iterator[Result]:
    """Yield all remarks in the order of the reference parser."""
    remarks = _Remarks(tree, values, folder)
    yield from remarks.logos()
    yield from remarks.countries()
    yield from remarks.legal()
    yield from remarks.types()
    for language, part in values.get("description", {}).items():
        yield from remarks.description(f"description.{language}", part)
    yield from remarks.italian()


class _Remarks:
    def __init__(self, tree: Tree, values: Mapping[str, Any], folder: Folder | None) -> None:
        self._tree = tree
        self._values = values
        self._folder = folder

    def logos(self) -> Iterator[Result]:
        for key in ("logo", "monochromeLogo"):
            logo = self._values.get(key)
            if not logo:
                continue
            if key == "monochromeLogo":
                text = f"{_DEPRECATED}Use 'logo' instead"
                yield self._result("warning", key, text, "deprecated")
            if fault := self._logo(logo):
                yield self._result("error", key, fault, "file")

    def countries(self) -> Iterator[Result]:
        audience = self._values.get("intendedAudience", {})
        for name in ("countries", "unsupportedCountries"):
            for number, code in enumerate(audience.get(name, ())):
                if code == code.lower() and rules.is_country(code):
                    key = f"intendedAudience.{name}[{number}]"
                    text = (
                        "Lowercase country codes are DEPRECATED. "
                        f"Use uppercase instead ('{code.upper()}')"
                    )
                    yield self._result("warning", key, text, "deprecated")

    def legal(self) -> Iterator[Result]:
        legal = self._values.get("legal", {})
        path = legal.get("authorsFile")
        if path is not None:
            yield self._result("warning", "legal.authorsFile", _DROP, "deprecated")
            fault = _no_path(path)
            if not fault and self._is_missing(path):
                shown = self._shown(path)
                fault = f"'{shown}' does not exist: no such file: {shown}"
            if fault:
                yield self._result("error", "legal.authorsFile", fault, "file")
        if "repoOwner" in legal:
            text = f"{_DEPRECATED}Use 'organisation.name' instead"
            yield self._result("warning", "legal.repoOwner", text, "deprecated")

    def types(self) -> Iterator[Result]:
        for key in ("inputTypes", "outputTypes"):
            if key in self._values:
                yield self._result("warning", key, _DROP, "deprecated")

    def description(self, path: str, part: Mapping[str, Any]) -> Iterator[Result]:
        if part.get("genericName"):
            yield self._result("warning", f"{path}.genericName", _DROP, "deprecated")
        for number, picture in enumerate(part.get("screenshots", ())):
            if fault := self._picture(picture):
                yield self._result("error", f"{path}.screenshots[{number}]", fault, "file")
        for number, link in enumerate(part.get("videos", ())):
            if link is not None and not standard().videos.fullmatch(link):
                text = (
                    f"'{link}' is not a valid video URL supporting oEmbed: "
                    f"invalid oEmbed link: {link}"
                )
                yield self._result("error", f"{path}.videos[{number}]", text, "video")

    def italian(self) -> Iterator[Result]:
        upper, lower = self._values.get("IT"), self._values.get("it")
        if lower is not None:
            yield self._result("warning", "it", _COUNTRY_KEYS, "deprecated")
        if upper is not None and lower is not None:
            text = "'IT' key already present. Remove this key"
            yield self._result("error", "it", text, "twice")
        section = (upper if upper is not None else lower) or {}
        if "conforme" in section:
            yield self._result("warning", "IT.conforme", _DROP, "deprecated")
        code = section.get("riuso", {}).get("codiceIPA")
        if code and rules.is_italian(code):
            text = (
                f"{_DEPRECATED}Use 'organisation.uri' and set it to "
                f"'urn:x-italian-pa:{code}' instead"
            )
            yield self._result("warning", "IT.riuso.codiceIPA", text, "deprecated")

    def _logo(self, logo: str) -> str:
        fault = _no_path(logo) or self._wrong_file(logo, _LOGOS)
        is_here = self._folder is not None and not _is_link(logo)
        if fault or not is_here or _suffix(logo) != ".png" or self._folder is None:
            return fault
        return "" if self._folder.is_png(logo) else "image: unknown format"

    def _picture(self, picture: str) -> str:
        if fault := _no_path(picture):
            return fault
        fault = self._wrong_file(picture, _PICTURES)
        return f"'{picture}' is not an image: {fault}" if fault else ""

    def _wrong_file(self, path: str, suffixes: frozenset[str]) -> str:
        """Return what is wrong with a path or link; whether a link answers is asked elsewhere.

        Without a folder nothing outside the file is looked at, as ``no-external-checks`` has it.
        """
        if self._folder is None:
            return ""
        if _suffix(path) not in suffixes:
            return f"invalid file extension for: {self._shown(path)}"
        return f"no such file: {self._shown(path)}" if self._is_missing(path) else ""

    def _is_missing(self, path: str) -> bool:
        return self._folder is not None and not _is_link(path) and not self._folder.has(path)

    def _shown(self, path: str) -> str:
        return self._folder.shown(path) if self._folder and not _is_link(path) else path

    def _result(self, severity: Severity, key: str, text: str, rule: str) -> Result:
        line, column = place(self._tree, key)
        return Result(severity, key, text, line, column, rule)


def _no_path(path: str) -> str:
    if path.startswith("/"):
        return "is an absolute path. Only relative paths or HTTP(s) URLs allowed"
    if path.startswith("file:"):
        return "is a file:// URL. Only relative paths or HTTP(s) URLs allowed"
    return ""


def _is_link(path: str) -> bool:
    parts = rules.split(path)
    return parts is not None and bool(parts.scheme)


def _suffix(path: str) -> str:
    """Return the extension of a path, or of the path of a link, in lower case."""
    parts = rules.split(path)
    return PurePosixPath(parts.path if parts else path).suffix.lower()
