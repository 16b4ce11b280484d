"""GitLab Code Quality: what is wrong or to be answered, in the widget of a merge request."""

import json
from typing import Any, Final

from beffroi.lib.cleaning import clean
from beffroi.policy.check.formats.places import Place, places, remedy
from beffroi.policy.check.judging import Judged, Report

_SEVERITIES: Final = {"MUST": "blocker", "SHOULD": "major", "MAY": "info"}
_SHOWN: Final = frozenset({"fail", "warn", "unknown"})


def write(report: Report, language: str) -> str:
    """Return one entry for each place of what is not passed; a waived rule is none."""
    entries = [
        _entry(place, language)
        for judged in report.rules
        if judged.finding.state in _SHOWN
        for place in places(judged)
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _entry(place: Place, language: str) -> dict[str, Any]:
    said = f"{place.judged.rule.id}: {place.message(language)} {remedy(place.judged, language)}"
    return {
        "description": " ".join(said.split()),
        "check_name": place.judged.rule.id,
        "fingerprint": place.mark,
        "severity": _severity(place.judged),
        "location": {"path": clean(place.path), "lines": {"begin": max(1, place.line)}},
    }


def _severity(judged: Judged) -> str:
    if judged.finding.state == "unknown":
        return "info"
    if judged.finding.state == "warn":
        return "minor"
    return _SEVERITIES[judged.severity]
