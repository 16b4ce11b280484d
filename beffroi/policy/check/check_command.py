"""The command ``beffroi check``: is a working copy what a contribution policy asks for."""

import argparse
import importlib
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check.cloning import asking, cloned, is_address, refuse_ssh
from beffroi.policy.check.families import said
from beffroi.policy.check.forge_facts import facts_at
from beffroi.policy.check.formats.text import plain
from beffroi.policy.check.judging import Report, is_strictly_wrong, judge
from beffroi.policy.check.opening import open_subject, policy_of, refuse_unknown
from beffroi.policy.check.options import parser
from beffroi.policy.check.packs import Pack, unknown_rules
from beffroi.policy.check.remarking import progress, remark, remark_untracked, show_patch
from beffroi.policy.check.subject import Subject
from beffroi.policy.check.tree import open_tree

_HOOK: Final = "--hook"
_MODULES: Final = {"json": "document"}


def run(arguments: list[str]) -> int:
    """Judge; 0 not blocked, 1 blocked, UsageError for what cannot be judged or written."""
    if any(word.partition("=")[0] == _HOOK for word in arguments):
        hooks = importlib.import_module("beffroi.policy.check.hooks.command")
        return int(hooks.run(arguments))
    asked = parser().parse_args(arguments)
    _refuse_idle(asked)
    unwritten: Sequence[str] = ()
    with _place(asked.place, asked.language) as (place, address):
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
        remark_untracked(subject, (asked.output, asked.sbom), asked.language)
        if asked.policy:  # another policy than the one that the settings were written for
            _remark_rules(subject, pack, asked.language)
        else:
            refuse_unknown(subject, pack)
        report = judge(subject, pack, address, progress(asked.language))
        if asked.fix or asked.dry_run:
            _refuse_elsewhere(place, subject, address)
            subject, report, unwritten = _mended(asked, subject, report)
        _write(asked, subject, report)
    if unwritten:
        raise UsageError(f"not written: {plain(', '.join(unwritten))}; the reasons stand above.")
    return int(report.verdict == "blocked" or (asked.strict and is_strictly_wrong(report.rules)))


@contextmanager
def _place(word: str, language: str) -> Iterator[tuple[Path, str]]:
    """Give the folder to judge, and its address when it was cloned from one."""
    if not is_address(word):
        refuse_ssh(word)
        yield Path(word), ""
        return
    remark(language, "reading", place=word)
    with cloned(word) as folder:
        yield folder, word


def _there(path: Path | None) -> Path | None:
    """Refuse a file that was asked for and is not there: nobody would notice its silence."""
    if path is not None and not path.exists():
        raise UsageError(f"{path} is not there; --vulnerabilities names a file or folder.")
    return path


def _remark_rules(subject: Subject, pack: Pack, language: str) -> None:
    """Say which settings change nothing."""
    named = [*subject.declarations.answers, *subject.declarations.waivers]
    for name, near in unknown_rules(pack, named):
        key = "no-rule-near" if near else "no-rule"
        remark(language, key, name=name, pack=pack.id, near=near)


def _refuse_idle(asked: argparse.Namespace) -> None:
    """Refuse what would do nothing: a person who asked for it would wait in vain."""
    if not asked.place.strip():
        raise UsageError("an empty path names nothing; write . for this folder.")
    if (asked.licence or asked.holder) and not (asked.fix or asked.dry_run):
        raise UsageError("--licence and --holder say what --fix writes; add --fix or --dry-run.")


def _mended(
    asked: argparse.Namespace, subject: Subject, report: Report
) -> tuple[Subject, Report, Sequence[str]]:
    """Write what can be written, or only show it; judge again, and name what was not written."""
    from beffroi.policy.check.fixing import Wanted, fix  # noqa: PLC0415 (only this needs it)

    wanted = Wanted(
        licence=asked.licence,
        holder=asked.holder,
        language=asked.language,
        dry_run=asked.dry_run,
    )
    fixes = fix(subject, report, wanted)
    show_patch(fixes.diff(), is_answer=asked.format == "text" and not asked.output)
    for left in fixes.left:
        sys.stderr.write(f"check: {left.rule}: {plain(getattr(left.why, asked.language))}\n")
    if not fixes.is_written:
        return subject, report, ()
    new = [change.path for change in fixes.changes if change.is_new]
    if new and subject.history is not None:
        remark(asked.language, "add", paths=shlex.join(new))
    assert subject.pack is not None  # noqa: S101 - judged by it just before
    again = replace(subject, tree=fixes.onto(open_tree(subject.tree.root)), _known={})
    return again, judge(again, subject.pack, report.address), fixes.unwritten


def _refuse_elsewhere(place: Path, subject: Subject, address: str) -> None:
    """Refuse to mend what is no working copy of this machine."""
    if address or not place.resolve().is_relative_to(subject.tree.root.resolve()):
        where = address or str(place)
        raise UsageError(f"{where} is no working copy here; clone it, then use --fix there.")


def _write(asked: argparse.Namespace, subject: Subject, report: Report) -> None:
    shown = (report.showing(asked.states) if asked.states else report).speaking(asked.language)
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
