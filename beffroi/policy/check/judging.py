"""Judge a subject by a pack: every rule one finding, then verdict, level and score."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, TypeAlias

from beffroi.policy.check.declarations import Waiver
from beffroi.policy.check.families import check_of, said
from beffroi.policy.check.level import Level, level_of
from beffroi.policy.check.packs import Pack
from beffroi.policy.check.scope import Scope, scope_of
from beffroi.policy.check.score import Score, score_of
from beffroi.policy.check.shapes import Finding, Rule, Severity, State, Words
from beffroi.policy.check.subject import Subject

Verdict: TypeAlias = Literal["publishable", "publishable-with-remarks", "blocked"]
_WAIVABLE: Final = frozenset({"warn", "fail", "unknown"})
_ALWAYS: Final = ("SCOPE-", "GOV-")
_OF_OTHERS: Final = "TIERS-"
"""Rules on contributing to projects of others; when the code is one of theirs, only these hold."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule with its finding; ``pack`` decided it; ``severity`` is the one that counts here.

    When ``finding.state`` is ``waived``, ``waiver`` says who and why; an expired one fails.
    """

    rule: Rule
    finding: Finding
    severity: Severity
    pack: str
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer of ``beffroi check``.

    ``head`` is the commit judged, empty outside git; ``address`` the URL that was asked for.
    ``hidden``: how many rules of each state are not in ``rules``, since nobody asked to see them.
    """

    policy: str
    version: str
    on: date
    verdict: Verdict
    level: Level
    score: Score
    rules: Sequence[Judged]
    head: str = ""
    address: str = ""
    hidden: Mapping[State, int] = field(default_factory=dict)

    def count(self, state: State) -> int:
        """Return how many rules are in a state, shown or not."""
        shown = sum(one.finding.state == state for one in self.rules)
        return shown + self.hidden.get(state, 0)

    def showing(self, states: Collection[str]) -> "Report":
        """Return the report with the rules of some states only; what it counts stays."""
        kept = [one for one in self.rules if one.finding.state in states]
        left = Counter(one.finding.state for one in self.rules if one.finding.state not in states)
        return replace(self, rules=kept, hidden=left)

    def speaking(self, language: str) -> "Report":
        """Return the report with evidence that is our sentence in one language."""
        return replace(self, rules=[_speaking(one, language) for one in self.rules])


def judge(
    subject: Subject,
    pack: Pack,
    address: str = "",
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Report:
    """Judge every rule of the pack, in its order; ``told`` hears how many are done, of how many."""
    subject.pack = pack
    scope = scope_of(subject, next((one for one in pack.rules if one.id == "SCOPE-01"), None))
    rules = []
    for rule in pack.rules:
        rules.append(_judged(rule, subject, pack, scope))
        told(len(rules), len(pack.rules))
    return Report(
        policy=pack.id,
        version=pack.version,
        on=subject.on,
        verdict=verdict_of(rules),
        level=level_of(subject),
        score=score_of(subject),
        rules=rules,
        head=subject.history.head if subject.history else "",
        address=address,
    )


def verdict_of(rules: Iterable[Judged]) -> Verdict:
    """Blocked by a MUST in fail; with remarks while a question of law is unknown."""
    judged = list(rules)
    if any(one.severity == "MUST" and one.finding.state == "fail" for one in judged):
        return "blocked"
    if any(one.rule.is_legal and one.finding.state == "unknown" for one in judged):
        return "publishable-with-remarks"
    return "publishable"


def is_strictly_wrong(rules: Iterable[Judged]) -> bool:
    """Tell what ``--strict`` refuses: any fail, or a MUST that is unknown."""
    return any(
        one.finding.state == "fail" or (one.severity == "MUST" and one.finding.state == "unknown")
        for one in rules
    )


def _speaking(judged: Judged, language: str) -> Judged:
    evidence = tuple(
        replace(one, text=getattr(one.said, language)) if one.said else one
        for one in judged.finding.evidence
    )
    return replace(judged, finding=replace(judged.finding, evidence=evidence))


def _judged(rule: Rule, subject: Subject, pack: Pack, scope: Scope) -> Judged:
    severity: Severity = "SHOULD" if scope.is_advice and rule.severity == "MUST" else rule.severity
    judged = Judged(rule, _found(rule, subject, pack, scope), severity, pack.decided[rule.id])
    waiver = subject.declarations.waiver(rule.id)
    return _waived(judged, waiver, subject.on) if waiver else judged


def _found(rule: Rule, subject: Subject, pack: Pack, scope: Scope) -> Finding:
    if rule.id in pack.disabled:
        because = pack.disabled[rule.id]
        return _spoken("not-applicable", "disabled", pack=pack.decided[rule.id], because=because)
    if scope.is_others and not rule.id.startswith((*_ALWAYS, _OF_OTHERS)):
        return _spoken("not-applicable", "elsewhere")
    if scope.is_ours and rule.id.startswith(_OF_OTHERS):
        return _spoken("not-applicable", "ours" if scope.is_declared else "assumed-ours")
    try:
        finding: Finding = check_of(rule.family, rule.check)(subject, rule)
    except Exception as error:  # noqa: BLE001 - one check at fault must not silence all others
        return _spoken("unknown", "fault", error=f"{type(error).__name__}: {error}"[:200])
    return finding


def _waived(judged: Judged, waiver: Waiver, on: date) -> Judged:
    """Apply a waiver to what does not pass; after its last day it fails."""
    finding = judged.finding
    if finding.state not in _WAIVABLE:
        return judged
    is_over = on > waiver.until
    why = _filled(
        said("judging", "expired" if is_over else "waived"),
        by=waiver.by, until=waiver.until, reason=_ended(waiver.reason), why=finding.why,
    )  # fmt: skip
    state: Literal["fail", "waived"] = "fail" if is_over else "waived"
    return replace(judged, finding=replace(finding, state=state, why=why, asks=""), waiver=waiver)


def _ended(sentence: str) -> str:
    """Return a sentence of a person with a full stop, where it has no end of its own."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _spoken(state: Literal["not-applicable", "unknown"], key: str, **values: object) -> Finding:
    asks = "OSPO" if state == "unknown" else ""
    return Finding(state, _filled(said("judging", key), **values), asks=asks)


def _filled(words: Words, **values: object) -> Words:
    """Fill both languages, each with its own of the values that are words."""

    def of(language: str) -> dict[str, object]:
        return {
            key: getattr(value, language) if isinstance(value, Words) else value
            for key, value in values.items()
        }

    return Words(fr=words.fr.format(**of("fr")), en=words.en.format(**of("en")))
