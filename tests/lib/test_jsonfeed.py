"""JSON Feed 1.1: what its specification requires, whatever stands in the feed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from beffroi.lib import jsonfeed
from beffroi.lib.atom import Removed
from tests.lib.test_atom import ENTRY, FEED, NOON

ABOUT = "https://x.example/feeds/"
URI = {"type": "string", "pattern": "^https?://"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "url": URI, "avatar": URI},
        "minProperties": 1,
        "additionalProperties": False,
    },
}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "url": URI,
        "external_url": URI,
        "title": {"type": "string"},
        "content_text": {"type": "string"},
        "content_html": {"type": "string"},
        "summary": {"type": "string"},
        "date_published": INSTANT,
        "date_modified": INSTANT,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": {"type": "string"}},
        "language": {"type": "string"},
    },
    "patternProperties": {"^_[^.]+$": {"type": "object"}},
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": URI,
        "feed_url": URI,
        "description": {"type": "string"},
        "next_url": URI,
        "icon": URI,
        "favicon": URI,
        "authors": AUTHORS,
        "language": {"type": "string"},
        "expired": {"type": "boolean"},
        "items": {"type": "array", "items": ITEM},
    },
    "patternProperties": {"^_[^.]+$": {"type": "object"}},
    "additionalProperties": False,
}
"""Written from the specification of version 1.1 (jsonfeed.org/version/1.1)."""

VALID = Draft202012Validator(SCHEMA)


def test_a_feed_holds_what_the_specification_requires() -> None:
    whole = replace(FEED, entries=[replace(ENTRY, published=NOON, terms=["Python"])])
    found = json.loads(jsonfeed.write(whole, about=ABOUT))
    VALID.validate(found)
    assert found["items"][0]["content_text"] == "One"
    assert (found["language"], found["items"][0]["tags"]) == ("en", ["Python"])


def test_what_is_no_more_stands_in_an_extension_that_is_explained() -> None:
    whole = replace(FEED, removed=[Removed("tag:x.example,2026:2", NOON, "deleted")], rights="CC0")
    extension = json.loads(jsonfeed.write(whole, about=ABOUT))["_beffroi"]
    assert extension["about"] == ABOUT
    gone = {"id": "tag:x.example,2026:2", "removed": "2026-05-04T12:00:00Z", "reason": "deleted"}
    assert (extension["rights"], extension["removed"]) == ("CC0", [gone])


@pytest.mark.slow
@given(st.text())
def test_no_text_breaks_the_document(text: str) -> None:
    whole = replace(FEED, title=text, entries=[replace(ENTRY, title=text, summary=text)])
    found = json.loads(jsonfeed.write(whole, about=ABOUT))
    VALID.validate(found)
    assert found["title"] == text.encode("utf-8", "replace").decode()
