"""From answers to a file that our judge finds valid, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.asking.answers import answers_of, make, tidied
from beffroi.policy.asking.questions import fields
from beffroi.policy.publiccode import judge

ANSWERS: dict[str, Any] = {
    "name": "Médusa: l’outil", "url": "https://forge.example/a/b.git", "short": "Court.",
    "language": "fr", "long": "mot " * 50, "features": "- un\n- deux", "type": "standalone/web",
    "platforms": ["web"], "status": "stable", "licence": "EUPL 1.2", "maintenance": "internal",
    "contact": "Équipe", "languages": "fr, en", "ready": "oui",
}  # fmt: skip


def faulty(**answers: Any) -> dict[str, str]:
    return {one.field: one.words["en"] for one in make({**ANSWERS, **answers}).faults}


def test_answers_make_a_file_that_the_judge_finds_valid() -> None:
    made = make(ANSWERS)
    verdict = judge(made.text.encode())
    assert made.is_valid
    assert verdict.results == ()
    assert verdict.values["legal"]["license"] == "EUPL-1.2"
    assert verdict.values["description"]["fr"]["features"] == ["un", "deux"]


def test_each_answer_is_found_on_its_line() -> None:
    made = make(ANSWERS)
    lines = made.text.splitlines()
    assert "name:" in lines[made.lines["name"] - 1]
    assert "license:" in lines[made.lines["licence"] - 1]
    assert "availableLanguages:" in lines[made.lines["languages"] - 1]
    assert "landing" not in made.lines


def test_without_answers_every_question_that_must_be_answered_says_so() -> None:
    assert [one.field for one in make({}).faults] == [one.id for one in fields() if one.is_required]


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"url": "nonsense"}, "url", "whole address"),
        ({"landing": "ftp://x.example"}, "landing", "https://"),
        ({"short": "x" * 151}, "short", "At most 150 characters; these are 151."),
        ({"long": "court"}, "long", "At least 150 characters; these are 5."),
        ({"language": "français.x"}, "language", "language tag"),
        ({"type": "web"}, "type", "one of the answers"),
        ({"categories": "blog, nonsense"}, "categories", "list of categories"),
        ({"licence": "ours"}, "licence", "SPDX"),
        ({"body": "Ville"}, "body_uri", "needs an answer"),
        ({"contact": ""}, "contact", "needs a name"),
        ({"contact": "", "email": "a@b.example"}, "contact", "needs an answer"),
        ({"email": "a"}, "email", "address such as"),
        ({"maintenance": "contract"}, "until", "needs an answer"),
        ({"maintenance": "contract", "contact": ""}, "contact", "needs a name"),
        ({"maintenance": "contract", "until": "soon"}, "until", "year-month-day"),
        ({"languages": "klingon_x"}, "languages", "language tag"),
        ({"ready": "perhaps"}, "ready", "yes or no"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    answers: dict[str, str], field: str, words: str
) -> None:
    found = faulty(**answers)
    assert list(found) == [field]
    assert words in found[field]


def test_a_contract_names_the_contractor_and_its_end() -> None:
    made = make({**ANSWERS, "maintenance": "contract", "until": "2027-12-31"})
    assert made.is_valid
    assert made.values["maintenance"] == {
        "type": "contract", "contractors": [{"name": "Équipe", "until": "2027-12-31"}],
    }  # fmt: skip


def test_what_no_file_can_hold_is_left_out() -> None:
    found = tidied({"name": "a\x00b\ud800", "features": ["• x", 3, "x"], "other": "y", "url": None})
    assert found == {"name": "ab", "features": ["x"]}


def test_a_file_gives_its_answers_back() -> None:
    made = make({**ANSWERS, "body": "Ville", "body_uri": "https://ville.example"})
    assert make(answers_of(made.values, "fr")).text == made.text


def test_texts_in_the_language_of_the_reader_come_first() -> None:
    values = {"description": {"en": {"shortDescription": "a"}, "fr-FR": {"shortDescription": "b"}}}
    assert answers_of(values, "fr") == {"language": "fr-FR", "short": "b"}
    assert answers_of(values, "it") == {"language": "en", "short": "a"}


@pytest.mark.parametrize(
    "values",
    [{"description": []}, {"maintenance": "x"}, {"legal": 3}, {"maintenance": {"contacts": {}}},
     {"maintenance": {"contacts": ["x"]}}, {"platforms": {"a": 1}}],
)  # fmt: skip
def test_a_file_of_a_stranger_gives_what_it_can(values: dict[str, Any]) -> None:
    assert answers_of(values, "en") == {}


_VALUES = st.one_of(st.text(), st.lists(st.text()), st.none(), st.booleans(), st.integers())


@given(st.dictionaries(st.sampled_from([one.id for one in fields()]), _VALUES))
def test_no_answer_breaks_the_making(answers: dict[str, Any]) -> None:
    made = make(answers)
    errors = [one for one in judge(made.text.encode()).results if one.severity == "error"]
    assert not made.is_valid or not errors
    assert bool(made.faults) >= bool(errors)
