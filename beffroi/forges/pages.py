"""Addresses of pages, changed in their query; and a page as it is kept."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from beffroi.forges.outcomes import Verdict
from beffroi.forges.shapes import Page


def with_query(url: str, **changes: str) -> str:
    """Return an address with some of its parameters changed, or left out when empty."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **changes}
    kept = {key: value for key, value in query.items() if value or key not in changes}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def parameter(url: str, key: str) -> str:
    """Return one parameter of an address, "" without it."""
    return dict(parse_qsl(urlsplit(url).query)).get(key, "")


def without_host(url: str) -> str:
    """Return path and query of an address: an instance may be mistaken about its own host."""
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def kept_page(verdict: Verdict, following: str) -> Page:
    """Return the page that an answer is, leading on to another one."""
    headers = verdict.answer.headers if verdict.answer else {}
    validators = (headers.get("etag", ""), headers.get("last-modified", ""))
    return Page(verdict.url, *validators, (), following)
