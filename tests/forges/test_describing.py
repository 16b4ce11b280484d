"""The record of a plain git repository."""

import json
from dataclasses import replace

import pytest

from beffroi.forges.contents import Contents
from beffroi.forges.describing import describe
from beffroi.forges.folders import Seen
from beffroi.forges.refs import Advertisement

URL = "https://git.example.org/g/one%20two"
SEEN = Seen(URL, f"{URL}.git", Advertisement("digest", "1" * 40, "main", is_empty=False))


def contents(*paths: str, **texts: str) -> Contents:
    """Return contents with these paths and texts by kind."""
    encoded = {kind: text.encode() for kind, text in texts.items()}
    return Contents(paths, {kind: kind for kind in texts}, encoded)


def test_names_come_from_the_address() -> None:
    record, failures = describe(SEEN, contents("a.py"))
    assert (record.full_name, record.name, record.url) == ("g/one two", "one two", URL)
    assert (record.head, record.language, failures) == ("digest", "Python", ())
    record, _ = describe(replace(SEEN, url="https://git.example.org"), None)
    assert record.name == "git.example.org"


def test_an_empty_repository_has_no_more_than_a_name() -> None:
    record, failures = describe(SEEN, None)
    assert (record.licence_raw, record.files, record.last_activity_at) == (None, {}, None)
    assert (record.head, failures) == ("digest", ())


@pytest.mark.parametrize(
    ("held", "licence", "source"),
    [
        (contents(publiccode='{"legal": {"license": "MIT"}}', licence="x"), "MIT", "publiccode"),
        (
            contents(publiccode='{"legal": 3}', licence="SPDX-License-Identifier: MIT"),
            "MIT",
            "file",
        ),
        (contents(licence="<!-- SPDX-License-Identifier: MIT -->"), "MIT", "file"),
        (contents(licence="# SPDX-License-Identifier: A OR B\nx"), "A OR B", "file"),
        (contents("LICENSES/MIT.txt", "a.py"), "MIT", "file"),
        (contents("LICENSES/MIT.txt", "LICENSES/ISC.txt"), None, ""),
        (contents(licence="The MIT License"), None, ""),
        (contents(), None, ""),
    ],
)
def test_the_licence_is_taken_where_it_is_written(
    held: Contents, licence: str | None, source: str
) -> None:
    record, _ = describe(SEEN, held)
    assert (record.licence_raw, record.licence_source) == (licence, source)


@pytest.mark.parametrize(
    ("texts", "description"),
    [
        ({"fr": "Voir.", "en": "See."}, "See."),
        ({"fr": "Voir."}, "Voir."),
        ({}, "Read me."),
    ],
)
def test_the_description_is_english_where_there_is_one(
    texts: dict[str, str], description: str
) -> None:
    parts = {lang: {"shortDescription": text} for lang, text in texts.items()}
    record, _ = describe(
        SEEN, contents(publiccode=json.dumps({"description": parts}), readme="Read me.")
    )
    assert (record.description, record.descriptions) == (description, texts)


def test_a_bad_publiccode_is_named_and_not_tried_again() -> None:
    record, (failure,) = describe(SEEN, contents(publiccode="a: ["))
    assert (failure.address, failure.code) == (URL, "publiccode-invalid")
    assert (record.publiccode, record.head) == (None, "digest")
