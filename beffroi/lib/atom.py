"""Atom feeds (RFC 4287), with the deletions of RFC 6721."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from beffroi.lib.dates import write_instant

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NEWEST = 50
"""Entries of a feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_DELETIONS = "http://purl.org/atompub/tombstones/1.0"
ET.register_namespace("", _ATOM)
ET.register_namespace("at", _DELETIONS)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``id`` is permanent and the same in every language."""

    id: str
    title: str
    url: str
    updated: datetime
    author: str
    published: datetime | None = None
    summary: str = ""
    terms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """An entry that is no more: its id, since when, and why."""

    id: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed; ``url`` is its own address, ``page`` that of the list for people."""

    id: str
    title: str
    url: str
    page: str
    language: str
    author: str
    entries: Sequence[Entry] = ()
    removed: Sequence[Removed] = field(default=())
    rights: str = ""


def write(feed: Feed) -> bytes:
    """Return the document; its date is the newest in it, so that it changes with its content."""
    root = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": feed.language})
    dates = [entry.updated for entry in feed.entries] + [gone.at for gone in feed.removed]
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", write_instant(max(dates, default=_NEVER)))
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _author(root, feed.author)
    if feed.rights:
        _text(root, "rights", feed.rights)
    _entries(root, feed.entries)
    for gone in feed.removed:
        at = {"ref": gone.id, "when": write_instant(gone.at)}
        deleted = ET.SubElement(root, f"{{{_DELETIONS}}}deleted-entry", at)
        if gone.reason:
            ET.SubElement(deleted, f"{{{_DELETIONS}}}comment").text = clean(gone.reason)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def clean(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow."""
    return _NOT_XML.sub("", text)


def _entries(root: ET.Element, entries: Iterable[Entry]) -> None:
    for entry in entries:
        found = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _text(found, "id", entry.id)
        _text(found, "title", entry.title)
        _text(found, "updated", write_instant(entry.updated))
        if entry.published:
            _text(found, "published", write_instant(entry.published))
        _link(found, "alternate", entry.url, "text/html")
        _author(found, entry.author)
        for term in entry.terms:
            ET.SubElement(found, f"{{{_ATOM}}}category", {"term": clean(term)})
        _text(found, "summary", entry.summary)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = clean(text)


def _link(parent: ET.Element, relation: str, url: str, media_type: str) -> None:
    facts = {"rel": relation, "href": clean(url), "type": media_type}
    ET.SubElement(parent, f"{{{_ATOM}}}link", facts)


def _author(parent: ET.Element, name: str) -> None:
    author = ET.SubElement(parent, f"{{{_ATOM}}}author")
    _text(author, "name", name)
