"""Family ``forge``: the account that holds a repository; facts as in ``forge_facts``.

What is not known, as without ``--forge`` and without an address, a person may declare.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from beffroi.policy.check.answers import told
from beffroi.policy.check.declarations import NAME
from beffroi.policy.check.identities import Lists
from beffroi.policy.check.registry import account_of, domain_of, within
from beffroi.policy.check.shapes import Evidence, Finding, Rule, State
from beffroi.policy.check.subject import Checks, Subject

_ADDRESS: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_WORD: Final = re.compile(r"[A-Za-z]+|\d+")
_PERSON: Final = re.compile(
    r"<?[\w.+-]+@[\w-]+\.[\w.-]+>?|^\s*(?:[-*+]|\d+\.)\s+\S|(?<![\w/])@[\w-]+"
)
_LEAST_OWNERS: Final = 2


def judge_owner(subject: Subject, rule: Rule) -> Finding:
    """FORGE-02: a project of an administration lives under the account of an organisation."""
    repository = _facts(subject, "repository")
    kind = str(repository.get("owner_type") or "").lower()
    seen = Evidence(text=f"repository.owner_type = {kind}")
    if not kind:
        return _otherwise(subject, rule, "no-facts")
    if kind in rule.parameters["organisations"]:
        return rule.found("pass", "organisation", seen)
    if kind not in rule.parameters["persons"]:
        return rule.found("unknown", "other-kind", seen, kind=kind[:40])
    if repository.get("is_fork") is True:
        return rule.found("pass", "fork", seen, Evidence(text="repository.is_fork = true"))
    return rule.found("fail", "person", seen)


def judge_shown_owners(subject: Subject, rule: Rule) -> Finding:
    """FORGE-03: somebody is shown to answer for the account."""
    shown = _number(_facts(subject, "account").get("public_owners"))
    if shown is None:
        return _otherwise(subject, rule, "no-facts")
    seen = Evidence(text=f"account.public_owners = {shown}")
    return rule.found("pass" if shown else "fail", "shown" if shown else "hidden", seen)


def judge_contact(subject: Subject, rule: Rule) -> Finding:
    """FORGE-04: the account shows an address to write to."""
    address = _facts(subject, "account").get("email")
    if not isinstance(address, str):
        return _otherwise(subject, rule, "no-facts")
    seen = Evidence(text="account.email")
    if not address.strip():
        return rule.found("fail", "none", seen)
    is_valid = _ADDRESS.fullmatch(address.strip())
    return rule.found("pass" if is_valid else "fail", "valid" if is_valid else "invalid", seen)


def judge_domain(subject: Subject, rule: Rule) -> Finding:
    """FORGE-05: the account shows a domain of the organisation, verified where the forge can."""
    account = _facts(subject, "account")
    website = account.get("website")
    if not isinstance(website, str):
        return _otherwise(subject, rule, "no-facts")
    if not website.strip():
        return rule.found("fail", "none", Evidence(text="account.website"))
    host = _host(website)
    known = subject.registry.public_domains | Lists.of(subject.pack).always_public
    seen = Evidence(text=f"account.website = {host}")
    if not within(host, known):
        state: State = "fail" if subject.registry.public_domains else "unknown"
        return rule.found(state, "elsewhere", seen, host=host)
    if account.get("is_verified") is False:
        verified = Evidence(text="account.is_verified = false")
        return rule.found("fail", "unverified", seen, verified, host=host)
    if account.get("is_verified") is None:
        return _otherwise(subject, rule, "no-flag", seen)
    return rule.found("pass", "verified", seen, host=host)


def judge_description(subject: Subject, rule: Rule) -> Finding:
    """FORGE-06: the account has a description and a picture."""
    account = _facts(subject, "account")
    said = {key: account.get(key) for key in ("description", "picture")}
    if all(value is None for value in said.values()):
        return _otherwise(subject, rule, "no-facts")
    seen = [Evidence(text=f"account.{key}") for key, value in said.items() if not value]
    if not seen:
        return rule.found("pass", "both")
    return rule.found("fail", "missing", *seen)


def judge_two_owners(subject: Subject, rule: Rule) -> Finding:
    """FORGE-07: two people can administer the repository, and one of them is shown."""
    repository = _facts(subject, "repository")
    owners, shown = _number(repository.get("owners")), _number(repository.get("public_owners"))
    if owners is None:
        return _by_file(subject, rule)
    seen = Evidence(text=f"repository.owners = {owners}")
    if owners < _LEAST_OWNERS:
        return rule.found("fail", "few", seen, owners=owners)
    if shown is None:
        return _otherwise(subject, rule, "no-facts", seen)
    seen = Evidence(text=f"repository.owners = {owners}, public_owners = {shown}")
    return rule.found(
        "pass" if shown else "fail", "two" if shown else "hidden", seen, owners=owners
    )


def judge_inventory(subject: Subject, rule: Rule) -> Finding:
    """FORGE-08: the account is in the inventory that feeds the public catalogue."""
    address = _facts(subject, "account").get("url") or _parent(_facts(subject, "repository"))
    listed = (subject.forge or {}).get("inventory")
    extra = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    known = subject.registry.inventory | {account_of(one) for one in extra}
    if not isinstance(address, str) or not address or not known:
        return _otherwise(subject, rule, "no-facts")
    seen = Evidence(text=f"account.url = {address[:200]}")
    if account_of(address) in known:
        return rule.found("pass", "listed", seen)
    return rule.found("fail", "missing", seen, address=address[:200])


def judge_names(subject: Subject, rule: Rule) -> Finding:
    """FORGE-09: names say what the code is for, and who holds it; no administrative acronym."""
    names = {
        "repository.name": _facts(subject, "repository").get("name"),
        "account.name": _facts(subject, "account").get("name"),
    }
    known = {key: name for key, name in names.items() if isinstance(name, str) and name}
    if not subject.registry.acronyms:
        return _otherwise(subject, rule, "no-list")
    if not known:
        return _otherwise(subject, rule, "no-facts")
    found = [
        (Evidence(text=f"{key} = {name[:100]}"), sorted(hits))
        for key, name in known.items()
        if (hits := _words(name) & subject.registry.acronyms)
    ]
    if not found:
        return rule.found("pass", "clear")
    acronyms = ", ".join(sorted({hit for _, hits in found for hit in hits}))
    return rule.found("warn", "acronym", *(seen for seen, _ in found), acronyms=acronyms)


def _by_file(subject: Subject, rule: Rule) -> Finding:
    """Count who a file of maintainers names: the forge does not say who may administer."""
    for path in subject.tree.matching(*rule.parameters["files"]):
        lines = subject.tree.text(path).splitlines()
        named = [line for line in lines if not line.startswith("#") and _PERSON.search(line)]
        if len(named) >= _LEAST_OWNERS:
            return rule.found("pass", "named", Evidence(path=path), owners=len(named))
        if named:
            return rule.found("warn", "one-named", Evidence(path=path))
    return _otherwise(subject, rule, "no-facts")


def _otherwise(subject: Subject, rule: Rule, key: str, *seen: Evidence) -> Finding:
    """Return what a person declared of a fact that is not known, else the question."""
    declared = subject.declarations.answer(rule.id)
    if declared is None or not isinstance(declared.answer, bool):
        return told(rule, "unknown", key, *seen)
    at = Evidence(path=NAME, line=declared.line, text=f"{declared.role}, {declared.on}")
    state: State = "pass" if declared.answer else "fail"
    return rule.found(state, f"declared-{state}", at, by=declared.by, on=declared.on)


def _facts(subject: Subject, name: str) -> Mapping[str, Any]:
    found = (subject.forge or {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _host(website: str) -> str:
    try:
        at = urlsplit(website if "//" in website else f"//{website}")
        return domain_of(at.hostname or "")
    except ValueError:
        return ""


def _parent(repository: Mapping[str, Any]) -> str:
    address = repository.get("url")
    return address.rstrip("/").rpartition("/")[0] if isinstance(address, str) else ""


def _words(name: str) -> set[str]:
    """Return the words of a name, and the name whole: an acronym may be one of them."""
    return {name.lower(), *(word.lower() for word in _WORD.findall(name))}


CHECKS: Checks = {
    "FORGE-02": judge_owner,
    "FORGE-03": judge_shown_owners,
    "FORGE-04": judge_contact,
    "FORGE-05": judge_domain,
    "FORGE-06": judge_description,
    "FORGE-07": judge_two_owners,
    "FORGE-08": judge_inventory,
    "FORGE-09": judge_names,
}
