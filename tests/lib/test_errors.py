"""The errors that rooms share."""

from beffroi.lib.errors import BeffroiError, ShownError


def test_an_error_may_pass_by_itself_unless_it_says_otherwise() -> None:
    assert not BeffroiError("later").permanent
    assert ShownError("not-found", "There is no such page.", 404).permanent


def test_a_shown_error_carries_code_message_and_status() -> None:
    error = ShownError("not-found", "There is no such page.", 404)
    assert (error.code, str(error), error.status) == ("not-found", "There is no such page.", 404)
