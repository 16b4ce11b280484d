"""Family ``components``: what a work is built with, under which licences, with which weaknesses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from beffroi.policy.check.components.advisories import advisories_of
from beffroi.policy.check.components.bundled import bundles_of
from beffroi.policy.check.components.finding import components_of
from beffroi.policy.check.components.licences import TABLE, told
from beffroi.policy.check.components.shapes import Component, Components, Fault
from beffroi.policy.check.components.vulnerabilities import Vulnerability, matched
from beffroi.policy.check.declarations import NAME
from beffroi.policy.check.licences import Licences, licences_of
from beffroi.policy.check.shapes import Evidence, Finding, Rule, State
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.licence.compatible import Answer, compatible, is_recorded
from beffroi.policy.licence.expressions import leaves, parse

_NO_NEED = frozenset({None, False, ""})


@dataclass(slots=True)
class _Compared:
    """Components by what the advice on their licence is."""

    good: list[Component] = field(default_factory=list)
    bound: list[tuple[Component, Answer]] = field(default_factory=list)
    refused: list[tuple[Component, Answer]] = field(default_factory=list)
    unknown: list[Component] = field(default_factory=list)


def judge_compatible(subject: Subject, rule: Rule) -> Finding:
    """PUB-08: no component of the work has a licence that the work's own cannot go with."""
    found = subject.once(components_of)
    if not found.is_known:
        return _without_list(subject, rule, found.faults)
    own = subject.once(licences_of)
    if not own.declared:
        return replace(rule.found("unknown", "no-licence"), remedy=rule.messages["choose"])
    if own.expression is None or not _is_recorded(own.declared):
        return rule.found("unknown", "strange-licence", _own(own), licence=own.declared)
    compared = _compare(_built_in(subject, found), own.declared)
    return _said(rule, own, compared, found)


def _said(rule: Rule, own: Licences, compared: _Compared, found: Components) -> Finding:
    """Return the finding: what is refused first, then what nobody knows, then the conditions."""
    values = {"licence": own.declared, "count": 0, "total": sum(map(len, _parts(compared)))}
    if compared.refused:
        places = [_place(one, answer.because) for one, answer in compared.refused]
        names = _names(one for one, _ in compared.refused)
        values |= {"count": len(compared.refused), "components": names}
        return rule.found("fail", "refused", *_few(rule, places), **values)
    if compared.unknown or found.faults:
        places = [*map(_fault, found.faults), *map(_place, compared.unknown)]
        values |= {"count": len(compared.unknown), "faults": len(found.faults)}
        values["components"] = _names(compared.unknown)
        key = "unknown" if compared.unknown else "unread"
        return _open(rule, key, places, **values)
    if compared.bound:
        places = [_place(one, answer.because) for one, answer in compared.bound]
        values |= {"count": len(compared.bound)}
        return rule.found("pass", "conditions", *_few(rule, places), **values)
    return rule.found("pass", "compatible", **values)


def _parts(compared: _Compared) -> tuple[Sequence[object], ...]:
    return compared.good, compared.bound, compared.refused, compared.unknown


def _built_in(subject: Subject, found: Components) -> list[Component]:
    """Return what goes into the work: not the tools of building, not what runs beside it."""
    given = subject.declarations.table(TABLE)
    return [
        one
        for one in found.components
        if one.scope != "development" and told(given, one, "link") != "separate"
    ]


def _compare(used: Iterable[Component], outbound: str) -> _Compared:
    compared = _Compared()
    for one in used:
        answer = _advice(one.licence, outbound) if one.licence else None
        if answer is None:
            compared.unknown.append(one)
        elif not answer.compatible:
            compared.refused.append((one, answer))
        elif answer.colour == "green":
            compared.good.append(one)
        else:
            compared.bound.append((one, answer))
    return compared


@cache
def _advice(inbound: str, outbound: str) -> Answer | None:
    """Return the advice on one pair; None when nothing is recorded that could decide it."""
    answer = compatible(inbound, outbound)
    known = _is_recorded(inbound)
    return answer if answer.compatible or known else None


def _is_recorded(expression: str) -> bool:
    return all(is_recorded(leaf.licence) for leaf in leaves(parse(expression)))


def judge_obligations(subject: Subject, rule: Rule) -> Finding:
    """DEV-02: code of others that lies in the tree has its licence or a notice beside it."""
    bundles = subject.once(bundles_of)
    missing = [one for one in bundles if not one.is_met]
    if missing:
        places = [Evidence(one.path, one.line, one.licence) for one in missing]
        names = ", ".join(one.path for one in missing[: _shown(rule)])
        values = {"count": len(missing), "total": len(bundles), "paths": names}
        return rule.found("fail", "missing", *_few(rule, places), **values)
    found = subject.once(components_of)
    if not found.is_known and not bundles:
        return _without_list(subject, rule, found.faults)
    key = "met" if bundles else "nothing-bundled"
    return rule.found("pass", key, total=len(bundles), files=len(found.files))


def judge_vulnerable(subject: Subject, rule: Rule) -> Finding:
    """SEC-08: no component has a known vulnerability of high gravity in the version used."""
    found = subject.once(components_of)
    if not found.is_known:
        return _without_list(subject, rule, found.faults)
    advisories = subject.once(advisories_of)
    if not advisories.files:
        places = map(_fault, (*advisories.faults, *found.faults))
        key = "unread-data" if advisories.faults else "no-data"
        return _open(rule, key, places, total=len(found.components))
    hits = sorted(
        matched(advisories.known, found.components),
        key=lambda hit: (-_gravity(hit[1]), hit[0].purl, hit[1].id),
    )
    high = [hit for hit in hits if _gravity(hit[1]) >= rule.parameters["high"]]
    if hits:
        return _exposed(rule, high or hits, "fail" if high else "warn")
    values = {"total": len(found.components), "files": len(advisories.files)}
    if advisories.faults or found.faults:
        unread = map(_fault, (*advisories.faults, *found.faults))
        return _open(rule, "partly-read", unread, **values)
    return rule.found("pass", "none-known", **values)


def _exposed(rule: Rule, hits: Sequence[tuple[Component, Vulnerability]], state: State) -> Finding:
    places = [_hit(*hit) for hit in hits]
    values = {"count": len(hits), "components": _names(one for one, _ in hits)}
    key = "high" if state == "fail" else "lower"
    return rule.found(state, key, *_few(rule, places), **values)


def _gravity(known: Vulnerability) -> float:
    return -1.0 if known.score is None else known.score


def _hit(one: Component, known: Vulnerability) -> Evidence:
    score = "" if known.score is None else f" ({known.score})"
    return Evidence(one.path, one.line, f"{one.purl}: {known.id}{score}")


def _without_list(subject: Subject, rule: Rule, faults: Sequence[Fault]) -> Finding:
    """Return what a person declared when no file lists the components, or that it is unknown."""
    declared = subject.declarations.answer(rule.id)
    if declared is not None and not isinstance(declared.answer, Mapping | list):
        at = Evidence(NAME, declared.line, f"{declared.by} ({declared.role}), {declared.on}")
        if declared.answer in _NO_NEED:
            return rule.found("fail", "denied", at, by=declared.by)
        return rule.found("pass", "declared", at, by=declared.by)
    return _open(rule, "no-list", map(_fault, faults))


def _open(rule: Rule, key: str, places: Iterable[Evidence], **values: object) -> Finding:
    """Return that it is unknown, and how a person answers it."""
    finding = rule.found("unknown", key, *_few(rule, places), **values)
    return replace(finding, remedy=rule.messages["answer"])


def _own(own: Licences) -> Evidence:
    return Evidence(own.path, own.line, own.declared or "")


def _place(one: Component, because: str = "") -> Evidence:
    said = ": ".join(part for part in (one.purl, one.licence, because) if part)
    return Evidence(one.path, one.line, said)


def _fault(fault: Fault) -> Evidence:
    return Evidence(fault.path, fault.line, fault.message)


def _names(found: Iterable[Component]) -> str:
    """Return the first components by name, and how many more there are."""
    names = list(dict.fromkeys(f"{one.ecosystem}/{one.name}" for one in found))
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+ {more})" if more > 0 else "")


_NAMED = 10


def _shown(rule: Rule) -> int:
    return int(rule.parameters["shown"])


def _few(rule: Rule, places: Iterable[Evidence]) -> list[Evidence]:
    return list(places)[: _shown(rule)]


CHECKS: Checks = {
    "PUB-08": judge_compatible,
    "DEV-02": judge_obligations,
    "SEC-08": judge_vulnerable,
}
