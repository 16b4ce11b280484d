"""Corrected lines are written, all others stay."""

from pathlib import Path

import pytest

from beffroi.policy.publiccode import judge
from beffroi.policy.publiccode.fixing import fixed
from tests.policy.publiccode.test_judging import MINIMAL

BROKEN = """publiccodeYmlVersion: 0.2   # ours
Name: x
url: forge.example/a/b.git
releaseDate: 24/11/2026\r
platforms: [web]
categories:
  - Document Management  # c
developmentStatus: Stable
localisation:
  localisationReady: yes
  availableLanguages: [fr_FR, "pt_BR"]  # d
it:
  countryExtensionVersion: "0.2"
"""
MENDED = """publiccodeYmlVersion: "0"   # ours
name: x
url: https://forge.example/a/b.git
releaseDate: 2026-11-24\r
platforms: [web]
categories:
  - document-management  # c
developmentStatus: stable
localisation:
  localisationReady: true
  availableLanguages: [fr-FR, "pt-BR"]  # d
IT:
  countryExtensionVersion: "0.2"
"""


def test_every_line_that_has_one_correction_is_corrected() -> None:
    assert fixed(BROKEN.encode()).decode() == MENDED


def test_a_version_without_quotes_does_not_become_a_number() -> None:
    text = MINIMAL.replace('"0"', "0.4.0")
    assert fixed(text.encode()).decode() == MINIMAL


@pytest.mark.parametrize(
    "data", [MINIMAL.encode(), b"", b"\xff\xfe", b"a: [", b"x: 1\n" * 1000, b"\xef\xbb\xbfa: b"]
)
def test_what_needs_nothing_or_cannot_be_read_stays(data: bytes) -> None:
    assert fixed(data) == data


def test_real_files_get_better_and_no_line_is_lost(shared: Path) -> None:
    for path in sorted((shared / "data/catalogue/publiccode/real").glob("*.yml")):
        before = path.read_bytes()
        after = fixed(before)
        assert len(after.splitlines()) == len(before.splitlines())
        assert {one.key for one in judge(after).results} <= {
            one.key for one in judge(before).results
        } | {"IT"}
        assert not any(one.rule == "old-version" for one in judge(after).results)
