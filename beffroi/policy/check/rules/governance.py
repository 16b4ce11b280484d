"""Family ``governance``: whom the policy binds, and how a policy itself is held."""

from collections.abc import Mapping, Sequence
from typing import Final

from beffroi.policy.check.declarations import NAME, Declaration
from beffroi.policy.check.packs import Pack, is_file
from beffroi.policy.check.scope import ORIGINS, OTHERS, origin_of
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject


def judge_bodies(subject: Subject, rule: Rule) -> Finding:
    """SCOPE-01: a body of the State or an operator is bound; others are only advised."""
    category = subject.registry.category
    inside, outside = rule.parameters["inside"], rule.parameters["outside"]
    if not category:
        return rule.found("unknown", "no-category")
    if category.lower() in {one.lower() for one in inside}:
        return rule.found("pass", "inside", category=category)
    if category.lower() in {one.lower() for one in outside}:
        return rule.found("not-applicable", "outside", category=category)
    known = ", ".join([*inside, *outside])
    return rule.found("unknown", "other-category", category=category, known=known)


def judge_origin(subject: Subject, rule: Rule) -> Finding:
    """SCOPE-02: code written in house or by a supplier is bound; undeclared is assumed so."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "assumed")
    origin = origin_of(subject)
    if not origin:
        return rule.found("unknown", "no-origin", at(declared), answers=", ".join(ORIGINS))
    if origin == OTHERS:
        return rule.found("not-applicable", "others", at(declared))
    return rule.found("pass", "ours", at(declared), origin=origin)


def judge_derived(subject: Subject, rule: Rule) -> Finding:
    """GOV-01: a derived policy names its parent, its address and its own contact."""
    pack = subject.pack
    if pack is None or not pack.parents:
        return rule.found("not-applicable", "no-parent", pack=pack.id if pack else "")
    given = {"url": pack.url, "contact": pack.contact, "told": pack.told}
    missing = [name for name in rule.parameters["needed"] if not given.get(name)]
    values = {"pack": pack.id, "parent": pack.parents[0]}
    if missing:
        return rule.found("fail", "incomplete", missing=", ".join(missing), **values)
    return rule.found("pass", "complete", contact=pack.contact, **values)


def judge_precedence(subject: Subject, rule: Rule) -> Finding:
    """GOV-02: the policy that the repository names decides; the report says which one did."""
    pack, named = subject.pack, subject.declarations.policy
    if pack is None or not (named or pack.parents):
        return rule.found("not-applicable", "no-local", pack=pack.id if pack else "")
    if not named or _is_of(named, pack):
        first = sum(by == f"{pack.id} {pack.version}" for by in pack.decided.values())
        return rule.found("pass", "local-first", pack=pack.id, count=first, of=len(pack.rules))
    where = Evidence(NAME, 1, f'policy = "{named}"')
    return rule.found("fail", "passed-over", where, named=named, pack=pack.id)


def judge_change(subject: Subject, rule: Rule) -> Finding:
    """GOV-03: a change of the policy has the approvals of enough other bodies."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return _unless_policy(subject, rule)
    said = declared.answer if isinstance(declared.answer, Mapping) else {}
    kind, authority = str(said.get("change", "")), rule.parameters["authority"]
    if kind not in rule.parameters["bodies"]:
        kinds = ", ".join(rule.parameters["bodies"])
        return rule.found("unknown", "no-kind", at(declared), kinds=kinds)
    others = _bodies(said.get("approvals")) - {_name(said.get("proposer"))}
    needs = rule.parameters["bodies"][kind]
    is_approved = _name(authority) in others or kind not in rule.parameters["authority-for"]
    ministries = others - {_name(authority)} if kind in rule.parameters["authority-for"] else others
    values = {"kind": kind, "count": len(ministries), "needs": needs, "authority": authority}
    if len(ministries) < needs:
        return rule.found("fail", "too-few", at(declared), **values)
    if not is_approved:
        return rule.found("fail", "no-authority", at(declared), **values)
    return rule.found("pass", "approved", at(declared), **values)


def judge_version(subject: Subject, rule: Rule) -> Finding:
    """GOV-04: who may merges, and the number rises unless only typos were mended."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return _unless_policy(subject, rule)
    said = declared.answer if isinstance(declared.answer, Mapping) else {}
    allowed, by = rule.parameters["maintainers"], str(said.get("merged-by", ""))
    if not by:
        return rule.found("unknown", "no-body", at(declared), allowed=", ".join(allowed))
    if _name(by) not in {_name(one) for one in allowed}:
        return rule.found("fail", "other-body", at(declared), body=by, allowed=", ".join(allowed))
    if said.get("change") in rule.parameters["no-version-for"]:
        return rule.found("pass", "typo", at(declared), body=by)
    return _numbered(rule, said, by, at(declared))


def _numbered(rule: Rule, said: Mapping[str, object], by: str, where: Evidence) -> Finding:
    """Judge the number of a version, which rises."""
    version, before = _number(said.get("version")), _number(said.get("previous"))
    values = {"version": said.get("version", "?"), "previous": said.get("previous", "?")}
    if version is None or (before is None and "previous" in said):
        return rule.found("fail", "no-number", where, **values)
    if before is not None and version <= before:
        return rule.found("fail", "not-higher", where, **values)
    return rule.found("pass", "higher", where, body=by, **values)


def at(declared: Declaration) -> Evidence:
    """Return where a declaration stands, with who signed it and when; no address of theirs."""
    return Evidence(NAME, declared.line, f"{declared.by} ({declared.role}), {declared.on}")


def _unless_policy(subject: Subject, rule: Rule) -> Finding:
    """Return that the question is open for a repository of a policy, and none for others."""
    named = subject.declarations.policy
    if is_file(named) and named.removeprefix("./") in subject.tree.files:
        return rule.found("unknown", "undeclared")
    return rule.found("not-applicable", "no-policy")


def _is_of(named: str, pack: Pack) -> bool:
    """Tell whether a policy named in the repository is the one that judges, or its ancestor."""
    ids = (pack.id, *pack.parents)
    if is_file(named):
        return pack.file == named or pack.file.endswith("/" + named.removeprefix("./"))
    return any(one == named or one.startswith(f"{named}-") for one in ids)


def _bodies(given: object) -> set[str]:
    """Return the bodies that approved; several persons of one body count once."""
    found = set()
    for one in given if isinstance(given, Sequence) and not isinstance(given, str) else ():
        found.add(_name(one.get("body") if isinstance(one, Mapping) else one))
    return found - {""}


def _name(value: object) -> str:
    return " ".join(str(value or "").lower().split())


def _number(value: object) -> tuple[int, int] | None:
    """Return the two numbers of ``v1.2``."""
    parts = str(value or "").removeprefix("v").split(".")
    if len(parts) != _PARTS or not all(one.isascii() and one.isdigit() for one in parts):
        return None
    return int(parts[0]), int(parts[1])


_PARTS: Final = 2

CHECKS: Checks = {
    "SCOPE-01": judge_bodies,
    "SCOPE-02": judge_origin,
    "GOV-01": judge_derived,
    "GOV-02": judge_precedence,
    "GOV-03": judge_change,
    "GOV-04": judge_version,
}
