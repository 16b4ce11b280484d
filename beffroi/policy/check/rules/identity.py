"""Family ``identity``: the addresses that commits carry (policy-rules §6).

A report shows kinds and counts, and an address only masked; never a ranking of persons.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from beffroi.policy.check.declarations import NAME, Declaration
from beffroi.policy.check.families import said
from beffroi.policy.check.history import Commit
from beffroi.policy.check.identities import KINDS, Identity, Lists, identify, masked
from beffroi.policy.check.shapes import Evidence, Finding, Rule, State, Words
from beffroi.policy.check.subject import Checks, Subject

MOST_SHOWN: Final = 20
_NOBODY: Final = ("generic", "invalid", "forge-privacy")
_PRIVATE: Final = ("free-mail", "other")


@dataclass(frozen=True, slots=True)
class Known:
    """One identity in this history: how many commits carry it, and the newest of them."""

    who: Identity
    commits: int
    newest: str


@dataclass(frozen=True, slots=True)
class People:
    """Who wrote, merges left out, and who committed for others; ``is_whole``: all was read."""

    authors: tuple[Known, ...] = ()
    committers: tuple[Known, ...] = ()
    is_whole: bool = True


def people_of(subject: Subject) -> People | None:
    """Return the identities of a history; None outside git."""
    history = subject.history
    if history is None:
        return None
    commits = [one for one in history.commits(subject.registry.since) if not one.is_merge]
    lists = Lists.of(subject.pack)
    authors = _counted(commits, lambda one: (one.author_name, one.author_email))
    others = _counted(
        (one for one in commits if one.committer_email != one.author_email),
        lambda one: (one.committer_name, one.committer_email),
    )

    def known(found: dict[tuple[str, str], tuple[int, str]]) -> tuple[Known, ...]:
        return tuple(
            Known(identify(name, address, subject.registry, lists), count, newest)
            for (name, address), (count, newest) in found.items()
        )

    for written in authors:
        others.pop(written, None)
    committers = tuple(
        one for one in known(others) if one.who.address.strip().lower() not in lists.forge_addresses
    )
    return People(known(authors), committers, history.is_whole)


def state_of(name: str, who: Identity) -> State:
    """Return what one identity means for IDENT-01, -02 or -03, by the name of the rule."""
    return _STATES[name](who)


def judge_civil_servants(subject: Subject, rule: Rule) -> Finding:
    """IDENT-01: who writes as a civil servant has an address of a public body."""
    return _judge(subject, rule, _civil_servant)


def judge_suppliers(subject: Subject, rule: Rule) -> Finding:
    """IDENT-02: who writes for a supplier has an address of the company, not a lent mailbox."""
    declared = subject.declarations.answer("SCOPE-02")
    if declared and declared.answer == "in-house":
        at = Evidence(path=NAME, line=declared.line, text="SCOPE-02 = in-house")
        return rule.found("not-applicable", "in-house", at)
    return _judge(subject, rule, _supplier)


def judge_nobodies(subject: Subject, rule: Rule) -> Finding:
    """IDENT-03: no address is that of nobody: generic, of no host, or hidden by a forge."""
    return _judge(subject, rule, _nobody, with_committers=True)


def judge_pseudonyms(subject: Subject, rule: Rule) -> Finding:
    """IDENT-04: a pseudonym is allowed, so this never fails; the address is IDENT-01 and -03."""
    people = subject.once(people_of)
    if people is None or not people.authors:
        return rule.found("not-applicable", "no-commit")
    return rule.found("pass", "allowed", *_counts(people.authors))


def judge_both(subject: Subject, rule: Rule) -> Finding:
    """IDENT-05: no log tells working time, so this never fails; it shows where to look."""
    people = subject.once(people_of)
    if people is None or not people.authors:
        return rule.found("not-applicable", "no-commit")
    if private := [one for one in people.authors if _is_private(one.who)]:
        return rule.found("warn", "private", *_shown(private), count=len(private))
    if both := _with_both(people.authors):
        return rule.found("unknown", "both", *_shown(both), count=len({*map(_folded, both)}))
    if declared := subject.declarations.answer(rule.id):
        return _said(rule, declared)
    is_apart = people.is_whole and not any(one.who.kind in _PRIVATE for one in people.authors)
    state: State = "pass" if is_apart else "unknown"
    return rule.found(state, "apart" if is_apart else "cannot-tell", *_counts(people.authors))


def judge_alias(subject: Subject, rule: Rule) -> Finding:
    """IDENT-06: the administration offers an alias to who wants one."""
    if subject.registry.alias:
        return rule.found("pass", "offered", Evidence(text=subject.registry.alias[:200]))
    if declared := subject.declarations.answer(rule.id):
        return _said(rule, declared)
    return rule.found("unknown", "undeclared")


def _judge(
    subject: Subject,
    rule: Rule,
    state: Callable[[Identity], State],
    *,
    with_committers: bool = False,
) -> Finding:
    """Judge every identity; the worst state counts, and one that is whole for a pass."""
    people = subject.once(people_of)
    if people is None:
        return rule.found("unknown", "no-history")
    everybody = [*people.authors, *(people.committers if with_committers else ())]
    by_state: dict[State, list[Known]] = {}
    for one in everybody:
        by_state.setdefault(state(one.who), []).append(one)
    declared = subject.declarations.answer(rule.id) if everybody else None
    if declared and not by_state.keys() & {"fail", "warn"}:
        return _said(rule, declared)
    for worst in ("fail", "warn", "unknown"):
        if found := by_state.get(worst):
            addresses = len({one.who.address.lower() for one in found})
            commits = sum(one.commits for one in found)
            return rule.found(
                worst,
                worst, *_shown(found), *_counts(everybody), addresses=addresses, commits=commits,
            )  # fmt: skip
    if not people.is_whole:
        return rule.found("unknown", "cut", *_counts(everybody))
    if "pass" in by_state:
        return rule.found("pass", "pass", *_counts(everybody))
    key = "nobody" if everybody else "no-commit"
    return rule.found("not-applicable", key, *_counts(everybody))


def _civil_servant(who: Identity) -> State:
    if who.kind == "bot" or who.role in {"supplier", "volunteer"}:
        return "not-applicable"
    if who.kind == "public":
        return "pass"
    if who.role == "civil-servant":
        return "fail"
    return "not-applicable" if who.kind in {"supplier", *_NOBODY} else "unknown"


def _supplier(who: Identity) -> State:
    if who.kind == "bot" or who.role in {"civil-servant", "volunteer"}:
        return "not-applicable"
    if who.role == "supplier":
        found: dict[str, State] = {"public": "fail", "supplier": "pass", "free-mail": "warn"}
        return found.get(who.kind, "not-applicable" if who.kind in _NOBODY else "unknown")
    if who.kind == "supplier":
        return "pass"
    return "not-applicable" if who.kind in _NOBODY else "unknown"


def _nobody(who: Identity) -> State:
    if who.kind == "bot":
        return "not-applicable"
    return "fail" if who.kind in _NOBODY else "pass"


def _pseudonym(_who: Identity) -> State:
    return "pass"


def _said(rule: Rule, declared: Declaration) -> Finding:
    """Return what a person signed: true passes, false fails, anything else stays a question."""
    at = Evidence(path=NAME, line=declared.line, text=f"{declared.role}, {declared.on}")
    states: dict[object, State] = {True: "pass", False: "fail"}
    state = states.get(declared.answer if isinstance(declared.answer, bool) else None, "unknown")
    return rule.found(state, f"declared-{state}", at, by=declared.by, on=declared.on)


def _counted(
    commits: Iterable[Commit], who: Callable[[Commit], tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, str]]:
    """Return, by name and address, how many commits there are and the newest."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for commit in commits:
        key = who(commit)
        count, newest = found.get(key, (0, commit.id))
        found[key] = (count + 1, newest)
    return found


def _is_private(who: Identity) -> bool:
    return who.role == "civil-servant" and who.kind in _PRIVATE


def _with_both(authors: Sequence[Known]) -> list[Known]:
    """Return those who sign with the same name by a public and by a private address."""
    kinds: dict[str, set[str]] = {}
    for one in authors:
        kinds.setdefault(_folded(one), set()).add(one.who.kind)
    both = {
        name for name, seen in kinds.items() if name and "public" in seen and seen & {*_PRIVATE}
    }
    return [one for one in authors if _folded(one) in both]


def _folded(one: Known) -> str:
    return " ".join(one.who.name.lower().split())


def _shown(found: Sequence[Known]) -> tuple[Evidence, ...]:
    """Show each address once, masked, with one commit: enough to find it, not to spread it."""
    once: dict[str, Known] = {}
    for one in found:
        once.setdefault(one.who.address.strip().lower(), one)
    ordered = sorted(once.values(), key=lambda one: (one.who.kind, masked(one.who.address)))
    return tuple(
        _told("one", one.newest, kind=one.who.kind, address=masked(one.who.address))
        for one in ordered[:MOST_SHOWN]
    )


def _counts(found: Iterable[Known]) -> tuple[Evidence, ...]:
    """Count addresses and commits by kind."""
    addresses: dict[str, set[str]] = {}
    commits = Counter[str]()
    for one in found:
        addresses.setdefault(one.who.kind, set()).add(one.who.address.strip().lower())
        commits[one.who.kind] += one.commits
    return tuple(
        _told("several", kind=kind, addresses=len(addresses[kind]), commits=commits[kind])
        for kind in KINDS
        if kind in addresses
    )


def _told(key: str, commit: str = "", *, kind: str, **values: object) -> Evidence:
    """Return evidence in words; ``kind`` is one of the kinds of addresses."""
    words, kinds = said("identities", key), said("kinds", kind)
    fr = words.fr.replace("{kind}", kinds.fr)
    told = Words(fr, words.en.replace("{kind}", kinds.en)).filled(**values)
    return Evidence(text=told.en, commit=commit, said=told)


_STATES: Final[dict[str, Callable[[Identity], State]]] = {
    "IDENT-01": _civil_servant,
    "IDENT-02": _supplier,
    "IDENT-03": _nobody,
    "IDENT-04": _pseudonym,
}
CHECKS: Checks = {
    "IDENT-01": judge_civil_servants,
    "IDENT-02": judge_suppliers,
    "IDENT-03": judge_nobodies,
    "IDENT-04": judge_pseudonyms,
    "IDENT-05": judge_both,
    "IDENT-06": judge_alias,
}
