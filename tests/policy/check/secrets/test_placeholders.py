"""What stands where a secret would."""

import pytest

from beffroi.policy.check.secrets.placeholders import (
    is_filler,
    is_other_name,
    stands_for_another,
)
from tests.policy.check.secrets.samples import drawn, seeded


@pytest.mark.parametrize(
    "value",
    [
        b"x" * 36,
        b"1234567890abc",
        b"my-example-1",
        b"changeme42",
        b"a" * 20 + b"1b2c",
        b"",
        b"z9" * 12,
    ],
)
def test_fillers_are_known(value: bytes) -> None:
    assert is_filler(value)


@pytest.mark.parametrize("form", ["{A36}", "{h64}", "{d18}", "AAAAAAAAAAAAAAAAAAAAAA{A80}"])
def test_what_was_drawn_is_no_filler(form: str) -> None:
    random = seeded(8)
    assert not [one for one in (drawn(form, random) for _ in range(300)) if is_filler(one.encode())]


@pytest.mark.parametrize(
    "value",
    [
        "${X}",
        "{{ x }}",
        "$(cat x)",
        "os.environ[1]",
        "password",
        "/etc/x",
        "arn:aws:1",
        "12.5",
        " ",
    ],
)
def test_variables_paths_and_words_stand_for_another_value(value: str) -> None:
    assert stands_for_another(value.encode())


def test_a_password_stands_for_itself() -> None:
    assert not stands_for_another(b"Tr0ub4dor&3x")


@pytest.mark.parametrize("name", ["public_key", "password_field", "tokenizer", "key_id", "author"])
def test_a_name_may_speak_of_something_else(name: str) -> None:
    assert is_other_name(name)


@pytest.mark.parametrize("name", ["db_password", "API_KEY", "authToken", "client.secret"])
def test_a_name_may_speak_of_a_secret(name: str) -> None:
    assert not is_other_name(name)
