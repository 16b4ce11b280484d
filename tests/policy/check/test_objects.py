"""Commits and tags as git stores them, however strange."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from beffroi.policy.check.objects import commit_of, moment, next_object, tag_of

HEAD = b"tree 0\nparent 1\nauthor %b\ncommitter %b\n%b\nSubject\n\nSigned-off-by: A <a@x.example>\n"
USUAL = b"A B <a@x.example> 1777896000 +0200"


def test_a_usual_commit_is_read_whole() -> None:
    commit = commit_of("abc", HEAD % (USUAL, b"C <c@x.example> 1777896001 -0330", b""))
    assert (commit.author_name, commit.author_email, commit.committer_email) == (
        "A B",
        "a@x.example",
        "c@x.example",
    )
    assert commit.author_date == datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert commit.author_date.utcoffset() == timedelta(hours=2)
    assert (commit.subject, commit.signers) == ("Subject", ("A <a@x.example>",))


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        (b"A <> 1 +0000", "A", ""),
        (b" <a@x.example> 1 +0000", "", "a@x.example"),
        (b"A <a@x.example>", "A", "a@x.example"),
        (b"A <a<b>c@x.example> 1 +0000", "A", "a<b>c@x.example"),
        (b"nothing of the kind", "nothing of the kind", ""),
        (b"A <a@x.example> 99999999999999999999999999 +9999", "A", "a@x.example"),
        (b"A <a@x.example> -5 -9999", "A", "a@x.example"),
        (b"\xff\xfe <\xff@x.example> 1 +0000", "\ufffd\ufffd", "\ufffd@x.example"),
        (b"", "", ""),
    ],
)
def test_a_strange_author_is_read_as_far_as_possible(line: bytes, name: str, address: str) -> None:
    commit = commit_of("abc", HEAD % (line, USUAL, b""))
    assert (commit.author_name, commit.author_email) == (name, address)
    assert commit.author_date.tzinfo


@pytest.mark.parametrize(
    ("named", "subject"),
    [("latin-1", "été"), ("nonsense", "\ufffdt\ufffd"), ("base64", "\ufffdt\ufffd")],
)
def test_the_message_is_read_in_the_encoding_that_it_names(named: str, subject: str) -> None:
    raw = HEAD % (USUAL, USUAL, f"encoding {named}\n".encode())
    assert commit_of("abc", raw.replace(b"Subject", b"\xe9t\xe9")).subject == subject


def test_a_signature_in_the_head_is_no_message() -> None:
    signed = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"
    assert commit_of("abc", HEAD % (USUAL, USUAL, signed)).subject == "Subject"


def test_a_commit_of_nothing_is_a_commit() -> None:
    assert commit_of("abc", b"").subject == ""


def test_a_tag_of_a_file_has_no_date() -> None:
    assert tag_of("v1", b"blob", b"x").date is None


def test_a_tag_of_sha256_keeps_its_signature_in_the_head() -> None:
    signed = b"gpgsig-sha256 -----BEGIN SSH SIGNATURE-----"
    raw = b"object 0\ntagger A <a@x.example> 1 +0000\n%b\n\nx" % signed
    assert tag_of("v1", b"tag", raw).signature == "ssh"


def test_times_that_no_calendar_has_are_cut() -> None:
    assert moment(10**30).year == 9999
    assert moment(-(10**30)).year == 1970


def test_objects_are_read_one_after_the_other() -> None:
    stream = BytesIO(b"a1 blob 3\nabc\na2 missing\na3 blob 9\n123456789\na4 blob 1\nx\n")
    found = [next_object(stream, 5) for _ in range(5)]
    assert found == [
        ("a1", b"blob", b"abc"),
        ("a2", b"missing", None),
        ("a3", b"blob", None),
        ("a4", b"blob", b"x"),
        None,
    ]


def test_an_object_that_breaks_off_is_none() -> None:
    assert next_object(BytesIO(b"a1 blob 30\nabc"), 50) is None
