"""publiccode.yml is read as it stands, and never lets anything swell."""

import json
from itertools import pairwise

import pytest

from beffroi.forges.metadata import (
    MetadataError,
    codemeta_licence,
    parse_codemeta,
    parse_publiccode,
    short_descriptions,
    text_at,
)

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in pairwise("abcdefghi")
)


def test_a_document_becomes_plain_values() -> None:
    data = (
        b"name: A\nreleaseDate: 2026-05-04\n1: [1.5, true, null, .inf, !!binary aGk=, !!set {a}]\n"
    )
    document = parse_publiccode(data)
    assert document == {
        "name": "A",
        "releaseDate": "2026-05-04",
        "1": [1.5, True, None, "inf", "b'hi'", ["a"]],
    }
    json.dumps(document, allow_nan=False)


def test_aliases_are_unfolded_while_they_stay_small() -> None:
    assert parse_publiccode(b"a: &x [1]\nb: *x\n") == {"a": [1], "b": [1]}


def test_characters_that_no_database_takes_are_dropped() -> None:
    assert parse_publiccode(rb'a: "x\0y"') == {"a": "xy"}


@pytest.mark.parametrize(
    ("data", "code", "way_out"),
    [
        (b"a: ]", "publiccode-invalid", "line 1"),
        (b"a: 1\nb: !!python/object:os.system {}\n", "publiccode-invalid", "line 2"),
        (b"\xff\xfe", "publiccode-invalid", "UTF-8"),
        (b"- a\n", "publiccode-invalid", "no keys"),
        (b"", "publiccode-invalid", "no keys"),
        (b"a: \x00", "publiccode-invalid", ""),
        (b"a: 2026-99-99", "publiccode-invalid", ""),
        (b"a: 0x" + b"f" * 100, "publiccode-invalid", ""),
        (b"a: " + b"9" * 10_000, "publiccode-invalid", ""),
        (b"? {a: 1}\n: 2\n", "publiccode-invalid", ""),
        (b"a: " + b"[" * 50_000, "publiccode-invalid", ""),
        (b"a: " + b"[" * 5_000 + b"]" * 5_000, "publiccode-invalid", ""),
        (b"a: &a [*a]", "publiccode-", ""),
        (BOMB.encode(), "publiccode-too-large", "20000"),
        (b"a: [" + b"1," * 30_000 + b"]", "publiccode-too-large", "20000"),
        (b"#" * 200_001, "publiccode-too-large", "200000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_a_name(data: bytes, code: str, way_out: str) -> None:
    with pytest.raises(MetadataError) as refused:
        parse_publiccode(data)
    assert refused.value.code.startswith(code)
    assert way_out in refused.value.message


def test_texts_are_found_by_their_keys() -> None:
    document = parse_publiccode(b"legal: {license: ' MIT '}\nname: 3\n")
    assert text_at(document, "legal", "license") == "MIT"
    assert text_at(document, "name") == ""
    assert text_at(document, "legal", "license", "deeper") == ""


def test_short_descriptions_come_by_language() -> None:
    data = "description: {fr: {shortDescription: 'un\n  deux'}, en: {}, de: 3}"
    assert short_descriptions(parse_publiccode(data.encode())) == {"fr": "un deux"}
    assert short_descriptions({"description": "text"}) == {}


def test_a_codemeta_becomes_plain_values() -> None:
    assert parse_codemeta(b'\xef\xbb\xbf{"name": "A", "x": [NaN, 1e999]}') == {
        "name": "A",
        "x": ["nan", "inf"],
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[]", "codemeta-invalid"),
        (b"{", "codemeta-invalid"),
        (b"\xff", "codemeta-invalid"),
        (b'{"a": ' + b"9" * 5000 + b"}", "codemeta-invalid"),
        (b"[" * 100_000, "codemeta-invalid"),
        (b"[" + b"1," * 30_000 + b"1]", "codemeta-too-large"),
        (b" " * 200_001, "codemeta-too-large"),
    ],
)
def test_a_bad_codemeta_is_named(data: bytes, code: str) -> None:
    with pytest.raises(MetadataError) as refused:
        parse_codemeta(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("value", "licence"),
    [
        ("https://spdx.org/licenses/EUPL-1.2", "EUPL-1.2"),
        ("http://spdx.org/licenses/MIT.html", "MIT"),
        ("MIT", "MIT"),
        (["MIT"], "MIT"),
        (["MIT", "ISC"], ""),
        ({"@type": "CreativeWork", "url": "https://spdx.org/licenses/MIT"}, "MIT"),
        ({"name": 3}, ""),
        (None, ""),
    ],
)
def test_the_licence_of_a_codemeta_is_read_in_all_its_forms(value: object, licence: str) -> None:
    assert codemeta_licence({"license": value}) == licence
