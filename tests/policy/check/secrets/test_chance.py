"""What a machine drew at random, and what a person wrote."""

import pytest

from beffroi.policy.check.secrets.chance import entropy, is_drawn, is_joined, is_mixed
from tests.policy.check.secrets.samples import drawn, seeded


@pytest.mark.parametrize(("value", "bits"), [(b"", 0), (b"aaaa", 0), (b"abab", 1), (b"abcd", 2)])
def test_entropy_counts_bits_a_character(value: bytes, bits: float) -> None:
    assert entropy(value) == bits


@pytest.mark.parametrize("form", ["{A24}", "{l32}", "{h40}", "{b44}", "{w43}"])
def test_what_was_drawn_looks_drawn(form: str) -> None:
    random = seeded(4)
    values = [drawn(form, random).encode() for _ in range(200)]
    assert sum(is_drawn(value, 3.0) for value in values) >= 190


@pytest.mark.parametrize(
    "value",
    ["Deb822ParsedValueElement", "aaaaaaaaaaaaaaaaaaaa1", "motdepassefort"],
)
def test_a_name_does_not_look_drawn(value: str) -> None:
    assert not is_drawn(value.encode(), 3.5)


@pytest.mark.parametrize(
    "value", ["0002_alter_name_max", "new-password-2", "a.b.v2", "my-account-settings-x1y"]
)
def test_words_joined_by_signs_are_a_name(value: str) -> None:
    assert is_joined(value.encode())


def test_a_token_with_a_sign_in_it_is_no_name() -> None:
    random = seeded(6)
    values = [drawn("{A12}_{A14}-{A12}", random).encode() for _ in range(200)]
    assert sum(is_joined(value) for value in values) == 0


def test_a_mixed_value_has_a_letter_and_a_digit_or_sign() -> None:
    assert is_mixed(b"ab1")
    assert is_mixed(b"ab!")
    assert not is_mixed(b"1234")
    assert not is_mixed("clé_api".encode())
