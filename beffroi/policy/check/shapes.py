"""What a policy asks and what judging answers: rules, evidence, findings.

Semantics: policy-rules §2. A check returns exactly one state; ``unknown`` is never counted as
passed, never blocks, and names the role that can answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from beffroi.policy.check.plurals import filled

State: TypeAlias = Literal["pass", "warn", "fail", "unknown", "not-applicable", "waived"]
STATES: Final[tuple[State, ...]] = ("pass", "warn", "fail", "unknown", "not-applicable", "waived")
Severity: TypeAlias = Literal["MUST", "SHOULD", "MAY"]


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    fr: str
    en: str

    def filled(self, **values: object) -> "Words":
        """Return the words with their places filled, and forms that agree with numbers."""
        return Words(fr=filled(self.fr, "fr", **values), en=filled(self.en, "en", **values))

    def as_json(self) -> dict[str, str]:
        """Return the shape of the command's JSON."""
        return {"fr": self.fr, "en": self.en}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was seen: a path and line (from 1; 0 is the whole), a commit, a field.

    ``text`` is what was seen there; never a secret, never a whole address of a person. ``said``
    is the same in both languages, where it is our sentence and not a quotation.
    """

    path: str = ""
    line: int = 0
    text: str = ""
    commit: str = ""
    said: Words | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its state, why, where, who can answer, and how to mend it.

    ``why`` is a sentence of the family's ``messages``; ``remedy`` replaces the rule's own when the
    finding knows better; ``asks`` is the role that can answer what is unknown.
    """

    state: State
    why: Words
    evidence: tuple[Evidence, ...] = ()
    asks: str = ""
    remedy: Words | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy: whom it binds, what it asks, where that is written, how to mend it.

    ``parameters`` are the lists and thresholds of its check, ``messages`` the sentences that its
    findings say; both are data of the pack. ``answerer`` is the role asked when it is unknown,
    ``reason`` why the rule exists, for the page that explains it. ``check`` names what judges it,
    in the module ``family``. A ``legal`` question that is unknown leaves a remark in the verdict.
    """

    id: str
    severity: Severity
    binds: str
    statement: Words
    source: str
    section: str = ""
    remedy: Words = field(default_factory=lambda: Words("", ""))
    reason: Words = field(default_factory=lambda: Words("", ""))
    answerer: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    messages: Mapping[str, Words] = field(default_factory=dict)
    check: str = ""
    family: str = ""
    is_legal: bool = False

    def found(self, state: State, message: str, *evidence: Evidence, **values: object) -> Finding:
        """Return a finding that says one of the rule's messages, its places filled with values."""
        why = self.messages[message].filled(**values)
        asks = self.answerer if state == "unknown" else ""
        return Finding(state, why, evidence, asks)
