"""Take one sentence of description out of a README."""

import re
from typing import Final

LONGEST: Final = 300
_FENCE = re.compile(r"^\s*(```|~~~).*?(^\s*\1|\Z)", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_IMAGE = re.compile(r"\[?!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)(\]\([^()]{0,2000}\))?")
_LINK = re.compile(r"\[([^\[\]]{1,500})\](\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")
_UNDERLINE = re.compile(r"^\s*([=~^*\"-])\1{2,}\s*$")
_HEADING = re.compile(r"^(#{1,6}\s+|=+\s+|\.\.\s)")
_MARKS = re.compile(r"(\*\*|__|`|^>\s*)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def describe(text: str) -> str:
    """Return the first paragraph of a README in plain text, else its title, else ""."""
    text = _FENCE.sub("", _without_comments(text[:20_000].replace("\0", "")))
    title = ""
    for block in re.split(r"\n\s*\n", text.replace("\r", "")):
        lines = [line for line in map(_plain, block.splitlines()) if line]
        is_title = _is_title(block, lines)
        plain = " ".join(line for line in lines if not _HEADING.match(line)).strip()
        if is_title:
            title = title or _HEADING.sub("", lines[0]).strip()
        elif _LETTERS.search(plain):
            return _shorten(plain)
    return _shorten(title)


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in others)


def _is_title(block: str, lines: list[str]) -> bool:
    if not lines:
        return False
    is_underlined = any(_UNDERLINE.match(line) for line in block.splitlines()) and len(lines) == 1
    return is_underlined or (len(lines) == 1 and bool(_HEADING.match(lines[0])))


def _plain(line: str) -> str:
    if _UNDERLINE.match(line):
        return ""
    line = _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", line)))
    return _MARKS.sub("", line).strip()


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rpartition(" ")[0] + "…"
