"""What stands where a secret would: examples, variables, names; never a finding."""

import hashlib
import re
from functools import cache
from typing import Any, Final

from beffroi.policy.check.secrets.patterns import compiled, compiled_text, known

_FEW: Final = 3
_LONG_RUN: Final = re.compile(rb"(.)\1{6,}", re.DOTALL)
_SEQUENCE: Final = b"abcdefghijklmnopqrstuvwxyz0123456789012345"
_SEQUENCE_LENGTH: Final = 9


def is_filler(value: bytes) -> bool:
    """Tell whether a token is an example: one letter for all, a row of the alphabet, a word for it.

    What a variable stands for is not asked here: a token of a known form is no variable.
    """
    folded = value.lower()
    return (
        len(set(folded)) <= _FEW
        or bool(_words().find_matches_as_indexes(folded))
        or _is_run(folded)
        or hashlib.sha256(value).hexdigest() in known().placeholders["published"]
    )


def stands_for_another(value: bytes) -> bool:
    """Tell whether an assigned value is a variable, a call, a path, or a word by itself."""
    folded = value.strip().lower()
    if folded.decode("utf-8", "replace") in _values() or not folded:
        return True
    return compiled(known().placeholders["values_regex"]).search(value.strip()) is not None


def is_other_name(name: str) -> bool:
    """Tell whether a name speaks of something else: a public key, a field, a length."""
    return compiled_text(known().placeholders["names"]).search(name) is not None


def _is_run(value: bytes) -> bool:
    """Tell whether one letter fills half of it; long tokens may hold a short run by their form."""
    longest = max((len(run.group()) for run in _LONG_RUN.finditer(value)), default=0)
    return longest * 2 >= len(value)


@cache
def _words() -> Any:
    """Return the words of placeholders and the rows of the alphabet, to be searched at once."""
    from ahocorasick_rs import BytesAhoCorasick  # noqa: PLC0415  # only who scans pays for it

    size = len(_SEQUENCE) - _SEQUENCE_LENGTH + 1
    rows = [_SEQUENCE[start : start + _SEQUENCE_LENGTH] for start in range(size)]
    words = [word.encode() for word in known().placeholders["words"]]
    return BytesAhoCorasick([*words, *rows])


@cache
def _values() -> frozenset[str]:
    return frozenset(known().placeholders["values"])
