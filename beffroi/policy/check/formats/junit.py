"""JUnit XML, which every CI shows: one test case for each rule."""

from typing import Final
from xml.etree import ElementTree as ET

from beffroi.lib.atom import clean
from beffroi.policy.check.families import role
from beffroi.policy.check.formats.places import in_language, places, remedy
from beffroi.policy.check.judging import Judged, Report

_SKIPPED: Final = frozenset({"unknown", "not-applicable", "waived"})


def write(report: Report, language: str) -> str:
    """Return a suite for the policy; what fails is a failure, what is not judged is skipped."""
    states = [judged.finding.state for judged in report.rules]
    counts = {
        "tests": str(len(states)),
        "failures": str(states.count("fail")),
        "errors": "0",
        "skipped": str(sum(state in _SKIPPED for state in states)),
    }
    root = ET.Element("testsuites", {"name": "beffroi check", **counts})
    named = {"name": _clean(f"{report.policy} {report.version}")}
    at = {"timestamp": f"{report.on.isoformat()}T00:00:00", "time": "0"}
    suite = ET.SubElement(root, "testsuite", {**named, **counts, **at})
    for judged in report.rules:
        _case(suite, judged, report.policy, language)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _case(suite: ET.Element, judged: Judged, policy: str, language: str) -> None:
    rule, finding = judged.rule, judged.finding
    name = f"{rule.id} {in_language(rule.statement, language)}"
    where = f"{policy}.{rule.id.split('-')[0]}"
    named = {"classname": _clean(where), "name": _clean(name), "time": "0"}
    case = ET.SubElement(suite, "testcase", named)
    said = _clean(in_language(finding.why, language))
    if finding.state == "fail":
        failure = ET.SubElement(case, "failure", {"message": said, "type": judged.severity})
        failure.text = _details(judged, language)
    elif finding.state in _SKIPPED:
        asked = f" [{role(finding.asks, language)}]" if finding.asks else ""
        ET.SubElement(case, "skipped", {"message": f"{finding.state}: {said}{asked}"})
    elif finding.state == "warn":
        ET.SubElement(case, "system-out").text = _details(judged, language)


def _details(judged: Judged, language: str) -> str:
    lines = [
        f"{place.path}:{place.line}: {place.message(language)}"
        if place.line
        else f"{place.path}: {place.message(language)}"
        for place in places(judged)
    ]
    return _clean("\n".join([*lines, remedy(judged, language)]).strip())


def _clean(text: str) -> str:
    return clean(text)
