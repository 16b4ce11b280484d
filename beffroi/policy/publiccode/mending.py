"""The corrected line, where there is only one way to correct it."""

import re
from collections.abc import Callable
from typing import Final

from beffroi.policy.licence import spdx
from beffroi.policy.licence.strict import is_expression
from beffroi.policy.licences import OTHER, normalise
from beffroi.policy.publiccode import rules
from beffroi.policy.publiccode.shapes import Result

_LINE = re.compile(
    r"(?P<head>\s*(?:- )?(?:[\w-]+:\s+)?)"
    r"(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)(?P<rest>\s*(?:#.*)?)"
)
_DAY = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})[./](\d{1,2})[./](\d{1,2})"
    r"|(\d{4}-\d{2}-\d{2})T.*"
)

_COUNTRY = re.compile(r"ountries\[\d+\]$")
_MONTHS: Final = 12


def corrected(result: Result, line: str) -> str:
    """Return the line as it should be, "" when a person has to decide."""
    mend = _MENDERS.get(result.rule)
    found = _LINE.fullmatch(line.rstrip())
    if result.rule == "deprecated" and _COUNTRY.search(result.key):
        mend = _country
    if mend is None or found is None or not found["value"]:
        return ""
    value = mend(found["value"])
    if not value or value == found["value"]:
        return ""
    return f"{found['head']}{found['quote']}{value}{found['quote']}{found['rest']}"


def _version(_value: str) -> str:
    return "0"


def _address(value: str) -> str:
    """Return an address with https in front, when that makes it one."""
    mended = f"https://{value.removeprefix('//')}"
    return mended if "." in value.partition("/")[0] and rules.is_http(mended) else ""


def _date(value: str) -> str:
    """Return a day in the form of the standard; day and month are never swapped by guess."""
    found = _DAY.fullmatch(value)
    if not found:
        return ""
    if found[7]:
        return found[7] if rules.is_date(found[7]) else ""
    day, month, year = (
        (found[1], found[2], found[3]) if found[3] else (found[6], found[5], found[4])
    )
    is_clear = bool(found[4]) or int(day) > _MONTHS
    mended = f"{year}-{int(month):02}-{int(day):02}"
    return mended if is_clear and rules.is_date(mended) else ""


def _language(value: str) -> str:
    mended = value.replace("_", "-")
    return mended if rules.is_language(mended) else ""


def _country(value: str) -> str:
    return value.upper() if rules.is_country(value.upper()) else ""


def _licence(value: str) -> str:
    found, _ = normalise(value)
    mended = "" if found == OTHER else spdx.current(found)
    return mended if mended and is_expression(mended) else ""


_MENDERS: Final[dict[str, Callable[[str], str]]] = {
    "old-version": _version,
    "version": _version,
    "url": _address,
    "http": _address,
    "date": _date,
    "language": _language,
    "country": _country,
    "licence": _licence,
}
