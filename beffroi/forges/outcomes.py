"""What an answer of a forge means: one outcome for each case (code-catalogue §5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from beffroi.forges.rates import wait_asked
from beffroi.forges.shapes import Failure
from beffroi.lib.http.door import Answer
from beffroi.lib.http.errors import DoorError

About = Literal["account", "repository", "list", "file"]
"""What a call asks for: 404 and 410 mean different things of each."""

_DATA: Final = frozenset({"data", "next-page", "follow", "unchanged"})
_SIGN_IN = re.compile(r"/(users/sign_in|user/login|login|signin|sign-in|account/signin)/?$")
_SIGN_IN_MARKS = (b"devise-layout-html", b'action="/users/sign_in"', b'action="/user/login"')
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;[^,<]*?\brel="?next"?', re.IGNORECASE)
_LIMIT_WORDS = ("rate limit", "abuse detection", "retry later", "too many requests")
_LONGEST_SAID: Final = 200
_TRANSIENT_DOOR = frozenset({"timeout", "unreachable"})
_OUTCOMES: Final[Mapping[str, tuple[str, bool, str]]] = {
    "absent": ("not-found", True, "There is nothing at this address, or it is not public."),
    "account-absent": (
        "account-not-found",
        True,
        "The forge knows no such account: check its address; it may be renamed or deleted.",
    ),
    "credential-error": (
        "credential-error",
        True,
        "The forge refuses the access token: it expired or was revoked. Set a new one.",
    ),
    "blocked-by-forge": ("blocked-by-forge", True, "The forge blocks access to this repository."),
    "unavailable-legal": ("withheld", True, "The forge withholds this for legal reasons."),
    "empty-repository": ("empty", True, "This repository is empty."),
    "transient": ("http-error", False, "The forge has a fault; it is asked again later."),
    "invalid-body": ("broken-answer", False, "The forge's answer cannot be read."),
    "forbidden": ("forbidden", True, "The forge refuses access to this address."),
    "not-public": ("not-public", True, "The forge asks to sign in: this is not public."),
    "switch-to-keyset": ("bad-request", True, "The forge wants this list read in another way."),
    "gone": ("gone", True, "The forge says that this is gone for good."),
    "bad-request": (
        "bad-request",
        True,
        "The forge does not understand the request; please report it.",
    ),
    "incomplete": ("incomplete", False, "The forge's list holds fewer repositories than it says."),
}
"""Outcome → code of its failure, whether waiting cannot cure it, and words for people."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one call gave. ``data``: the parsed body; ``following``: the next page by Link.

    ``failure``: by name, None for data and for a limit, which has ``wait_until`` instead.
    """

    outcome: str
    url: str
    answer: Answer | None = None
    data: Any = None
    following: str = ""
    failure: Failure | None = None
    wait_until: datetime | None = None

    @property
    def is_data(self) -> bool:
        """Say whether the forge answered what was asked, be it "unchanged"."""
        return self.outcome in _DATA


def classify(url: str, answer: Answer, about: About, now: datetime) -> Verdict:
    """Say what an answer means; ``url`` is the address asked."""
    if answer.status == 304:  # noqa: PLR2004 - RFC 9110 §15.4.5
        return Verdict("unchanged", url, answer, following=link_next(answer.headers))
    if answer.status < 300:  # noqa: PLR2004 - RFC 9110 §15.3
        return _classify_body(url, answer, about, now)
    said = _parse(answer) if answer.body.lstrip()[:1] == b"{" else None
    outcome = _judge(answer, said if isinstance(said, dict) else {}, about)
    if outcome == "rate-limited":
        return Verdict(outcome, url, answer, wait_until=wait_asked(answer.headers, now))
    return Verdict(outcome, url, answer, data=said, failure=_fail(url, outcome, answer, said))


def classify_error(url: str, error: DoorError) -> Verdict:
    """Say what a call without an answer means."""
    outcome = "refused"
    if error.code in _TRANSIENT_DOOR:
        outcome = "transient"
    elif error.code == "tls":
        outcome = "host-error"
    elif error.code in {"broken-answer", "too-large"}:
        outcome = "invalid-body"
    failure = Failure(url, error.code, error.message, error.permanent)
    return Verdict(outcome, url, failure=failure)


def fail(url: str, outcome: str) -> Failure:
    """Return the failure of an outcome that no single answer shows."""
    code, is_permanent, message = _OUTCOMES[outcome]
    return Failure(url, code, message, is_permanent)


def link_next(headers: Mapping[str, str]) -> str:
    """Return the address with ``rel="next"`` in a Link header (RFC 8288), as written."""
    link = headers.get("link", "")
    found = _NEXT.search(link) if "next" in link else None
    return found[1].strip() if found else ""


def _classify_body(url: str, answer: Answer, about: About, now: datetime) -> Verdict:
    if _is_sign_in(answer):
        return Verdict("not-public", url, answer, failure=fail(url, "not-public"))
    if about == "file":
        is_html = answer.content_type in {"text/html", "application/xhtml+xml"}
        outcome = "invalid-body" if is_html else "data"
        return Verdict(outcome, url, answer, failure=fail(url, outcome) if is_html else None)
    kind = answer.content_type
    data = _parse(answer) if kind.endswith(("/json", "+json")) else None
    if data is None:
        failure = _fail(url, "invalid-body", answer, None)
        return Verdict("invalid-body", url, answer, failure=failure)
    if isinstance(data, dict) and data.get("errors"):
        return _classify_graphql(url, answer, data, now)
    following = link_next(answer.headers)
    outcome = "next-page" if following else "follow" if answer.moved_from else "data"
    return Verdict(outcome, url, answer, data, following)


def _classify_graphql(url: str, answer: Answer, data: Mapping[str, Any], now: datetime) -> Verdict:
    """Judge an answer of GraphQL: status 200, with the fault in ``errors[].type``."""
    errors = data["errors"] if isinstance(data["errors"], list) else []
    kinds = {error.get("type") for error in errors if isinstance(error, dict)}
    if "RATE_LIMITED" in kinds:
        return Verdict("rate-limited", url, answer, wait_until=wait_asked(answer.headers, now))
    if "NOT_FOUND" in kinds:
        outcome = "absent"
    else:
        outcome = "forbidden" if "FORBIDDEN" in kinds else "invalid-body"
    return Verdict(outcome, url, answer, failure=fail(url, outcome))


def _judge(answer: Answer, said: Mapping[str, Any], about: About) -> str:
    status = answer.status
    if status == 429 or (status == 403 and _is_limit(answer, said)):  # noqa: PLR2004
        return "rate-limited"
    if status == 403 and isinstance(said.get("block"), dict):  # noqa: PLR2004
        return "blocked-by-forge"
    if status == 404 and about == "account":  # noqa: PLR2004
        return "account-absent"
    if status == 409:  # noqa: PLR2004
        return "empty-repository" if "empty" in _said(said).lower() else "bad-request"
    if status == 405 and "keyset" in _said(said).lower():  # noqa: PLR2004
        return "switch-to-keyset"
    known = {401: "credential-error", 403: "forbidden", 404: "absent", 410: "gone"}
    known |= {408: "transient", 451: "unavailable-legal"}
    return known.get(status) or ("transient" if status >= 500 else "bad-request")  # noqa: PLR2004


def _is_limit(answer: Answer, said: Mapping[str, Any]) -> bool:
    headers = answer.headers
    if headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers:
        return True
    words = _said(said).lower()
    return any(word in words for word in _LIMIT_WORDS)


def _is_sign_in(answer: Answer) -> bool:
    if "html" not in answer.content_type:
        return False
    if _SIGN_IN.search(urlsplit(answer.url).path):
        return True
    return any(mark in answer.body[:20_000] for mark in _SIGN_IN_MARKS)


def _fail(url: str, outcome: str, answer: Answer, said: Any) -> Failure:
    code, is_permanent, message = _OUTCOMES[outcome]
    if outcome == "transient":
        message = f"The forge answered {answer.status}; it is asked again later."
    elif outcome == "invalid-body" and not answer.content_type.endswith("json"):
        message = f"The forge answered {answer.content_type or 'no type'} instead of JSON."
    block = said.get("block") if isinstance(said, dict) else None
    if isinstance(block, dict):
        reasons = (block.get("reason"), block.get("html_url"))
        shown = ", ".join(part[:_LONGEST_SAID] for part in reasons if isinstance(part, str))
        message = f"{message} Its reason: {shown}." if shown.isprintable() and shown else message
    return Failure(url, code, message, is_permanent)


def _said(said: Mapping[str, Any]) -> str:
    words = (said.get("message"), said.get("error"))
    return " ".join(word[:2000] for word in words if isinstance(word, str))


def _parse(answer: Answer) -> Any:
    """Return parsed JSON, None when it is none (``null`` is no answer either)."""
    try:
        return answer.json()
    except DoorError:
        return None
