"""Take the words out of a README: one sentence of description, and its text without markup."""

import re
from collections.abc import Iterator
from typing import Final

from beffroi.lib.markup import has_words, without_marks

LONGEST: Final = 300
LONGEST_PLAIN: Final = 20_000
"""Characters of a description, and of the text that is kept to be searched."""
_MOST_READ: Final = 60_000
_FENCE = re.compile(r"^\s*(```|~~~).*?(^\s*\1|\Z)", re.DOTALL | re.MULTILINE)
_UNDERLINE = re.compile(r"^\s*([=~^*\"-])\1{2,}\s*$")
_HEADING = re.compile(r"^(#{1,6}\s+|=+\s+|\.\.\s)")
_ADDRESS = re.compile(r"<?\b(?:https?|ftp)://[^\s<>()\[\]\"']{1,2000}>?")
_NO_TEXT = re.compile(r"(?:\.\. |:[\w-]{1,40}:|\[[^\]]{1,100}\]:\s|//|\|?[\s:|-]+\|$)")
_LIST = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s")


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
        elif has_words(plain):
            return _shorten(plain)
    return _shorten(title)


def plain(text: str) -> str:
    """Return the text of a README without markup, code, images and addresses; bounded.

    An empty line stands between paragraphs.
    """
    text = _without_comments(text[:_MOST_READ].replace("\0", "").replace("\r", ""))
    blocks = [[""]]
    for line in _without_code(text):
        words = _words(line)
        if words:
            blocks[-1].append(words)
        elif not line.strip() and len(blocks[-1]) > 1:
            blocks.append([""])
    found = "\n\n".join(" ".join(block[1:]) for block in blocks if len(block) > 1)
    if len(found) <= LONGEST_PLAIN:
        return found
    return found[:LONGEST_PLAIN].rpartition(" ")[0]


def _without_code(text: str) -> Iterator[str]:
    """Return the lines outside of code, fenced or indented after an empty line."""
    fence, is_open, is_code = "", True, False
    for line in text.split("\n"):
        bare = line.strip()
        if fence:
            fence = "" if bare.startswith(fence) else fence
            continue
        if bare.startswith(("```", "~~~")):
            fence = bare[:3]
            continue
        is_indented = line.startswith(("    ", "\t")) and not _LIST.match(bare)
        is_code = bool(bare) and is_indented and (is_code or is_open)
        is_open = not bare or is_code
        if not is_code:
            yield line


def _words(line: str) -> str:
    """Return the words of one line, "" when it holds none."""
    if _NO_TEXT.match(line.strip()):
        return ""
    words = _HEADING.sub("", _ADDRESS.sub(" ", _plain(line)).replace("|", " "))
    return " ".join(words.split()) if has_words(words) else ""


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in others)


def _is_title(block: str, lines: list[str]) -> bool:
    if not lines:
        return False
    is_underlined = any(_UNDERLINE.match(line) for line in block.splitlines()) and len(lines) == 1
    return is_underlined or (len(lines) == 1 and bool(_HEADING.match(lines[0])))


def _plain(line: str) -> str:
    return "" if _UNDERLINE.match(line) else without_marks(line)


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rpartition(" ")[0] + "…"
