"""Which format a file has."""

import json

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.metadata.converting import convert
from tests.policy.metadata.test_codejson import RELEASE
from tests.policy.publiccode.test_judging import MINIMAL


@pytest.mark.parametrize(
    ("document", "count"),
    [({"@context": "x", "name": "a"}, 1), (RELEASE, 1), ({"releases": [RELEASE, RELEASE]}, 2),
     ({"projects": [RELEASE, 3]}, 1)],
)  # fmt: skip
def test_the_format_is_found_out(document: object, count: int) -> None:
    assert len(convert(json.dumps(document).encode(), "publiccode")) == count


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"{// a comment\n}", "line 1, column 2"), (b"[1, 2]", "neither"), (b"{}", "neither"),
     (b"\xff\xfe", "neither"), (b"{\xff}", "UTF-8"), (b"[" * 200_000, "nested"),
     (b'{"repositoryURL": ' + b"[" * 990 + b"]" * 990 + b"}", "nested"),
     (b"a: [", "neither"), (MINIMAL.encode(), "already")],
)  # fmt: skip
def test_what_cannot_be_converted_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        convert(data, "publiccode")


def test_every_way_between_two_formats_is_open() -> None:
    for data in (json.dumps(RELEASE).encode(), MINIMAL.encode()):
        for target in ("codejson", "codemeta"):
            assert convert(data, target)[0].document["name"] == "Medusa"
