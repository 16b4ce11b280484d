"""Atom feeds."""

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib import atom

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}"
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ENTRY = atom.Entry("https://x.example/1", "One", "https://x.example/en/1", NOON, "Body")
FEED = atom.Feed(
    "https://x.example/f", "Feed", "https://x.example/f", "https://x.example/p", "en", "Beffroi"
)


def read(feed: atom.Feed) -> ET.Element:
    return ET.fromstring(atom.write(feed))  # noqa: S314 (our own text)


def test_a_feed_has_all_that_rfc_4287_requires() -> None:
    root = read(replace(FEED, entries=[replace(ENTRY, published=NOON, terms=["Python"])]))
    names = {child.tag.removeprefix(ATOM) for child in root}
    assert {"id", "title", "updated", "author", "link", "entry"} <= names
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    inside = {child.tag.removeprefix(ATOM) for child in entry}
    assert {"id", "title", "updated", "published", "author", "link", "summary"} <= inside


def test_a_feed_is_as_old_as_its_newest_part() -> None:
    newer = NOON.replace(hour=13)
    feed = replace(FEED, entries=[ENTRY], removed=[atom.Removed("https://x.example/2", newer)])
    assert read(feed).findtext(f"{ATOM}updated") == "2026-05-04T13:00:00Z"
    assert read(FEED).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_what_is_no_more_says_since_when_and_why() -> None:
    gone = atom.Removed("https://x.example/2", NOON, "deleted")
    deleted = read(replace(FEED, removed=[gone], rights="CC0-1.0")).find(f"{GONE}deleted-entry")
    assert deleted is not None
    assert deleted.attrib == {"ref": "https://x.example/2", "when": "2026-05-04T12:00:00Z"}
    assert deleted.findtext(f"{GONE}comment") == "deleted"


@pytest.mark.slow
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_the_document(text: str) -> None:
    entry = replace(ENTRY, title=text, summary=text, author=text, terms=[text], url=text)
    root = read(replace(FEED, title=text, entries=[entry]))
    shown = atom.clean(text).replace("\r\n", "\n").replace("\r", "\n")
    assert root.findtext(f"{ATOM}title") == shown
