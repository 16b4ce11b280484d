"""What a source says of one repository, cleaned and checked before it may touch a row."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from operator import attrgetter, gt, itemgetter
from typing import Any, Final
from urllib.parse import urlsplit

from beffroi.forges.addresses import comparison_form
from beffroi.forges.homepages import is_link, repair
from beffroi.forges.shapes import ForgeRepository
from beffroi.lib.cleaning import clean
from beffroi.lib.errors import BeffroiError
from beffroi.lib.http.addresses import parse_address
from beffroi.lib.http.errors import AddressRefused
from beffroi.policy.licences import normalise

Remarks = tuple[tuple[str, str, str], ...]

LIMITS = {
    "forge_id": 100, "name": 300, "full_name": 700, "url": 700, "url_key": 700, "clone_url": 700,
    "homepage": 700, "language": 80, "licence": 200, "default_branch": 300, "head": 64,
    "heritage_url": 900, "fork_parent": 700, "withheld": 40, "withheld_url": 700,
}  # fmt: skip
_limited = itemgetter(*LIMITS)
MAX_DESCRIPTION = 5000
MAX_TOPICS = 100
MAX_TOPIC = 200
MAX_COUNT = 2_147_483_647
_PLAIN = re.compile(r"(https?://[a-z0-9.:-]{1,260})((?:/[A-Za-z0-9._~-]+)+)")
"""Addresses that need no reading: their host is read once, and their path is plain as it is."""
_AS_SAID = (
    "is_fork", "is_archived", "is_template", "is_mirror", "is_empty", "is_disabled",
    "created_at", "pushed_at", "updated_at", "publiccode", "is_at_heritage",
)  # fmt: skip
_TEXTS = (
    "name", "full_name", "url", "clone_url", "language", "default_branch", "head", "heritage_url",
    "fork_parent", "withheld", "withheld_url",
)  # fmt: skip
_LINKS = ("heritage_url", "fork_parent", "withheld_url")
_COUNTS = ("stars", "forks", "watchers", "open_issues")
_texts, _as_said, _counts = (attrgetter(*names) for names in (_TEXTS, _AS_SAID, _COUNTS))
_NO_REMARKS: Final[Remarks] = ()


class FactError(BeffroiError):
    """One fact that cannot be taken: which field, a code, and what is wrong with it."""

    permanent = True

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code, self.message = field, code, message


def facts_of(found: ForgeRepository) -> tuple[dict[str, Any], Remarks]:
    """Return the facts of one repository by column, and what is doubtful; raises FactError."""
    homepage, doubt = repair(clean(found.homepage)) if found.homepage else ("", "")
    licence, raw = _licence(clean(found.licence_raw)) if found.licence_raw else ("", "")
    description = clean(found.description, lines=True)
    facts: dict[str, Any] = {
        "forge_id": clean(found.forge_id or ""),
        "url_key": _checked_key(clean(found.url)),
        "description": description[:MAX_DESCRIPTION],
        "descriptions": _clean_values(found.descriptions) if found.descriptions else {},
        "homepage": homepage,
        "topics": [clean(topic)[:MAX_TOPIC] for topic in found.topics[:MAX_TOPICS]],
        "languages": _clean_values(found.languages) if found.languages else {},
        "licence": licence,
        "licence_raw": raw[:300],
        "files": _clean_values(found.files) if found.files else {},
        "last_activity_at": newest(
            [found.last_activity_at, found.pushed_at, found.updated_at, found.created_at]
        ),
    }
    for name, text in zip(_TEXTS, _texts(found), strict=True):
        facts[name] = clean(text) if text else ""
    facts.update(zip(_AS_SAID, _as_said(found), strict=True))
    facts.update(zip(_COUNTS, _counts(found), strict=True))
    _check(facts)
    return facts, _doubts(facts, doubt) + _cut(facts, description)


_DOUBTS: Mapping[str, str] = {
    "repaired": "The home page was no whole address; it is kept as {}.",
    "not-an-address": "The home page “{}” is no address; it is kept as text, without a link.",
}


def _doubts(facts: dict[str, Any], homepage: str) -> Remarks:
    """Return what is doubtful about addresses; one that no page may link to is left out."""
    if not (homepage or facts["heritage_url"] or facts["fork_parent"] or facts["withheld_url"]):
        return _NO_REMARKS  # as nearly always
    remarks = []
    if homepage:
        remarks.append(("homepage", homepage, _DOUBTS[homepage].format(facts["homepage"])))
    for name in _LINKS:
        kept = facts[name]
        if kept and not is_link(kept):
            text = f"“{kept[:100]}” is no address; it is left out."
            remarks.append((name, "not-an-address", text))
            facts[name] = ""
    return tuple(remarks)


def _cut(facts: Mapping[str, Any], description: str) -> Remarks:
    """Return the remark on a description that is longer than what is kept of it."""
    kept = len(facts["description"])
    if len(description) <= kept:
        return ()
    text = f"The description has {len(description)} characters; the first {kept} are kept."
    return (("description", "cut", text),)


def _clean_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping whose keys and texts are clean; numbers stay as they are."""
    return {
        clean(key): clean(value) if isinstance(value, str) else value
        for key, value in values.items()
    }


def newest(instants: Iterable[datetime | None]) -> datetime | None:
    """Return the greatest of the known instants."""
    return max([at for at in instants if at is not None], default=None)


def key_of(url: str) -> str:
    """Return the comparison form of a repository's own address; "" without a host.

    Unlike that of any address, nothing of it is cut off as a page: a repository may be called
    “src”, and a group “archive”.
    """
    plain = _PLAIN.fullmatch(url)
    if plain:  # nearly all are
        host = _host_of(plain[1])
        return f"{host}{plain[2]}".removesuffix(".git").lower() if host else ""
    host = comparison_form(url).partition("/")[0]
    if not host:
        return ""
    segments = [part.strip() for part in urlsplit(url.strip()).path.split("/") if part.strip()]
    return "/".join([host, *segments]).removesuffix(".git").lower()


@lru_cache(maxsize=1000)
def _host_of(origin: str) -> str:
    return comparison_form(origin).partition("/")[0]


def _is_address(url: str) -> bool:
    try:
        parse_address(url)
    except AddressRefused:
        return False
    return True


_is_origin = lru_cache(maxsize=1000)(_is_address)


def _licence(raw: str) -> tuple[str, str]:
    """Return a licence in SPDX and as given; few texts name nearly all of them."""
    return _short_licence(raw) if len(raw) <= LIMITS["licence"] else normalise(raw)


_short_licence = lru_cache(maxsize=1000)(normalise)


def _checked_key(url: str) -> str:
    """Return the key of an address that pages may link to."""
    plain = _PLAIN.fullmatch(url)
    is_address = _is_origin(plain[1]) if plain else _is_address(url[: LIMITS["url"]])
    key = key_of(url) if is_address else ""
    if "/" not in key:
        text = f"“{url[:100]}” is no address of a repository, such as https://forge.example/a/b."
        raise FactError("url", "bad-address", text)
    return key


def _check(facts: Mapping[str, Any]) -> None:
    for name in _COUNTS:
        value = facts[name]
        if value is not None and not 0 <= value <= MAX_COUNT:
            raise FactError(name, "bad-number", f"{value} is no count; 0 to {MAX_COUNT} is.")
    if not facts["name"]:
        raise FactError("name", "missing", "A repository needs a name.")
    if not any(map(gt, map(len, _limited(facts)), LIMITS.values())):
        return
    for name, limit in LIMITS.items():
        length = len(facts[name])
        if length > limit:
            text = f"{length} characters are too many; at most {limit} are kept."
            raise FactError(name, "too-long", text)
