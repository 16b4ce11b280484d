"""The account that holds a repository."""

from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.registry import Registry
from beffroi.policy.check.rules.forge import CHECKS
from tests.policy.check.making import declared, rule_of, subject_of

REGISTRY = Registry(
    public_domains=frozenset({"ville.fr"}),
    acronyms=frozenset({"dsi", "sgmap"}),
    inventory=frozenset({"forge.example/ville"}),
)


def state(
    folder: Path, name: str, repository: Any = None, account: Any = None, **others: Any
) -> str:
    forge = {"repository": repository or {}, "account": account or {}}
    subject = subject_of(folder, **{"registry": REGISTRY, "forge": forge, **others})
    return CHECKS[name](subject, rule_of(name)).state


@pytest.mark.parametrize(
    ("name", "repository", "account", "expected"),
    [
        ("FORGE-02", {"owner_type": "Organization"}, {}, "pass"),
        ("FORGE-02", {"owner_type": "group"}, {}, "pass"),
        ("FORGE-02", {"owner_type": "User"}, {}, "fail"),
        ("FORGE-02", {"owner_type": "User", "is_fork": True}, {}, "pass"),
        ("FORGE-02", {"owner_type": "Enterprise"}, {}, "unknown"),
        ("FORGE-03", {}, {"public_owners": 1}, "pass"),
        ("FORGE-03", {}, {"public_owners": 0}, "fail"),
        ("FORGE-03", {}, {"public_owners": "many"}, "unknown"),
        ("FORGE-04", {}, {"email": "contact@ville.fr"}, "pass"),
        ("FORGE-04", {}, {"email": ""}, "fail"),
        ("FORGE-04", {}, {"email": "ville.fr"}, "fail"),
        ("FORGE-05", {}, {"website": "https://code.ville.fr/x", "is_verified": True}, "pass"),
        ("FORGE-05", {}, {"website": "beta.gouv.fr", "is_verified": True}, "pass"),
        ("FORGE-05", {}, {"website": "https://ville.fr", "is_verified": False}, "fail"),
        ("FORGE-05", {}, {"website": "https://ville.fr"}, "unknown"),
        ("FORGE-05", {}, {"website": "https://ville.fr.evil.example"}, "fail"),
        ("FORGE-05", {}, {"website": "http://[broken"}, "fail"),
        ("FORGE-05", {}, {"website": ""}, "fail"),
        ("FORGE-06", {}, {"description": "x", "picture": "https://x.example/p.png"}, "pass"),
        ("FORGE-06", {}, {"description": "", "picture": "https://x.example/p.png"}, "fail"),
        ("FORGE-07", {"owners": 2, "public_owners": 1}, {}, "pass"),
        ("FORGE-07", {"owners": 2, "public_owners": 0}, {}, "fail"),
        ("FORGE-07", {"owners": 1, "public_owners": 1}, {}, "fail"),
        ("FORGE-07", {"owners": 2}, {}, "unknown"),
        ("FORGE-08", {}, {"url": "https://Forge.example/ville/"}, "pass"),
        ("FORGE-08", {"url": "https://forge.example/ville/tool"}, {}, "pass"),
        ("FORGE-08", {}, {"url": "https://forge.example/autre"}, "fail"),
        ("FORGE-09", {"name": "carte-des-ecoles"}, {"name": "equipe-cartes"}, "pass"),
        ("FORGE-09", {"name": "sgmap-outil"}, {}, "warn"),
        ("FORGE-09", {"name": "DSI"}, {}, "warn"),
        ("FORGE-09", {"name": "indsight"}, {}, "pass"),
    ],
)
def test_facts_are_judged(
    tmp_path: Path, name: str, repository: Any, account: Any, expected: str
) -> None:
    assert state(tmp_path, name, repository, account) == expected


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_facts_everything_is_asked_and_a_person_may_answer(
    tmp_path: Path, name: str
) -> None:
    empty = {"forge": None, "registry": Registry()}
    assert state(tmp_path, name, **empty) == "unknown"
    for answer, expected in ((True, "pass"), (False, "fail")):
        said = declared(name, answer)
        assert state(tmp_path, name, declarations=said, **empty) == expected


@pytest.mark.parametrize("name", sorted(CHECKS))
@pytest.mark.parametrize("nonsense", [[], "x", 5, {"repository": [], "account": "x"}])
def test_nonsense_is_no_fact(tmp_path: Path, name: str, nonsense: Any) -> None:
    forge = nonsense if isinstance(nonsense, dict) else {"repository": nonsense}
    assert state(tmp_path, name, forge=forge) == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Maintainers\n- Agente Une <une@ville.fr>\n- @deux\n", "pass"),
        ("* @une\n", "warn"),
        ("# nobody\n", "unknown"),
    ],
)
def test_a_file_of_maintainers_counts_when_the_forge_is_silent(
    tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "MAINTAINERS.md").write_text(text, "utf-8")
    assert state(tmp_path, "FORGE-07", forge=None) == expected


def test_the_inventory_may_come_with_the_facts(tmp_path: Path) -> None:
    forge = {"account": {"url": "https://f.example/a"}, "inventory": ["https://f.example/a", 5]}
    assert state(tmp_path, "FORGE-08", forge=forge, registry=Registry()) == "pass"


@pytest.mark.parametrize("rule", sorted(CHECKS))
def test_what_is_unknown_off_line_says_how_to_answer(tmp_path: Path, rule: str) -> None:
    finding = CHECKS[rule](subject_of(tmp_path), rule_of(rule))
    assert (finding.state, finding.remedy is not None) == ("unknown", True)
    for words in (finding.remedy.fr, finding.remedy.en) if finding.remedy else ():
        assert "--forge" in words
        assert f"[declarations.{rule}]" in words
