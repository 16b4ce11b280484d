"""The report for a person at a terminal: the verdict first, then what is to do, the gravest first.

Nothing of a repository reaches the terminal as a command: control characters are shown as words.
"""

from typing import Final

from beffroi.lib.typography import day
from beffroi.policy.check.families import role, said
from beffroi.policy.check.formats.document import remedy_of, source_of
from beffroi.policy.check.judging import Judged, Report
from beffroi.policy.check.plurals import filled
from beffroi.policy.check.shapes import STATES, Evidence

_SHOWN: Final = ("fail", "warn", "unknown", "waived")
_GRAVITY: Final = ("MUST", "SHOULD", "MAY")
_QUIET: Final = ("pass", "not-applicable")
_MOST_PLACES: Final = 8
_INDENT: Final = " " * 4


def write(report: Report, language: str) -> str:
    """Return the report in a language."""
    lines = _head(report, language)
    for judged in sorted(report.rules, key=_order):
        if judged.finding.state in _SHOWN:
            lines += ["", *_finding(judged, language)]
    lines.append("")
    for state in _QUIET:
        ids = [one.rule.id for one in report.rules if one.finding.state == state]
        if ids:
            lines.append(f"{_say('states', state, language)} ({len(ids)}): {', '.join(ids)}")
    return "\n".join(plain(line) for line in lines) + "\n"


def plain(text: str) -> str:
    """Return a text without what could steer a terminal, on one line."""
    known = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(one if one.isprintable() or one in "\u00a0\u202f" else "�" for one in known)


def _head(report: Report, language: str) -> list[str]:
    values = {state.replace("-", "_"): report.count(state) for state in STATES}
    verdict = _say("verdicts", report.verdict, language)
    on = day(report.on, language)
    policy = _say("text", "policy", language)
    return [
        policy.format(policy=report.policy, version=report.version, day=on),
        _say("text", "verdict", language).format(verdict=verdict),
        _level(report, language),
        _score(report, language),
        filled(_say("text", "counts", language), language, **values),
    ]


def _level(report: Report, language: str) -> str:
    level = report.level
    nothing = _say("text", "nothing", language)
    return _say("text", "level", language).format(
        claimed=level.claimed or nothing,
        observed=level.observed or nothing,
        basis=_say("text", level.basis, language),
    )


def _score(report: Report, language: str) -> str:
    score = report.score
    colour = _say("colours", score.colour, language)
    line = _say("text", "score", language).format(points=score.points, of=score.of, colour=colour)
    if score.missing is None:
        return line
    key = "missing-no" if score.missing.is_yes is False else "missing-unknown"
    question = getattr(score.missing.words, language)
    return line + _say("text", key, language).format(question=question)


def _finding(judged: Judged, language: str) -> list[str]:
    rule, finding = judged.rule, judged.finding
    state = _say("states", finding.state, language).upper()
    severity = _say("severities", judged.severity, language)
    lines = [f"{state} · {severity} · {rule.id} · {getattr(rule.statement, language)}"]
    lines.append(_INDENT + getattr(finding.why, language))
    lines += [f"{_INDENT}  {_place(one)}" for one in finding.evidence[:_MOST_PLACES]]
    left = len(finding.evidence) - _MOST_PLACES
    if left > 0:
        lines.append(f"{_INDENT}  {_say('text', 'more', language).format(count=left)}")
    remedy = getattr(remedy_of(judged), language)
    if remedy and finding.state != "waived":
        begin = _say("text", "mend", language)
        if finding.state == "unknown":
            asked = role(finding.asks or rule.answerer, language)
            begin = _say("text", "answer", language).format(role=asked)
        lines.append(_INDENT + begin + remedy)
    decided = _say("text", "decided", language).format(pack=judged.pack)
    lines.append(f"{_INDENT}{_say('text', 'source', language)}{source_of(judged)} ({decided})")
    return lines


def _place(evidence: Evidence) -> str:
    place = f"{evidence.path}:{evidence.line}" if evidence.line else evidence.path
    parts = [place, evidence.commit[:12], evidence.text]
    return " · ".join(part for part in parts if part)


def _order(judged: Judged) -> tuple[int, int]:
    state = judged.finding.state
    return (
        _SHOWN.index(state) if state in _SHOWN else len(_SHOWN),
        _GRAVITY.index(judged.severity),
    )


def _say(table: str, key: str, language: str) -> str:
    return str(getattr(said(table, key), language))
