"""What a git server announces."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.forges.refs import parse_advertisement
from beffroi.lib.http.errors import DoorError
from tests.fakes.hostile import OID, advertisement, packet

OTHER = b"2" * 40
MAIN = (OID + b" HEAD", OID + b" refs/heads/main")


def test_head_and_default_branch_are_found() -> None:
    found = parse_advertisement(advertisement(*MAIN))
    assert (found.head, found.default_branch, found.is_empty) == ("1" * 40, "main", False)


def test_a_detached_head_has_no_branch() -> None:
    found = parse_advertisement(advertisement(*MAIN, capabilities=b"thin-pack"))
    assert (found.head, found.default_branch) == ("1" * 40, None)


def test_an_empty_repository_is_empty() -> None:
    none = b"0" * 40 + b" capabilities^{}"
    for data in (advertisement(none), packet(b"# service=git-upload-pack\n") + b"00000000"):
        found = parse_advertisement(data)
        assert (found.head, found.is_empty) == (None, True)


def test_thousands_of_refs_are_read() -> None:
    refs = [b"%b refs/tags/v%d" % (OTHER, number) for number in range(5000)]
    assert parse_advertisement(advertisement(*MAIN, *refs)).head == "1" * 40


@pytest.mark.parametrize(
    ("refs", "is_same"),
    [
        (MAIN, True),
        ((*MAIN, OTHER + b" refs/pull/1/head"), True),
        ((*MAIN, b"shallow " + OTHER), True),
        ((*MAIN, OTHER + b" refs/tags/v1"), False),
        ((OTHER + b" HEAD", OID + b" refs/heads/main"), False),
    ],
)
def test_the_digest_follows_branches_and_tags(refs: tuple[bytes, ...], is_same: bool) -> None:  # noqa: FBT001
    known = parse_advertisement(advertisement(*MAIN)).digest
    assert (parse_advertisement(advertisement(*refs)).digest == known) is is_same


def test_protocol_version_1_is_understood() -> None:
    data = packet(b"version 1") + advertisement(*MAIN)[34:]
    found = parse_advertisement(data)
    assert (found.head, found.default_branch) == ("1" * 40, "main")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"zzzz",
        packet(b"# service=git-upload-pack\n") + b"0000",
        b"<html>",
        b"0003",
        b"-001",
        b"ffff" + b"x" * 10,
        advertisement(*MAIN)[:-4],
        advertisement(*MAIN)[:-6],
        advertisement(b"nonsense"),
        advertisement(OID + b" refs/heads/a b"),
        advertisement(OID + b" refs/heads/\x1b[31m"),
        advertisement(OID + b" refs/heads/\x7f"),
        advertisement(OID + b" refs/heads/" + b"x" * 2000),
        advertisement(OID + b" HEAD", capabilities="symref=HEAD:refs/heads/\u202ea".encode()),
        packet(b"ERR access denied") + b"0000",
        packet(b"version 2") + b"0000",
    ],
)
def test_what_is_announced_wrongly_is_broken(data: bytes) -> None:
    with pytest.raises(DoorError) as refused:
        parse_advertisement(data)
    assert refused.value.code == "broken-answer"


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_end_in_another_error(data: bytes) -> None:
    try:
        parse_advertisement(data)
    except DoorError as error:
        assert error.code == "broken-answer"  # noqa: PT017
