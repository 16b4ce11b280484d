"""Where code uses algorithms that no longer protect: MD5, SHA-1, DES, RC4, ECB."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from beffroi.policy.check.shapes import Evidence
from beffroi.policy.check.tree import Tree

_WORDS: Final = (b"md5", b"sha1", b"sha-1", b"des", b"rc4", b"arc4", b"ecb")
_COMMENT: Final = ("#", "//", "*", "/*", "--", "<!--", '"""')
_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Use:
    """One line that uses a weak algorithm."""

    algorithm: str
    where: Evidence


def uses_of(tree: Tree, parameters: Mapping[str, Any]) -> Iterator[Use]:
    """Yield the uses in code, tests and examples left out; comments and excused lines too."""
    endings = tuple(parameters["endings"])
    skipped = re.compile(parameters["skipped"])
    excused = re.compile(parameters["excused"])
    patterns = {name: re.compile(regex) for name, regex in parameters["uses"].items()}
    for path, file in tree.files.items():
        if file.is_link or not path.lower().endswith(endings) or skipped.search(path):
            continue
        data = tree.data(path)
        folded = data.lower()
        if any(word in folded for word in _WORDS):
            yield from _in_file(path, data, patterns, excused)


def _in_file(
    path: str, data: bytes, patterns: Mapping[str, re.Pattern[str]], excused: re.Pattern[str]
) -> Iterator[Use]:
    text = data.decode("utf-8", "replace")
    for algorithm, pattern in patterns.items():
        if not pattern.search(text):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            is_code = len(line) <= _LONGEST and not line.lstrip().startswith(_COMMENT)
            if is_code and pattern.search(line) and not excused.search(line):
                yield Use(algorithm, Evidence(path, number, line.strip()[:120]))
