"""The words of one line of a README, in Markdown, reStructuredText or AsciiDoc, without marks."""

import re

_TAG = re.compile(r"<[^<>]{0,2000}>")
_IMAGE = re.compile(r"\[?!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)(\]\([^()]{0,2000}\))?")
_LINK = re.compile(r"\[([^\[\]]{1,500})\](\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")
_MARKS = re.compile(r"\*\*|__|`|^>\s*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def without_marks(line: str) -> str:
    """Return a line with the words of its links, without tags, images and emphasis."""
    return _MARKS.sub("", _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", line)))).strip()


def has_words(text: str) -> bool:
    """Tell whether two letters stand side by side: signs and numbers alone say nothing."""
    return _LETTERS.search(text) is not None
