"""The report as one JSON document; its shape is the public contract (design, section 2)."""

import json
from typing import Any, Final

from beffroi.policy.check.judging import Judged, Report
from beffroi.policy.check.level import Level
from beffroi.policy.check.score import Question, Score
from beffroi.policy.check.shapes import Evidence, Words

_NOTHING: Final = Words("", "")


def write(report: Report, _language: str) -> str:
    """Return the document; it holds both languages, and its order is that of the pack."""
    return json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """Return the document as values."""
    return {
        "policy": report.policy,
        "version": report.version,
        "on": report.on.isoformat(),
        "head": report.head,
        "verdict": report.verdict,
        "level": _level(report.level),
        "score": _score(report.score),
        "rules": [_rule(one) for one in report.rules],
    }


def _level(level: Level) -> dict[str, Any]:
    return {"claimed": level.claimed, "observed": level.observed, "basis": level.basis}


def _score(score: Score) -> dict[str, Any]:
    return {
        "points": score.points,
        "of": score.of,
        "colour": score.colour,
        "missing": score.missing.id if score.missing else None,
        "questions": [_question(one) for one in score.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    kind = "prerequisite" if question.is_prerequisite else "point"
    words = question.words.as_json()
    return {"id": question.id, "kind": kind, "answer": question.is_yes, "words": words}


def _rule(judged: Judged) -> dict[str, Any]:
    rule, finding = judged.rule, judged.finding
    found: dict[str, Any] = {
        "id": rule.id,
        "state": finding.state,
        "severity": judged.severity,
        "statement": rule.statement.as_json(),
        "source": source_of(judged),
        "why": finding.why.as_json(),
        "evidence": [_evidence(one) for one in finding.evidence],
        "remedy": remedy_of(judged).as_json(),
        "asks": finding.asks,
        "pack": judged.pack,
    }
    if judged.waiver:
        waiver = judged.waiver
        until = waiver.until.isoformat()
        found["waiver"] = {"reason": waiver.reason, "by": waiver.by, "until": until}
    return found


def source_of(judged: Judged) -> str:
    """Return the document and section that a rule comes from."""
    return " — ".join(part for part in (judged.rule.source, judged.rule.section) if part)


def remedy_of(judged: Judged) -> Words:
    """Return how to mend or to answer: as the finding knows it, else as the rule says."""
    return judged.finding.remedy or judged.rule.remedy or _NOTHING


def _evidence(evidence: Evidence) -> dict[str, Any]:
    path = evidence.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = evidence.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    found: dict[str, Any] = {"path": path, "line": evidence.line, "text": text}
    if evidence.commit:
        found["commit"] = evidence.commit
    return found
