"""What --fix writes makes the rules pass; what it may not touch stays as it is."""

import os
import subprocess
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.fixing import Wanted, writing
from beffroi.policy.check.judging import judge
from tests.policy.check.fixing.projects import FRENCH, SETTINGS, Project

PASSING = (
    "PUB-01", "PUB-05", "DCO-03", "FILE-01", "FILE-02", "FILE-03", "FILE-04", "FILE-05", "HEAD-01",
    "HEAD-02", "SEC-01", "SEC-03", "LEVEL-01",
)  # fmt: skip
WAITING = ("FILE-06", "FILE-07", "FILE-08", "FILE-09")
"""Their skeletons have lines that only a person can complete."""


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


@pytest.mark.slow
@pytest.mark.parametrize("readme", [FRENCH, ""])
def test_a_second_check_shows_the_mended_rules_passing(project: Project, readme: str) -> None:
    project.settings = SETTINGS
    if readme:
        project.write("README.md", readme)
    assert project.states()["FILE-03"] == "fail"
    project.mended()
    states = project.states()
    expected = {**dict.fromkeys(PASSING, "pass"), "FILE-01": "pass" if readme else "warn"}
    assert {name: states[name] for name in PASSING} == expected
    assert {name: states[name] for name in WAITING} == dict.fromkeys(WAITING, "warn")


@pytest.mark.slow
def test_mending_twice_changes_nothing_more(project: Project) -> None:
    project.settings = SETTINGS
    project.write("README.md", FRENCH)
    project.mended()
    before = everything(project.root)
    assert project.mended().changes == ()
    assert everything(project.root) == before


@pytest.mark.slow
def test_a_dry_run_shows_the_patch_and_writes_nothing(project: Project) -> None:
    before = everything(project.root)
    found = project.mended(Wanted(licence="MIT", dry_run=True))
    assert everything(project.root) == before
    assert not found.is_written
    assert "+++ b/LICENSE\n" in found.diff()


@pytest.mark.slow
def test_git_applies_the_patch_that_a_dry_run_shows(project: Project, tmp_path: Path) -> None:
    project.settings = SETTINGS
    project.write("README.md", FRENCH.replace("\n", "\r\n"))
    project.write("src/c.sh", "#!/bin/sh")
    patch = project.mended(Wanted(licence="EUPL-1.2", dry_run=True)).diff()
    (tmp_path / "patch").write_bytes(patch.encode("utf-8", "surrogateescape"))
    project.mended()
    mended = everything(project.root)
    undo = ["git", "apply", "--reverse", "--whitespace=nowarn", str(tmp_path / "patch")]
    subprocess.run(undo, cwd=project.root, check=True, capture_output=True)
    assert project.read("src/c.sh") == "#!/bin/sh"
    subprocess.run([*undo[:2], *undo[3:]], cwd=project.root, check=True, capture_output=True)
    assert everything(project.root) == mended


@pytest.mark.slow
def test_files_that_are_there_keep_every_line(project: Project) -> None:
    project.write("README.md", FRENCH)
    project.write("CONTRIBUTING.md", "Write to us. The licence is MIT.\n")
    project.write(".gitignore", "/build/")
    project.mended()
    assert set(FRENCH.splitlines()) <= set(project.read("README.md").splitlines())
    assert project.read("CONTRIBUTING.md").startswith("Write to us. The licence is MIT.\n\n## Orig")
    assert project.read(".gitignore").startswith("/build/\n\n# secrets stay out")


@pytest.mark.slow
def test_the_tree_after_mending_holds_the_files_that_git_does_not_track_yet(
    project: Project,
) -> None:
    run = ["git", "-c", "user.name=A", "-c", "user.email=a@exemple.gouv.fr"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*run, *words], cwd=project.root, check=True, capture_output=True)
    found = project.mended()
    seen = project.subject(found.onto(project.subject().tree))
    states = {one.rule.id: one.finding.state for one in judge(seen, project.pack).rules}
    assert (project.states()["FILE-03"], states["FILE-03"]) == ("fail", "pass")


@pytest.mark.slow
def test_without_a_licence_nothing_chooses_one(project: Project) -> None:
    found = project.mended(Wanted())
    assert "LICENSE" not in {change.path for change in found.changes}
    assert "the team decides" in {one.rule: one.why.en for one in found.left}["FILE-03"]


@pytest.mark.slow
def test_a_declared_licence_is_not_changed(project: Project) -> None:
    project.write("package.json", '{"name": "a", "license": "MIT"}')
    found = project.mended(Wanted(licence="EUPL-1.2"))
    assert "LICENSE" not in {change.path for change in found.changes}
    assert (
        "package.json declares MIT already"
        in {one.rule: one.why.en for one in found.left}["FILE-03"]
    )
    assert "EUPL" not in project.read("src/a.py")


@pytest.mark.slow
def test_an_address_for_security_and_a_level_are_never_guessed(project: Project) -> None:
    left = {one.rule for one in project.mended().left}
    assert {"SEC-01", "LEVEL-01"} <= left
    assert not (project.root / "SECURITY.md").exists()


@pytest.mark.parametrize(
    ("wanted", "word"),
    [(Wanted(licence="GPL3 or so"), "SPDX"), (Wanted(holder="A */ B"), "comment")],
)
def test_what_cannot_be_written_is_refused(project: Project, wanted: Wanted, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        project.mended(wanted)


@pytest.mark.slow
def test_a_link_out_of_the_working_copy_is_not_followed(project: Project, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "README.md").write_text("theirs\n")
    (project.root / "LICENSES").symlink_to(outside)
    (project.root / "CONTRIBUTING.md").symlink_to(outside / "new.md")
    project.mended()
    assert sorted(path.name for path in outside.iterdir()) == ["README.md"]


@pytest.mark.slow
def test_a_file_that_cannot_be_written_is_named_and_the_others_are_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_BYTES", 1_000)
    project.settings = SETTINGS
    project.write("README.md", FRENCH + "word " * 1_000)
    found = project.mended(Wanted(licence="MIT"))
    left = [one.why.en for one in found.left if "README.md" in one.why.en]
    assert left == ["README.md has changed since it was read; nothing was overwritten."]
    assert "LICENSE" in {change.path for change in found.changes}
    assert "README.md" not in {change.path for change in found.changes}


@pytest.mark.slow
def test_a_project_that_nobody_maintains_says_so(project: Project) -> None:
    project.write("README.md", FRENCH)
    day = "2024-01-01T00:00:00Z"
    old = {**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    run = ["git", "-c", "user.name=A", "-c", "user.email=a@exemple.gouv.fr"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*run, *words], cwd=project.root, check=True, capture_output=True, env=old)
    assert project.states()["PUB-11"] == "warn"
    project.mended()
    assert "> **Ce projet n’est plus maintenu.**" in project.read("README.md")
    assert project.states()["PUB-11"] == "pass"


@pytest.mark.slow
def test_a_new_contributing_names_the_security_file_written_with_it(project: Project) -> None:
    project.settings = SETTINGS
    project.mended()
    assert "[SECURITY.md](SECURITY.md) says how" in project.read("CONTRIBUTING.md")


@pytest.mark.slow
def test_a_new_readme_speaks_of_support_and_nothing_is_left_of_it(project: Project) -> None:
    found = project.mended()
    assert "PUB-05" not in {one.rule for one in found.left}
    assert "## Support" in project.read("README.md")
    assert project.states()["PUB-05"] == "pass"
