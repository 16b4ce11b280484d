"""The command ``beffroi publiccode``: whether a file is what the standard asks for."""

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from beffroi.lib import terminal
from beffroi.lib.errors import UsageError
from beffroi.policy.metadata.converting import FORMATS
from beffroi.policy.metadata.saying import say_converted
from beffroi.policy.publiccode.fields import standard
from beffroi.policy.publiccode.judging import judge, of_name, read_tree
from beffroi.policy.publiccode.mending import corrected
from beffroi.policy.publiccode.places import Folder
from beffroi.policy.publiccode.shapes import Result, Verdict

if TYPE_CHECKING:
    from beffroi.lib.http import Door

_WORDS: Final = {
    "en": {
        "valid": "valid",
        "invalid": "not valid",
        "errors": "errors",
        "warnings": "warnings",
        "corrected": "Corrected:",
    },
    "fr": {
        "valid": "valide",
        "invalid": "non valide",
        "errors": "erreurs",
        "warnings": "remarques",
        "corrected": "Corrigé :",
    },
}


def run(arguments: list[str]) -> int:
    """Judge one file; 0 valid, 1 not valid, UsageError for what cannot be read."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.new is not None:
        return _made(asked)
    if asked.file is None:
        parser.error("name a file, or --new for a new one")
    is_remote = asked.file.startswith(("https://", "http://"))
    if is_remote and asked.no_network:
        raise UsageError(f"{asked.file} is an address, and --no-network forbids to ask for it.")
    data = _fetched(asked.file) if is_remote else _read(asked.file)
    if asked.set or asked.unset or asked.fix:
        return _changed(asked, data, is_remote=is_remote)
    if asked.to:
        return say_converted(data, asked)
    folder = None if is_remote or asked.file == "-" else Folder(Path(asked.file).parent)
    verdict = judge(data, folder)
    if asked.links and not asked.no_network:
        verdict = _with_links(data, verdict)
    if remark := of_name(urlsplit(asked.file).path if is_remote else asked.file):
        verdict = replace(verdict, results=(*verdict.results, remark))
    if asked.format == "json":
        document = {
            "valid": verdict.is_valid,
            "results": [result.as_json() for result in verdict.results],
        }
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(_in_words(Path(asked.file).name, verdict, asked.language, data))
    return 0 if verdict.is_valid else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="beffroi publiccode",
        description="Is a publiccode.yml what the standard asks for, and where is it not?",
    )
    parser.add_argument("file", nargs="?", help="path, https:// address, or - for standard input")
    parser.add_argument(
        "--new",
        nargs="?",
        const=".",
        metavar="PATH",
        help="ask ten questions and write a new file into this working copy",
    )
    parser.add_argument(
        "--answers", metavar="FILE", help="with --new: answers as JSON, - for stdin"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change one value, keep comments and order; may be repeated",
    )
    parser.add_argument(
        "--unset", action="append", default=[], metavar="KEY", help="take out one key or item"
    )
    parser.add_argument("--fix", action="store_true", help="write the corrected lines")
    parser.add_argument(
        "--dry-run", action="store_true", help="with --new, --set, --unset, --fix: write nothing"
    )
    parser.add_argument("--no-network", action="store_true", help="ask nothing on the network")
    parser.add_argument("--links", action="store_true", help="ask whether the links answer")
    parser.add_argument("--to", choices=FORMATS, help="convert instead, and say what is lost")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--language", choices=["en", "fr"], default=terminal.language())
    return parser


def _made(asked: argparse.Namespace) -> int:
    from beffroi.policy.asking.command import Wanted  # noqa: PLC0415
    from beffroi.policy.asking.command import run as run_new  # noqa: PLC0415

    wanted = Wanted(
        asked.new, asked.answers or "", asked.language, asked.format == "json", asked.dry_run
    )
    return run_new(wanted)


def _changed(asked: argparse.Namespace, data: bytes, *, is_remote: bool) -> int:
    from beffroi.policy.publiccode.changing import Change  # noqa: PLC0415
    from beffroi.policy.publiccode.changing import run as run_change  # noqa: PLC0415

    if is_remote:
        raise UsageError(f"{asked.file} is an address; fetch the file first, then change it.")
    change = Change(asked.set, asked.unset, asked.fix, asked.dry_run, asked.format == "json")
    return run_change(asked.file, data, change)


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _door() -> "Door":
    """Return the way out, loaded only by those who ask for the network."""
    from beffroi.lib.http import Door, parse_networks  # noqa: PLC0415 - costs a third of a second

    allowed = os.environ.get("BEFFROI_ALLOWED_NETWORKS", "")
    return Door(contact="", allowed=parse_networks(allowed.replace(",", " ").split()))


def _fetched(address: str) -> bytes:
    from beffroi.lib.http import DoorError, Wanted  # noqa: PLC0415

    try:
        return _door().fetch(address, Wanted(body_bytes=1_000_001)).body
    except DoorError as error:
        raise UsageError(f"{address}: {error.message}") from error


def _with_links(data: bytes, verdict: Verdict) -> Verdict:
    from beffroi.policy.publiccode.links import check  # noqa: PLC0415

    tree = read_tree(data)
    if tree is None:
        return verdict
    return Verdict(
        (*verdict.results, *check(tree, verdict.values, _door())),
        verdict.values,
    )


def _in_words(name: str, verdict: Verdict, language: str, data: bytes) -> str:
    words = _WORDS[language]
    given = data.decode("utf-8", "replace").splitlines()
    lines = []
    for result in verdict.results:
        lines.append(_line(name, result))
        if advice := standard().advice.get(result.rule):
            lines.append(f"    {advice[language]}")
        if 0 < result.line <= len(given) and (mended := corrected(result, given[result.line - 1])):
            lines.append(f"    {words['corrected']} {mended.strip()}")
    errors = sum(result.severity == "error" for result in verdict.results)
    warnings = len(verdict.results) - errors
    state = words["valid" if verdict.is_valid else "invalid"]
    counts = f"{errors} {words['errors']}, {warnings} {words['warnings']}"
    return "\n".join([*lines, f"{name}: {state} ({counts})"]) + "\n"


def _line(name: str, result: Result) -> str:
    where = f"{name}:{result.line}:{result.column}: {result.severity}"
    return (
        f"{where}: {result.key}: {result.message}" if result.key else f"{where}: {result.message}"
    )
