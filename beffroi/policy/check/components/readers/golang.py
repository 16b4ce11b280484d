"""Read go.mod and go.sum.

Source: go.dev, "Go Modules Reference". The digests of go.sum are those of lists of files, not of a
file, so they are not handed on as such.
"""

import re
from collections.abc import Iterator

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source

_BLOCK = re.compile(r"^(require|replace|exclude|retract|tool|godebug|ignore)\s*\($")
_WORDS = re.compile(r'"[^"]*"|`[^`]*`|[^\s]+')
_SUM = re.compile(r"^(\S+) (v\S+?)(/go\.mod)? h1:\S+$")


def read(source: Source) -> Iterator[Component]:
    """Yield the modules that go.mod requires, as its ``replace`` lines change them."""
    required: list[tuple[str, str, int, bool]] = []
    replaced: dict[str, tuple[str, str]] = {}
    is_module = False
    for line, verb, words, remark in _directives(source.lines):
        is_module = is_module or verb in {"module", "go"}
        if verb == "require" and len(words) > 1:
            required.append((words[0], words[1], line, not remark.startswith("indirect")))
        elif verb == "replace" and "=>" in words:
            old, new = words[: words.index("=>")], words[words.index("=>") + 1 :]
            if old and new:
                replaced[" ".join(old[:2])] = (new[0], new[1] if len(new) > 1 else "")
    if not is_module and source.text.strip():
        raise UnreadableError("neither module nor go: no go.mod", 1)
    for name, version, line, direct in required:
        known = replaced.get(f"{name} {version}") or replaced.get(name)
        if known is None or known[1]:  # a folder instead of a version is the work itself
            yield source.component("golang", *(known or (name, version)), line, direct=direct)


def _directives(lines: list[str]) -> Iterator[tuple[int, str, list[str], str]]:
    """Yield line, verb, words and remark of each directive, alone or in a block."""
    verb = ""
    for number, raw in enumerate(lines, 1):
        code, _, remark = raw.partition("//")
        line = code.strip()
        block = _BLOCK.match(line)
        if block:
            verb = block[1]
        elif line == ")":
            verb = ""
        elif line:
            words = [word.strip('"`') for word in _WORDS.findall(line)]
            yield (
                (number, verb, words, remark.strip())
                if verb
                else (number, words[0], words[1:], remark.strip())
            )


def read_sums(source: Source) -> Iterator[Component]:
    """Yield the modules whose content go.sum knows; it may list more than the work uses."""
    for number, line in enumerate(source.lines, 1):
        if not line.strip():
            continue
        found = _SUM.match(line.strip())
        if found is None:
            raise UnreadableError("a line that is no digest of a module", number)
        if not found[3]:
            yield source.component("golang", found[1], found[2], number)
