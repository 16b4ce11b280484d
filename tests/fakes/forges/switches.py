"""How a forge misbehaves: each switch fits some requests, and changes what they are answered."""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.forges.contents import SIGN_IN
from tests.fakes.forges.pages import address_of
from tests.fakes.forges.shapes import JSON, Ask, Forge, Reply, as_json

HTML: Final = "text/html; charset=utf-8"
DELIVERIES: Final = frozenset({"cut", "refuse", "slow", "hang", "huge", "bomb"})
"""How an answer is sent, not what it is; the server does it."""
BLOCK: Final = {"created_at": "2024-01-31T18:17:55Z", "html_url": None}
PRESETS: Final[Mapping[str, Mapping[str, tuple[int, Any]]]] = {
    "not-found": {
        "github": (404, {"message": "Not Found", "documentation_url": "https://docs.github.com"}),
        "gitlab": (404, {"message": "404 Group Not Found"}),
        "bitbucket": (404, {"type": "error", "error": {"message": "not found"}}),
        "*": (404, {"errors": None, "message": "GetOrgByName", "url": "/api/swagger"}),
    },
    "unauthorised": {
        "github": (401, {"message": "Bad credentials"}),
        "*": (401, {"message": "401 Unauthorized"}),
    },
    "forbidden": {
        "github": (403, {"message": "Resource not accessible by integration"}),
        "*": (403, {"message": "403 Forbidden"}),
    },
    "blocked": {"*": (403, {"message": "Repository access blocked",
                            "block": {"reason": "tos", **BLOCK}})},
    "withheld": {"*": (451, {"message": "Repository access blocked", "block": {
        "reason": "dmca", **BLOCK, "html_url": "https://github.com/github/dmca"}})},
    "gone": {"*": (410, {"type": "error", "error": {"message": "Resource removed"}})},
    "unprocessable": {"*": (422, {"message": "Validation Failed"})},
    "error": {"*": (500, {"message": "500 Internal Server Error"})},
}  # fmt: skip


@dataclass(slots=True)
class Switch:
    """One way of misbehaving.

    ``path``: regular expression searched in the target as sent. ``after``: requests that it lets
    pass first; ``times``: how often it acts, None without end. ``facts``: what it needs.
    """

    name: str
    path: str = ""
    method: str = ""
    after: int = 0
    times: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    met: int = 0

    def acts(self, method: str, target: str) -> bool:
        """Tell whether it acts on this request, and count it."""
        if self.method not in {"", method} or not re.search(self.path, target):
            return False
        self.met += 1
        acted = self.met - self.after
        return acted > 0 and (self.times is None or acted <= self.times)


def switch_of(name: str, **given: Any) -> Switch:
    """Make a switch of plain data; raises ValueError for a name that is none."""
    if name not in {*PRESETS, *REPLACING, *CHANGING, *DELIVERIES, "delay", "hold", "do"}:
        raise ValueError(f"No forge misbehaves by {name}.")
    own = {key: given.pop(key) for key in ("path", "method", "after", "times") if key in given}
    return Switch(name, **own, facts=given)


def replaced(forge: Forge, ask: Ask, switch: Switch) -> Reply | None:
    """Return what is answered instead, None when the switch replaces nothing."""
    if preset := PRESETS.get(switch.name):
        status, body = preset.get(forge.software) or preset["*"]
        return as_json(body, status, **switch.facts.get("headers", {}))
    function = REPLACING.get(switch.name)
    return function(forge, ask, switch.facts) if function else None


def changed(forge: Forge, ask: Ask, switch: Switch, reply: Reply) -> Reply:
    """Return what becomes of an answer."""
    function = CHANGING.get(switch.name)
    if function is None:
        return reply
    own = dataclasses.replace(
        reply, body=reply.text(), packed=b"", etag="", headers=dict(reply.headers)
    )
    return function(forge, ask, own, switch.facts)


def _answer(_forge: Forge, _ask: Ask, facts: dict[str, Any]) -> Reply:
    body = facts.get("body", "")
    text = body if isinstance(body, str) else json.dumps(body)
    kind = facts.get("kind", HTML if isinstance(body, str) else JSON)
    return Reply(facts.get("status", 200), text.encode(), dict(facts.get("headers", {})), kind)


def _limited(forge: Forge, _ask: Ask, facts: dict[str, Any]) -> Reply:
    """Refuse by a limit that no header announced."""
    headers = {"retry-after": str(facts["seconds"])} if "seconds" in facts else {}
    if forge.software == "github":
        text = "You have exceeded a secondary rate limit. Please wait a few minutes."
        return Reply(403, json.dumps({"message": text}).encode(), headers)
    if forge.software == "bitbucket":
        text = "Rate limit for this resource has been exceeded"
        return as_json({"type": "error", "error": {"message": text}}, 429, **headers)
    return Reply(429, b"Retry later\n", headers, "text/plain")


def _bad_gateway(_forge: Forge, _ask: Ask, _facts: dict[str, Any]) -> Reply:
    text = b"<html><head><title>502 Bad Gateway</title></head></html>"
    return Reply(502, text, kind=HTML)


def _sign_in(forge: Forge, _ask: Ask, _facts: dict[str, Any]) -> Reply:
    return Reply(302, headers={"location": f"{forge.url}/users/sign_in"})


def _sign_in_page(_forge: Forge, _ask: Ask, _facts: dict[str, Any]) -> Reply:
    return Reply(body=SIGN_IN, kind=HTML)


def _redirect(_forge: Forge, _ask: Ask, facts: dict[str, Any]) -> Reply:
    return Reply(facts.get("status", 302), headers={"location": facts["to"]})


def _loop(forge: Forge, ask: Ask, _facts: dict[str, Any]) -> Reply:
    """Send on to one address more, for ever."""
    query = {**ask.query, "loop": ask.number("loop", 0) + 1}
    return Reply(302, headers={"location": address_of(forge.url + ask.path, query)})


def _deep(_forge: Forge, _ask: Ask, facts: dict[str, Any]) -> Reply:
    depth = facts.get("depth", 100_000)
    return Reply(body=b"[" * depth + b"]" * depth)


def _truncate(_forge: Forge, _ask: Ask, reply: Reply, _facts: dict[str, Any]) -> Reply:
    reply.body = reply.body[: len(reply.body) // 2]
    return reply


def _empty(_forge: Forge, _ask: Ask, reply: Reply, _facts: dict[str, Any]) -> Reply:
    """Say that there is nothing, as an instance does while it is being repaired."""
    dropped = {"link", "x-next-page"}
    reply.headers = {
        name: "0" if "total" in name else text
        for name, text in reply.headers.items()
        if name not in dropped
    }
    reply.body = b'{"values":[],"pagelen":10}' if reply.body.startswith(b"{") else b"[]"
    return reply


def _rows(_forge: Forge, _ask: Ask, reply: Reply, facts: dict[str, Any]) -> Reply:
    """Change rows: ``set`` keys, ``drop`` keys, at one place or everywhere; ``add``, ``repeat``."""
    whole = json.loads(reply.body)
    rows: list[Any] = whole if isinstance(whole, list) else _list_in(whole)
    at = facts.get("at")
    for number, row in enumerate(rows):
        if at is None or at == number:
            row.update(facts.get("set", {}))
            for name in facts.get("drop", ()):
                row.pop(name, None)
    rows += [{**(rows[0] if rows else {}), **extra} for extra in facts.get("add", ())]
    rows += rows[: facts.get("repeat", 0)]
    reply.body = json.dumps(whole).encode()
    return reply


def _list_in(whole: dict[str, Any]) -> list[Any]:
    found = whole.get("values", whole.get("data"))
    return found if isinstance(found, list) else [whole]


def _next(forge: Forge, _ask: Ask, reply: Reply, facts: dict[str, Any]) -> Reply:
    """Name another next page."""
    return following(forge, reply, facts["to"])


def _endless(forge: Forge, ask: Ask, reply: Reply, facts: dict[str, Any]) -> Reply:
    """Have one page more after every page, with other or the same rows."""
    page = ask.number("page", 1)
    if facts.get("fresh", True):
        reply = _numbered(reply, page)
    return following(
        forge, reply, address_of(forge.url + ask.path, {**ask.query, "page": page + 1})
    )


def _numbered(reply: Reply, page: int) -> Reply:
    whole = json.loads(reply.body)
    for number, row in enumerate(whole if isinstance(whole, list) else _list_in(whole)):
        if isinstance(row.get("id"), int):
            row["id"] = 10_000_000 + page * 1000 + number
    reply.body = json.dumps(whole).encode()
    return reply


def following(forge: Forge, reply: Reply, to: str) -> Reply:
    """Name a next page as the software does."""
    if forge.software == "bitbucket":
        reply.body = json.dumps({**json.loads(reply.body), "next": to}).encode()
        return reply
    reply.headers["link"] = f'<{to}>; rel="next"'
    if "x-next-page" in reply.headers:
        reply.headers["x-next-page"] = str(int(reply.headers.get("x-page", "1")) + 1)
    return reply


def _headers(_forge: Forge, _ask: Ask, reply: Reply, facts: dict[str, Any]) -> Reply:
    for name, text in facts["set"].items():
        if text is None:
            reply.headers.pop(name, None)
        else:
            reply.headers[name] = text
    return reply


REPLACING: Final[Mapping[str, Callable[[Forge, Ask, dict[str, Any]], Reply]]] = {
    "answer": _answer,
    "limited": _limited,
    "bad-gateway": _bad_gateway,
    "sign-in": _sign_in,
    "sign-in-page": _sign_in_page,
    "redirect": _redirect,
    "loop": _loop,
    "deep": _deep,
}
CHANGING: Final[Mapping[str, Callable[[Forge, Ask, Reply, dict[str, Any]], Reply]]] = {
    "truncate": _truncate,
    "empty": _empty,
    "rows": _rows,
    "next": _next,
    "endless": _endless,
    "headers": _headers,
}
