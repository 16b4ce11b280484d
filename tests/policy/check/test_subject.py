"""What checks share."""

from pathlib import Path

from beffroi.policy.check.subject import Subject
from tests.policy.check.making import subject_of


def test_several_checks_that_ask_share_one_search(tmp_path: Path) -> None:
    subject, asked = subject_of(tmp_path), list[Subject]()

    def search(known: Subject) -> int:
        asked.append(known)
        return len(asked)

    assert [subject.once(search), subject.once(search)] == [1, 1]


def test_another_subject_is_asked_anew(tmp_path: Path) -> None:
    asked = list[Subject]()
    for _ in range(2):
        subject_of(tmp_path).once(asked.append)
    assert len(asked) == 2
