"""The command ``beffroi licence``: which licence do files and directories carry, and where."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from beffroi.policy.licence import report
from beffroi.policy.licence.repository import Repository, decide
from beffroi.policy.licence.scan import Left, scan
from beffroi.policy.licence.shapes import FileAnswer
from beffroi.policy.licence.walk import walk

SECONDS = 2.0
"""How often a long walk says how far it is."""
_WRONG = frozenset({"altered", "similar"})
_FAULTS = ("cannot be read", "a link that leaves the tree", "a link to nothing")


def run(arguments: list[str]) -> int:
    """Answer; 0 when nothing is wrong, 1 for an altered text, a conflict or an unreadable file."""
    asked = _parser().parse_args(arguments)
    items = walk(asked.paths)
    answers: list[FileAnswer] = []
    left: list[Left] = []
    for one in scan(items, jobs=asked.jobs, texts=asked.texts, said=_progress()):
        if isinstance(one, Left):
            left.append(one)
        else:
            answers.append(one)
    roots = [path for path in asked.paths if Path(path).is_dir()]
    found = {root: decide(root, _inside(root, answers)) for root in dict.fromkeys(roots)}
    if asked.format == "json":
        json.dump(_document(answers, left, found), sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        _print(answers, left, found)
    is_wrong = any(answer.band in _WRONG for answer in answers)
    is_wrong = is_wrong or any(one.conflicts for one in found.values())
    return int(is_wrong or any(one.why.startswith(_FAULTS) for one in left))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="beffroi licence",
        description="Say which licence files and directories carry, where, and how surely.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file or directory")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--jobs", type=_count, default=0, help="processes; default: one per core")
    parser.add_argument(
        "--texts",
        type=Path,
        help="further licence texts: a folder of IDENTIFIER.txt, or JSON with SPDX's XML",
    )
    return parser


def _count(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 256:  # noqa: PLR2004 (as the message says)
        raise argparse.ArgumentTypeError("between 1 and 256")
    return number


def _inside(root: str, answers: Iterable[FileAnswer]) -> list[FileAnswer]:
    start = root.rstrip("/") + "/"
    return [answer for answer in answers if answer.path.startswith(start)]


def _document(
    answers: list[FileAnswer], left: list[Left], found: dict[str, Repository]
) -> dict[str, Any]:
    """Return the JSON answer; ``repository`` is the first directory's decision."""
    document: dict[str, Any] = {
        "files": [answer.as_json() for answer in answers],
        "skipped": [{"path": one.path, "why": one.why} for one in left],
    }
    if found:
        document["repository"] = next(iter(found.values())).as_json()
    if len(found) > 1:
        document["repositories"] = {root: one.as_json() for root, one in found.items()}
    return document


def _print(answers: list[FileAnswer], left: list[Left], found: dict[str, Repository]) -> None:
    """Print for a person; files of a directory that say nothing are only counted."""
    roots = tuple(root.rstrip("/") + "/" for root in found)
    lines: list[str] = []
    for answer in answers:
        if answer.band != "none" or not answer.path.startswith(roots or ("\0",)):
            lines += report.of_file(answer)
    lines += report.of_left(left)
    for root, one in found.items():
        lines += report.of_repository(root, one, _inside(root, answers))
    sys.stdout.write("\n".join(lines) + "\n")


def _progress() -> Callable[[int], None]:
    """Return a function that says now and then, on standard error, how far a long walk is."""
    begin = last = time.monotonic()

    def said(number: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= SECONDS:
            last = now
            sys.stderr.write(f"licence: {number} files in {now - begin:.0f} s\n")

    return said
