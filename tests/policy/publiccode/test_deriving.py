"""What follows from other values of a file."""

import pytest

from beffroi.policy.publiccode.deriving import completed
from beffroi.policy.publiccode.judging import judge

ITALIAN = {"riuso": {"codiceIPA": "pcm"}}


def test_the_lower_case_country_section_stands_under_its_new_name() -> None:
    assert completed({"it": ITALIAN})["IT"] == ITALIAN
    assert completed({"it": ITALIAN, "IT": {}})["IT"] == {}


def test_a_body_that_only_its_italian_code_names_is_the_organisation() -> None:
    found = completed({"it": ITALIAN, "legal": {"repoOwner": "Presidenza"}})
    assert found["organisation"] == {"uri": "urn:x-italian-pa:pcm", "name": "Presidenza"}


@pytest.mark.parametrize(
    "values",
    [
        {"IT": ITALIAN, "organisation": {"uri": "https://body.example"}},
        {"IT": {"riuso": {"codiceIPA": "no such code"}}},
        {"IT": {"riuso": None}},
        {"IT": None},
        {},
    ],
)
def test_what_is_said_or_cannot_be_known_stays(values: dict[str, object]) -> None:
    assert completed(values) == values


def test_the_verdict_holds_what_follows() -> None:
    text = "publiccodeYmlVersion: '0.7'\nit:\n  riuso:\n    codiceIPA: pcm\n"
    assert judge(text.encode()).values["organisation"]["uri"] == "urn:x-italian-pa:pcm"
