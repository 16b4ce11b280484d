"""What the tracked files of the project must and must not hold."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
# The parts are joined here, or this file would name what no file may name.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("crates", ".io"),
    )
]
MACHINE_PATH = re.compile(r"(?<![\w<{])/(home|Users|root|work|opt)/[.a-z]\w*")
INSTALLED = "/opt/beffroi"  # where docs/operate.md puts it, on any machine
REQUIRED = [
    "LICENSE",
    "LICENSES/EUPL-1.2.txt",
    "README.md",
    "README.fr.md",
    "CONTRIBUTING.md",
    "GOVERNANCE.md",
    "CODE_OF_CONDUCT.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "publiccode.yml",
    "codemeta.json",
    "REUSE.toml",
    ".ci/run",
]


def tracked() -> list[Path]:
    """Return the files that git knows or would add, texts only."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


@pytest.mark.slow
def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        text = path.read_text("utf-8")
        hits = [name for name in REGISTRIES if name in text]
        paths = [match.group() for match in MACHINE_PATH.finditer(text)]
        hits += [place for place in paths if not place.startswith(INSTALLED)]
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in hits]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_file_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    pinned = [line for line in text.splitlines() if re.match(r"[\w.\[\]-]+==", line)]
    unproved = [line for line in pinned if not line.endswith("\\")]
    assert (re.findall(r"https?://", text), unproved, len(pinned) > 10) == ([], [], True)


def test_the_two_locks_agree_so_that_one_environment_serves_both() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\]-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


@pytest.mark.parametrize("name", REQUIRED)
def test_a_file_that_a_public_project_shows_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    articles = re.findall(r"^(\d+)\.", text, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def test_every_place_names_the_same_version_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    meta = json.loads((ROOT / "codemeta.json").read_text("utf-8"))
    licence = meta["license"].rpartition("/")[2]
    assert public["softwareVersion"] == meta["version"] == project["version"]
    assert public["legal"]["license"] == licence == project["license"] == "EUPL-1.2"


def test_publiccode_yml_says_what_its_standard_requires() -> None:
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    required = {"name", "url", "platforms", "developmentStatus", "softwareType", "description"}
    assert required <= public.keys()
    assert public["publiccodeYmlVersion"] == "0"
    assert public["maintenance"]["contacts"][0]["name"]
    assert set(public["description"]) == {"fr", "en"}
    for words in public["description"].values():
        assert len(words["shortDescription"]) <= 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def links(page: Path) -> list[str]:
    """Return the relative links and pictures of a Markdown page."""
    found = re.findall(r"\]\(([^)#\s]+)|srcset=\"([^\"]+)|src=\"([^\"]+)", page.read_text("utf-8"))
    return [link for groups in found for link in groups if link and "://" not in link]


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda path: path.name
)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    dead = [link for link in links(page) if not (page.parent / link).exists()]
    assert dead == []


def test_the_readmes_have_the_same_sections_and_commands() -> None:
    readmes = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.fr.md")]
    commands = [
        re.findall(r"^(?:make|git|beffroi|\.venv).*", text, re.MULTILINE) for text in readmes
    ]
    sections = [len(re.findall(r"^## ", text, re.MULTILINE)) for text in readmes]
    assert (commands[0], sections[0]) == (commands[1], sections[1])


@pytest.mark.slow
def test_the_licence_of_every_file_is_stated() -> None:
    program = Path(sys.executable).with_name("reuse")
    done = subprocess.run([program, "lint", "--lines"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.slow
def test_the_translations_are_complete() -> None:
    words = [sys.executable, "scripts/messages.py", "--check"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
