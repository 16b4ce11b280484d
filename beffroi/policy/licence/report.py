"""Say answers to a person: each file's licence, where it stands, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from beffroi.policy.licence.repository import Repository
from beffroi.policy.licence.scan import Left
from beffroi.policy.licence.shapes import FileAnswer, Match
from beffroi.policy.licence.walk import shown

_MOST_DIFFERENCES = 12
_MOST_WORDS = 40
_MOST_LISTED = 20
_BANDS: dict[str, str] = {
    "altered": "altered: not the licence as it is",
    "similar": "only similar: no licence can be named",
}


def of_file(answer: FileAnswer) -> Iterator[str]:
    """Yield the lines about one file; a file without a licence gets one."""
    name = shown(answer.path)
    said = answer.expression or ("no licence" if answer.band == "none" else "unknown")
    band = _BANDS.get(answer.band)
    yield f"{name}: {said}" + (f" ({band})" if band else "")
    for match in answer.matches:
        yield f"    {_place(match)}  {match.licence}, {_kind(match)}{_ties(match)}"
        yield from _differences(match)


def of_left(left: Iterable[Left]) -> Iterator[str]:
    """Yield the lines about what was not read, by reason."""
    by_reason: dict[str, list[str]] = {}
    for one in left:
        by_reason.setdefault(one.why, []).append(shown(one.path))
    for why, paths in by_reason.items():
        yield f"Left out, {why}: {len(paths)}"
        yield from (f"    {path}" for path in paths[:_MOST_LISTED])
        if len(paths) > _MOST_LISTED:
            yield f"    and {len(paths) - _MOST_LISTED} more"


def of_repository(root: str, found: Repository, answers: list[FileAnswer]) -> Iterator[str]:
    """Yield the decision on a directory."""
    counts: Counter[str] = Counter(answer.band for answer in answers)
    parts = ", ".join(
        f"{counts[band]} {words}"
        for band, words in (
            ("exact", "with a licence"),
            ("altered", "with an altered text"),
            ("similar", "with a similar text"),
            ("none", "that name none"),
        )
        if counts[band]
    )
    yield f"Repository {shown(root)}: {len(answers)} files read; {parts or 'nothing found'}"
    yield f"    declared  {found.declared or 'nothing'}"
    yield f"    detected  {', '.join(found.detected) or 'nothing'}"
    for conflict in found.conflicts:
        yield f"    conflict  {conflict.because}"
        yield from (f"        {shown(path)}: {said}" for path, said in conflict.says)


def _place(match: Match) -> str:
    if match.start_line == match.end_line:
        return f"line {match.start_line}"
    return f"lines {match.start_line}–{match.end_line}"


def _kind(match: Match) -> str:
    if match.kind != "text":
        return match.kind
    return f"text, {match.score:.1%} of its words" if match.differs else "whole text"


def _ties(match: Match) -> str:
    others = [tie for tie in match.ties if tie != match.licence]
    return f" (the same words: {', '.join(others)})" if others else ""


def _differences(match: Match) -> Iterator[str]:
    for one in match.differs[:_MOST_DIFFERENCES]:
        if one.expected and one.found:
            yield f"        “{_cut(one.expected)}” became “{_cut(one.found)}”"
        elif one.found:
            yield f"        added “{_cut(one.found)}”"
        else:
            yield f"        missing “{_cut(one.expected)}”"
    if len(match.differs) > _MOST_DIFFERENCES:
        yield f"        and {len(match.differs) - _MOST_DIFFERENCES} more differences"


def _cut(words: str) -> str:
    parts = words.split(" ")
    return words if len(parts) <= _MOST_WORDS else " ".join(parts[:_MOST_WORDS]) + " …"
