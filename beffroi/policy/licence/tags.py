"""Read SPDX tags: ``SPDX-License-Identifier`` and the tags of package documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import Expression, parse
from beffroi.policy.licence.words import Text

_TAG = re.compile(
    r"(?:SPDX-Licen[cs]e-(?:Identifier|Expression|Id)|SPDX-Licen[cs]e|Licen[cs]e-Identifier"
    r"|PackageLicense(?:Declared|Concluded)|LicenseConcluded|LicenseDeclared|LicenseInfoInFile"
    r"|spdx:licenseExpression|Valid-License-Identifier)"
    r"\s{0,4}[\"']?\s{0,4}[:=]\s{0,4}(?P<value>[^\r\n]{1,600})",
    re.IGNORECASE,
)
_HINTS = ("spdx-li", "license-identifier", "licence-identifier", "packagelicense", "licenseconcl",
          "licensedecl", "licenseinfoinfile", "licenseexpression")  # fmt: skip
_WORDS = (
    "spdx", "identifier", "packagelicensedeclared", "packagelicenseconcluded", "licenseconcluded",
    "licensedeclared", "licenseinfoinfile",
)  # fmt: skip
_CLOSERS = re.compile(
    r"\s*(?:\*+/|-->|#}|\*\)|%>|\?>|\"\"\"|'''|</|\\n|\s#|//|;;|--%?>|\]\]|=\}).*$"
)
_EDGE = " \t\"'`*#;,.<>|\\"
_IGNORED = ("REUSE-IgnoreStart", "REUSE-IgnoreEnd")
_MAX_WORDS = 60


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: the expression that it states, and its line."""

    expression: Expression
    line: int


def find(text: Text) -> Iterator[Tag]:
    """Yield the tags of a file; what REUSE marks as ignored is ignored."""
    if not any(word in text.words for word in _WORDS):
        return
    is_ignored = False
    for number, line in enumerate(text.lines, 1):
        if _IGNORED[0] in line:
            is_ignored = True
        elif _IGNORED[1] in line:
            is_ignored = False
        if is_ignored or not _has_hint(line):
            continue
        for found in _TAG.finditer(line[:4000]):
            expression = read(found["value"])
            if expression is not None:
                yield Tag(expression, number)


def _has_hint(line: str) -> bool:
    low = line[:4000].lower()
    return "licen" in low and any(hint in low for hint in _HINTS)


def read(value: str) -> Expression | None:
    """Return the expression that a tag's value begins with, or nothing."""
    bare = _CLOSERS.sub("", value).strip(_EDGE)
    words = bare.replace("(", " ( ").replace(")", " ) ").split()[:_MAX_WORDS]
    for end in range(len(words), 0, -1):
        try:
            return parse(_closed(words[:end]))
        except ExpressionError:
            continue
    return None


def _closed(words: list[str]) -> str:
    """Return words as text, with parentheses that were left open closed."""
    missing = words.count("(") - words.count(")")
    return " ".join(words) + " )" * max(missing, 0)
