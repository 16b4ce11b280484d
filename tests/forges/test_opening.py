"""Which client reads which software, and what is refused with a way out."""

import pytest

from beffroi.forges.addresses import ONE_SEGMENT, READABLE, SOFTWARE_BY_HOST, AccountAddressError
from beffroi.forges.calls import Access
from beffroi.forges.client import ApiForge
from beffroi.forges.detecting import DetectingForge
from beffroi.forges.git import GitForge
from beffroi.forges.opening import open_forge
from beffroi.lib.http import Door

URL = "https://forge.example.org/a"


def access() -> Access:
    return Access(door=Door(contact=""), token="only-for-tests")  # noqa: S106 - no secret


@pytest.mark.parametrize("software", sorted(READABLE - {"", "git", "cgit", "kallithea"}))
def test_each_software_has_its_client(software: str) -> None:
    forge = open_forge(URL, access=access(), software=software)
    assert isinstance(forge, ApiForge)
    assert (forge.software, forge.path, forge.web) == (software, "a", "https://forge.example.org")


def test_looks_of_every_client_go_by_git() -> None:
    forge = open_forge(URL, access=access(), software="gitlab")
    assert isinstance(forge, ApiForge)
    assert forge.access.inside is not None


@pytest.mark.parametrize("software", ["git", "cgit"])
def test_what_has_no_api_is_read_by_git(software: str) -> None:
    assert isinstance(open_forge(URL, access=access(), software=software), GitForge)


def test_an_unknown_host_is_asked_first() -> None:
    assert isinstance(open_forge(URL, access=access()), DetectingForge)


@pytest.mark.parametrize(
    ("software", "way_out"),
    [("sourcehut", "beffroi import repositories"), ("pagure", "the address of a git repository")],
)
def test_other_software_is_refused_with_a_way_out(software: str, way_out: str) -> None:
    with pytest.raises(AccountAddressError) as refused:
        open_forge(URL, access=access(), software=software)
    assert refused.value.code == "unsupported-forge"
    assert way_out in refused.value.message


def test_every_software_of_a_known_host_is_readable_or_has_a_way_out() -> None:
    assert set(SOFTWARE_BY_HOST.values()) - READABLE == {"sourcehut"}
    assert {"sourcehut"} == ONE_SEGMENT - READABLE


def test_the_whole_of_a_public_host_is_no_account() -> None:
    with pytest.raises(AccountAddressError) as refused:
        open_forge("https://gitlab.com", access=access(), software="gitlab")
    assert refused.value.code == "whole-forge"


def test_a_token_is_never_shown() -> None:
    assert "only-for-tests" not in repr(access())
