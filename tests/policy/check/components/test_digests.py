"""Digests of lock files."""

import base64

from beffroi.policy.check.components.digests import MOST, hexadecimal, integrity, marked


def test_integrity_is_brought_to_hexadecimal() -> None:
    text = (
        f"sha512-{base64.b64encode(b'a' * 64).decode()} sha1-{base64.b64encode(b'b' * 20).decode()}"
    )
    assert [(one.algorithm, one.content) for one in integrity(text)] == [
        ("SHA-512", "61" * 64), ("SHA-1", "62" * 20),
    ]  # fmt: skip


def test_what_is_no_digest_is_left_out() -> None:
    assert integrity("sha512-AAAAAAAAAAAAAAAAAAAAAAA") == ()
    words = (("sha256", "ab"), ("crc", "ab"), ("md5", "z" * 32))
    assert [hexadecimal(*one) for one in words] == [(), (), ()]


def test_marked_digests_come_once_and_not_without_end() -> None:
    words = [f"sha256:{number:064x}" for number in range(MOST + 50)]
    assert len(marked(words)) == MOST
    assert len(marked([words[0], words[0], "hello"])) == 1
