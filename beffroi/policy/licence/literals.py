"""Tell a licence that a program only mentions in a string from one that a file declares.

``Repository(licence="MIT")`` in a program says nothing of the program; ``__license__ = "MIT"``,
``license="MIT"`` of a setup file and ``MODULE_LICENSE("GPL")`` do.
"""

import re

_PROGRAM = re.compile(
    r"\.(?:py|pyi|js|mjs|cjs|jsx|ts|tsx|java|kt|scala|go|rs|rb|php|c|h|cc|cpp|hpp|cs|swift|lua|dart)$",
    re.IGNORECASE,
)
_MANIFESTS = re.compile(
    r"^(?:setup\.py|conf\.py|conanfile\.py|package\.(?:py|js|swift)|gruntfile\.js|mix\.exs"
    r"|wscript|__init__\.py|__about__\.py|version\.py|about\.py)$",
    re.IGNORECASE,
)
_DECLARES = re.compile(
    r"^\s*(?:[#/*;%\"'.@-]|__licen[sc]es?__|licen[sc]es?\b|MODULE_LICENSE|char\s|static\s|const\s)",
    re.IGNORECASE,
)
_STRING = re.compile(r"\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|`[^`\n]{1,80}`")
_PROSE = re.compile(r"\b(?:public licen[sc]e|terms|under|version)\b")
MAX_LINE = 1000


def is_program(name: str) -> bool:
    """Tell whether a file is a program and not a manifest written as one."""
    return bool(_PROGRAM.search(name)) and not _MANIFESTS.match(name)


def is_only_string(line: str, licence: str) -> bool:
    """Tell whether a line of a program names a licence in nothing but a string."""
    if len(line) > MAX_LINE or _DECLARES.match(line) or not _STRING.search(line):
        return False
    word = re.split(r"[-.\d]", licence, maxsplit=1)[0].lower()
    rest = _STRING.sub(" ", line).lower()
    return word in line.lower() and word not in rest and not _PROSE.search(rest)
