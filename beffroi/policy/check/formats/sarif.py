"""SARIF 2.1.0, as GitHub, GitLab and editors read it: each finding at its line."""

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from beffroi.policy.check.formats.places import (
    Place,
    explained,
    gravity,
    in_language,
    places,
    remedy,
)
from beffroi.policy.check.judging import Judged, Report
from beffroi.policy.check.shapes import Rule

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST: Final = 25_000
"""GitHub refuses a run with more results."""
_ROOT: Final = "%SRCROOT%"
_KINDS: Final = {
    "pass": "pass",
    "warn": "fail",
    "fail": "fail",
    "waived": "fail",
    "not-applicable": "notApplicable",
}
_LEVELS: Final = {"MUST": "error", "SHOULD": "warning", "MAY": "note"}
_GRAVEST: Final = ("error", "warning", "note", "none")
_WORDS: Final = {
    "en": {
        "root": "The root of the working copy.",
        "left": "{count} further results were left out: a run holds {most} at most.",
        "remedy": "How to mend it",
        "reason": "Why",
        "source": "Source",
        "waived": "{reason} ({by}, until {until})",
    },
    "fr": {
        "root": "La racine de la copie de travail.",
        "left": "{count} autres résultats sont omis : une exécution en contient {most} au plus.",
        "remedy": "Comment corriger",
        "reason": "Pourquoi",
        "source": "Source",
        "waived": "{reason} ({by}, jusqu’au {until})",
    },
}


def write(report: Report, language: str) -> str:
    """Return the report as a SARIF document; the same report gives the same text."""
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, language)]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _run(report: Report, language: str) -> dict[str, Any]:
    words = _WORDS[language]
    found = [place for judged in report.rules for place in places(judged)]
    kept = sorted(found, key=lambda place: _GRAVEST.index(gravity(place.judged)))[:MOST]
    order = {judged.rule.id: number for number, judged in enumerate(report.rules)}
    kept.sort(key=lambda place: order[place.judged.rule.id])
    has_waivers = any(judged.finding.state == "waived" for judged in report.rules)
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left := len(found) - len(kept):
        text = words["left"].format(count=left, most=MOST)
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": _text(text)}]
    run: dict[str, Any] = {
        "tool": {"driver": _driver(report, language)},
        "automationDetails": {"id": f"beffroi/{report.policy}/"},
        "originalUriBaseIds": {_ROOT: {"description": _text(words["root"])}},
        "invocations": [invocation],
        "results": [
            _result(place, order[place.judged.rule.id], language)
            | ({"suppressions": _suppressions(place.judged, words)} if has_waivers else {})
            for place in kept
        ],
        "properties": {
            "policy": report.policy,
            "policyVersion": report.version,
            "verdict": report.verdict,
            **({"revision": report.head} if report.head else {}),
        },
    }
    if report.address and report.head:
        seen = {"repositoryUri": report.address, "revisionId": report.head}
        run["versionControlProvenance"] = [{**seen, "mappedTo": {"uriBaseId": _ROOT}}]
    return run


def _driver(report: Report, language: str) -> dict[str, Any]:
    return {
        "name": "Beffroi",
        "version": _version(),
        "language": language,
        "rules": [_rule(judged, language) for judged in report.rules],
    }


def _version() -> str:
    try:
        return version("beffroi")
    except PackageNotFoundError:
        return "0"


def _rule(judged: Judged, language: str) -> dict[str, Any]:
    rule = judged.rule
    statement = in_language(rule.statement, language)
    address = explained(rule, language)
    return {
        "id": rule.id,
        **({"name": rule.section} if rule.section else {}),
        "shortDescription": _text(statement),
        "fullDescription": _text(in_language(rule.reason, language) or statement),
        "help": _help(rule, language),
        **({"helpUri": address} if address else {}),
        "defaultConfiguration": {"level": _LEVELS[judged.severity]},
        "properties": {
            "tags": [rule.id.split("-")[0].lower(), judged.severity, rule.binds],
            "pack": judged.pack,
        },
    }


def _help(rule: Rule, language: str) -> dict[str, str]:
    words = _WORDS[language]
    said = [
        (words["remedy"], in_language(rule.remedy, language)),
        (words["reason"], in_language(rule.reason, language)),
        (words["source"], " — ".join(part for part in (rule.source, rule.section) if part)),
    ]
    colon = "\u00a0:" if language == "fr" else ":"
    return {
        "text": "\n".join(_plain(f"{title}{colon} {text}") for title, text in said if text),
        "markdown": "\n\n".join(f"**{title}{colon}** {text}" for title, text in said if text),
    }


def _result(place: Place, number: int, language: str) -> dict[str, Any]:
    judged = place.judged
    finding = judged.finding
    kind = _KINDS.get(finding.state) or ("review" if finding.asks else "open")
    said = place.message(language)
    mended = remedy(judged, language) if kind == "fail" else ""
    region = {"region": {"startLine": place.line}} if place.line > 0 else {}
    location = {"artifactLocation": {"uri": place.uri, "uriBaseId": _ROOT}, **region}
    return {
        "ruleId": judged.rule.id,
        "ruleIndex": number,
        "kind": kind,
        "level": gravity(judged) if kind == "fail" else "none",
        "message": _text(f"{said} {mended}".strip()),
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {
            "beffroi/v1": place.mark,
            "primaryLocationLineHash": f"{place.mark}:1",
        },
        "properties": dict(_properties(place)),
    }


def _properties(place: Place) -> Iterator[tuple[str, str]]:
    finding = place.judged.finding
    yield "state", finding.state
    yield "pack", place.judged.pack
    if finding.asks:
        yield "asks", finding.asks
    if place.commit:
        yield "commit", place.commit


def _suppressions(judged: Judged, words: dict[str, str]) -> list[dict[str, str]]:
    """Return the waiver; SARIF wants this list at every result or at none."""
    waiver = judged.waiver
    if judged.finding.state != "waived":
        return []
    because = (
        words["waived"].format(reason=waiver.reason, by=waiver.by, until=waiver.until.isoformat())
        if waiver
        else ""
    )
    return [
        {
            "kind": "external",
            "status": "accepted",
            **({"justification": because} if because else {}),
        }
    ]


def _text(text: str) -> dict[str, str]:
    return {"text": _plain(text)}


def _plain(text: str) -> str:
    """Return a text in which nothing is a place to fill, nor a link by a stranger."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
