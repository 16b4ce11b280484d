"""The rules of publiccode.yml that concern one value."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from beffroi.lib import graphemes
from beffroi.policy.licence.strict import is_expression
from beffroi.policy.publiccode.fields import standard

_MIME = re.compile(
    r" *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_URN = re.compile(
    r"urn:(?!urn:)[a-z0-9][a-z0-9-]{0,31}:(?:[a-z0-9()+,\-.:=@;$_!*']|%[0-9a-f]{2})+", re.IGNORECASE
)
_EMAIL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?"
)
# RFC 5646, section 2.1: regular tags, private use, and the grandfathered ones.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}(?:-[a-z]{3}){0,2})?|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?"
    r"(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-(?:bok|nyn)"
    r"|zh-(?:guoyu|hakka|min|min-nan|xiang)",
    re.IGNORECASE | re.ASCII,
)
_UNFIT: Final = re.compile(r"[\x00-\x20\x7f<>\"]|%(?![0-9a-fA-F]{2})")
_ITALIAN_URN: Final = "urn:x-italian-pa:"


def split(address: str) -> SplitResult | None:
    """Return the parts of an address, None for what is none."""
    if _UNFIT.search(address.partition("?")[0]):
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError:
        return None
    return parts


def is_url(text: str) -> bool:
    """Tell whether a text is an absolute address of any scheme."""
    parts = split(text)
    if parts is None or not parts.scheme:
        return False
    is_opaque = bool(parts.path) and not parts.path.startswith("/")
    return bool(parts.netloc or parts.fragment or is_opaque or parts.scheme == "file")


def is_http(text: str) -> bool:
    """Tell whether a text is an address of the web."""
    parts = split(text)
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.netloc)


def is_date(text: str) -> bool:
    """Tell whether a text is a day of the calendar, ``YYYY-MM-DD``."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_urn(text: str) -> bool:
    """Tell whether a text is a URN (RFC 2141)."""
    return bool(_URN.fullmatch(text))


def is_italian(code: str) -> bool:
    """Tell whether this is a code of the Italian index of public bodies."""
    return bool(standard().italian.fullmatch(code))


def is_uri(text: str) -> bool:
    """Tell whether a text names a body: an absolute URI with a host, or a URN."""
    if text.lower().startswith("urn:"):
        is_italian_one = text.lower().startswith(_ITALIAN_URN)
        return is_urn(text) and (not is_italian_one or is_italian(text[len(_ITALIAN_URN) :]))
    parts = split(text)
    return parts is not None and bool(parts.scheme and parts.netloc)


def is_country(text: str) -> bool:
    """Tell whether this is a country in ISO 3166-1 alpha-2, in one case."""
    is_one_case = text in {text.lower(), text.upper()}
    return is_one_case and text.upper() in standard().lists["countries"]


def is_language(text: str) -> bool:
    """Tell whether this is a language tag (BCP 47)."""
    return bool(_LANGUAGE.fullmatch(text))


def is_support(text: str) -> bool:
    """Tell whether this is a known alias, an address or a URN."""
    alias = text.removeprefix("alias:")
    if alias != text:
        return alias in standard().lists["aliases"]
    return is_url(text) if not text.lower().startswith("urn:") else is_urn(text)


_TESTS: dict[str, Callable[[str], bool]] = {
    "url": is_url,
    "http": is_http,
    "date": is_date,
    "uri": is_uri,
    "mime": lambda text: bool(_MIME.fullmatch(text)),
    "category": lambda text: text in standard().lists["categories"],
    "scope": lambda text: text in standard().lists["scopes"],
    "country": is_country,
    "language": is_language,
    "licence": is_expression,
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "support": is_support,
    "italian": is_italian,
}
_LENGTHS = frozenset({"at-most", "at-least"})
_EMPTY_COUNTS = frozenset(
    {"date", "http", "url", "category", "scope", "country", "language", "mime"}
)
"""Rules that an empty text breaks; others leave an empty text alone."""


def broken(rule: str, parameter: str, value: Any) -> str | None:
    """Return the name of the message when a value breaks a rule, None when it keeps it."""
    if rule in _TESTS:
        return _broken_text(rule, value)
    if rule == "required":
        return rule if value is None or value == "" else None
    if rule == "some":
        return None if value else rule
    if rule == "one-of":
        choices = standard().choices[parameter]
        return None if value is None or value in choices else rule
    if rule == "language-keys":
        return None if all(map(is_language, value)) else rule
    return _broken_length(rule, parameter, value)


def _broken_text(rule: str, value: Any) -> str | None:
    if value is None or (value == "" and rule not in _EMPTY_COUNTS):
        return None
    if _TESTS[rule](value):
        return None
    if rule == "uri" and value.startswith(_ITALIAN_URN):
        return "uri-italian"
    if rule == "support" and value.startswith("alias:"):
        return "support-alias"
    return rule


def _broken_length(rule: str, parameter: str, value: Any) -> str | None:
    if rule not in _LENGTHS:
        return None
    length, limit = graphemes.count(value), int(parameter)
    return rule if (length > limit if rule == "at-most" else length < limit) else None


def shown(rule: str, parameter: str) -> str:
    """Return a rule's parameter as the message shows it."""
    if rule != "one-of":
        return parameter
    *first, last = (f'"{choice}"' for choice in standard().choices[parameter])
    return f"{', '.join(first)} or {last}" if first else last
