"""Who belongs to whom, from a file and from the repository's own table."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.registry import Registry, digest, domain_of, open_registry, within

NOTHING = Declarations()


def own(**table: Any) -> Declarations:
    return Declarations(tables={"identity": table})


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_without_file_and_table_nothing_is_known() -> None:
    assert open_registry(None, NOTHING) == Registry()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.json", '{"public_domains": ["A.gouv.fr"], "supplier_domains": ["s.example"]}'),
        (
            "d.json",
            '{"registry": {"public_domains": ["A.gouv.fr"], "supplier_domains": ["s.example"]}}',
        ),
        ("d.toml", 'public_domains = ["@a.gouv.fr"]\nsupplier_domains = ["*.s.example"]\n'),
        ("d.csv", "domain,kind\na.gouv.fr,public\ns.example,supplier\n"),
    ],
)
def test_a_file_is_read_in_four_forms(tmp_path: Path, name: str, text: str) -> None:
    found = open_registry(written(tmp_path, name, text), NOTHING)
    assert found.public_domains == {"a.gouv.fr"}
    assert found.supplier_domains == {"s.example"}


def test_plain_lines_are_public_domains(tmp_path: Path) -> None:
    path = written(tmp_path, "domains.txt", "# ours\na.gouv.fr\n\nb.fr  # and this\n")
    assert open_registry(path, NOTHING).public_domains == {"a.gouv.fr", "b.fr"}


def test_the_registry_of_the_shared_cases_is_read(shared: Path, tmp_path: Path) -> None:
    cases = json.loads((shared / "data/policy/identity-cases.json").read_text("utf-8"))
    path = written(tmp_path, "d.json", json.dumps({"registry": cases["registry"]}))
    found = open_registry(path, NOTHING)
    assert len(found.public_domains) == 3
    assert found.bots == {"renovate[bot]", "ci-robot"}


def test_the_file_counts_where_both_speak_and_lists_are_joined(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "d.toml",
        'public_domains = ["a.fr"]\ncategory = "State"\n[people]\n"x@a.fr" = "supplier"\n',
    )
    people = [{"address": "X@a.fr", "role": "civil-servant"}, {"address": "y@a.fr", "role": "bot"}]
    found = open_registry(path, own(public_domains=["b.fr"], category="local", people=people))
    assert found.public_domains == {"a.fr", "b.fr"}
    assert (found.category, found.people) == ("State", {"x@a.fr": "supplier", "y@a.fr": "bot"})


def test_a_person_may_be_named_by_a_digest() -> None:
    found = open_registry(None, own(people={digest("Agent@A.fr"): "supplier"}))
    assert [found.role(one) for one in (" agent@a.FR", "other@a.fr")] == ["supplier", ""]


def test_people_come_from_a_table_too(tmp_path: Path) -> None:
    path = written(tmp_path, "d.csv", "address,role\nx@a.fr,civil-servant\n")
    assert open_registry(path, NOTHING).people == {"x@a.fr": "civil-servant"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("d.json", "[]", "holds a list"),
        ("d.json", "{", "cannot be read as .json"),
        ("d.json", "[" * 100_000, "cannot be read as .json"),
        ("d.toml", "x = ", "cannot be read as .toml"),
        ("d.toml", 'publik = ["a"]', "publik is unknown"),
        ("d.toml", 'public_domains = "a"', "public_domains is a list"),
        ("d.toml", 'since = "soon"', "since is a day"),
        ("d.toml", "category = 5", "category is a text"),
        ("d.toml", '[people]\n"secret@a.fr" = "boss"', "the role of “…@a.fr” is none of"),
        ("d.csv", "domain,kind\na.fr,friend\n", "d.csv:2: “friend” is none of"),
        ("d.csv", "name\na.fr\n", "a column domain"),
        ("d.txt", "\udcff", "no text in UTF-8"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError) as refused:
        open_registry(path, NOTHING)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        open_registry(tmp_path / "no", NOTHING)


def test_a_fault_of_the_own_table_names_it() -> None:
    with pytest.raises(UsageError, match=r"\.beffroi\.toml, table identity: bots is a list"):
        open_registry(None, own(bots="x"))


def test_a_domain_is_within_itself_and_those_above_it() -> None:
    assert within("services.a.fr", {"a.fr"})
    assert within("a.fr", ["a.fr"])
    assert not within("xa.fr", {"a.fr"})
    assert not within("a.fr.evil.example", {"a.fr"})


def test_domains_are_compared_in_one_form() -> None:
    assert [domain_of(one) for one in ("@A.fr.", "*.a.fr", "école.fr", "é..fr")] == [
        "a.fr", "a.fr", "xn--cole-9oa.fr", "é..fr",
    ]  # fmt: skip


def test_the_day_of_adoption_may_be_a_time(tmp_path: Path) -> None:
    path = written(tmp_path, "d.toml", "since = 2026-05-20T10:00:00Z")
    assert open_registry(path, NOTHING).since == date(2026, 5, 20)


def test_people_of_another_kind_are_a_fault() -> None:
    with pytest.raises(UsageError, match="people"):
        open_registry(None, own(people="everybody"))
