"""The ten questions in a terminal."""

import pytest

from beffroi.policy.asking.dialogue import Dialogue
from beffroi.policy.asking.guessing import Guess
from tests.policy.asking.test_answers import ANSWERS

GUESSES = {
    name: Guess(value, "README.md", 3)
    for name, value in ANSWERS.items()
    if name not in {"type", "platforms", "maintenance", "contact", "features"}
}
TYPED = [
    "", "", "", "", "", "", "un", "deux", "", "1", "1,2", "", "", "", "", "", "", "",
    "1", "Équipe", "", "", "",
]  # fmt: skip


def held(lines: list[str], language: str = "en") -> tuple[object, str]:
    said: list[str] = []
    left = iter(lines)

    def read() -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return Dialogue(read, said.append, language).hold(GUESSES), "\n".join(said)


def test_enter_keeps_what_is_known_and_numbers_choose() -> None:
    made, said = held(TYPED)
    assert made.is_valid  # type: ignore[attr-defined]
    values = made.values  # type: ignore[attr-defined]
    assert (values["softwareType"], values["platforms"]) == ("standalone/web", ["web", "linux"])
    assert values["maintenance"]["contacts"] == [{"name": "Équipe"}]
    assert "[Médusa: l’outil]  ← README.md:3" in said


def test_the_questions_are_asked_in_french() -> None:
    _, said = held(TYPED, "fr")
    assert "1. Comment s’appelle-t-il\u202f?" in said
    assert "10. Quelles langues parle-t-il\u202f?" in said


def test_an_answer_that_is_not_taken_is_asked_for_again() -> None:
    typed = [*TYPED]
    typed[1] = "nonsense"
    made, said = held([*typed, "https://forge.example/c/d.git"])
    assert made.values["url"] == "https://forge.example/c/d.git"  # type: ignore[attr-defined]
    assert "Not yet: Give a whole address" in said


def test_a_hyphen_leaves_an_answer_empty() -> None:
    typed = ["-", *TYPED[1:], "Autre"]
    made, _ = held(typed)
    assert made.values["name"] == "Autre"  # type: ignore[attr-defined]


def test_whom_to_ask_is_not_asked_when_nobody_maintains_it() -> None:
    typed = [*TYPED[:18], "4", "", ""]
    made, said = held(typed)
    assert made.values["maintenance"] == {"type": "none"}  # type: ignore[attr-defined]
    assert "Their e-mail address" not in said


def test_the_end_of_the_answers_ends_the_dialogue() -> None:
    with pytest.raises(EOFError):
        held(TYPED[:5])
