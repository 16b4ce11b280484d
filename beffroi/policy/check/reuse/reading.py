"""What a file says of itself: its SPDX licence identifiers, and whether it names a holder."""

import re
from dataclasses import dataclass
from functools import lru_cache

from beffroi.policy.licence.walk import is_binary

# REUSE-IgnoreStart
_TAG = re.compile(r"SPDX-License-Identifier:(?P<value>[^\n]*)")
_HELD = re.compile(
    r"SPDX-(?:File|Snippet)CopyrightText:|Copyright(?:[^\S\n]*(?:©|\([Cc]\))|(?=[^\S\n]))|©"
)
# REUSE-IgnoreEnd
_IGNORED = re.compile(r"REUSE-IgnoreStart.*?(?:REUSE-IgnoreEnd|\Z)", re.DOTALL)
_CLOSERS = re.compile(
    r"\s*(?:(?:\*+/|\*\)|--%?>|--\]\]|\]\]|#\}|#%\}|%>|\?>|=#|#>|-\}|\|#|\"\"\"|'''"
    r"|\"\s*/*>|'\s*/*>|\]\s*::|=\}|\}|/>)\s*)+$"
)
_HINTS = (b"SPDX-", b"Copyright", b"\xa9")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WORD = re.compile(r"[^\s()]+")
_IDENTIFIER = re.compile(r"[\w.:+-]+")
_OPERATORS = frozenset({"AND", "OR", "WITH"})
LONGEST = 2000
"""A longer value of a tag is no expression that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Said:
    """The licence expressions of a file as written; ``line`` is that of the first."""

    expressions: tuple[str, ...] = ()
    is_held: bool = False
    line: int = 0


NOTHING = Said()


def said_in(data: bytes) -> Said:
    """Return what the content of a file says of itself; nothing of a binary one."""
    text = _text(data)
    if not text:
        return NOTHING
    if "REUSE-IgnoreStart" in text:
        text = _IGNORED.sub(_blank, text)
    tags = [(_value(one), one.start("value")) for one in _TAG.finditer(text)]
    line = text.count("\n", 0, tags[0][1]) + 1 if tags else 0
    expressions = tuple(dict.fromkeys(value for value, _ in tags))
    return Said(expressions, _HELD.search(text) is not None, line)


@lru_cache(maxsize=4096)
def is_expression(written: str) -> bool:
    """Tell whether a value is built as a licence expression is, whatever its identifiers are."""
    words = written.replace("(", " ( ").replace(")", " ) ").split()
    depth, wants_licence = 0, True
    for word in words:
        if word == "(" and wants_licence:
            depth += 1
        elif word == ")" and depth and not wants_licence:
            depth -= 1
        elif word.upper() in _OPERATORS and not wants_licence:
            wants_licence = True
        elif wants_licence and _IDENTIFIER.fullmatch(word) and word.upper() not in _OPERATORS:
            wants_licence = False
        else:
            return False
    return not depth and not wants_licence


def identifiers_in(expression: str) -> list[str]:
    """Return the licences and exceptions that an expression names, as they are written."""
    return [word for word in _WORD.findall(expression) if word.upper() not in _OPERATORS]


def _text(data: bytes) -> str:
    encoding = _WIDE.get(data[:2])
    if encoding is None:
        if not any(hint in data for hint in _HINTS) or is_binary(data):
            return ""
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1" if encoding == "utf-8" else encoding, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blank(found: "re.Match[str]") -> str:
    return "\n" * found[0].count("\n")


def _value(tag: "re.Match[str]") -> str:
    """Return the value of a tag without what closes its comment, or what opened it, mirrored."""
    value = tag["value"].strip()
    if len(value) > LONGEST:
        return ""
    bare = _CLOSERS.sub("", value).strip()
    start = tag.string.rfind("\n", 0, tag.start()) + 1
    opened = tag.string[max(start, tag.start() - LONGEST) : tag.start()].strip()
    return bare.removesuffix(opened[::-1]).strip() if opened else bare
