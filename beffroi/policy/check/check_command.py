"""The command ``beffroi check``: is a working copy what a contribution policy asks for."""

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check.cloning import asking, cloned, is_address
from beffroi.policy.check.declarations import NAME
from beffroi.policy.check.families import said
from beffroi.policy.check.forge_facts import facts_at
from beffroi.policy.check.formats.text import plain
from beffroi.policy.check.judging import Report, is_strictly_wrong, judge
from beffroi.policy.check.opening import open_subject, policy_of
from beffroi.policy.check.options import parser
from beffroi.policy.check.packs import Pack, unknown_rules
from beffroi.policy.check.subject import Subject
from beffroi.policy.check.tree import open_tree

SECONDS: Final = 2.0
"""How often a long judgement says how far it is."""
_HOOK: Final = "--hook"
_MODULES: Final = {"json": "document"}
_MOST_UNTRACKED: Final = 5


def run(arguments: list[str]) -> int:
    """Judge; 0 not blocked, 1 blocked, UsageError for what cannot be judged."""
    if any(word.partition("=")[0] == _HOOK for word in arguments):
        hooks = importlib.import_module("beffroi.policy.check.hooks.command")
        return int(hooks.run(arguments))
    asked = parser().parse_args(arguments)
    with _place(asked.place) as (place, address):
        subject = open_subject(
            place,
            on=asked.on,
            domains=asked.domains,
            forge=asked.forge,
            reads_history=asked.history,
        )
        subject.vulnerabilities = _there(asked.vulnerabilities)
        if address and subject.forge is None:
            subject.forge = facts_at(address, asking())
        pack = policy_of(subject, asked.policy)
        _remark(subject, pack)
        report = judge(subject, pack, address, _progress())
        if asked.fix or asked.dry_run:
            _refuse_elsewhere(place, subject, address)
            subject, report = _mended(asked, subject, report)
        _write(asked, subject, report)
    return int(report.verdict == "blocked" or (asked.strict and is_strictly_wrong(report.rules)))


@contextmanager
def _place(word: str) -> Iterator[tuple[Path, str]]:
    """Give the folder to judge, and its address when it was cloned from one."""
    if not is_address(word):
        yield Path(word), ""
        return
    sys.stderr.write(f"check: reading {plain(word)}\n")
    with cloned(word) as folder:
        yield folder, word


def _there(path: Path | None) -> Path | None:
    """Refuse a file that was asked for and is not there: nobody would notice its silence."""
    if path is not None and not path.exists():
        raise UsageError(f"{path} is not there; --vulnerabilities names a file or folder.")
    return path


def _remark(subject: Subject, pack: Pack) -> None:
    """Say on standard error what is not judged, and settings that change nothing."""
    left = [path for path in subject.tree.untracked if path != NAME]
    if left:
        names = ", ".join(plain(name) for name in left[:_MOST_UNTRACKED])
        more = f" and {len(left) - _MOST_UNTRACKED} more" if len(left) > _MOST_UNTRACKED else ""
        sys.stderr.write(f"check: not judged, because git does not track them: {names}{more}\n")
    declarations = subject.declarations
    for name, near in unknown_rules(pack, [*declarations.answers, *declarations.waivers]):
        advice = f"; did you mean {near}?" if near else ""
        sys.stderr.write(
            f"check: .beffroi.toml names {plain(name)}, no rule of {pack.id}{advice}\n"
        )


def _mended(asked: argparse.Namespace, subject: Subject, report: Report) -> tuple[Subject, Report]:
    """Write what can be written, or only show it; then judge what stands there now."""
    from beffroi.policy.check.fixing import Wanted, fix  # noqa: PLC0415 (only this needs it)

    wanted = Wanted(
        licence=asked.licence,
        holder=asked.holder,
        language=asked.language,
        dry_run=asked.dry_run,
    )
    fixes = fix(subject, report, wanted)
    stream = sys.stdout if asked.format == "text" and not asked.output else sys.stderr
    stream.write("".join(plain(line) + "\n" for line in fixes.diff().splitlines()))
    for left in fixes.left:
        sys.stderr.write(f"check: {left.rule}: {plain(getattr(left.why, asked.language))}\n")
    if not fixes.is_written:
        return subject, report
    new = [change.path for change in fixes.changes if change.is_new]
    if new and subject.history is not None:
        sys.stderr.write(f"check: now add what is new: git add {plain(' '.join(new))}\n")
    assert subject.pack is not None  # noqa: S101 - judged by it just before
    again = replace(subject, tree=fixes.onto(open_tree(subject.tree.root)), _known={})
    return again, judge(again, subject.pack, report.address)


def _refuse_elsewhere(place: Path, subject: Subject, address: str) -> None:
    """Refuse to mend what is no working copy of this machine."""
    if address or not place.resolve().is_relative_to(subject.tree.root.resolve()):
        where = address or str(place)
        raise UsageError(f"{where} is no working copy here; clone it, then use --fix there.")


def _write(asked: argparse.Namespace, subject: Subject, report: Report) -> None:
    shown = report
    if asked.states:
        kept = [one for one in report.rules if one.finding.state in asked.states]
        shown = replace(report, rules=kept)
    if asked.sbom:
        _put(asked.sbom, _bill(subject))
    if asked.format == "cyclonedx":
        text = _bill(subject)
    else:
        name = _MODULES.get(asked.format, asked.format)
        module = importlib.import_module(f"beffroi.policy.check.formats.{name}")
        text = str(module.write(shown, asked.language))
    if asked.output:
        _put(asked.output, text)
        verdict = getattr(said("verdicts", report.verdict), asked.language)
        sys.stderr.write(getattr(said("text", "verdict"), asked.language).format(verdict=verdict))
        sys.stderr.write(f" ({asked.output})\n")
    else:
        sys.stdout.write(text)


def _bill(subject: Subject) -> str:
    """Return the components as a CycloneDX document."""
    from beffroi.policy.check.components.bom import cyclonedx  # noqa: PLC0415
    from beffroi.policy.check.components.finding import components_of  # noqa: PLC0415
    from beffroi.policy.check.licences import licences_of  # noqa: PLC0415
    from beffroi.policy.check.metadata import publiccode_of  # noqa: PLC0415

    known = subject.once(publiccode_of).values
    name = str(known.get("name") or subject.tree.root.resolve().name)
    version = str(known.get("softwareVersion") or "")
    licence = subject.once(licences_of).declared or ""
    return str(cyclonedx(subject.once(components_of), name, version, licence))


def _put(path: Path, text: str) -> None:
    """Write a file in one piece: a reader sees the former one, or all of the new one."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, "utf-8", errors="surrogateescape")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error


def _progress() -> Callable[[int, int], None]:
    """Return a function that says now and then how far a long judgement is."""
    begin = last = time.monotonic()

    def told(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= SECONDS:
            last = now
            sys.stderr.write(f"check: {done} of {of} rules in {now - begin:.0f} s\n")

    return told
