"""Answers in words."""

from beffroi.policy.licence import report
from beffroi.policy.licence.repository import Conflict, Repository
from beffroi.policy.licence.scan import Left
from beffroi.policy.licence.shapes import Difference, FileAnswer, Match


def test_an_altered_text_shows_every_difference_in_words() -> None:
    differs = (
        Difference("of charge", "for money"),
        Difference("", "word " * 60),
        Difference("sell", ""),
        *(Difference("x", "y") for _ in range(20)),
    )
    match = Match("MIT", "text", 1, 9, 0.97, ("MIT", "X"), differs)
    lines = list(report.of_file(FileAnswer("a", "MIT", "altered", (match,))))
    assert lines[0] == "a: MIT (altered: not the licence as it is)"
    assert lines[1] == "    lines 1–9  MIT, text, 97.0% of its words (the same words: X)"
    assert lines[2] == "        “of charge” became “for money”"
    assert lines[3].endswith("word …”")
    assert lines[4] == "        missing “sell”"
    assert lines[-1] == "        and 11 more differences"


def test_a_notice_and_a_file_without_licence_get_a_line_each() -> None:
    notice = FileAnswer("b", "MIT", "exact", (Match("MIT", "notice", 3, 3),))
    assert list(report.of_file(notice)) == ["b: MIT", "    line 3  MIT, notice"]
    whole = FileAnswer("b", "MIT", "exact", (Match("MIT", "text", 1, 3),))
    assert list(report.of_file(whole))[1] == "    lines 1–3  MIT, whole text"
    assert list(report.of_file(FileAnswer("c", None, "none"))) == ["c: no licence"]
    assert next(iter(report.of_file(FileAnswer("c", None, "similar")))).startswith("c: unknown")


def test_what_is_left_out_is_grouped_by_reason() -> None:
    lines = list(report.of_left([Left(f"{number}", "binary") for number in range(25)]))
    assert lines[0] == "Left out, binary: 25"
    assert lines[-1] == "    and 5 more"
    assert list(report.of_left([Left("x", "vendored")]))[1:] == ["    x"]


def test_the_repository_is_summed_up() -> None:
    conflict = Conflict("they disagree", (("LICENSE", "MIT"), ("package.json", "ISC")))
    found = Repository("MIT", ["ISC", "MIT"], [conflict])
    answers = [FileAnswer("a", "MIT", "exact"), FileAnswer("b", None, "none")]
    assert list(report.of_repository(".", found, answers)) == [
        "Repository .: 2 files read; 1 with a licence, 1 that name none",
        "    declared  MIT",
        "    detected  ISC, MIT",
        "    conflict  they disagree",
        "        LICENSE: MIT",
        "        package.json: ISC",
    ]
    empty = list(report.of_repository(".", Repository(), []))
    assert empty[0].endswith("nothing found")
