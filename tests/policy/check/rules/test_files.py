"""The files of a repository: FILE-01 to FILE-10, PUB-05, PUB-10, PUB-11."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Answer, Declarations
from beffroi.policy.check.history import open_history
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.rules.files import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.fakes.repositories import make_repository
from tests.policy.check.making import rule_of
from tests.policy.check.working_copies import Files, declared, judged, licence_texts, subject_of

SENTENCE = "Cet outil aide les agents à suivre les demandes des usagers de leur service. "
README = (
    SENTENCE * 3 + "Il est développé par la direction du numérique du ministère, sous licence MIT."
)


def found(folder: Path, rule: str, files: Files, **facts: Any) -> Finding:
    return judged(CHECKS, rule, subject_of(folder, files, **facts))


def said(finding: Finding) -> tuple[str, list[str]]:
    return finding.state, [one.path for one in finding.evidence]


# FILE-01


@pytest.mark.parametrize("name", ["README", "README.md", "readme.rst", "LISEZ-MOI.md"])
def test_a_readme_that_names_its_administration_and_licence_passes(
    tmp_path: Path, name: str
) -> None:
    assert said(found(tmp_path, "FILE-01", {name: README})) == ("pass", [name])


@pytest.mark.parametrize(
    "files",
    [{}, {"docs/README.md": README}, {"README.pdf": README}, {"README.md": "Ministère."}],
    ids=["none", "deeper", "binary", "short"],
)
def test_without_a_readme_of_some_length_it_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert found(tmp_path, "FILE-01", files).state == "fail"


def test_a_readme_of_exactly_the_least_length_passes_and_one_less_fails(tmp_path: Path) -> None:
    text = "Ministère, licence MIT " + "x" * 177
    assert found(tmp_path / "whole", "FILE-01", {"README": text}).state == "pass"
    assert found(tmp_path / "less", "FILE-01", {"README": text[:-1]}).state == "fail"


def test_a_readme_that_names_nobody_fails(tmp_path: Path) -> None:
    assert said(found(tmp_path, "FILE-01", {"README": "A tool. Licence MIT. " * 20}))[0] == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "Search by words, ministry, licence. ",
        "Lit les données de data.gouv.fr, commune par commune. ",
        "The administration panel of the university-grade parser. ",
        "supported versions: region code ",
    ],
)
def test_words_that_only_look_like_an_administration_do_not_count(
    tmp_path: Path, text: str
) -> None:
    assert found(tmp_path, "FILE-01", {"README": text * 9 + "Licence MIT."}).state == "fail"
    assert found(tmp_path, "PUB-05", {"README": text}).state == "warn"


def test_the_name_is_that_of_the_declaration_of_publiccode_or_of_the_registry(
    tmp_path: Path,
) -> None:
    text = "Un outil de Xyloville. Licence MIT. " * 10
    named = Declarations(tables={"project": {"organisation": "Xyloville"}})
    registry = Registry(acronyms=frozenset({"xyloville"}))
    assert found(tmp_path / "a", "FILE-01", {"README": text}).state == "fail"
    assert found(tmp_path / "b", "FILE-01", {"README": text}, declarations=named).state == "pass"
    assert found(tmp_path / "c", "FILE-01", {"README": text}, registry=registry).state == "pass"
    described = "publiccodeYmlVersion: '0.4'\nlegal:\n  repoOwner: Xyloville\n"
    files = {"README": text, "publiccode.yml": described}
    assert found(tmp_path / "d", "FILE-01", files).state == "pass"


def test_the_remedy_is_that_of_what_is_missing(tmp_path: Path) -> None:
    finding = found(tmp_path, "FILE-01", {"README": "A tool. Licence MIT. " * 20})
    assert finding.remedy is not None
    assert "sentence" in finding.remedy.en
    assert found(tmp_path / "none", "FILE-01", {}).remedy is None


def test_a_readme_without_a_word_on_the_licence_is_warned_of(tmp_path: Path) -> None:
    files = {"README": (SENTENCE * 4) + "Développé par le ministère."}
    assert found(tmp_path, "FILE-01", files).state == "warn"


# FILE-02, 04 to 09


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("FILE-02", "CONTRIBUTING.md"), ("FILE-02", ".github/CONTRIBUTING.md"),
        ("FILE-02", "docs/contributing.rst"), ("FILE-02", "CONTRIBUTING"),
        ("FILE-05", "GOVERNANCE.md"), ("FILE-05", "gouvernance.md"),
        ("FILE-06", "INSTALL"), ("FILE-06", "docs/installation.md"),
        ("FILE-07", "MAINTAINERS"), ("FILE-07", ".github/CODEOWNERS"), ("FILE-07", "AUTHORS.md"),
        ("FILE-08", "NFR.md"), ("FILE-08", "docs/adr/0001-x.md"), ("FILE-08", "ARCHITECTURE.md"),
        ("FILE-09", "ROADMAP.md"), ("FILE-09", "docs/feuille-de-route.md"),
    ],
)  # fmt: skip
def test_a_file_that_is_there_and_says_something_passes(
    tmp_path: Path, rule: str, path: str
) -> None:
    assert said(found(tmp_path, rule, {path: "Words."})) == ("pass", [path])


@pytest.mark.parametrize("rule", ["FILE-02", "FILE-05", "FILE-06", "FILE-07", "FILE-08", "FILE-09"])
def test_a_file_that_is_missing_fails(tmp_path: Path, rule: str) -> None:
    assert said(found(tmp_path, rule, {"src/contributing.py": "x", "a.py": "y"})) == ("fail", [])


@pytest.mark.parametrize(
    ("rule", "path"),
    [("FILE-02", "CONTRIBUTING.md"), ("FILE-09", "ROADMAP"), ("FILE-05", "GOVERNANCE")],
)
def test_an_empty_file_fails(tmp_path: Path, rule: str, path: str) -> None:
    assert said(found(tmp_path, rule, {path: "\n \n"})) == ("fail", [path])


def test_a_section_of_the_readme_on_installation_passes(tmp_path: Path) -> None:
    finding = found(tmp_path, "FILE-06", {"README.md": "# Outil\n\n## Démarrage rapide\n"})
    assert (finding.state, finding.evidence[0].line) == ("pass", 3)


def test_a_code_of_conduct_says_whom_to_write_to(tmp_path: Path) -> None:
    name = "CODE_OF_CONDUCT.md"
    assert said(found(tmp_path, "FILE-04", {name: "Écrivez à equipe@exemple.gouv.fr."})) == (
        "pass",
        [name],
    )


def test_a_code_of_conduct_without_an_address_is_warned_of(tmp_path: Path) -> None:
    text = "Be kind. https://www.contributor-covenant.org/version/2/1/code_of_conduct"
    assert found(tmp_path, "FILE-04", {"docs/code_of_conduct.md": text}).state == "warn"


def test_no_code_of_conduct_fails(tmp_path: Path) -> None:
    assert found(tmp_path, "FILE-04", {"README": "x"}).state == "fail"


# FILE-03


@pytest.mark.parametrize("path", ["LICENSE", "LICENCE.txt", "COPYING", "LICENSES/EUPL-1.2.txt"])
def test_the_text_of_a_licence_passes(tmp_path: Path, path: str) -> None:
    finding = found(tmp_path, "FILE-03", {path: licence_texts()["EUPL-1.2"]})
    assert said(finding) == ("pass", [path])
    assert "EUPL-1.2" in finding.why.en


def test_no_licence_file_fails(tmp_path: Path) -> None:
    assert said(found(tmp_path, "FILE-03", {"README": "Under MIT."})) == ("fail", [])


def test_an_altered_text_fails_with_the_closest_licence(tmp_path: Path) -> None:
    text = licence_texts()["MIT"].replace("without restriction", "without commercial restriction")
    finding = found(tmp_path, "FILE-03", {"LICENSE": text})
    assert finding.state == "fail"
    assert "MIT" in finding.why.en


@pytest.mark.parametrize("text", ["Tous droits réservés.", "Licensed under the MIT License."])
def test_a_file_without_the_text_of_a_licence_fails(tmp_path: Path, text: str) -> None:
    assert said(found(tmp_path, "FILE-03", {"LICENSE": text})) == ("fail", ["LICENSE"])


# FILE-10


def test_text_passes_and_a_wrapper_that_builds_need_is_allowed(tmp_path: Path) -> None:
    files: Files = {"README.md": "x", "gradle/wrapper/gradle-wrapper.jar": b"PK", "so.md": "y"}
    assert found(tmp_path, "FILE-10", files).state == "pass"


@pytest.mark.parametrize("path", ["README.pdf", "docs/INSTALL.docx", "ROADMAP.odt"])
def test_a_document_that_is_binary_only_is_warned_of(tmp_path: Path, path: str) -> None:
    assert said(found(tmp_path, "FILE-10", {path: b"%PDF-"})) == ("warn", [path])


def test_a_binary_document_beside_a_text_passes(tmp_path: Path) -> None:
    assert found(tmp_path, "FILE-10", {"INSTALL.pdf": b"%PDF-", "INSTALL.md": "x"}).state == "pass"


@pytest.mark.parametrize("path", ["bin/tool.exe", "lib/a.DLL", "x.jar", "libx.so", "libx.so.1"])
def test_a_compiled_program_is_warned_of(tmp_path: Path, path: str) -> None:
    assert said(found(tmp_path, "FILE-10", {path: b"MZ"})) == ("warn", [path])


# PUB-05


@pytest.mark.parametrize(
    "text",
    ["Ce code est publié sans engagement de support.", "No warranty is given.",
     "![](https://img.shields.io/badge/code.gouv.fr-ouvert-mediumseagreen)"],
)  # fmt: skip
def test_a_word_on_support_passes(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, "PUB-05", {"README.md": text}).state == "pass"


def test_a_file_on_support_passes_and_silence_is_only_told(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "PUB-05", {"SUPPORT.md": "Write to us."}).state == "pass"
    assert found(tmp_path / "b", "PUB-05", {"README.md": "Un outil."}).state == "warn"


# PUB-10


@pytest.mark.parametrize(
    ("path", "text"),
    [("package.json", '{"name": "x"}'), ("setup.cfg", "[metadata]\nversion = 1\nname = x\n"),
     ("core/pom.xml", "<project/>"), ("pyproject.toml", "[project]\nname = 'x'\n")],
)  # fmt: skip
def test_off_line_a_manifest_leaves_the_question_open(tmp_path: Path, path: str, text: str) -> None:
    finding = found(tmp_path, "PUB-10", {path: text})
    assert (finding.state, finding.asks) == ("unknown", "project team")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"name": "x", "private": true}'),
        ("package.json", "[" * 9000),
        ("Cargo.toml", "[package]\npublish = false\n"),
        ("Cargo.toml", "[workspace]\n"),
        ("Cargo.toml", "package = 3\n"),
        ("pyproject.toml", "[tool.ruff]\n"),
        ("setup.cfg", "[flake8]\nname = x\n"),
        ("scripts/setup.py", "print()"),
        ("README.md", "x"),
    ],
)
def test_nothing_that_could_be_published_fails(tmp_path: Path, path: str, text: str) -> None:
    assert found(tmp_path, "PUB-10", {path: text}).state == "fail"


@pytest.mark.parametrize(("answer", "state"), [("https://pypi.example/x", "pass"), (False, "fail")])
def test_what_is_declared_of_packages_counts(tmp_path: Path, answer: Answer, state: str) -> None:
    declarations = declared("PUB-10", answer)
    finding = found(tmp_path, "PUB-10", {"setup.py": "x"}, declarations=declarations)
    assert said(finding) == (state, [".beffroi.toml"])


# PUB-11: the commit of the tests is of 4 May 2026


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "on", "state"),
    [
        ("Un outil.", date(2027, 5, 4), "pass"),
        ("Un outil.", date(2027, 5, 5), "warn"),
        ("Ce code n’est plus maintenu.", date(2028, 1, 1), "pass"),
        ("This project is no longer maintained.", date(2028, 1, 1), "pass"),
    ],
)
def test_after_a_year_the_readme_says_that_the_code_rests(
    tmp_path: Path, text: str, on: date, state: str
) -> None:
    folder = make_repository(tmp_path / "r", {"README.md": text})
    subject = subject_of(folder, history=open_history(folder), on=on)
    assert judged(CHECKS, "PUB-11", subject).state == state


def test_an_archived_repository_says_so_and_without_a_history_nobody_knows(tmp_path: Path) -> None:
    archived = {"repository": {"is_archived": True}}
    files = {"README.md": "Un outil."}
    assert found(tmp_path, "PUB-11", files, forge=archived).state == "warn"
    assert found(tmp_path, "PUB-11", files, forge={"repository": None}).state == "unknown"
    files = {"README.md": "Archived: looking for maintainers."}
    assert found(tmp_path, "PUB-11", files, forge=archived).state == "pass"


def test_a_document_whose_lines_wait_for_a_person_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "ROADMAP.md").write_text("# Roadmap\n\n| now | **(to be completed)** | |\n")
    found = CHECKS["FILE-09"](subject_of(tmp_path), rule_of("FILE-09"))
    assert (found.state, [(one.path, one.line) for one in found.evidence]) == (
        "warn",
        [("ROADMAP.md", 3)],
    )
