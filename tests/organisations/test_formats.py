"""Lists of bodies and accounts as governments publish them."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from beffroi.organisations.formats import accounts, bodies
from beffroi.organisations.shapes import AccountFacts, BodyFacts
from tests.organisations.lists import (
    FORGE,
    PSO,
    ZEROS,
    one_account,
    one_body,
    read,
    read_file,
    refusals,
    remarks,
    said,
)


def test_the_french_accounts_of_2021_are_all_read(shared: Path) -> None:
    path = shared / "data/catalogue/fr/organizations-2021-11-15.csv"
    rows = read_file(accounts, path, "csv")
    found = said(rows)
    assert (len(found), remarks(rows)) == (1257, [])
    assert len({(one.host, one.full_path.lower()) for one in found}) == 1257
    assert Counter(one.is_verified for one in found) == {None: 1079, False: 162, True: 16}
    assert {one.country for one in found} == {"FR"}
    assert found[0].opened_at == datetime(2015, 2, 28, 18, 10, 2, tzinfo=UTC)


def test_logins_shared_by_forges_stay_apart(shared: Path) -> None:
    path = shared / "data/catalogue/fr/organizations-2021-11-15.csv"
    found = said(read_file(accounts, path, "csv"))
    hosts: dict[str, set[str]] = {}
    for one in found:
        hosts.setdefault(one.full_path.lower(), set()).add(one.host)
    assert Counter(map(len, hosts.values())) == {1: 1214, 2: 20, 3: 1}


def test_the_french_list_of_forges_is_read_whole(shared: Path) -> None:
    path = shared / "data/catalogue/fr/comptes-organismes-publics.yml"
    rows = read_file(accounts, path, "forges")
    found = said(rows)
    assert (len(found), sum(one.is_whole for one in found)) == (387, 87)
    assert len({one.host for one in found}) == 93
    assert Counter(one.host for one in found if not one.is_whole) == {
        "github.com": 250, "gitlab.com": 26, "gitlab.adullact.net": 13, "gitlab.ow2.org": 2,
        "forge.apps.education.fr": 6, "framagit.org": 3,
    }  # fmt: skip
    assert sum(one.floss_policy is not None for one in found if not one.is_whole) == 42
    assert sum(one.ospo_url is not None for one in found if not one.is_whole) == 21


def test_forges_that_are_ignored_and_bodies_that_are_unknown_are_told(shared: Path) -> None:
    path = shared / "data/catalogue/fr/comptes-organismes-publics.yml"
    rows = read_file(accounts, path, "forges")
    found = said(rows)
    ignored = [one for one in found if one.ignored_since]
    assert Counter(one.ignored_since for one in ignored) == {date(2024, 8, 9): 17}
    owners = [one.body for one in found if not one.is_whole and one.body]
    assert len({body.identifiers for body in owners}) == 109  # and the zeros
    notes = Counter(code for _, _, code in remarks(rows))
    assert notes == {"unknown-body": 31, "double-key": 1}
    assert ("line 773", "pso_id", "double-key") in remarks(rows)


def test_the_world_list_is_read_with_its_countries(shared: Path) -> None:
    path = shared / "data/catalogue/foreign/world-government-github-accounts.yml"
    rows = read_file(accounts, path, "world")
    found = said(rows)
    assert (len(found), {one.host for one in found}) == (956, {"github.com"})
    assert len({one.country for one in found}) == 66
    assert [note for note in remarks(rows) if note[2] == "no-country"] == [
        ("line 341", "country", "no-country"), ("line 1090", "country", "no-country"),
    ]  # fmt: skip


def test_the_dutch_publishers_are_read_with_their_identifiers(shared: Path) -> None:
    path = shared / "data/catalogue/foreign/nl-publishers.json"
    found = said(read_file(accounts, path, "publishers"))
    assert len(found) == 79
    assert len({one.body.identifiers for one in found}) == 48
    assert {one.country for one in found} == {one.body.country for one in found} == {"NL"}
    assert Counter(one.kind for one in found) == {"organization": 66, "group": 13}
    assert found[0].body.identifiers == (
        ("nl-tooi", "https://identifier.overheid.nl/tooi/id/oorg/oorg12368"),
        ("nl-roo", "68888"),
    )


def test_the_french_top_bodies_have_kinds_by_their_names(shared: Path) -> None:
    found = said(read_file(bodies, shared / "data/catalogue/fr/top_organizations.yml", "labels"))
    assert Counter(one.kind for one in found) == {
        "ministry": 16, "independent": 1, "court": 1, "international": 1,
    }  # fmt: skip
    assert found[0].names == {"fr": "Premier ministre"}
    assert found[0].identifiers == (("fr-annuaire", "a515667c-6dc0-4544-a1a8-2cf13d7da23b"),)


def test_the_swiss_bodies_have_four_languages_and_parents(shared: Path) -> None:
    path = shared / "data/catalogue/foreign/ch-organisation-uris-excerpt.json"
    found = said(read_file(bodies, path, "swiss"))
    assert len(found) == 26
    assert {frozenset(one.names) for one in found} == {frozenset({"de", "fr", "it", "en"})}
    known = {one.identifiers[0] for one in found}
    assert all(one.parent in known for one in found if one.parent)
    assert Counter(one.kind for one in found) == {
        "agency": 14, "ministry": 7, "region": 3, "other": 2,
    }  # fmt: skip
    assert sum(one.parent is not None for one in found) == 17


def test_a_forge_without_owners_is_whole() -> None:
    facts = one_account(f"{FORGE}  pso_id: {PSO}\n")
    assert facts.is_whole
    assert (facts.url, facts.full_path, facts.software) == ("https://git.example.org", "", "gitlab")
    assert facts.body is not None
    assert (facts.body.identifiers, facts.body.called) == (
        (("fr-annuaire", PSO),), "git.example.org",
    )  # fmt: skip


def test_a_body_of_zeros_is_unknown() -> None:
    rows = read(accounts, f"{FORGE}  pso_id: {ZEROS}\n")
    assert said(rows)[0].body is None
    assert remarks(rows) == [("line 1", "pso_id", "unknown-body")]


def test_owners_of_digits_and_of_words_that_yaml_reads_otherwise_are_paths() -> None:
    owners = "".join(f"    {name}:\n" for name in ("10", "013", "on", "1_000", "a/b/c"))
    rows = read(accounts, f"{FORGE}  owners:\n{owners}")
    paths = [one.full_path for one in said(rows)]
    assert paths == ["10", "013", "on", "1_000", "a/b/c"]
    assert rows[1].place == "line 1, 013"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "a.example:\n  forge: cvs\nb.example:\n  forge: gitlab\n",
            ("line 1", "forge", "bad-value"),
        ),
        ("a.example: 1\nb.example:\n  forge: gitlab\n", ("line 1", "forge", "bad-value")),
        (f"{FORGE}  owners:\n", ("line 1", "owners", "bad-value")),
        (f"{FORGE}  owners: []\n", ("line 1", "owners", "bad-value")),
        (f"{FORGE}  owners: {{a: b}}\n", ("line 1, a", "", "bad-value")),
        (f"{FORGE}  owners: {{..%2f: }}\n", None),
        ("github.com:\n  forge: github\n", ("line 1", "url", "whole-forge")),
        ("Ddhttps://git.example.org:\n  forge: gitlab\n", ("line 1", "url", "bad-address")),
        ("'u:p@git.example.org':\n  forge: gitlab\n", ("line 1", "url", "bad-address")),
    ],
)
def test_forges_that_cannot_be_are_refused(text: str, refusal: object) -> None:
    assert refusals(read(accounts, text))[:1] == ([refusal] if refusal else [])


def test_keys_and_dates_that_are_not_understood_are_told_and_left_out() -> None:
    rows = read(accounts, f"{FORGE}  pso_id: [{PSO}]\n  colour: blue\n  ignored_since: soon\n")
    assert said(rows)[0].ignored_since is None
    assert remarks(rows) == [
        ("line 1", "colour", "unknown-key"), ("line 1", "ignored_since", "bad-date"),
    ]  # fmt: skip


def test_an_identifier_of_another_form_is_none() -> None:
    rows = read(accounts, f"{FORGE}  pso_id: 12 34\n")
    assert said(rows)[0].body is None
    assert remarks(rows) == [("line 1", "pso_id", "unknown-body")]


def test_the_earlier_french_list_is_read_and_its_typo_is_told_with_its_line() -> None:
    text = (
        "Ddhttps://git.lias-lab.fr:\n  pso_id: []\n"
        f"https://github.com/etalab:\n  pso_id: [{PSO}]\n  service_of: [DINUM, Premier ministre]\n"
        "https://gitlab.com/groups/a/b:\n"
    )
    rows = read(accounts, text)
    assert refusals(rows) == [("line 1", "url", "bad-address")]
    etalab, nested = (row.facts for row in rows[1:])
    assert isinstance(etalab, AccountFacts)
    assert isinstance(nested, AccountFacts)
    assert (etalab.full_path, etalab.is_whole, nested.full_path) == ("etalab", False, "a/b")
    assert etalab.body == BodyFacts(
        called="etalab", identifiers=(("fr-annuaire", PSO),), country="FR"
    )


def test_the_first_french_list_has_an_address_a_line() -> None:
    text = "# accounts\n\nhttps://github.com/etalab # us\nhttps://gitlab.com/a/b\nhttps://x y\n"
    rows = read(accounts, text)
    assert [row.place for row in rows] == ["line 3", "line 4", "line 5"]
    assert refusals(rows) == [("line 5", "url", "bad-address")]
    assert [row.facts.full_path for row in rows[:2] if row.facts] == ["etalab", "a/b"]


def test_lists_of_the_world_list_hold_names() -> None:
    text = "France:\n  - etalab\n  - {a: b}\n  -\n  - [x]\n  - a/b\nAtlantis: none\n"
    rows = read(accounts, text, wanted="world")
    assert refusals(rows) == [
        *[("line 1", "login", "bad-value")] * 4, ("line 7", "", "bad-value"),
    ]  # fmt: skip
    assert [row.facts.country for row in rows if row.facts] == ["FR"]  # type: ignore[union-attr]


def test_publishers_without_accounts_addresses_or_identifiers_are_told() -> None:
    text = """{"data": [1, {}, {"codeHosting": 7}, {"codeHosting": [2, {"url": 3}]},
    {"tooiUrl": "\\u0000", "codeHosting": [{"url": "https://github.com/a"}]},
    {"codeHosting": [{"url": "nowhere", "group": true}]}]}"""
    rows = read(accounts, text)
    assert refusals(rows) == [
        (1, "", "bad-value"), (2, "codeHosting", "missing"), (3, "codeHosting", "missing"),
        ("4.1", "url", "missing"), ("4.2", "url", "missing"), ("6.1", "url", "bad-address"),
    ]  # fmt: skip
    facts = rows[-2].facts
    assert isinstance(facts, AccountFacts)
    assert (facts.body, facts.kind) == (None, None)


def test_swiss_bodies_without_address_or_name_are_told() -> None:
    text = """[{"uri": "x"}, {"uri": 1, "label": {}}, {"uri": "u", "label": {"fr": " "}}, 7,
    {"uri": "https://ld.admin.ch/canton/1", "label": {"rm": "Turitg"}, "parent": {"a": 1}}]"""
    rows = read(bodies, text)
    assert refusals(rows) == [
        (1, "uri", "missing"), (2, "label", "missing"), (3, "label", "missing"),
        (4, "uri", "missing"),
    ]  # fmt: skip
    facts = rows[-1].facts
    assert isinstance(facts, BodyFacts)
    assert (facts.name, facts.kind, facts.parent) == ("Turitg", "region", None)


def test_labels_need_a_name_and_an_identifier_of_the_country() -> None:
    text = f"{PSO}: DINUM\n{ZEROS}: Nobody\nabc: Other\n{PSO[:-1]}0:\n"
    assert refusals(read(bodies, text)) == [
        ("line 2", "identifier", "unknown-register"), ("line 3", "identifier", "unknown-register"),
        ("line 4", "name", "missing"),
    ]  # fmt: skip
    assert len(refusals(read(bodies, text, country=""))) == 4
    assert len(refusals(read(bodies, text, country="NL"))) == 4


def test_a_body_of_our_own_export_is_read() -> None:
    text = (
        "uid,name,kind,country,description,website,parent_uid,identifiers,names\n"
        'a-1, A  b ,agency,fr,What,https://a.example,top,"x:1:2, y:3","{""fr"": ""A""}"\n'
    )
    assert one_body(text) == BodyFacts(
        name="A b", kind="agency", country="FR", description="What", website="https://a.example",
        parent=("uid", "top"), identifiers=(("uid", "a-1"), ("x", "1:2"), ("y", "3")),
        names={"fr": "A"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("a,,agency,x:1,,", (1, "name", "missing")),
        ("a,\x01,agency,x:1,,", (1, "name", "missing")),
        ("a,A,club,x:1,,", (1, "kind", "bad-value")),
        ("a,A,agency,x:1,France,", (1, "country", "bad-country")),
        ("a,A,agency,x,,", (1, "identifiers", "bad-value")),
        (f"a,A,agency,x:{'1' * 301},,", (1, "identifiers", "bad-value")),
        (f"a,A,agency,{'x' * 41}:1,,", (1, "identifiers", "bad-value")),
        ("a b,A,agency,,,", (1, "identifiers", "missing")),
        ("a,A,agency,x:1,,{", (1, "names", "broken-json")),
        ("a,A,agency", (1, "", "ragged-row")),
    ],
)
def test_bodies_that_cannot_be_are_refused(row: str, refusal: object) -> None:
    text = f"uid,name,kind,identifiers,country,names\n{row}\n"
    assert refusals(read(bodies, text)) == [refusal]


def test_names_are_kept_by_language_only() -> None:
    names = '"{""fr"": "" A\\u0000 "", ""en-GB"": ""B"", ""<b>"": ""C"", ""de"": 7}"'
    text = f"uid,name,kind,identifiers,names\na,A,agency,,{names}\nb,B,agency,,[]\n"
    found = said(read(bodies, text))
    assert [one.names for one in found] == [{"fr": "A", "en-GB": "B"}, {}]
