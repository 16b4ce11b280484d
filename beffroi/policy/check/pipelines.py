"""Continuous integration as the files describe it, and what its steps call in turn."""

import re
from collections.abc import Sequence
from typing import Final

from beffroi.policy.check.shapes import Evidence
from beffroi.policy.check.tree import Tree

_CALLED: Final = (
    (re.compile(r"(?m)\bmake\b"), ("/Makefile", "/GNUmakefile", "*.mk")),
    (re.compile(r"\b(?:npm|pnpm|yarn|bun|npx)\b"), ("package.json",)),
    (re.compile(r"\btox\b"), ("/tox.ini", "/pyproject.toml", "/setup.cfg")),
    (re.compile(r"\bnox\b"), ("/noxfile.py",)),
    (re.compile(r"\bpre-commit\b"), ("/.pre-commit-config.yaml",)),
    (re.compile(r"\b(?:mvn|mvnw)\b"), ("pom.xml",)),
    (re.compile(r"\bgradlew?\b"), ("*.gradle", "*.gradle.kts")),
    (re.compile(r"\bcomposer\b"), ("/composer.json",)),
    (re.compile(r"\b(?:just|task|rake)\b"), ("/justfile", "/Taskfile*", "/Rakefile")),
)
_SCRIPT: Final = re.compile(r"(?<![\w./-])(?:\./)?((?:[\w.-]+/){0,4}[\w-]+\.(?:py|sh|js|rb|pl))\b")
_MOST_BYTES: Final = 200_000
_STEPS: Final = 3


def described(tree: Tree, patterns: Sequence[str]) -> list[str]:
    """Return the files that describe continuous integration."""
    return tree.matching(*patterns)


def step_that(tree: Tree, paths: Sequence[str], pattern: re.Pattern[str]) -> Evidence | None:
    """Return where a pipeline, or a file that it calls, says something; comments do not count.

    Calls are followed a few steps: a pipeline that runs ``make check`` says what the Makefile says.
    """
    seen = set[str]()
    waiting = list(paths)
    for _ in range(_STEPS):
        following = list[str]()
        for path in waiting:
            if path in seen:
                continue
            seen.add(path)
            text = tree.text(path, _MOST_BYTES)
            if found := _said(path, text, pattern):
                return found
            following.extend(_called(tree, text))
        waiting = following
    return None


def _said(path: str, text: str, pattern: re.Pattern[str]) -> Evidence | None:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith(("#", "//", "*")):
            continue
        if found := pattern.search(line):
            return Evidence(path, number, found.group().strip())
    return None


def _called(tree: Tree, text: str) -> list[str]:
    """Return the files that a pipeline's steps call: makefiles, scripts of packages, programs."""
    found = list[str]()
    for caller, names in _CALLED:
        if caller.search(text):
            found.extend(tree.matching(*names))
    found.extend(name for name in _SCRIPT.findall(text) if name in tree.files)
    return found
