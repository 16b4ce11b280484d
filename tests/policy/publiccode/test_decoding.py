"""From nodes to values: the first fault counts."""

from beffroi.policy.publiccode.decoding import WRONG_TYPE, Fault, decode
from beffroi.policy.publiccode.fields import standard
from beffroi.policy.publiccode.trees import parse


def decoded(text: str) -> tuple[object, Fault | None]:
    tree = parse(text.encode())
    assert tree is not None
    return decode(tree, standard().root)


def test_values_have_the_types_of_the_standard() -> None:
    text = "name: 1\nisBasedOn: x\nlocalisation: {localisationReady: true}\nusedBy: [a, null]"
    assert decoded(text) == (
        {"name": "1", "isBasedOn": ["x"], "usedBy": ["a", ""],
         "localisation": {"localisationReady": True}},
        None,
    )  # fmt: skip


def test_a_key_with_a_fault_inside_is_left_out_whole() -> None:
    values, fault = decoded("name: x\nlegal:\n  license: MIT\n  repoOwner: [a]\n")
    assert values == {"name": "x"}
    assert fault == Fault(WRONG_TYPE, 4)


def test_the_first_fault_in_the_order_of_the_standard_is_the_one_told() -> None:
    assert decoded("legal: []\nfoo: 1\nname: []\n")[1] == Fault(WRONG_TYPE, 3)


def test_an_unknown_key_is_told_when_all_else_has_its_type() -> None:
    assert decoded("name: x\nfoo: 1\n") == ({"name": "x"}, Fault('unknown field "foo"', 2))


def test_both_forms_of_the_italian_section_are_read() -> None:
    values, fault = decoded("it: {riuso: {codiceIPA: pcm}}")
    assert (values, fault) == ({"it": {"riuso": {"codiceIPA": "pcm"}}}, None)
