"""The query string of page and API: read into a ``Query``, and written back canonically."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from hmac import compare_digest
from struct import Struct, error
from urllib.parse import urlencode

from beffroi.search.errors import SearchError
from beffroi.search.order import default_sort
from beffroi.search.reader import MAX_OFFSET
from beffroi.search.shapes import FACETS, QUIET, SORTS, Query

SIZE = 20
MAX_SIZE = 100
MAX_TEXT = 500
MAX_VALUE = 200
MAX_VALUES = 50
"""Bounds of one address: results a page, characters of the text and of a value, values a facet."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]+")
_NUMBER = re.compile(r"[0-9]{1,9}")
_YES = {"1": True, "true": True, "0": False, "false": False}
_CURSOR = Struct(">I6s6s")
_SEAL_BYTES = 8


def parse(
    params: Mapping[str, Sequence[str]], *, today: date, generation: str = "", secret: bytes = b""
) -> Query:
    """Return the question of a query string; parameters of others are left alone.

    ``params``: name → all its values. Raises ``SearchError`` naming the parameter. Unknown
    values of a facet are legal: they find nothing.
    """
    given = {name: [_clean(value) for value in values] for name, values in params.items()}
    size = _number(given, "size", SIZE, MAX_SIZE)
    expanded = _one_of(given, "expanded", FACETS)
    filters = {name: found for name in FACETS if (found := _values(given, name))}
    query = Query(
        text=_last(given, "q")[:MAX_TEXT].strip(),
        filters=filters,
        sort=_one_of(given, "sort", SORTS),
        size=size,
        facets=tuple(name for name in FACETS if name not in QUIET or name in {*filters, expanded}),
        today=today,
        is_exact=_yes(given, "exact"),
        expanded=expanded,
    )
    return replace(query, offset=_offset(given, query, generation, secret))


def to_params(query: Query, *, with_page: bool = True) -> list[tuple[str, str]]:
    """Return the one way to write a question as parameters; what is default is left out."""
    found = [("q", query.text)] if query.text else []
    for name in FACETS:
        found.extend((name, value) for value in sorted(set(query.filters.get(name, ()))))
    if query.sort and query.sort != default_sort(query.text):
        found.append(("sort", query.sort))
    if query.is_exact:
        found.append(("exact", "1"))
    if query.expanded:
        found.append(("expanded", query.expanded))
    if query.size != SIZE:
        found.append(("size", str(query.size)))
    if with_page and query.offset and query.size:
        found.append(("page", str(query.offset // query.size + 1)))
    return found


def encode_cursor(query: Query, *, generation: str = "", secret: bytes = b"") -> str:
    """Return an opaque name of this page, good for this question and generation only."""
    body = _CURSOR.pack(query.offset, _digest(generation), _digest(_question(query)))
    return base64.urlsafe_b64encode(body + _seal(body, secret)).decode().rstrip("=")


def decode_cursor(cursor: str, query: Query, *, generation: str = "", secret: bytes = b"") -> int:
    """Return the offset that a cursor stands for; refuses forged, foreign and stale ones."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        body, seal = raw[: _CURSOR.size], raw[_CURSOR.size :]
        offset, made_for, question = _CURSOR.unpack(body)
    except (ValueError, binascii.Error, error) as problem:
        raise _bad_cursor("is not one of ours") from problem
    if not compare_digest(seal, _seal(body, secret)) or offset > MAX_OFFSET:
        raise _bad_cursor("is not one of ours")
    if question != _digest(_question(query)):
        raise _bad_cursor("belongs to another question")
    if made_for != _digest(generation):
        raise SearchError(
            "stale-cursor",
            "The index was rebuilt since this cursor was given; "
            "ask again without 'cursor' to start from the first page.",
            "cursor",
        )
    return int(offset)


def _offset(given: Mapping[str, list[str]], query: Query, generation: str, secret: bytes) -> int:
    cursor = _last(given, "cursor")
    if cursor and _last(given, "page"):
        raise SearchError("page-and-cursor", "Give either 'page' or 'cursor', not both.", "cursor")
    if cursor:
        return decode_cursor(cursor, query, generation=generation, secret=secret)
    offset = (_number(given, "page", 1, 999_999_999) - 1) * query.size
    if offset > MAX_OFFSET:
        raise SearchError(
            "too-deep",
            f"Only the first {MAX_OFFSET} results can be paged through; narrow the search, "
            "or take the export for everything.",
            "page",
        )
    return offset


def _clean(value: str) -> str:
    return _CONTROL.sub(" ", str(value)).strip()


def _last(given: Mapping[str, list[str]], name: str) -> str:
    return next((value for value in reversed(given.get(name, [])) if value), "")


def _values(given: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    found = tuple(sorted({value[:MAX_VALUE] for value in given.get(name, []) if value}))
    if len(found) > MAX_VALUES:
        raise SearchError(
            "too-many-values",
            f"'{name}' has {len(found)} values; give at most {MAX_VALUES}.",
            name,
        )
    return found


def _number(given: Mapping[str, list[str]], name: str, default: int, most: int) -> int:
    text = _last(given, name)
    if not text:
        return default
    value = int(text) if _NUMBER.fullmatch(text) else 0
    if not 1 <= value <= most:
        raise SearchError(
            f"bad-{name}",
            f"'{name}' is {text[:20]!r}; give a whole number from 1 to {most}.",
            name,
        )
    return value


def _one_of(given: Mapping[str, list[str]], name: str, allowed: tuple[str, ...]) -> str:
    text = _last(given, name)
    if text and text not in allowed:
        raise SearchError(
            f"unknown-{name}", f"'{name}' is {text[:40]!r}; choose {', '.join(allowed)}.", name
        )
    return text


def _yes(given: Mapping[str, list[str]], name: str) -> bool:
    text = _last(given, name).lower()
    if text and text not in _YES:
        raise SearchError(f"bad-{name}", f"'{name}' is {text[:20]!r}; give 1 or 0.", name)
    return _YES.get(text, False)


def _question(query: Query) -> str:
    return urlencode(to_params(query, with_page=False))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=6).digest()


def _seal(body: bytes, secret: bytes) -> bytes:
    key = blake2b(secret, digest_size=32).digest()
    return blake2b(body, digest_size=_SEAL_BYTES, key=key).digest()


def _bad_cursor(why: str) -> SearchError:
    return SearchError(
        "bad-cursor",
        f"This cursor {why}; ask again without 'cursor' to start from the first page.",
        "cursor",
    )
