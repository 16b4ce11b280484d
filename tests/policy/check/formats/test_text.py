"""The report for a person at a terminal."""

from beffroi.policy.check.formats.text import plain, write
from beffroi.policy.check.shapes import Evidence
from tests.policy.check.formats.reports import every_state, judged, report


def test_the_verdict_comes_first_with_level_score_and_counts() -> None:
    lines = write(every_state(), "en").splitlines()
    assert lines[0] == "Policy fr-dinum-2018 1.1 of 2019-09-09, judged on 25 November 2026"
    assert lines[1] == "Verdict: blocked"
    assert lines[2] == "Openness level: claimed B, observed B-C (by the files)"
    assert lines[3] == "Score: 6 of 10, orange"
    assert lines[4] == "1 pass, 1 warn, 1 fail, 1 unknown, 1 not applicable, 1 waived"


def test_what_is_to_do_comes_gravest_first_and_what_passes_is_only_named() -> None:
    lines = write(every_state(), "en").splitlines()
    heads = [line.split(" · ")[0] for line in lines if " · MUST · " in line]
    assert heads == ["FAIL", "WARN", "UNKNOWN", "WAIVED"]
    assert lines[-2:] == ["pass (1): FILE-01", "not applicable (1): FILE-05"]


def test_an_unknown_says_who_can_answer_in_the_language_of_the_reader() -> None:
    document = report(judged("unknown", asks="OSPO"))
    assert "To answer (open source office): Add the text." in write(document, "en")
    assert "Pour répondre (mission logiciels libres)\u00a0: Ajoutez" in write(document, "fr")


def test_a_finding_shows_place_source_and_the_policy_that_decided() -> None:
    said = write(report(judged("fail", Evidence("a.py", 3, "x = 1", "f" * 40))), "en")
    assert "a.py:3 · ffffffffffff · x = 1" in said
    assert "pratique.md — Fichiers (decided by fr-dinum-2018 1.1)" in said


def test_many_places_are_counted_not_poured_out() -> None:
    places = [Evidence("a.py", line) for line in range(1, 21)]
    said = write(report(judged("fail", *places)), "en")
    assert said.count("a.py:") == 8
    assert "and 12 more" in said


def test_french_keeps_its_spaces_and_nothing_else_strange_passes() -> None:
    assert plain("Oui\u202f! «\u00a0é\u00a0»\n\x07") == "Oui\u202f! «\u00a0é\u00a0»��"


def test_the_summary_agrees_with_its_numbers() -> None:
    summary = write(report(judged("fail"), judged("warn"), judged("warn")), "fr").splitlines()[4]
    assert "2 remarques, 1 non respectée, 0 inconnue" in summary
