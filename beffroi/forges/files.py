"""Which telling files a repository has, by name alone."""

import re
from collections.abc import Iterable
from typing import Final

_ANYWHERE: Final = r"(?:(?:docs|\.github|\.gitlab)/)?"
_CODE: Final = r"(?!.*\.(?:c|cpp|css|go|h|java|js|jsx|kt|php|pl|py|rb|rs|scala|sh|ts|tsx|vue)$)"
_REST: Final = r"(?:[._-][^/]*)?$"

KINDS: Final = {
    "readme": _ANYWHERE + r"(?:readme|lisez-?moi)" + _REST,
    "contributing": _ANYWHERE + r"(?:contributing|contribuer)" + _REST,
    "code_of_conduct": _ANYWHERE + r"(?:code[_-]of[_-]conduct|code[_-]de[_-]conduite)" + _REST,
    "codeowners": _ANYWHERE + r"codeowners$",
    "security": _ANYWHERE + r"(?:security|securite)" + _REST,
    "support": _ANYWHERE + r"support" + _REST,
    "governance": _ANYWHERE + r"(?:governance|gouvernance)" + _REST,
    "roadmap": _ANYWHERE + r"(?:roadmap|feuille[_-]de[_-]route)" + _REST,
    "dei": _ANYWHERE + r"dei" + _REST,
    "funding": _ANYWHERE + r"funding\.(?:yml|yaml|json)$",
    "changelog": r"(?:change|history|news)[^/]*$",
    "licence": r"(?:(?:licen[sc]es?|copying|unlicen[sc]e|mit-licen[sc]e)" + _REST + r"|licenses/.)",
    "threat_model": r"threat[_-]model" + _REST,
    "audit": r"audit" + _REST,
    "citation": r"citation" + _REST,
    "authors": r"(?:authors|auteurs)" + _REST,
    "copyright": r"copyright(?:\.md|\.txt)?$",
    "publiccode": r"publiccode\.ya?ml$",
    "codemeta": r"codemeta\.json$",
    "codejson": r"code\.json$",
    "zenodo": r"\.zenodo\.json$",
}
"""Kind → what its path looks like, in any case (ecosyste-ms/repos, code-catalogue §8.1)."""

_SHAPES = {kind: re.compile(_CODE + shape, re.IGNORECASE) for kind, shape in KINDS.items()}


def find_files(paths: Iterable[str]) -> dict[str, str]:
    """Return kind → path: nearest to the root, then the shortest, then the alphabet."""
    found: dict[str, str] = {}
    for path in sorted(paths, key=lambda path: (path.count("/"), len(path), path)):
        if path.count("/") > 1:
            break
        for kind, shape in _SHAPES.items():
            if kind not in found and shape.match(path):
                found[kind] = path
    return found


def reuse_licences(paths: Iterable[str]) -> list[str]:
    """Return the identifiers of the texts in ``LICENSES/`` (REUSE specification 3.3)."""
    names = (path.removeprefix("LICENSES/") for path in paths if path.startswith("LICENSES/"))
    return sorted({name.removesuffix(".txt") for name in names if "/" not in name})
