"""The rules on one value, at their edges."""

import pytest

from beffroi.policy.publiccode import rules


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("https://a.example", True), ("git://a.example/b", True), ("urn:a:b", True), ("a/b", False),
     ("mailto:x", True), ("https://", False), ("http://a b.example", False), ("", False),
     ("https://a.example:99999999/", False), ("http://[::1", False), ("//a.example", False)],
)  # fmt: skip
def test_a_url_has_a_scheme_and_something_behind(text: str, *, is_one: bool) -> None:
    assert rules.is_url(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("fr", True), ("fr-FR", True), ("zh-Hant-TW", True), ("sr-Latn", True), ("en_GB", False),
     ("x-klingon", True), ("i-klingon", True), ("français", False), ("", False), ("e", False)],
)  # fmt: skip
def test_languages_are_tags_with_hyphens(text: str, *, is_one: bool) -> None:
    assert rules.is_language(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("FR", True), ("fr", True), ("Fr", False), ("EU", False), ("FRA", False), ("", False)],
)
def test_countries_are_two_letters_of_one_case(text: str, *, is_one: bool) -> None:
    assert rules.is_country(text) is is_one


@pytest.mark.parametrize(
    ("text", "broken"),
    [("https://a.example/b", None), ("urn:isbn:123", None), ("urn:x-italian-pa:pcm", None),
     ("urn:x-italian-pa:no_such_pa", "uri-italian"), ("pcm", "uri"), ("/a", "uri"),
     ("urn:x", "uri"), ("https:///a", "uri")],
)  # fmt: skip
def test_a_body_is_named_by_an_address_or_a_urn(text: str, broken: str | None) -> None:
    assert rules.broken("uri", "", text) == broken


@pytest.mark.parametrize(
    ("text", "broken"),
    [("alias:gdpr", None), ("alias:nonsense", "support-alias"), ("https://a.example", None),
     ("urn:isbn:1", None), ("gdpr", "support")],
)  # fmt: skip
def test_what_is_supported_has_an_alias_or_an_address(text: str, broken: str | None) -> None:
    assert rules.broken("support", "", text) == broken


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a@b.example", True), ("a.b+c@d-e.example", True), ("a@b", False), ("@b.example", False),
     ("a b@c.example", False), ("contact@mairie-été.example", True)],
)  # fmt: skip
def test_addresses_of_mail_have_a_host_with_a_dot(text: str, *, is_one: bool) -> None:
    assert (rules.broken("email", "", text) is None) is is_one


def test_choices_are_shown_as_a_person_reads_them() -> None:
    assert rules.shown("one-of", "countryExtensionVersion") == '"0.2" or "1.0"'
