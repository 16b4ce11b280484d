"""Words of one format in those of another: statuses, platforms, licences, categories, texts."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from beffroi.policy.licence import spdx
from beffroi.policy.licences import OTHER, normalise
from beffroi.policy.publiccode.fields import standard

SHORT: Final = 150
LONG: Final = (150, 10_000)
_SPDX_PAGE = re.compile(
    r"https?://(?:www\.)?spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|\.json)?/?"
)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")


@cache
def data() -> dict[str, Any]:
    """Return what ``data/metadata.toml`` says."""
    return tomllib.loads((files("beffroi.policy") / "data/metadata.toml").read_text("utf-8"))


def status_from(format_: str, word: str) -> tuple[str, bool]:
    """Return publiccode.yml's word for a status, and whether it is exactly that; "" for none."""
    for ours, theirs in data()["status"][format_].items():
        for place, one in enumerate(theirs):
            if one.lower() == word.lower():
                return ours, place == 0
    return "", False


def status_to(format_: str, word: str) -> str:
    """Return another format's word for a status of publiccode.yml, "" when it has none."""
    theirs = data()["status"][format_].get(word, [])
    return theirs[0] if theirs else ""


def platforms_in(words: Iterable[str]) -> list[str]:
    """Return the platforms that some words name, in the order of the standard."""
    text = f" {' '.join(words).lower()} "
    return [
        name
        for name, signs in data()["platforms"].items()
        if any(re.search(rf"\b{re.escape(sign)}\b", text) for sign in signs)
    ]


def licence(text: str) -> str:
    """Return the SPDX expression that a name, identifier or page of spdx.org means, or ""."""
    page = _SPDX_PAGE.fullmatch(text.strip())
    found, _ = normalise(page[1] if page else text)
    return "" if found == OTHER else spdx.current(found)


def categories(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the words that are categories of publiccode.yml, and the others."""
    known: list[str] = []
    others: list[str] = []
    for word in words:
        key = re.sub(r"[\s_]+", "-", word.strip().lower())
        is_known = key in standard().lists["categories"]
        (known if is_known else others).append(key if is_known else word)
    return list(dict.fromkeys(known)), others


def day(text: str) -> str:
    """Return the day of an instant, "" when there is none."""
    found = _DAY.fullmatch(text)
    return found[1] if found else ""


def shorten(text: str, most: int = SHORT) -> str:
    """Return a text in one line, cut at a word when it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def texts(value: Any) -> list[str]:
    """Return a text, or a list of texts or of objects with a name, as a list of texts."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, Mapping):
        name = value.get("name")
        return [name.strip()] if isinstance(name, str) and name.strip() else []
    if isinstance(value, Sequence):
        return [
            text for part in value for text in ([part] if isinstance(part, str) else texts(part))
        ]
    return []
