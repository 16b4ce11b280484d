"""The documentation: its licence, its parts, its language: DOC-01 to DOC-03."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Answer
from beffroi.policy.check.rules.documents import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.policy.check.working_copies import declared, judged, licence_texts, subject_of

ENGLISH = "This program helps the people of the city to find what they need on the site. "
FRENCH = (
    "Ce programme aide les habitants de la ville à trouver ce dont ils ont besoin sur le site. "
)
TAG = "SPDX-License-" + "Identifier"


def found(folder: Path, rule: str, files: Mapping[str, str], **facts: Any) -> Finding:
    return judged(CHECKS, rule, subject_of(folder, files, **facts))


def annotated(licence: str, path: str = "docs/**") -> dict[str, str]:
    table = f'version = 1\n[[annotations]]\npath = "{path}"\n{TAG} = "{licence}"\n'
    return {"REUSE.toml": table, "docs/a.md": "x", "docs/b.md": "y"}


# DOC-01


@pytest.mark.parametrize(
    "files",
    [
        annotated("etalab-2.0"),
        {"docs/LICENSE": licence_texts()["etalab-2.0"], "docs/a.md": "x"},
        {"README.md": "La documentation est sous Licence Ouverte 2.0.", "docs/a.md": "x"},
    ],
    ids=["REUSE.toml", "folder", "README"],
)
def test_documentation_under_licence_ouverte_passes(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, "DOC-01", files).state == "pass"


@pytest.mark.parametrize(
    ("files", "state"),
    [
        (annotated("EUPL-1.2"), "fail"),
        (annotated("etalab-2.0", "docs/a.md"), "warn"),
        ({"docs/a.md": "x", "LICENSE": licence_texts()["MIT"]}, "unknown"),
        ({"a.py": "x", "docs/Makefile": "all:"}, "not-applicable"),
    ],
    ids=["other", "half", "not said", "no documentation"],
)
def test_documentation_under_another_licence_fails(
    tmp_path: Path, files: dict[str, str], state: str
) -> None:
    assert found(tmp_path, "DOC-01", files).state == state


# DOC-02


@pytest.mark.parametrize(
    "manual",
    [
        {"docs/index.md": "x"},
        {"README.md": "# Tool\n\n## Utilisation\n"},
        {"README.md": "See https://tool.readthedocs.io/en/latest/"},
    ],
    ids=["folder", "section", "address"],
)
def test_a_manual_and_a_guide_pass(tmp_path: Path, manual: dict[str, str]) -> None:
    assert found(tmp_path, "DOC-02", {**manual, "CONTRIBUTING.md": "x"}).state == "pass"


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"docs/a.md": "x"}, "contributor guide"),
        ({"CONTRIBUTING.md": "x"}, "manual"),
        ({"node_modules/x/CONTRIBUTING.md": "x", "docs/a.md": "x"}, "contributor guide"),
        ({"docs/adr/0001.md": "x", "CONTRIBUTING.md": "x"}, "manual"),
        ({}, "manual and a contributor guide"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, files: dict[str, str], word: str) -> None:
    finding = found(tmp_path, "DOC-02", files)
    assert finding.state == "fail"
    assert word in finding.why.en


# DOC-03


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": FRENCH * 20},
        {"README.md": ENGLISH * 20, "docs/fr/guide.md": FRENCH * 8},
        {"README.md": f"{ENGLISH * 15}\n\n{FRENCH * 8}"},
    ],
    ids=["whole", "one document", "half a document"],
)
def test_some_documentation_in_french_passes(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, "DOC-03", files).state == "pass"


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": ENGLISH * 20},
        {"README.md": ENGLISH * 20 + FRENCH},
        {"README.md": ENGLISH * 20, "docs/empty.md": "```\ncode\n```\n"},
        {"README.md": ENGLISH * 20, **{f"docs/{n}.md": f"{FRENCH}\n\n{ENGLISH * 9}" for n in "ab"}},
        {"README.md": ENGLISH * 20, "CONTRIBUTING.md": FRENCH * 20, "docs/adr/1.md": FRENCH * 20},
    ],
    ids=["English", "one sentence", "no words", "one sentence here and there", "for developers"],
)
def test_documentation_for_users_without_french_fails(
    tmp_path: Path, files: dict[str, str]
) -> None:
    assert found(tmp_path, "DOC-03", files).state == "fail"


def test_fewer_than_200_words_cannot_be_judged(tmp_path: Path) -> None:
    finding = found(tmp_path, "DOC-03", {"README.md": FRENCH * 9})
    assert (finding.state, finding.asks) == ("unknown", "project team")


@pytest.mark.parametrize(
    ("answer", "state"), [("https://aide.example.fr", "pass"), (False, "unknown")]
)
def test_documentation_elsewhere_is_declared(tmp_path: Path, answer: Answer, state: str) -> None:
    finding = found(tmp_path, "DOC-03", {}, declarations=declared("DOC-03", answer))
    assert finding.state == state
