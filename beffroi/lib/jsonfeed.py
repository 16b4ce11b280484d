"""JSON Feed 1.1 (jsonfeed.org/version/1.1), of the same feeds as Atom."""

import json
from typing import Any

from beffroi.lib.atom import Entry, Feed
from beffroi.lib.dates import write_instant

MEDIA_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"
EXTENSION = "_beffroi"
"""Where what the format does not know stands: the rights, and what is no more."""


def write(feed: Feed, *, about: str) -> bytes:
    """Return the document; ``about``: the address where our extension is explained."""
    gone = [
        {"id": one.id, "removed": write_instant(one.at), "reason": one.reason}
        for one in feed.removed
    ]
    whole = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
        EXTENSION: {"about": about, "rights": feed.rights, "removed": gone},
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_modified": write_instant(entry.updated),
        "authors": [{"name": entry.author}],
    }
    if entry.published:
        found["date_published"] = write_instant(entry.published)
    if entry.terms:
        found["tags"] = list(entry.terms)
    return found
