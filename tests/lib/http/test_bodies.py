"""Bodies are counted after decompression and never kept beyond their limit."""

import zlib

import pytest

from beffroi.lib.http.bodies import Decoder
from beffroi.lib.http.errors import DoorError


def test_a_body_of_exactly_the_limit_is_kept() -> None:
    decoder = Decoder("deflate", 5)
    decoder.feed(zlib.compress(b"12345"))
    assert decoder.end() == b"12345"


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_byte_more_is_too_large(encoding: str) -> None:
    decoder = Decoder(encoding, 5)
    with pytest.raises(DoorError) as refused:
        decoder.feed(zlib.compress(b"123456") if encoding else b"123456")
    assert refused.value.code == "too-large"


@pytest.mark.parametrize("encoding", ["", "identity", "gzip", "deflate"])
def test_an_empty_body_is_empty(encoding: str) -> None:
    assert Decoder(encoding, 5).end() == b""
