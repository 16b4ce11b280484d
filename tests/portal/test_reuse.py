"""Feeds and files of the repositories of one body or account."""

from beffroi.portal.reuse import reuse_of


def test_every_form_that_this_program_has_is_named_with_its_address() -> None:
    found = reuse_of({"organisation": "ign"}, "organisations/ign")
    feeds = {words: url for words, url, _ in found.feeds}
    assert feeds["Atom"] == "/en/repositories.atom?organisation=ign"
    assert feeds["JSON Feed"] == "/en/repositories.feed.json?organisation=ign"
    assert [words for words, _, _ in found.files] == ["CSV", "JSON", "JSON Lines", "Parquet"]


def test_the_record_and_the_call_of_the_api_are_beside_them() -> None:
    found = reuse_of({"account": "ign-github-com"}, "accounts/ign-github-com")
    assert found.record == "/api/v1/accounts/ign-github-com"
    assert found.api == "/api/v1/search?kind=repository&account=ign-github-com"


def test_a_name_with_odd_signs_stays_one_parameter() -> None:
    found = reuse_of({"forge": "a&b=c"}, "accounts")
    assert found.files[0][1] == "/en/repositories.csv?forge=a%26b%3Dc"
