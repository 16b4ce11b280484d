"""RSS 2.0 (rssboard.org/rss-specification), of the same feeds as Atom: for older readers."""

from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from beffroi.lib.atom import Entry, Feed, clean

MEDIA_TYPE = "application/rss+xml; charset=utf-8"

# Prefixes are written out: ElementTree would give the names without any to Atom's namespace.
_SPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def write(feed: Feed) -> bytes:
    """Return the document; it holds no deletions, for which the format has no word."""
    root = ET.Element("rss", _SPACES)
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page)
    _text(channel, "description", feed.title)
    _text(channel, "language", feed.language)
    if feed.rights:
        _text(channel, "copyright", feed.rights)
    newest = max((entry.updated for entry in feed.entries), default=None)
    if newest:
        _text(channel, "lastBuildDate", _date(newest))
    facts = {"rel": "self", "href": clean(feed.url), "type": "application/rss+xml"}
    ET.SubElement(channel, "atom:link", facts)
    for entry in feed.entries:
        _item(channel, entry)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _item(channel: ET.Element, entry: Entry) -> None:
    item = ET.SubElement(channel, "item")
    _text(item, "title", entry.title)
    _text(item, "link", entry.url)
    ET.SubElement(item, "guid", {"isPermaLink": "false"}).text = clean(entry.id)
    _text(item, "description", entry.summary)
    _text(item, "pubDate", _date(entry.published or entry.updated))
    _text(item, "dc:creator", entry.author)
    for term in entry.terms:
        _text(item, "category", term)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = clean(text)


def _date(at: datetime) -> str:
    return format_datetime(at)
