"""Where findings stand, how grave each is, and what recognises them."""

import pytest

from beffroi.policy.check.formats.places import document, explained, gravity, places
from beffroi.policy.check.shapes import Evidence, Severity, State
from tests.policy.check.formats.reports import judged, rule


@pytest.mark.parametrize(
    ("state", "severity", "level"),
    [
        ("fail", "MUST", "error"),
        ("fail", "SHOULD", "warning"),
        ("fail", "MAY", "note"),
        ("warn", "MUST", "warning"),
        ("warn", "SHOULD", "warning"),
        ("unknown", "MUST", "note"),
        ("pass", "MUST", "none"),
        ("not-applicable", "MUST", "none"),
        ("waived", "MUST", "error"),
    ],
)
def test_state_and_severity_give_the_level(state: State, severity: Severity, level: str) -> None:
    assert gravity(judged(state, severity=severity)) == level


def test_a_finding_without_a_path_stands_at_the_file_of_answers() -> None:
    (place,) = places(judged("fail", Evidence(text="forge: topics")))
    assert (place.path, place.line, place.text) == (".beffroi.toml", 0, "forge: topics")


def test_places_come_in_one_order_whatever_the_order_of_the_evidence() -> None:
    seen = [Evidence("b", 1), Evidence("a", 9), Evidence("a", 2)]
    forwards, backwards = places(judged("fail", *seen)), places(judged("fail", *seen[::-1]))
    found = [(place.path, place.line) for place in forwards]
    assert found == [(place.path, place.line) for place in backwards]
    assert found == [("a", 2), ("a", 9), ("b", 1)]


def test_a_mark_stays_when_its_line_moves() -> None:
    (before,) = places(judged("fail", Evidence("a", 2, "x")))
    (after,) = places(judged("fail", Evidence("a", 90, "x")))
    assert before.mark == after.mark


def test_two_like_places_of_one_file_have_two_marks() -> None:
    first, second = places(judged("fail", Evidence("a", 2, "x"), Evidence("a", 5, "x")))
    assert first.mark != second.mark


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("src/a b.py", "src/a%20b.py"),
        ("à/é#?.py", "%C3%A0/%C3%A9%23%3F.py"),
        ("a:b", "a%3Ab"),
        ("b\udce9d", "b%E9d"),
        ("%41", "%2541"),
        ("/etc/x", "etc/x"),
    ],
)
def test_a_path_becomes_a_relative_address(path: str, uri: str) -> None:
    (place,) = places(judged("fail", Evidence(path, 1)))
    assert place.uri == uri


def test_a_rule_is_explained_on_the_portal_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BEFFROI_URL", "https://code.example.org/")
    expected = "https://code.example.org/fr/policy/rules/#FILE-03"
    assert explained(rule(), "fr") == expected


def test_without_a_portal_the_document_itself_explains_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("BEFFROI_URL", raising=False)
    assert explained(rule(), "fr").endswith(
        "DISIC/politique-de-contribution-open-source/blob/HEAD/pratique.md"
    )


@pytest.mark.parametrize("source", ["", "Loi 2016-1321, article 2", "a/b", "a/b c d"])
def test_a_source_that_is_no_file_of_a_repository_has_no_address(source: str) -> None:
    assert document(source) == ""
