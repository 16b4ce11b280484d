"""Reports made for the tests of the formats."""

from datetime import date

from beffroi.policy.check.declarations import Waiver
from beffroi.policy.check.judging import Judged, Level, Report, Score
from beffroi.policy.check.shapes import Evidence, Finding, Rule, Severity, State, Words

DAY = date(2026, 11, 25)


def rule(name: str = "FILE-03", severity: Severity = "MUST") -> Rule:
    return Rule(
        id=name,
        severity=severity,
        binds="project team",
        statement=Words("LICENSE est présent.", "LICENSE exists."),
        source="DISIC/politique-de-contribution-open-source pratique.md",
        section="Fichiers",
        remedy=Words("Ajoutez le texte.", "Add the text."),
        reason=Words("Sans licence, nul droit.", "Without a licence, no right."),
    )


def judged(
    state: State = "fail",
    *evidence: Evidence,
    name: str = "FILE-03",
    severity: Severity = "MUST",
    why: str = "There is none.",
    asks: str = "",
) -> Judged:
    finding = Finding(state, Words("Il n’y en a pas.", why), evidence, asks)
    waiver = Waiver("A test repository.", "A. Person", DAY) if state == "waived" else None
    return Judged(rule(name, severity), finding, severity, "fr-dinum-2018 1.1", waiver)


def report(*rules: Judged, verdict: str = "blocked") -> Report:
    return Report(
        policy="fr-dinum-2018",
        version="1.1 of 2019-09-09",
        on=DAY,
        verdict=verdict,  # type: ignore[arg-type]
        level=Level("B", "B-C"),
        score=Score(6, 10, "orange"),
        rules=rules,
        head="0" * 40,
    )


def every_state() -> Report:
    states: tuple[State, ...] = ("pass", "warn", "fail", "unknown", "not-applicable", "waived")
    return report(
        *(
            judged(
                state,
                Evidence("src/a b.py", 3, "seen"),
                name=f"FILE-0{number}",
                asks="OSPO" if state == "unknown" else "",
            )
            for number, state in enumerate(states, start=1)
        )
    )
