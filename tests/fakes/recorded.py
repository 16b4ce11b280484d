"""Recorded answers of forges on loopback: every address in them leads back to the server."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.hostile import Behaviour, Wire

Exchange = Mapping[str, Any]


def read_exchanges(path: Path) -> list[dict[str, Any]]:
    """Read a file of exchanges, packed or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(data)


def exchange(url: str, body: Any, status: int = 200, **headers: str) -> Exchange:
    """Return one exchange as the files hold them; a header's ``_`` stands for ``-``."""
    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    response = {"status": status, "headers": named, "body": body}
    return {"request": {"url": url}, "response": response}


def replays(exchanges: Sequence[Exchange], homes: Mapping[str, str]) -> Behaviour:
    """Answer what was recorded, by path and page; with an ETag asked again 304.

    ``homes``: how recorded addresses begin → the path on our server that stands for it.
    """
    found = {}
    for one in exchanges:
        home = next(home for home in homes if one["request"]["url"].startswith(home))
        found[_key(homes[home] + one["request"]["url"].removeprefix(home))] = one["response"]

    def behave(wire: Wire) -> None:
        response = found.get(_key(wire.target))
        if response is None:
            wire.answer(
                b'{"message": "Not Found"}', "404 Not Found", Content_Type="application/json"
            )
        else:
            send(wire, response, homes)

    return behave


def send(wire: Wire, response: Mapping[str, Any], homes: Mapping[str, str]) -> None:
    """Send one recorded answer."""
    here = "http://" + wire.head.partition("\r\nHost: ")[2].partition("\r\n")[0]
    text = json.dumps([response["headers"], response["body"]])
    for home, path in homes.items():
        text = text.replace(home, here + path)
    headers, body = json.loads(text)
    etag = headers.get("etag", "")
    if etag and f"If-None-Match: {etag}\r\n" in wire.head:
        wire.answer(status="304 Not Modified", etag=etag)
        return
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = {} if isinstance(body, str) else {"content-type": "application/json"}
    named = {name.title().replace("-", "_"): value for name, value in (kind | headers).items()}
    wire.answer(data, f"{response['status']} Recorded", **named)


def _key(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.path, parse_qs(parts.query).get("page", ["1"])[0]
