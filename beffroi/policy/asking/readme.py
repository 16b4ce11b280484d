"""The title and the paragraphs of a README, each with its line; Markdown, AsciiDoc, plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from beffroi.lib.markup import has_words, without_marks

_MOST: Final = 100_000
_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}|={1,6})\s+(?P<words>.*?)\s*#*")
_UNDERLINE = re.compile(r"\s{0,3}([=~^*\"-])\1{2,}\s*")
_ITEM = re.compile(r"\s{0,6}(?:[-*+]|\d{1,3}[.)])\s+(?P<words>.+)")
_NO_TEXT = re.compile(r"\s*(?:\.\. |:[\w-]{1,40}:|\[[^\]]{1,100}\]:\s|//|\|)")
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)


@dataclass(slots=True)
class Readme:
    """What a README says first; ``items``: the first list of several things."""

    title: tuple[str, int] = ("", 0)
    paragraphs: list[tuple[str, int]] = field(default_factory=list)
    items: list[tuple[str, int]] = field(default_factory=list)


def read(text: str) -> Readme:
    """Return title, paragraphs and first list of a README, each with its line from 1."""
    found = Readme()
    lines = list(_lines(text[:_MOST]))
    part: list[str] = []
    start = 0
    listed = 0
    for place, (number, line) in enumerate(lines):
        following = lines[place + 1][1] if place + 1 < len(lines) else ""
        heading = _title(line, following)
        item = _ITEM.fullmatch(line)
        words = _plain(line)
        if part and (heading or item or not words or _UNDERLINE.fullmatch(line)):
            _close(found, part, start)
            part = []
        if heading:
            found.title = found.title if found.title[0] else (heading, number)
        elif item:
            _add(found, item["words"], number, listed)
            listed = number
        elif words and not _UNDERLINE.fullmatch(line):
            start = start if part else number
            part.append(words)
    _close(found, part, start)
    return found


def _close(found: Readme, part: list[str], start: int) -> None:
    """Add a paragraph; one in italics leads elsewhere, mostly to another language."""
    text = " ".join(part)
    if text and not (text[0] in "*_" and text[-1] in "*_"):
        found.paragraphs.append((text, start))


def _add(found: Readme, words: str, number: int, last: int) -> None:
    """Add an item when it belongs to the first list."""
    plain = _plain(words)
    if plain and (not found.items or number - last <= 2):  # noqa: PLR2004 - one empty line between
        found.items.append((plain, number))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; those of code and of comments are empty."""
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    fence, before = "", ""
    for number, line in enumerate(bare.splitlines(), 1):
        found = _FENCE.match(line)
        mark = found[1] if found else ""
        # "~~~~" under a line of words is a heading of reStructuredText.
        is_mark = bool(mark) and (mark == fence if fence else mark == "```" or not before.strip())
        yield number, "" if fence or is_mark else line
        before = line
        if is_mark:
            fence = "" if fence else mark


def _title(line: str, following: str) -> str:
    """Return the words of a heading, "" for any other line."""
    found = _HEADING.fullmatch(line)
    if found:
        return _plain(found["words"])
    if _UNDERLINE.fullmatch(following) and not _UNDERLINE.fullmatch(line):
        return _plain(line)
    return ""


def _plain(line: str) -> str:
    if _NO_TEXT.match(line):
        return ""
    words = " ".join(without_marks(line).split())
    return words if has_words(words) else ""
