"""The addresses that commits carry: the shared cases one by one, then whole histories."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.identities import Lists, identify
from beffroi.policy.check.packs import Pack, open_pack
from beffroi.policy.check.registry import Registry, open_registry
from beffroi.policy.check.rules.identity import CHECKS, state_of
from beffroi.policy.check.shapes import Finding
from tests.fakes.repositories import run_git
from tests.policy.check.making import Made, declared, make_history, rule_of, subject_of

CASES = 20
REGISTRY = Registry(
    public_domains=frozenset({"ville.fr"}), supplier_domains=frozenset({"ssii.example"})
)
PUBLIC = Made("Une Agente <une.agente@ville.fr>")
SUPPLIER = Made("Un Presta <un.presta@ssii.example>")
OTHER = Made("Une Autre <une.autre@ailleurs.example>")
ROOT = Made("root <root@localhost>")
BOT = Made("renovate[bot] <1+renovate[bot]@users.noreply.github.com>")


@cache
def cases() -> Mapping[str, Any]:
    shared = Path(os.environ.get("BEFFROI_SHARED", Path(__file__).parents[5] / "shared"))
    found: Mapping[str, Any] = json.loads(
        (shared / "data/policy/identity-cases.json").read_text("utf-8")
    )
    return found


def without_gouv() -> Pack:
    """Return the policy for the invented domains: gouv.fr is not always public there."""
    pack = open_pack("fr-dinum")
    rules = [
        replace(rule, parameters={**rule.parameters, "always_public": []})
        if rule.id == "IDENT-01"
        else rule
        for rule in pack.rules
    ]
    return replace(pack, rules=tuple(rules))


def registry_for(case: Mapping[str, Any]) -> Registry:
    role = case["declared_role"]
    people = {case["author_email"]: role} if role and case["author_email"] else {}
    table = {**cases()["registry"], "people": people}
    return open_registry(None, Declarations(tables={"identity": table}))


@pytest.mark.parametrize("number", range(CASES))
def test_each_shared_identity_has_its_kind_and_state(shared: Path, number: int) -> None:
    case = json.loads((shared / "data/policy/identity-cases.json").read_text("utf-8"))["identity"][
        number
    ]
    registry, lists = registry_for(case), Lists.of(without_gouv())
    who = identify(case["author_name"], case["author_email"], registry, lists)
    assert who.kind == case["class"]
    assert state_of(case["rule"], who) == case["expected"]


@pytest.mark.parametrize("number", range(CASES))
def test_a_repository_of_each_shared_identity_is_judged_so(tmp_path: Path, number: int) -> None:
    case = cases()["identity"][number]
    made = Made(f"{case['author_name']} <{case['author_email']}>")
    root = make_history(tmp_path, [made])
    subject = subject_of(root, registry=registry_for(case), pack=without_gouv())
    finding = CHECKS[case["rule"]](subject, rule_of(case["rule"]))
    assert finding.state == case["expected"]
    address = case["author_email"]
    assert not address or address not in str(finding.evidence)


def test_all_shared_identities_are_tried(shared: Path) -> None:
    found = json.loads((shared / "data/policy/identity-cases.json").read_text("utf-8"))
    assert len(found["identity"]) == CASES


def judged(folder: Path, name: str, *commits: Made, **others: Any) -> Finding:
    subject = subject_of(make_history(folder, commits), **{"registry": REGISTRY, **others})
    return CHECKS[name](subject, rule_of(name))


@pytest.mark.parametrize(
    ("name", "commits", "state"),
    [
        ("IDENT-01", (PUBLIC, BOT), "pass"),
        ("IDENT-01", (PUBLIC, OTHER), "unknown"),
        ("IDENT-01", (SUPPLIER, BOT), "not-applicable"),
        ("IDENT-01", (), "not-applicable"),
        ("IDENT-02", (SUPPLIER, BOT), "pass"),
        ("IDENT-02", (SUPPLIER, PUBLIC), "unknown"),
        ("IDENT-02", (BOT,), "not-applicable"),
        ("IDENT-03", (PUBLIC, SUPPLIER, OTHER, BOT), "pass"),
        ("IDENT-03", (PUBLIC, ROOT), "fail"),
        ("IDENT-03", (BOT,), "not-applicable"),
        ("IDENT-04", (PUBLIC, ROOT), "pass"),
        ("IDENT-04", (), "not-applicable"),
        ("IDENT-05", (PUBLIC, SUPPLIER), "pass"),
        ("IDENT-05", (PUBLIC, OTHER), "unknown"),
        ("IDENT-05", (), "not-applicable"),
    ],
)
def test_a_history_is_judged_by_its_worst_identity(
    tmp_path: Path, name: str, commits: tuple[Made, ...], state: str
) -> None:
    assert judged(tmp_path, name, *commits).state == state


def test_a_finding_shows_kinds_counts_and_masked_addresses_only(tmp_path: Path) -> None:
    finding = judged(tmp_path, "IDENT-03", PUBLIC, ROOT, ROOT)
    assert [one.text for one in finding.evidence] == [
        "invalid address: r…@localhost",
        "public body: 1 address, 1 commit",
        "invalid address: 1 address, 2 commits",
    ]
    french = [one.said.fr for one in finding.evidence if one.said]
    assert french[2] == "adresse invalide\u00a0: 1 adresse, 2 commits"
    assert finding.evidence[0].commit == run_git(tmp_path, "rev-parse", "HEAD")
    assert finding.why.en.startswith("1 address, in 2 commits, is generic")


@pytest.mark.parametrize("name", ["IDENT-01", "IDENT-02", "IDENT-03"])
def test_outside_git_nobody_is_known(tmp_path: Path, name: str) -> None:
    finding = CHECKS[name](subject_of(tmp_path), rule_of(name))
    assert finding.state == "unknown"
    assert finding.asks


def test_a_history_that_was_cut_passes_nothing(tmp_path: Path) -> None:
    make_history(tmp_path / "a", [PUBLIC, PUBLIC])
    run_git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/a", "b")
    subject = subject_of(tmp_path / "b", registry=REGISTRY)
    assert CHECKS["IDENT-01"](subject, rule_of("IDENT-01")).state == "unknown"


@pytest.mark.slow
def test_a_declared_supplier_with_a_lent_mailbox_fails_and_with_free_mail_warns(
    tmp_path: Path,
) -> None:
    for address, state in (("a@ville.fr", "fail"), ("a@gmail.com", "warn"), ("a@x.fr", "unknown")):
        registry = replace(REGISTRY, people={address: "supplier"})
        made = Made(f"A <{address}>")
        folder = tmp_path / state
        assert judged(folder, "IDENT-02", made, registry=registry).state == state


def test_code_declared_in_house_has_no_suppliers(tmp_path: Path) -> None:
    declarations = declared("SCOPE-02", "in-house")
    found = judged(tmp_path, "IDENT-02", PUBLIC, declarations=declarations)
    assert found.state == "not-applicable"


@pytest.mark.parametrize(
    ("answer", "state"), [(True, "pass"), (False, "fail"), ("perhaps", "unknown")]
)
@pytest.mark.parametrize("name", ["IDENT-01", "IDENT-02", "IDENT-05", "IDENT-06"])
def test_a_person_may_answer_what_no_log_tells(
    tmp_path: Path, name: str, answer: object, state: str
) -> None:
    found = judged(tmp_path, name, OTHER, declarations=declared(name, answer))
    assert found.state == state
    assert found.evidence[0].path == ".beffroi.toml"


def test_no_declaration_hides_what_fails(tmp_path: Path) -> None:
    found = judged(tmp_path, "IDENT-03", ROOT, declarations=declared("IDENT-03", answer=True))
    assert found.state == "fail"


def test_a_declared_civil_servant_with_a_private_address_is_pointed_at(tmp_path: Path) -> None:
    registry = replace(REGISTRY, people={"une@gmail.com": "civil-servant"})
    found = judged(tmp_path, "IDENT-05", Made("Une <une@gmail.com>"), registry=registry)
    assert (found.state, found.evidence[0].text) == ("warn", "free mail service: u…@gmail.com")


def test_one_person_with_two_kinds_of_address_is_asked(tmp_path: Path) -> None:
    private = Made("une  AGENTE <moi@gmail.com>")
    found = judged(tmp_path, "IDENT-05", PUBLIC, private)
    assert (found.state, "1 person writes" in found.why.en) == ("unknown", True)


def test_an_alias_that_is_offered_passes_and_its_absence_is_asked(tmp_path: Path) -> None:
    offered = replace(REGISTRY, alias="https://alias.example")
    assert judged(tmp_path / "a", "IDENT-06", PUBLIC, registry=offered).state == "pass"
    assert judged(tmp_path / "b", "IDENT-06", PUBLIC).state == "unknown"


def test_commits_before_the_day_of_adoption_are_left_out(tmp_path: Path) -> None:
    later = replace(PUBLIC, after=30 * 86400)
    since = open_registry(None, Declarations(tables={"identity": {"since": "2026-05-20"}})).since
    registry = replace(REGISTRY, since=since)
    assert judged(tmp_path, "IDENT-03", ROOT, later, registry=registry).state == "pass"


def test_who_commits_for_others_is_judged_and_a_forge_that_does_is_not(tmp_path: Path) -> None:
    by_forge = replace(PUBLIC, committer="GitHub <noreply@github.com>")
    by_root = replace(PUBLIC, committer="root <root@localhost>")
    assert judged(tmp_path / "a", "IDENT-03", by_forge).state == "pass"
    assert judged(tmp_path / "b", "IDENT-03", by_root).state == "fail"
