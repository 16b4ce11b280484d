"""Parameters of an address: described, and no others accepted."""

import pytest

from beffroi.lib.errors import ShownError
from beffroi.lib.parameters import Parameter, refuse_unknown

KNOWN = (Parameter("organisation", "A body.", is_many=True), Parameter("size", "How many."))


def test_known_names_and_those_of_others_pass() -> None:
    refuse_unknown(["organisation", "size", "lang", "utm_source"], KNOWN)


@pytest.mark.parametrize(
    ("name", "words"),
    [("organization", "did you mean ‘organisation’"), ("zzz", "organisation, size, lang")],
)
def test_an_unknown_name_is_refused_with_the_way_out(name: str, words: str) -> None:
    with pytest.raises(ShownError) as refused:
        refuse_unknown([name], KNOWN)
    assert refused.value.code == "unknown-parameter"
    assert f"‘{name}’" in refused.value.message
    assert words in refused.value.message


def test_a_parameter_that_may_be_repeated_is_an_array_for_openapi() -> None:
    many, one = (parameter.as_openapi() for parameter in KNOWN)
    assert (many["schema"]["type"], many["explode"]) == ("array", True)
    assert one["schema"] == {"type": "string"}
