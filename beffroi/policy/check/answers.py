"""What a person declared, as evidence and as a reason; and a finding with its own remedy."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from beffroi.policy.check.declarations import NAME, Declaration
from beffroi.policy.check.shapes import Evidence, Finding, Rule, State


def evidence_of(declared: Declaration) -> Evidence:
    """Return where and by whom something was declared."""
    return Evidence(NAME, declared.line, f"{declared.by}, {declared.role}, {declared.on}")


def reason_in(declared: Declaration | None) -> str:
    """Return the reason that an answer gives: a text, or ``reason`` of a table; else nothing."""
    if declared is None:
        return ""
    answer = declared.answer
    said = answer.get("reason", "") if isinstance(answer, Mapping) else answer
    return said.strip() if isinstance(said, str) else ""


def day_in(value: object) -> date | None:
    """Return the day that an answer names: a day or a time of TOML, or its text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def is_no(declared: Declaration) -> bool:
    """Tell whether an answer denies: ``false``, or nothing said."""
    return declared.answer is False or declared.answer in ("", [], {})


def told(rule: Rule, state: State, message: str, *evidence: Evidence, **values: object) -> Finding:
    """Return a finding with the remedy of its message, ``mend-KEY``, where the rule has one."""
    found = rule.found(state, message, *evidence, **values)
    mending = rule.messages.get(f"mend-{message}")
    return replace(found, remedy=mending.filled(**values)) if mending else found
