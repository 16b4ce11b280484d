"""Signed answers and waivers of a repository."""

import re
from datetime import date

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.declarations import Declarations, read_declarations

TODAY = date(2026, 11, 25)
SIGNED = 'by = "A. Martin"\nrole = "project team"\non = 2026-01-15\n'


def refused(text: str) -> str:
    with pytest.raises(UsageError) as raised:
        read_declarations(text, TODAY)
    return str(raised.value)


def test_an_answer_is_read_with_who_in_which_role_and_when() -> None:
    found = read_declarations(f"[declarations.SEC-04]\nanswer = true\n{SIGNED}", TODAY)
    declared = found.answer("SEC-04")
    assert declared is not None
    assert (declared.answer, declared.by, declared.role) == (True, "A. Martin", "project team")
    assert (declared.on, declared.line) == (date(2026, 1, 15), 1)


@pytest.mark.parametrize("answer", ["true", '"A"', '["a"]', "{ a = true }"])
def test_an_answer_is_a_truth_a_text_a_list_or_a_table(answer: str) -> None:
    found = read_declarations(f"[declarations.X-01]\nanswer = {answer}\n{SIGNED}", TODAY)
    assert found.answer("X-01") is not None


def test_a_waiver_has_author_reason_and_end() -> None:
    text = '[waivers.FILE-09]\nreason = "Young."\nby = "A. Martin"\nuntil = 2027-01-01\n'
    waiver = read_declarations(text, TODAY).waiver("FILE-09")
    assert waiver is not None
    assert (waiver.reason, waiver.by, waiver.until) == ("Young.", "A. Martin", date(2027, 1, 1))


def test_a_repository_that_says_nothing_declares_nothing() -> None:
    assert read_declarations("", TODAY) == Declarations()
    assert Declarations().answer("SEC-04") is None


def test_tables_of_families_are_handed_on() -> None:
    found = read_declarations('policy = "fr-dinum"\n[score]\nlogo = true\n', TODAY)
    assert (found.policy, found.table("score"), found.table("absent")) == (
        "fr-dinum",
        {"logo": True},
        {},
    )


def test_every_fault_is_named_with_its_line_and_its_way_out() -> None:
    said = refused("[declarations.SEC-04]\nanswer = true\nby = ''\n\n[waivers.X]\nwhy = 'no'\n")
    assert ".beffroi.toml:1: declarations.SEC-04: role is missing" in said
    assert ".beffroi.toml:3: declarations.SEC-04.by: by is a text" in said
    assert ".beffroi.toml:6: waivers.X.why: why is unknown here" in said


def test_nobody_signs_later_than_today() -> None:
    later = SIGNED.replace("2026-01-15", "2026-11-26")
    said = refused(f"[declarations.SEC-04]\nanswer = true\n{later}")
    assert "on is 2026-11-26, later than the day of judging" in said


def test_a_day_may_be_written_as_a_text_but_must_be_one() -> None:
    written = SIGNED.replace("2026-01-15", '"2026-01-15"')
    assert read_declarations(f"[declarations.X]\nanswer = 'a'\n{written}", TODAY).answer("X")
    wrong = SIGNED.replace("2026-01-15", '"soon"')
    assert "on is a day such as" in refused(f"[declarations.X]\nanswer = 'a'\n{wrong}")


def test_an_instant_is_taken_as_its_day() -> None:
    signed = SIGNED.replace("2026-01-15", "2026-01-15T08:00:00Z")
    declared = read_declarations(f"[declarations.X]\nanswer = 'a'\n{signed}", TODAY).answer("X")
    assert declared is not None
    assert declared.on == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("policy = ", "is no TOML"),
        ("a = " + "[" * 5000, "is no TOML"),
        ("policy = 3", "policy names a pack"),
        ("declarations = 3", "[declarations.RULE]"),
        ("[waivers]\nX = 3", "X is a table"),
        (f"[declarations.X]\nanswer = 3\n{SIGNED}", "answer is true, false"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(text: str, says: str) -> None:
    assert says in refused(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policyy = 'x'", "policyy is unknown here"),
        ("[projects]\nname = 'x'", "projects is unknown here (known: project)"),
        ("project = 3", "project is a table"),
        ("[project]\npublished = 3", "published is a day such as"),
    ],
)
def test_what_nothing_reads_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        read_declarations(text, TODAY)
