"""The reference parser's cases, one by one, and real files of the Italian catalogue."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.publiccode import Folder, judge
from tests.conftest import ROOT

CASES = 87
VALID_REAL = 23
MINIMAL = """publiccodeYmlVersion: "0"
name: Medusa
url: https://forge.example/a/b.git
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  en:
    shortDescription: Short.
    longDescription: "{long}"
    features: [one]
legal: {{license: EUPL-1.2}}
maintenance: {{type: none}}
localisation: {{localisationReady: true, availableLanguages: [en]}}
""".format(long="word " * 40)


@cache
def cases() -> list[dict[str, Any]]:
    shared = _shared()
    return json.loads((shared / "expected.json").read_text()) if shared.is_dir() else []


def _shared() -> Path:
    import os  # noqa: PLC0415

    folder = Path(os.environ.get("BEFFROI_SHARED") or ROOT.parent / "shared").resolve()
    return folder / "data/catalogue/publiccode"


def test_every_case_is_there(shared: Path) -> None:
    assert (shared / "data/catalogue/publiccode").is_dir()
    assert len(cases()) == CASES


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])
def test_findings_equal_those_of_the_reference_parser(case: dict[str, Any]) -> None:
    path = _shared() / case["file"]
    verdict = judge(path.read_bytes(), Folder(path.parent))
    root = str(_shared() / "v0")
    found = [
        (one.severity, one.key, one.message.replace(root, "{{ROOT}}"), one.line, one.column)
        for one in verdict.results
    ]
    assert found == [
        (one["type"], one["key"], one["description"], one["line"], one["column"])
        for one in case["results"]
        if not one["needs_network"]
    ]
    is_invalid = any(one[0] == "error" for one in found)
    assert verdict.is_valid is not is_invalid


def test_real_files_are_judged_without_a_crash(shared: Path) -> None:
    files = sorted((shared / "data/catalogue/publiccode/real").glob("*.yml"))
    verdicts = {path.name[:2]: judge(path.read_bytes()) for path in files}
    assert len(verdicts) == 25
    assert sum(verdict.is_valid for verdict in verdicts.values()) == VALID_REAL
    broken = [one.key for one in verdicts["11"].results if one.severity == "error"]
    assert broken == ["localisation.localisationReady", "localisation.availableLanguages"]


def finding(text: str) -> list[tuple[str, str, int, int]]:
    return [(one.key, one.rule, one.line, one.column) for one in judge(text.encode()).results]


def changed(key: str, line: str) -> str:
    """Return the smallest valid file with one line instead of another."""
    return re.sub(rf"(?m)^{key}:.*$", line, MINIMAL)


def test_the_smallest_file_is_valid() -> None:
    assert judge(MINIMAL.encode()).results == ()


@pytest.mark.parametrize(
    ("key", "line", "expected"),
    [
        ("name", "name:", ("name", "required", 2, 1)),
        ("name", "name: 12", None),
        ("name", "name: [a]", ("name", "type", 2, 1)),
        ("url", "url: forge.example/a", ("url", "url", 3, 1)),
        ("platforms", "platforms: []", ("platforms", "some", 4, 1)),
        ("platforms", "platforms: web", ("platforms", "type", 4, 1)),
        ("name", "name: x\nlandingURL: ftp://a.example", ("landingURL", "http", 3, 1)),
        ("name", "name: x\nreleaseDate: 2026-02-30", ("releaseDate", "date", 3, 1)),
        ("name", "name: x\nreleaseDate: 2026-11-24T10:00:00Z", ("releaseDate", "date", 3, 1)),
        ("name", "name: x\nreleaseDate: null", None),
        ("name", "name: x\nlogo: /logo.svg", ("logo", "file", 3, 1)),
        ("name", "name: x\ncategories: [nonsense]", ("categories[0]", "category", 3, 14)),
        ("legal", "legal: {license: Nonsense}", ("legal.license", "licence", 12, 9)),
        ("legal", "legal: {licence: MIT}", ("legal", "unknown", 12, 1)),
        ("maintenance", "maintenance: {type: contract}",
         ("maintenance.contractors", "needed-when", 13, 14)),
        ("name", "name: x\nfoo: bar", ("foo", "unknown", 3, 1)),
        ("name", "name: x\nusedBy: &a [*a]", ("", "yaml", 3, 1)),
        ("name", "name: x\nname: y", ("", "yaml", 3, 1)),
        ("name", "name: x\n\tfoo: y", ("", "yaml", 3, 1)),
    ],
)  # fmt: skip
def test_one_changed_line_has_one_finding_at_its_place(
    key: str, line: str, expected: tuple[str, str, int, int] | None
) -> None:
    found = finding(changed(key, line))
    assert found[:1] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("version", "expected"),
    [("'0'", None), ("'0.7'", None), ("'0.5'", "old-version"), ("'0.6'", "version"),
     ("0", "type"), ("0.2", "type"), ("'1'", "version"), ("[]", "type"), ("", "type")],
)  # fmt: skip
def test_the_version_decides_whether_the_rest_is_read(version: str, expected: str | None) -> None:
    found = finding(changed("publiccodeYmlVersion", f"publiccodeYmlVersion: {version}"))
    assert [rule for _, rule, _, _ in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "required"),
        (b"# nothing\n", "required"),
        (b"- a\n", "required"),
        (b"just words", "required"),
        (b"\xff\xfe\x00", "yaml"),
        (b"a: \xe9", "yaml"),
        (b"a: 1\n---\nb: 2\n", "yaml"),
        (b"a: [", "yaml"),
        (b"{" * 5000, "yaml"),
        (b"a: !!python/object:os.system x", "required"),
        (b"x" * 10_000_000, "yaml"),
    ],
)
def test_what_is_no_such_file_is_said_and_never_raised(data: bytes, rule: str) -> None:
    results = judge(data).results
    assert [one.rule for one in results] == [rule]


def test_aliases_that_swell_are_not_unfolded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    results = judge((MINIMAL + "\n".join(lines)).encode()).results
    assert [one.rule for one in results] == ["unknown"]


PIECES = st.sampled_from(
    [*MINIMAL.split("\n"), "  - x", "    y: [", "name: !!binary x", "? a", ": b", "it: {}", "IT:",
     "description: [a]", "*x", "&x", "<<: *x", "\ufeff", "a: 'b", "supports: [{id: alias:x}]"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_any_file_gets_an_answer(pieces: list[str]) -> None:
    verdict = judge("\n".join(pieces).encode())
    for one in verdict.results:
        assert one.message
        assert 0 <= one.line <= len(pieces) + 1


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    judge(b'publiccodeYmlVersion: "0"\n' + data)
    judge(data)
