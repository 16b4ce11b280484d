"""The report as one JSON document."""

import json

from beffroi.policy.check.formats.document import as_json, write
from beffroi.policy.check.shapes import Evidence
from tests.policy.check.formats.reports import every_state, judged, report


def test_both_languages_stand_in_it_whatever_the_terminal_speaks() -> None:
    assert write(every_state(), "fr") == write(every_state(), "en")
    assert json.loads(write(every_state(), "fr"))["rules"][0]["statement"] == {
        "fr": "LICENSE est présent.",
        "en": "LICENSE exists.",
    }


def test_rules_keep_the_order_of_the_policy() -> None:
    states = [one["state"] for one in as_json(every_state())["rules"]]
    assert states == ["pass", "warn", "fail", "unknown", "not-applicable", "waived"]


def test_a_place_has_its_commit_where_there_is_one() -> None:
    evidence = (Evidence("a.py", 3, "x", "f" * 40), Evidence("b.py"))
    found = as_json(report(judged("fail", *evidence)))["rules"][0]["evidence"]
    assert found == [
        {"path": "a.py", "line": 3, "text": "x", "commit": "f" * 40},
        {"path": "b.py", "line": 0, "text": ""},
    ]


def test_a_name_that_is_no_text_is_still_json() -> None:
    document = write(report(judged("fail", Evidence("caf\udce9.py", 1))), "en")
    assert json.loads(document.encode("utf-8"))["rules"][0]["evidence"][0]["path"] == "caf�.py"


def test_only_what_is_waived_bears_a_waiver() -> None:
    rules = as_json(every_state())["rules"]
    assert [one["state"] for one in rules if "waiver" in one] == ["waived"]
    assert rules[-1]["waiver"]["until"] == "2026-11-25"
