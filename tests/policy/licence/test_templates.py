"""Reading what an SPDX template requires and leaves open."""

from beffroi.policy.licence.templates import ANYTHING, CHOICE, parse


def test_optional_words_are_choices_and_no_requirement() -> None:
    template = parse([r"[ ]*(|mit license)[ ]*permission is granted\."])
    assert template.required.split() == [CHOICE, "permission", "is", "granted."]
    assert template.choices == {"mit license"}


def test_a_group_of_anything_leaves_a_gap() -> None:
    template = parse([r"the[ ]*(?P<holder>.+)[ ]*shall .{0,40} not"])
    assert template.required.split() == ["the", ANYTHING, "shall", "not"]


def test_alternatives_are_spelled_out_however_deep() -> None:
    template = parse([r"(?P<a>express(ed)?|(of )?the\s+works)"])
    assert template.choices == {"express", "expressed", "the works", "of the works"}


def test_an_address_may_be_another_one() -> None:
    assert ANYTHING in parse(["see normalized/url here"]).required


def test_an_expression_that_ends_early_is_read_as_far_as_it_goes() -> None:
    assert parse(["a(b|c"]).choices == {"b", "c"}
    assert parse(["a)b.*"]).required.split() == ["ab", ANYTHING]
