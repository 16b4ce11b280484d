"""Addresses of accounts as people write them, and when two addresses are one repository."""

import json
from pathlib import Path

import pytest

from beffroi.forges.addresses import (
    AccountAddress,
    AccountAddressError,
    comparison_form,
    parse_account,
)


def test_the_comparison_form_is_that_of_the_oracle(shared: Path) -> None:
    path = shared / "data/catalogue/oracles/url-normalisation-cases.json"
    cases = json.loads(path.read_text("utf-8"))
    assert len(cases) == 16
    assert [case for case in cases if comparison_form(case["input"]) != case["normalised"]] == []


@pytest.mark.parametrize("url", ["https://[::1", "https://a:b/", "https://", "/a/b", "mailto:a"])
def test_what_has_no_host_has_no_comparison_form(url: str) -> None:
    assert comparison_form(url) == ""


def test_an_account_says_its_host_path_and_software() -> None:
    account = parse_account(" https://GitHub.com/Etalab/ ")
    assert account == AccountAddress(
        host="github.com", full_path="Etalab", url="https://github.com/Etalab", software="github"
    )


@pytest.mark.parametrize(
    ("address", "url", "software"),
    [
        ("github.com/etalab", "https://github.com/etalab", "github"),
        ("https://github.com:443/etalab.git", "https://github.com/etalab", "github"),
        ("https://github.com/orgs/etalab/repositories", "https://github.com/etalab", "github"),
        ("https://gitlab.com/groups/x/y", "https://gitlab.com/x/y", "gitlab"),
        ("https://gitlab.com/x/y/-/issues", "https://gitlab.com/x/y", "gitlab"),
        ("https://git.example.org/groups/x", "https://git.example.org/x", "gitlab"),
        ("https://git.example.org/groups", "https://git.example.org/groups", None),
        ("https://git.example.org/explore/groups", "https://git.example.org", None),
        ("https://git.example.org/explore/repos/", "https://git.example.org", None),
        ("https://git.example.org/explore/organizations", "https://git.example.org", None),
        ("https://codeberg.org/org/x/dashboard", "https://codeberg.org/x", "forgejo"),
        ("https://git.example.org/users/x/projects", "https://git.example.org/x", None),
        ("https://www.github.com/etalab", "https://github.com/etalab", "github"),
        ("https://gitlab.com.example.org/x", "https://gitlab.com.example.org/x", None),
        ("https://mygithub.com/x/y", "https://mygithub.com/x/y", None),
        ("git.example.org:8443", "https://git.example.org:8443", None),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8001", None),
        ("https://git.example.org/srv/a.git", "https://git.example.org/srv/a", None),
        ("https://git.sr.ht/~etalab", "https://git.sr.ht/~etalab", "sourcehut"),
    ],
)
def test_addresses_are_understood(address: str, url: str, software: str | None) -> None:
    account = parse_account(address)
    assert (account.url, account.software) == (url, software)


@pytest.mark.parametrize(
    ("address", "code", "way_out"),
    [
        ("https://github.com/a/b", "repository-address", "https://github.com/a"),
        ("https://codeberg.org/a/b.git", "repository-address", "https://codeberg.org/a"),
        ("https://github.com", "whole-forge", "add the account's name"),
        ("https://github.com/explore", "whole-forge", "add the account's name"),
        ("https://codeberg.org/explore", "whole-forge", "add the account's name"),
        ("https://gitlab.com/explore/groups", "whole-forge", "add the account's name"),
        ("git@github.com:a/b.git", "bad-address", "https://"),
        ("etalab", "bad-address", "https://"),
        ("", "bad-address", "web address"),
        ("https://u:p@github.com/a", "bad-address", "leave them out"),
        (f"https://git.example.org/{'a' * 401}", "bad-address", "at most 400"),
    ],
)
def test_other_addresses_are_refused_with_a_way_out(address: str, code: str, way_out: str) -> None:
    with pytest.raises(AccountAddressError) as refused:
        parse_account(address)
    assert refused.value.code == code
    assert way_out in refused.value.message
