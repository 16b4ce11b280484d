"""A name and what is assigned to it, in any language: ``=``, ``:``, ``=>``, attributes, calls."""

import re
from dataclasses import dataclass
from typing import Final

from beffroi.policy.check.secrets.chance import entropy, is_drawn, is_joined, is_mixed
from beffroi.policy.check.secrets.keywords import STRONG
from beffroi.policy.check.secrets.patterns import known
from beffroi.policy.check.secrets.placeholders import (
    is_filler,
    is_other_name,
    stands_for_another,
)
from beffroi.policy.check.secrets.readers import Verdict

_LONGEST: Final = 400
_SHORTEST: Final = 8
_SHORT_RATIO: Final = 2.6
_KINDS: Final = ("double", "single", "back", "bare")
_LISTED: Final = frozenset({b",", b"("})
_IDENTIFIER: Final = re.compile(rb"[A-Za-z_$][\w$.:*]*")
_SIGNS: Final = frozenset({b";", b'"', b"'"})
_ECHO: Final = re.compile(rb"(?i)passw|secret|token|credential|api_?key")
_NAME_BEFORE: Final = re.compile(rb"[\w.-]{0,60}\Z")
_NAME_AFTER: Final = re.compile(rb"[\w.-]{0,40}")
_VALUE: Final = re.compile(
    rb"""
    [\w.-]{0,40}+                                       # the rest of the name
    ["'`\])\\]{0,4}+
    (?:[ \t]{1,4}[\w.*:-]{1,20}){0,2}?                  # a type, or the word value
    [ \t]{0,20}+
    (?P<sign> :[ \t]{0,4}[A-Za-z_][\w.\[\]|?<>\x20]{0,30}?=(?!=)
      | ===? | !==? | => | ::?= | [?.+]= | \|\|=? | -> | = | :(?!:) | , | >(?:\s{1,60}+)? | \( )
    [ \t]{0,20}+
    (?:[A-Za-z_.]{1,20}\()?
    (?:[bBrRuUfF@$]{1,2}(?=["']))?
    (?: \\?"(?P<double>(?:[^"\\\r\n]|\\[^"\r\n]){1,400}+)
      | \\?'(?P<single>(?:[^'\\\r\n]|\\[^'\r\n]){1,400}+)
      | `(?P<back>[^`\r\n]{1,400}+)
      | (?P<bare>[^\s"'`<>;,(){}\[\]]{4,400}+)(?!["'(\[{]) )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a name was given, with where the value stands; ``name`` is the whole name.

    ``is_enclosed``: in quotes, or between signs as in ``Server=a;Password=b;``; ``is_listed``: it
    is the next argument of a call, or the next of a list.
    """

    name: str
    value: bytes
    start: int
    end: int
    is_enclosed: bool
    is_listed: bool


def assigned(data: bytes, start: int, end: int) -> Assignment | None:
    """Return what is assigned to the name that holds ``data[start:end]``, if anything."""
    found = _VALUE.match(data, end, end + _LONGEST + 100)
    if found is None:
        return None
    which = next(kind for kind in _KINDS if found.group(kind) is not None)
    value = found.group(which)
    at = found.start(which)
    kept = value.rstrip(b".,:\\") if which == "bare" else value.rstrip(b"\\")
    before = _NAME_BEFORE.search(data, max(0, start - 60), start)
    after = _NAME_AFTER.match(data, end)
    name = (before.group() if before else b"") + data[start:end] + (after.group() if after else b"")
    is_tight = data[end : at + 1][:1] == b"=" and data[found.end() : found.end() + 1] in _SIGNS
    is_enclosed = which != "bare" or is_tight
    told = name.decode("utf-8", "replace")
    is_listed = found.group("sign") in _LISTED
    return Assignment(told, kept, at, at + len(kept), is_enclosed, is_listed)


def is_word(value: bytes) -> bool:
    """Tell whether a value is itself a name: words joined, or the word for a secret again."""
    return is_joined(value) or _ECHO.search(value) is not None


def judge_named(told: Assignment, strength: str, *, is_plain: bool) -> Verdict:
    """Say whether a value behind a telling name is a secret.

    ``is_plain``: the file is of a kind where values stand without quotes; elsewhere a bare word is
    code.
    """
    value = told.value
    limits = known().universal
    if is_other_name(told.name) or is_word(value) or (told.is_listed and not told.is_enclosed):
        return ""
    if stands_for_another(value) or is_filler(value):
        return ""
    is_made = is_drawn(value, limits["weak_entropy"]) and len(value) >= limits["weak_length"]
    is_code = not told.is_enclosed and not is_plain
    if is_code and (not is_made or _IDENTIFIER.fullmatch(value)):
        return ""
    if strength != STRONG:
        return "guess" if is_made and not told.is_listed else ""
    if len(value) >= limits["sure_length"] and is_drawn(value, limits["sure_entropy"]):
        return "sure"
    return "guess" if is_made or _is_password(value) else ""


def _is_password(value: bytes) -> bool:
    """Tell whether a person could have chosen this as a password, and not written it as prose."""
    if len(value) < _SHORTEST or b" " in value or not is_mixed(value):
        return False
    return entropy(value) >= _SHORT_RATIO
