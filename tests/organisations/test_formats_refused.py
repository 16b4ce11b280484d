"""Lists as strangers send them: each fault has its name, and the rest is read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib.files import FileRefusedError
from beffroi.organisations.formats import accounts, bodies
from beffroi.organisations.formats.platforms import platform_of
from beffroi.organisations.formats.reading import Row
from tests.organisations.lists import (
    HEAD,
    PSO,
    csv,
    one_account,
    read,
    refusals,
    remarks,
    said,
)

WORDS = st.sampled_from([
    HEAD, "uid,name,kind,identifiers", "\n", ",", ": ", "- ", "  ", "forge: gitlab", "owners:",
    "https://git.example.org/a", PSO, '"', "{", "}", "[", "]", '{"data": [', "a", "é", "\x00",
    '"codeHosting": [{"url": "https://github.com/a"}]', "agency", "x:1", "France", "#", "|", "!!",
])  # fmt: skip  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "cells", "refusal"),
    [
        (",is_verified", "maybe", (1, "is_verified", "bad-value")),
        (",repositories_count", "-1", (1, "repositories_count", "bad-number")),
        (",repositories_count", "1_000", (1, "repositories_count", "bad-number")),
        (",repositories_count", "٣", (1, "repositories_count", "bad-number")),
        (",followers_count", "9" * 5000, (1, "followers_count", "bad-number")),
        (",creation_date", "yesterday", (1, "creation_date", "bad-date")),
        (",creation_date", "2021-02-30", (1, "creation_date", "bad-date")),
        (",creation_date", "0001-01-01T00:00:00+14:00", (1, "creation_date", "bad-date")),
        (",country", "France", (1, "country", "bad-country")),
        (",kind", "club", (1, "kind", "bad-value")),
    ],
)
def test_values_that_cannot_be_are_refused(columns: str, cells: str, refusal: object) -> None:
    rows = read(accounts, csv(columns, f"a,https://git.example.org/a,GitLab,{cells}"))
    assert refusals(rows) == [refusal]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://user:secret@git.example.org/a",
        "file:///etc/passwd",
        "git@github.com:a.git",
        "https://git.example.org/a\u202eb",
        "https://git.example.org/a\x00b",
        "https://0x7f.1/a",
        "https://2130706433/a",
        f"https://git.example.org/{'a' * 1_000_000}",
        f"https://git.example.org/{'é' * 100}",
        "https://github.com",
        "",
    ],
)
def test_addresses_that_name_no_account_are_refused_without_repeating_them(address: str) -> None:
    rows = read(accounts, csv("", f"a,{address},GitLab"))
    (row,) = rows
    assert row.refusal is not None
    assert row.refusal.field == "url"
    assert "secret" not in row.refusal.message


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "[::1]", "localhost", "169.254.169.254"])
def test_addresses_inward_are_kept_as_data_and_doubted(host: str) -> None:
    rows = read(accounts, csv("", f"a,http://{host}/a,GitLab"))
    assert said(rows)[0].full_path == "a"
    assert remarks(rows) == [(1, "url", "inward-address")]


def test_texts_that_are_too_long_are_cut_and_addresses_left_out() -> None:
    long = "x" * 1_000_000
    columns = ",name,location,description,website,avatar_url,floss_policy,ospo_url"
    cells = ",".join([long] * 3 + [f"https://{long}"] * 4)
    rows = read(accounts, csv(columns, f"a,https://git.example.org/a,GitLab,{cells}"))
    (facts,) = said(rows)
    assert (len(facts.name), len(facts.location), len(facts.description)) == (300, 300, 5000)
    assert facts.name.endswith("x…")
    assert facts.website is facts.avatar_url is facts.floss_policy is facts.ospo_url is None
    assert {code for _, _, code in remarks(rows)} == {"too-long"}
    assert len(remarks(rows)) == 7


def test_control_characters_go_and_other_writing_stays() -> None:
    name = "\x1b[31mМинистерство\x07 \u202eabc\u202c وزارة  x\x00"
    facts = one_account(csv(",name", f"a,https://git.example.org/a,GitLab,{name}"))
    assert facts.name == "[31mМинистерство \u202eabc\u202c وزارة x�"


def test_formulas_and_html_stay_data() -> None:
    facts = one_account(
        csv(",name,description", "a,https://git.example.org/a,GitLab,=1+1,<b>&amp;")
    )
    assert (facts.name, facts.description) == ("=1+1", "<b>&amp;")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("login,url,platform\na,b,c\n", "wrong-columns", "lacks the columns organization_url. It"),
        ("nom,adresse: x\na: b: c\n", "broken-yaml", "line 2"),
        ("nom,adresse\na: b: c\n", "wrong-columns", "It has: nom, adresse."),
        (f"{HEAD}\n".replace(",", ";"), "wrong-separator", "semicolons"),
        ("- a\n- b\n", "unknown-format", "forges: YAML"),
        ("- a\n- [\n", "broken-yaml", "line 3"),
        ("a: &x [b]\nc: *x\n", "yaml-alias", "Line 2"),
        ("a: {forge: github}\na: {forge: github}\n", "duplicate-key", "Line 2"),
        ('{"data": 1}', "unknown-format", "data[]"),
        ('{"data": [}', "broken-json", "line 1, column 11"),
        ('{"data": [{"a": 1, "a": 2}]}', "duplicate-key", "“a” twice"),
        ('{"data":' * 100_000, "too-deep", "nested"),
        ("[" * 100_000, "unknown-format", "Known"),
        ("hello\n", "unknown-format", "Known"),
        ("# only a comment\n", "unknown-format", "Known"),
        (f"{HEAD},login\n", "duplicate-column", "login"),
    ],
)
def test_files_that_list_no_accounts_are_refused_by_name(text: str, code: str, words: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(accounts, text)
    assert refused.value.code == code
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        ("uid,name\na,b\n", "", "wrong-columns"),
        ("uid,name\na,b\n", "csv", "wrong-columns"),
        ("a: b\n", "excel", "unknown-format"),
        ("[1, 2", "", "broken-json"),
        ("[1, 2]", "", "unknown-format"),
        ("{}", "swiss", "wrong-shape"),
        ("- a\n", "labels", "wrong-shape"),
        ("a: [b]\n", "", "unknown-format"),
    ],
)
def test_files_that_list_no_bodies_are_refused_by_name(text: str, wanted: str, code: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(bodies, text, wanted=wanted)
    assert refused.value.code == code


def test_a_list_that_is_none_of_publishers_is_refused() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(accounts, '{"data": {}}', wanted="publishers")
    assert refused.value.code == "wrong-shape"


def test_only_a_header_gives_no_rows() -> None:
    assert read(accounts, csv("")) == []


def test_ragged_rows_are_refused_and_the_others_taken() -> None:
    rows = read(accounts, csv("", "a,b", "a,https://git.example.org/a,GitLab"))
    assert refusals(rows) == [(1, "", "ragged-row")]
    assert rows[1].facts is not None


def test_the_software_of_a_forge_has_a_name() -> None:
    assert [platform_of(one) for one in ("gitlab", "fossil", "")] == ["GitLab", "fossil", None]


def rows_or_none(kind: Any, text: str, wanted: str) -> list[Row]:
    try:
        return read(kind, text, wanted=wanted)
    except FileRefusedError:
        return []


@pytest.mark.slow
@pytest.mark.parametrize("kind", [accounts, bodies])
@given(pieces=st.lists(WORDS | st.text(max_size=5), max_size=25))
def test_any_text_gives_rows_or_a_refusal(kind: Any, pieces: list[str]) -> None:
    for wanted in ("", *kind.FORMATS):
        rows = rows_or_none(kind, "".join(pieces), wanted)
        assert all((row.facts is None) == (row.refusal is not None) for row in rows)
