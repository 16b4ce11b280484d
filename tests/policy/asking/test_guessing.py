"""What a working copy tells, each answer with the file and the line that say so."""

import json
from pathlib import Path

import pytest

from beffroi.policy.asking.answers import make
from beffroi.policy.asking.guessing import Guess, guess
from tests.conftest import ROOT

README = """# Médusa

Un outil pour dessiner les cartes des communes et les partager avec les habitants.

Il est utilisé dans des mairies, qui publient les cartes sur le site de la ville ; les agents les
mettent à jour par une simple page, sans logiciel de dessin.

- dessiner une carte
- partager une carte
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text(README)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text('[remote "origin"]\n url = git@forge.example:a/b.git\n')
    (tmp_path / "package.json").write_text('{\n"name": "medusa",\n"version": "1.2.0",\n'
                                           '"license": "EUPL-1.2"\n}')  # fmt: skip
    (tmp_path / "locales/fr").mkdir(parents=True)
    (tmp_path / "locales/en.json").write_text("{}")
    (tmp_path / "index.html").write_text("")
    return tmp_path


def test_readme_manifest_remote_and_folders_answer_with_their_lines(copy: Path) -> None:
    found = guess(copy)
    assert found["name"] == Guess("Médusa", "README.md", 1)
    assert found["url"] == Guess("https://forge.example/a/b.git", ".git/config", 2)
    assert found["version"] == Guess("1.2.0", "package.json", 3)
    assert (found["licence"].value, found["licence"].path) == ("EUPL-1.2", "package.json")
    assert (found["short"].line, found["language"].value) == (3, "fr")
    assert found["features"] == Guess(["dessiner une carte", "partager une carte"], "README.md", 8)
    assert found["languages"].value == ["en", "fr"]
    assert found["type"] == Guess("standalone/web", "index.html")


def test_two_more_answers_make_a_valid_file(copy: Path) -> None:
    answers = {name: one.value for name, one in guess(copy).items()}
    made = make({**answers, "status": "stable", "maintenance": "none"})
    assert made.faults == ()
    assert made.values["description"]["fr"]["longDescription"].startswith("Un outil")


def test_the_licence_file_says_the_licence(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
    found = guess(tmp_path)["licence"]
    assert (found.value, found.path, found.line > 0) == ("EUPL-1.2", "LICENSE", True)


def test_a_codemeta_answers_what_it_says_and_nothing_that_was_assumed(tmp_path: Path) -> None:
    said = {"@context": "x", "@type": "SoftwareSourceCode", "name": "Outil", "version": "2"}
    (tmp_path / "codemeta.json").write_text(json.dumps(said, indent=1))
    found = guess(tmp_path)
    assert found["name"] == Guess("Outil", "codemeta.json", 4)
    assert set(found) == {"name", "version"}


@pytest.mark.parametrize(
    ("files", "kind", "platforms"),
    [
        (["app/AndroidManifest.xml", "ios/x.xcodeproj"], "standalone/mobile", ["android", "ios"]),
        (["Cargo.toml"], "library", ["linux", "mac", "windows"]),
        (["debian/control", "manage.py"], "standalone/web", ["linux", "web"]),
    ],
)
def test_files_tell_where_it_runs(
    tmp_path: Path, files: list[str], kind: str, platforms: list[str]
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = guess(tmp_path)
    assert (found["type"].value, found["platforms"].value) == (kind, platforms)


@pytest.mark.parametrize(
    ("name", "data"),
    [("package.json", b"[" * 100_000), ("package.json", b"[]"), ("pyproject.toml", b"= ="),
     ("pyproject.toml", b"project = 3"), ("codemeta.json", b"\xff\xfe{"),
     ("README.md", b"\xff\x00"),
     ("codemeta.json", b'{"@context": 1, "license": {"a": []}, "keywords": {}}'),
     ("LICENSE", b"\x00" * 1000), ("Cargo.toml", b"[package]\nname = {a = 1}\n")],
)  # fmt: skip
def test_files_of_a_stranger_are_read_without_a_crash(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    make({field: one.value for field, one in guess(tmp_path).items()})
