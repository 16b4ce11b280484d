"""What is asked at the door, within which limits, and what comes back."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from beffroi.lib.http.errors import DoorError

ERROR_BYTES: Final = 65_536
"""Of the body of an error answer, at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one call.

    ``total_seconds`` is for one attempt, ``whole_seconds`` for all attempts and waits together;
    ``body_bytes`` is counted after decompression; a server that asks to wait longer than
    ``wait_seconds`` is not waited for. ``per_host``: connections to one host at a time.
    """

    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    whole_seconds: float = 120.0
    wait_seconds: float = 60.0
    body_bytes: int = 20_000_000
    redirects: int = 5
    retries: int = 3
    per_host: int = 1


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask again by: ETag and Last-Modified, as written."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one call wants.

    ``types``: acceptable content types (``application/json`` covers ``…+json``); none = any.
    ``headers`` go to the host of the first address only, also after redirects. With ``errors``
    an answer of status 400 and above comes back with its headers and, if it is no larger than
    ``ERROR_BYTES``, its body; 429 at once, the others when trying again did not help.
    ``posted``: a question that is sent by POST (JSON-RPC), to the first address alone.
    """

    types: tuple[str, ...] = ()
    validators: Validators = field(default_factory=Validators)
    headers: Mapping[str, str] = field(default_factory=dict)
    body_bytes: int | None = None
    errors: bool = False
    posted: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: 2xx, or 304 to a conditional request; an error when wanted.

    ``url``: where the answer came from. ``headers``: names in lower case. ``moved_from``: the
    addresses that led there, the first being the one asked for.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_from: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Say whether the server has nothing new since the validators."""
        return self.status == 304  # noqa: PLR2004 - RFC 9110 §15.4.5

    @property
    def validators(self) -> Validators:
        """Return what the next call may be made conditional by."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))

    @property
    def content_type(self) -> str:
        """Return the type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def text(self) -> str:
        """Return the body as text; what is not UTF-8 is replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the parsed body; raises DoorError ``broken-answer``.

        What the quick parser refuses and the standard library takes, such as half a character, is
        left to those who read the values.
        """
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(self.body)
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise DoorError("broken-answer", "The server's answer is not valid JSON.") from error


def is_acceptable(content_type: str, types: tuple[str, ...]) -> bool:
    """Say whether a content type is among those wanted."""
    if "application/json" in types and content_type.endswith("+json"):
        return True
    return not types or content_type in types
