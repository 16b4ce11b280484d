"""docs/check.md: its tables are those of the program, its snippets run as they stand."""

import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from beffroi.policy.check.declarations import read_declarations
from beffroi.policy.check.forge_facts import read_facts
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.registry import open_registry

ROOT = Path(__file__).resolve().parents[3]
ENGLISH = (ROOT / "docs/check.md").read_text("utf-8")
FRENCH = (ROOT / "docs/check.fr.md").read_text("utf-8")
MAKEFILE = """\
setup:
\tmkdir -p .venv/bin
\tprintf '#!/bin/sh\\nexec {python} -P -m beffroi "$$@"\\n' > .venv/bin/beffroi
\tchmod +x .venv/bin/beffroi
"""


def blocks(kind: str, text: str = ENGLISH) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def snippet(name: str) -> dict[str, Any]:
    found = re.search(
        rf"<!-- snippet: {name} -->\n```yaml\n(.*?)^```", ENGLISH, re.DOTALL | re.MULTILINE
    )
    assert found
    parsed: dict[str, Any] = yaml.safe_load(found[1])
    return parsed


def git(folder: Path, *words: str) -> None:
    run = ["git", "-c", "user.name=A. B", "-c", "user.email=a.b@exemple.gouv.fr", *words]
    subprocess.run(run, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a small repository that stands for the published Beffroi: ``make setup`` works."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "Makefile").write_text(MAKEFILE.replace("{python}", sys.executable), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Publish")
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a repository without a licence, so that the policy blocks it."""
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "a.py").write_text("print(1)\n", "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Begin")
    return folder


class Runner:
    """Runs shell lines as the runner of a forge does, with its files for paths and summaries."""

    def __init__(self, folder: Path, source: Path, home: Path) -> None:
        self.folder = folder
        self.paths, self.summary = home / "paths", home / "summary"
        home.mkdir()
        self.environment = {
            "PATH": f"{home}:{os.environ['PATH']}",
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "BEFFROI_SOURCE": f"file://{source}",
            "RUNNER_TEMP": str(home),
            "GITHUB_PATH": str(self.paths),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }

    def run(self, lines: str) -> int:
        """Run lines with ``-e``, as runners do; afterwards further folders are on the path."""
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", lines],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if self.paths.exists():
            more = ":".join(self.paths.read_text("utf-8").split())
            self.environment["PATH"] = f"{more}:{self.environment['PATH']}"
        return done.returncode


@pytest.fixture
def runner(copy: Path, source: Path, tmp_path: Path) -> Runner:
    return Runner(copy, source, tmp_path / "home")


def test_the_tables_of_the_manuals_are_those_of_the_program() -> None:
    words = [sys.executable, str(ROOT / "scripts/check_manual.py"), "--check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("kind", ["yaml", "json", "sh"])
def test_both_languages_show_the_same_examples(kind: str) -> None:
    def bare(text: str) -> list[str]:
        return [re.sub(r" +# .*", "", one) for one in blocks(kind, text)]

    assert bare(FRENCH) == bare(ENGLISH) != []


def test_both_languages_show_the_same_settings_with_remarks_of_their_own() -> None:
    def keys(text: str) -> list[list[str]]:
        return [sorted(tomllib.loads(one)) for one in blocks("toml", text)]

    assert keys(FRENCH) == keys(ENGLISH) != []


@pytest.mark.slow
def test_the_snippet_for_github_judges_and_leaves_sarif_and_a_summary(runner: Runner) -> None:
    steps = [one["run"] for one in snippet("github")["jobs"]["policy"]["steps"] if "run" in one]
    assert [runner.run(lines) for lines in steps] == [0, 0, 1]
    found = json.loads((runner.folder / "beffroi.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert {"FILE-03"} < {one["ruleId"] for one in found}
    assert {one["properties"]["state"] for one in found} <= {"fail", "warn"}
    assert "beffroi check: blocked" in runner.summary.read_text("utf-8")


@pytest.mark.slow
def test_the_snippet_for_gitlab_judges_and_leaves_both_reports(runner: Runner) -> None:
    (job,) = snippet("gitlab").values()
    place = str(runner.folder.parent / "home/beffroi")
    lines = "\n".join([*job["before_script"], *job["script"]]).replace("/tmp/beffroi", place)  # noqa: S108
    assert runner.run(lines) == 1
    reports = job["artifacts"]["reports"]
    quality = json.loads((runner.folder / reports["codequality"]).read_text("utf-8"))
    junit = ET.parse(runner.folder / reports["junit"]).getroot()  # noqa: S314 - our own
    assert "FILE-03" in {one["check_name"] for one in quality}
    assert len(junit.findall(".//testcase")) == len(open_pack("fr-dinum").rules)


@pytest.mark.slow
def test_the_snippet_for_forgejo_judges_and_leaves_a_summary(runner: Runner) -> None:
    steps = [one["run"] for one in snippet("forgejo")["jobs"]["policy"]["steps"] if "run" in one]
    assert [runner.run(lines) for lines in steps] == [0, 0, 1]
    assert "beffroi check: blocked" in (runner.folder / "beffroi.md").read_text("utf-8")


def test_the_settings_of_the_manual_are_read() -> None:
    told = read_declarations(blocks("toml")[0], date(2026, 11, 25))
    declared = told.answer("LEVEL-01")
    assert declared is not None
    assert (declared.answer, declared.by) == ("B", "Claire Martin")
    assert open_registry(None, told).role("nobody@example.org") == ""


def test_the_policy_of_the_manual_is_opened(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(blocks("toml")[-1], "utf-8")
    pack = open_pack(str(tmp_path / "ours.toml"))
    assert pack.rule("FILE-09").severity == "MUST"
    assert set(pack.disabled) == {"DCO-02"}


def test_the_facts_of_a_forge_of_the_manual_are_read(tmp_path: Path) -> None:
    (tmp_path / "forge.json").write_text(blocks("json")[0], "utf-8")
    assert read_facts(tmp_path / "forge.json")["repository"]["owner_type"] == "organization"
