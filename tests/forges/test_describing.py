"""What the list says of a plain git repository, and what a look finds in it."""

from dataclasses import replace

import pytest

from beffroi.forges.contents import Contents
from beffroi.forges.describing import decode, listed, looked
from beffroi.forges.folders import Seen
from beffroi.forges.refs import Advertisement
from beffroi.lib.http.errors import DoorError

URL = "https://git.example.org/g/one%20two"
SEEN = Seen(URL, f"{URL}.git", Advertisement("digest", "1" * 40, "main", is_empty=False))


def contents(*paths: str, **texts: str) -> Contents:
    """Return contents with these paths and texts by kind."""
    encoded = {kind: text.encode() for kind, text in texts.items()}
    return Contents(paths, {kind: kind for kind in texts}, encoded)


def test_names_come_from_the_address() -> None:
    record = listed(SEEN)
    assert (record.full_name, record.name, record.url) == ("g/one two", "one two", URL)
    assert (record.head, record.default_branch, record.files) == ("digest", "main", {})
    assert listed(replace(SEEN, url="https://git.example.org")).name == "git.example.org"


def test_an_empty_repository_holds_nothing() -> None:
    found = looked("key", SEEN, None)
    assert (found.licence_raw, found.files, found.languages) == (None, {}, {})
    assert (found.head, found.failures) == ("digest", ())


@pytest.mark.parametrize(
    ("held", "licence"),
    [
        (contents(licence="SPDX-License-Identifier: MIT"), "MIT"),
        (contents(licence="<!-- SPDX-License-Identifier: MIT -->"), "MIT"),
        (contents(licence="# SPDX-License-Identifier: A OR B\nx"), "A OR B"),
        (contents("LICENSES/MIT.txt", "a.py"), "MIT"),
        (contents("LICENSES/MIT.txt", "LICENSES/ISC.txt"), None),
        (contents(licence="The MIT License"), None),
        (contents(), None),
    ],
)
def test_the_licence_is_taken_where_it_is_written(held: Contents, licence: str | None) -> None:
    found = looked("key", SEEN, held)
    assert (found.licence_raw, found.licence_source) == (licence, "file" if licence else "")


def test_a_file_that_was_not_read_is_named_with_its_path() -> None:
    unread = {"readme": DoorError("too-large", "It is large.")}
    (failure,) = looked("key", SEEN, Contents((), {"readme": "docs/README"}, {}, unread)).failures
    assert (failure.address, failure.code, failure.permanent) == (URL, "too-large", True)
    assert failure.message == "docs/README: It is large."


@pytest.mark.parametrize(
    "data",
    ["é’".encode(), "\ufeffé’".encode(), "é’".encode("utf-16"), "é’".encode("cp1252")],
)
def test_texts_are_read_in_the_encodings_of_old_repositories(data: bytes) -> None:
    assert decode(data) == "é’"
