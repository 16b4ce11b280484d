"""The corrected line, where there is only one way to correct it."""

import re
from collections.abc import Callable
from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.licence import spdx
from beffroi.policy.licence.strict import is_expression
from beffroi.policy.licences import OTHER, normalise
from beffroi.policy.publiccode import rules
from beffroi.policy.publiccode.fields import Field, standard
from beffroi.policy.publiccode.paths import field_at, steps
from beffroi.policy.publiccode.shapes import Result

_LINE = re.compile(
    r"(?P<head>\s*(?:- )?(?:[\w-]+:\s+)?)"
    r"(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)(?P<rest>\s*(?:#.*)?)"
)
_DAY = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})[./](\d{1,2})[./](\d{1,2})"
    r"|(\d{4}-\d{2}-\d{2})T.*"
)

_KEY = re.compile(r"(?P<head>\s*(?:- )?)(?P<key>[\w-]+)(?=\s*:(?:\s|$))")
_GAPS = re.compile(r"[\s_]+")
_VERSION: Final = "publiccodeYmlVersion"
_OF_VERSION: Final = frozenset({"version", "old-version", "type"})
_FLAGS: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_COUNTRY = re.compile(r"ountries\[\d+\]$")
_MONTHS: Final = 12


def corrected(result: Result, line: str) -> str:
    """Return the line as it should be, "" when a person has to decide."""
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        return ""
    if result.rule == "unknown" or (result.rule == "deprecated" and result.key == "it"):
        return _renamed(result, line.rstrip())
    value, quote = found["value"], found["quote"]
    mended = mended_value(result, value) if value else ""
    if result.rule in _OF_VERSION and mended == "0":
        quote = quote or '"'  # without quotes it would be a number
    elif mended == value:
        return ""
    if not mended:
        return ""
    return f"{found['head']}{quote}{mended}{quote}{found['rest']}"


def mended_value(result: Result, value: str) -> str:
    """Return the value as it should be, "" when a person has to decide."""
    if result.rule == "type":
        return "0" if result.key == _VERSION else _flag(result, value)
    if result.rule == "deprecated":
        return _country(value) if _COUNTRY.search(result.key) else ""
    if result.rule in {"one-of", "category", "scope"}:
        return _word(result, value)
    mend = _MENDERS.get(result.rule)
    return mend(value) if mend else ""


def _flag(result: Result, value: str) -> str:
    """Return a flag as YAML 1.2 writes it, where YAML 1.1 took other words."""
    field = _field(result.key)
    return _FLAGS.get(value.lower(), "") if field is not None and field.kind == "flag" else ""


def _word(result: Result, value: str) -> str:
    """Return the word of a closed list that only differs in case, spaces and underscores."""
    bare = _GAPS.sub("-", value.strip().lower())
    if result.rule != "one-of":
        known = standard().lists["categories" if result.rule == "category" else "scopes"]
        return bare if bare in known else ""
    field = _field(result.key)
    names = [parameter for rule, parameter in (field.rules if field else ()) if rule == "one-of"]
    choices = standard().choices[names[0]] if names else ()
    return next((one for one in choices if one.lower() == value.strip().lower()), "")


def _renamed(result: Result, line: str) -> str:
    """Return the line with its key as the standard spells it, when only its case differs."""
    parent, _, name = result.key.rpartition(".")
    block = _field(parent) if parent else standard().root
    known = [one for one in (block.fields if block else ()) if one.lower() == name.lower()]
    named = "IT" if name.lower() == "it" else known[0] if len(known) == 1 else ""
    found = _KEY.match(line)
    if not named or named == name or found is None or found["key"] != name:
        return ""
    return f"{found['head']}{named}{line[found.end() :]}"


def _field(key: str) -> Field | None:
    try:
        return field_at(steps(key))
    except UsageError:  # a key that is none
        return None


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


def _email(value: str) -> str:
    return value.strip().strip("<>").removeprefix("mailto:")


_MENDERS: Final[dict[str, Callable[[str], str]]] = {
    "old-version": _version,
    "version": _version,
    "url": _address,
    "http": _address,
    "date": _date,
    "language": _language,
    "country": _country,
    "licence": _licence,
    "email": _email,
}
