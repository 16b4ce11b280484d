"""Errors of the search."""

from beffroi.lib.errors import BeffroiError
from beffroi.search.errors import BrokenIndexError, SearchError, WriterBusyError


def test_errors_carry_code_message_and_parameter() -> None:
    error = SearchError("bad-page", "Give a number.", "page")
    assert (error.code, error.message, error.parameter) == ("bad-page", "Give a number.", "page")
    assert str(error) == "Give a number."


def test_only_a_busy_writer_is_cured_by_waiting() -> None:
    assert [one.permanent for one in (SearchError, BrokenIndexError, WriterBusyError)] == [
        True,
        True,
        False,
    ]
    assert issubclass(WriterBusyError, BeffroiError)
