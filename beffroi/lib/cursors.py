"""Cursors of lists: opaque names of a place in one list, sealed so that nobody makes them up."""

import base64
import binascii
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

from beffroi.lib.errors import ShownError

SEAL_BYTES = 9
MAX_LENGTH = 600


def write(place: str, *, question: str, secret: bytes) -> str:
    """Return the cursor of a place in the list that ``question`` describes."""
    body = json.dumps(place, ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_seal(body, question, secret) + body).decode().rstrip("=")


def read(cursor: str, *, question: str, secret: bytes) -> str:
    """Return the place that a cursor names; "" for none. Raises ShownError ``bad-cursor``."""
    if not cursor:
        return ""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        seal, body = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
        is_ours = hmac.compare_digest(seal, _seal(body, question, secret))
    except (ValueError, binascii.Error):
        is_ours = False
    if len(cursor) > MAX_LENGTH or not is_ours:
        raise ShownError(
            "bad-cursor",
            "‘cursor’ is not one that this list gave, or its other parameters have changed; "
            "ask again without ‘cursor’ to start from the first page.",
        )
    return str(json.loads(body))


def out_of(value: str) -> str:
    """Return the cursor in a parameter that holds it, or in the whole address of a next page."""
    if "cursor=" not in value:
        return value
    try:
        return parse_qs(urlsplit(value).query).get("cursor", [""])[-1]
    except ValueError:
        return value


def _seal(body: bytes, question: str, secret: bytes) -> bytes:
    text = b"\0".join((question.encode("utf-8", "replace"), body))
    return hmac.new(secret, text, hashlib.sha256).digest()[:SEAL_BYTES]
