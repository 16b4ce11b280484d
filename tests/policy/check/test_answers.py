"""What a person declared."""

import pytest

from beffroi.policy.check.answers import evidence_of, is_no, reason_in, told
from beffroi.policy.check.declarations import Answer, Declaration
from beffroi.policy.check.packs import open_pack
from tests.policy.check.working_copies import TODAY, declared


def answered(answer: Answer) -> Declaration:
    found = declared("PUB-06", answer).answer("PUB-06")
    assert found is not None
    return found


def test_the_evidence_says_who_with_which_role_on_which_day() -> None:
    found = evidence_of(answered(True))  # noqa: FBT003 (an answer is what it is)
    assert (found.path, found.line) == (".beffroi.toml", 3)
    assert found.text == f"Camille Dupuis, head of unit, {TODAY}"


@pytest.mark.parametrize(
    ("answer", "reason"), [("Why.", "Why."), ({"reason": " So. "}, "So."), (True, ""), ([], "")]
)
def test_a_reason_is_a_text_or_a_key_of_a_table(answer: Answer, reason: str) -> None:
    assert reason_in(answered(answer)) == reason
    assert not reason_in(None)


@pytest.mark.parametrize("answer", [False, "", [], {}])
def test_no_is_false_or_nothing(answer: Answer) -> None:
    assert is_no(answered(answer))


def test_a_text_is_a_yes() -> None:
    assert not is_no(answered("https://example.org"))


def test_a_finding_has_the_remedy_of_its_message_or_that_of_the_rule() -> None:
    rule = open_pack("fr-dinum").rule("PUB-01")
    found = told(rule, "warn", "variant", licence="GPL-3.0-only", proposed="GPL-3.0-or-later")
    assert found.remedy is not None
    assert "GPL-3.0-or-later" in found.remedy.fr
    assert told(rule, "fail", "none").remedy is None
