"""Telling files are found by their names."""

import pytest

from beffroi.forges.files import KINDS, find_files, reuse_licences


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("readme", ["README", "readme.md", "README.fr.md", "docs/README.rst", "LISEZMOI.md"]),
        ("contributing", ["CONTRIBUTING.md", ".github/contributing.md", "CONTRIBUER.md"]),
        ("code_of_conduct", ["CODE_OF_CONDUCT.md", "code-of-conduct.md"]),
        ("codeowners", ["CODEOWNERS", ".gitlab/CODEOWNERS"]),
        ("security", ["SECURITY.md", ".github/SECURITY.md"]),
        ("support", ["SUPPORT.md"]),
        ("governance", ["GOVERNANCE.md"]),
        ("roadmap", ["ROADMAP.md"]),
        ("dei", ["DEI.md"]),
        ("funding", [".github/FUNDING.yml", "funding.json"]),
        ("changelog", ["CHANGELOG.md", "CHANGES", "ChangeLog", "HISTORY.rst", "NEWS"]),
        (
            "licence",
            ["LICENSE", "LICENCE.txt", "license.md", "LICENSE-MIT", "COPYING.LESSER", "UNLICENSE",
             "MIT-LICENSE.txt", "LICENSES/MIT.txt", "Licence_CeCILL_V2-fr.txt"],
        ),
        ("threat_model", ["THREAT-MODEL.md", "threat_model.md"]),
        ("audit", ["AUDIT.md"]),
        ("citation", ["CITATION.cff"]),
        ("authors", ["AUTHORS"]),
        ("copyright", ["COPYRIGHT", "copyright.md"]),
        ("publiccode", ["publiccode.yml", "publiccode.yaml"]),
        ("codemeta", ["codemeta.json"]),
        ("codejson", ["code.json"]),
        ("zenodo", [".zenodo.json"]),
    ],
)  # fmt: skip
def test_each_kind_is_known_by_its_names(kind: str, paths: list[str]) -> None:
    assert [path for path in paths if find_files([path]) != {kind: path}] == []


def test_every_kind_has_an_example_above() -> None:
    assert len(KINDS) == 21


@pytest.mark.parametrize(
    "path",
    ["src/README.md", "readmeter.md", "license.py", "history.js", "docs/LICENSE",
     "src/publiccode.yml", "securitylib.md", "docs/api/README.md", "licensed.txt"],
)  # fmt: skip
def test_resembling_names_are_left_out(path: str) -> None:
    assert find_files([path]) == {}


def test_the_root_wins_then_the_shortest_name() -> None:
    paths = [".github/README.md", "README.md", "README.fr.md", "LICENSES/MIT.txt", "LICENSE"]
    assert find_files(paths) == {"readme": "README.md", "licence": "LICENSE"}


def test_reuse_texts_name_licences() -> None:
    paths = ["LICENSES/MIT.txt", "LICENSES/EUPL-1.2.txt", "LICENSES/a/b.txt", "a/LICENSES/X.txt"]
    assert reuse_licences(paths) == ["EUPL-1.2", "MIT"]
