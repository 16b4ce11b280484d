"""One answer of many matches."""

import pytest

from beffroi.policy.licence.combining import Clue, band_of, combine, group_of, reconcile
from beffroi.policy.licence.shapes import Difference, Match
from beffroi.policy.licence.words import read_text

EMPTY = read_text("\n" * 200)
ALTERED = (Difference("", "non commercial"),)


def text(licence: str, first: int = 1, last: int = 20, **more: object) -> Match:
    return Match(licence, "text", first, last, **more)  # type: ignore[arg-type]


def clue(licence: str, line: int = 30, **more: object) -> Clue:
    facts: dict[str, object] = {"statement": line, "expression": licence, **more}
    return Clue(licence, "notice", line, line, **facts)  # type: ignore[arg-type]


def test_nothing_is_none_and_what_is_only_similar_has_no_expression() -> None:
    assert combine([], EMPTY) == (None, "none")
    assert combine([text("MIT", score=0.8, differs=ALTERED)], EMPTY) == (None, "similar")


def test_an_altered_text_is_said_to_be_so() -> None:
    assert combine([text("MIT", score=0.97, differs=ALTERED)], EMPTY) == ("MIT", "altered")


def test_licences_that_stand_beside_each_other_hold_together() -> None:
    assert combine([text("MIT"), text("ISC", 40, 60)], EMPTY)[0] == "MIT AND ISC"


def test_a_notice_beside_its_own_text_is_one_licence() -> None:
    assert combine([clue("MIT", 1), text("MIT", 3, 20)], EMPTY)[0] == "MIT"


def test_a_notice_closes_the_tie_of_a_text() -> None:
    ties = ("GPL-2.0-only", "GPL-2.0-or-later")
    found = reconcile([text("GPL-2.0-only", ties=ties), clue("GPL-2.0-or-later")], EMPTY)
    assert found[0].licence == "GPL-2.0-or-later"
    assert found[0].ties == ()


def test_a_text_closes_an_open_name() -> None:
    openly = clue("BSD-3-Clause", 1, is_open=True, ties=("BSD-2-Clause",))
    assert combine([openly, text("BSD-2-Clause", 3, 20)], EMPTY)[0] == "BSD-2-Clause"


def test_or_later_of_one_notice_settles_another() -> None:
    found = combine([clue("GPL-2.0-only", 1), clue("GPL-2.0-or-later", 9)], EMPTY)
    assert found[0] == "GPL-2.0-or-later"


def test_an_alternative_is_a_choice_with_what_stands_before() -> None:
    matches = [text("BSD-3-Clause"), clue("GPL-2.0-only", is_alternative=True)]
    assert combine(matches, EMPTY)[0] == "BSD-3-Clause OR GPL-2.0-only"


@pytest.mark.parametrize(
    ("between", "expected"), [("or", "MIT OR ISC"), ("and now", "MIT AND ISC")]
)
def test_two_texts_are_a_choice_only_when_the_file_says_so(between: str, expected: str) -> None:
    lines = read_text("\n" * 20 + f"{between}\n" + "\n" * 40)
    assert combine([text("MIT"), text("ISC", 23, 40)], lines)[0] == expected


def test_an_exception_is_joined_and_alone_stands_for_itself() -> None:
    exception = text("Classpath-exception-2.0", 40, 60)
    assert combine([exception], EMPTY)[0] == "Classpath-exception-2.0"
    found = combine([clue("GPL-2.0-only"), exception], EMPTY)
    assert found[0] == "GPL-2.0-only WITH Classpath-exception-2.0"


def test_names_inside_a_licence_s_own_text_are_its_own_words() -> None:
    assert combine([text("LGPL-2.1-only"), clue("GPL-1.0-or-later", 10)], EMPTY)[0] == (
        "LGPL-2.1-only"
    )


def test_another_licence_offered_in_the_middle_does_not_alter_a_text() -> None:
    differs = (Difference("", "alternatively this may be distributed under the gpl version 2"),)
    matches = [
        text("BSD-3-Clause", score=0.9, differs=differs),
        clue("GPL-2.0-only", 10, is_alternative=True),
    ]
    assert combine(matches, EMPTY) == ("BSD-3-Clause OR GPL-2.0-only", "exact")


def test_a_title_does_not_make_a_modified_text_the_licence() -> None:
    more = (Difference("", "for non commercial use only and not in competition with the author"),)
    modified = text("MIT", 3, 20, score=0.9, differs=more)
    assert combine([clue("MIT", 1), modified], EMPTY) == (None, "similar")


def test_a_title_above_half_a_text_still_names_it() -> None:
    half = text("MIT", 3, 20, score=0.8, differs=(Difference("the software is provided", ""),))
    assert combine([clue("MIT", 1), half], EMPTY)[0] == "MIT"


def test_a_tag_stands_beside_a_notice_of_another_version() -> None:
    tag = Clue("GPL-2.0-only", "tag", 1, 1, statement=1, expression="GPL-2.0-only")
    assert combine([tag, clue("GPL-2.0-or-later", 9)], EMPTY)[0] == "GPL-2.0-only"


def test_bands_and_groups() -> None:
    assert band_of(clue("MIT")) == "exact"
    assert group_of("LGPL-2.1-or-later") == "LGPL"
