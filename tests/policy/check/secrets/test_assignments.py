"""A name and what is assigned to it."""

import pytest

from beffroi.policy.check.secrets.assignments import assigned, is_word, judge_named
from beffroi.policy.check.secrets.keywords import STRONG, WEAK


def value_in(line: str, name: str = "password") -> tuple[str, str] | None:
    data = line.encode()
    start = data.lower().index(name.encode())
    told = assigned(data, start, start + len(name))
    return (told.name, told.value.decode()) if told else None


@pytest.mark.parametrize(
    "line",
    [
        'db_password = "v4lue-x"', "db_password: v4lue-x", 'db_password := "v4lue-x"',
        "'db_password' => 'v4lue-x',", '"db_password": "v4lue-x"', "export db_password=v4lue-x;",
        "<db_password>v4lue-x</db_password>", "<db_password>\n  v4lue-x\n</db_password>",
        '<add key="db_password" value="v4lue-x" />', 'db_password: str = "v4lue-x"',
        'if db_password == "v4lue-x":', "define('db_password', 'v4lue-x');",
        'db_password("v4lue-x")', 'db_password = b"v4lue-x"', "`db_password` = `v4lue-x`",
    ],
)  # fmt: skip
def test_an_assignment_is_read_in_many_languages(line: str) -> None:
    assert value_in(line) == ("db_password", "v4lue-x")


@pytest.mark.parametrize("line", ["the password is asked", "password\n= 1", "password: ", ""])
def test_where_nothing_is_assigned_nothing_is_read(line: str) -> None:
    assert value_in(line or "password") is None


def test_a_value_behind_a_weak_name_must_look_drawn() -> None:
    data = b'key = "Tr0ub4dor&3x"'
    told = assigned(data, 0, 3)
    assert told is not None
    assert judge_named(told, STRONG, is_plain=False) == "guess"
    assert judge_named(told, WEAK, is_plain=False) == ""


def test_a_value_that_names_a_secret_is_a_word() -> None:
    assert is_word(b"new_password2")
    assert is_word(b"user-profile-64")
    assert not is_word(b"Tr0ub4dor&3x")
