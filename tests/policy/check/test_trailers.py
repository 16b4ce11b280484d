"""Trailers of messages: the same as git finds."""

import subprocess

import pytest

from beffroi.policy.check.trailers import address_in, certified_in, signers_in, trailers_in

MESSAGES = (
    "Fix\n\nSigned-off-by: A <a@x.example>\n",
    "Fix\n\nSigned-off-by: A <a@x.example>",
    "Fix\n\nsigned-off-by:A <a@x.example>\nReviewed-by: B\n",
    "Signed-off-by: A <a@x.example>\n",
    "Signed-off-by: A <a@x.example>\n\nbody\n",
    "Fix\n\nbody\nSigned-off-by: A <a@x.example>\n",
    "Fix\n\nbody one\nbody two\nbody three\nbody four\nSigned-off-by: A <a@x.example>\n",
    "Fix\n\nbody: no trailer key\nbody\nSigned-off-by: A\n",
    "Fix\n\nSigned-off-by: A <a@x.example>\n\n\n",
    "Fix\n\nSigned-off-by: A <a@x.example>\n \nfollows\n",
    "Fix\n\nbody\n\nKey: value\n  goes on\nSigned-off-by: A\n\tgoes on\n",
    "Fix\n\n(cherry picked from commit 1234)\nSigned-off-by: A\n",
    "Fix\n\nSigned-off-by : A\nother line\n",
    "Fix\n\nSigned-off-by: A\nother line\n",
    "\n\nFix\n\nSigned-off-by: A\n",
    "Fix\n\nOne\nReviewed-by: B\n",
    "Fix\n\nA b: c\nSigned-off-by: A\n",
    "",
    "\n",
)


@pytest.mark.parametrize("message", MESSAGES)
def test_trailers_are_those_that_git_finds(message: str) -> None:
    words = ["git", "-c", "core.commentChar=~", "interpret-trailers", "--parse", "--no-divider"]
    said = subprocess.run(words, input=message, capture_output=True, text=True, check=True).stdout
    found = [f"{key.lower()}: {value}" for key, value in trailers_in(message)]
    assert found == [
        line.partition(":")[0].lower() + ":" + line.partition(":")[2] for line in said.splitlines()
    ]


def test_the_lines_of_windows_end_like_others() -> None:
    assert signers_in("Fix\r\n\r\nSigned-off-by: A <a@x.example>\r\n") == ("A <a@x.example>",)


def test_a_signer_has_a_name_and_an_address() -> None:
    assert address_in("Agent Un <a.un@x.example>") == "a.un@x.example"
    assert [address_in(one) for one in ("Agent Un", "<a@x.example>", "A <a>", "")] == [""] * 4


def test_an_older_commit_is_signed_off_by_a_sentence() -> None:
    said = "I, A B <a@x.example>, hereby add my Signed-off-by to this commit: 0123456789abcdef"
    assert certified_in(f"Remedy\n\n{said}\n") == (("a@x.example", "0123456789abcdef"),)
    assert certified_in("hereby add nothing") == ()
