"""The README of a working copy: its text, its headings, and where it says something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.policy.check.shapes import Evidence
from beffroi.policy.check.subject import Subject

MOST_BYTES = 400_000
BINARY = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages")
_NAME = re.compile(r"(?:readme|lisez[-_ ]?moi|lisezmoi)(?:[-_.][\w.-]*)?", re.IGNORECASE)
_FENCE = re.compile(
    r"^[ \t]*(`{3,12}|~{3,12})[^\n]*\n.*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_HASHED = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<title>[^\n#]{1,200})", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^(?P<title>\S[^\n]{0,199})\n(?:={3,}|-{3,}|~{3,}|\^{3,})[ \t]*$", re.MULTILINE
)
_STARRED = re.compile(r"^(?:\*+|=+)[ \t]+(?P<title>[A-ZÀ-Ý][^\n]{0,199})", re.MULTILINE)
_ENDING = {".org": _STARRED, ".adoc": _STARRED, ".asciidoc": _STARRED}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its words and its line, from 1."""

    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Readme:
    """A README at the root."""

    path: str
    text: str

    @property
    def headings(self) -> list[Heading]:
        """The headings of Markdown, reStructuredText, Org or AsciiDoc, in their order."""
        bare = _FENCE.sub(lambda found: "\n" * found[0].count("\n"), self.text)
        kinds = [_HASHED, _UNDERLINED]
        kinds += [kind for ending, kind in _ENDING.items() if self.path.lower().endswith(ending)]
        found = {
            bare.count("\n", 0, one.start()) + 1: one["title"].strip(" *_`=")
            for kind in kinds
            for one in kind.finditer(bare)
        }
        return [Heading(title, line) for line, title in sorted(found.items()) if title]

    def where(self, pattern: "re.Pattern[str]") -> Evidence | None:
        """Return the first place that a pattern fits, with its line and the words there."""
        found = pattern.search(self.text)
        if found is None:
            return None
        line = self.text.count("\n", 0, found.start()) + 1
        return Evidence(self.path, line, " ".join(found[0].split())[:200])


def readmes_of(subject: Subject) -> tuple[Readme, ...]:
    """Return every README at the root that is text, the plainest name first.

    Ask through ``subject.once(readmes_of)``.
    """
    paths = sorted(_paths(subject), key=lambda path: (len(path), path))
    return tuple(Readme(path, subject.tree.text(path, MOST_BYTES)) for path in paths)


def _paths(subject: Subject) -> Iterator[str]:
    for path in subject.tree.files:
        if "/" not in path and _NAME.fullmatch(path) and not path.lower().endswith(BINARY):
            yield path
