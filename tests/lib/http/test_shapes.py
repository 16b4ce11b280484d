"""What is asked at the door."""

from beffroi.lib.http.shapes import Validators, Wanted, is_acceptable


def test_without_validators_nothing_is_conditional() -> None:
    assert Validators().headers() == {}
    assert Wanted().validators == Validators()


def test_any_type_is_acceptable_when_none_is_named() -> None:
    assert is_acceptable("text/html", ())
    assert is_acceptable("application/ld+json", ("application/json",))
    assert not is_acceptable("application/ld+json", ("text/html",))
