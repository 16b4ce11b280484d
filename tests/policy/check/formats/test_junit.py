"""JUnit XML: one case for each rule, well formed whatever a repository holds."""

from xml.etree import ElementTree as ET

from beffroi.policy.check.formats.junit import write
from beffroi.policy.check.shapes import Evidence
from tests.policy.check.formats.reports import every_state, judged, report


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode("utf-8"))  # noqa: S314 - written by us a line above


def test_the_suite_counts_what_it_holds() -> None:
    suite = parsed(write(every_state(), "en")).find("testsuite")
    assert suite is not None
    counts = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "6", "failures": "1", "errors": "0", "skipped": "3"}
    assert len(suite.findall("testcase")) == 6


def test_each_state_is_shown_in_the_way_of_junit() -> None:
    cases = parsed(write(every_state(), "en")).iter("testcase")
    found = [[child.tag for child in case] for case in cases]
    assert found == [[], ["system-out"], ["failure"], ["skipped"], ["skipped"], ["skipped"]]


def test_a_failure_says_severity_place_and_remedy() -> None:
    text = write(report(judged("fail", Evidence("src/a.py", 3, "seen"))), "en")
    failure = parsed(text).find(".//failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("MUST", "There is none.")
    assert failure.text == "src/a.py:3: There is none. [seen]\nAdd the text."


def test_an_unknown_names_who_can_answer() -> None:
    found = parsed(write(report(judged("unknown", asks="OSPO")), "en")).find(".//skipped")
    assert found is not None
    assert found.get("message") == "unknown: There is none. [open source office]"


def test_what_xml_cannot_hold_is_taken_out() -> None:
    seen = Evidence("a\x00\udce9\x0b", 1, "]]> <b> \x1b[31m \ufffe \ud800")
    text = write(report(judged("fail", seen, why="\x08no\x1f")), "en")
    failure = parsed(text).find(".//failure")
    assert failure is not None
    assert "]]> <b>" in (failure.text or "")


def test_a_french_reader_reads_french() -> None:
    assert "Il n’y en a pas." in write(report(judged("fail")), "fr")
