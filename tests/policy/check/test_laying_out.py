"""Files of a commit written into a folder of ours."""

from pathlib import Path

import pytest

from beffroi.policy.check import laying_out
from beffroi.policy.check.laying_out import is_safe, lay_out
from beffroi.policy.check.places import place_at
from beffroi.policy.check.plumbing import Plumbing
from tests.fakes.repositories import FILES, make_repository, run_git


@pytest.mark.parametrize("path", [b"a", b"a/b c", b"..a", b"a/.gitignore", b"\xff", b"-x"])
def test_a_usual_path_is_safe(path: bytes) -> None:
    assert is_safe(path)


@pytest.mark.parametrize(
    "path",
    [
        b"",
        b"/a",
        b"a//b",
        b"../a",
        b"a/..",
        b".",
        b".git/config",
        b"a/.GIT",
        b"a\0b",
        b"a/" * 300 + b"a",
        b"a" * 256,
    ],
)
def test_a_path_that_leads_elsewhere_is_not(path: bytes) -> None:
    assert not is_safe(path)


def test_files_are_written_and_links_are_only_noted(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a", {**FILES, "run.sh": "x"})
    (root / "run.sh").chmod(0o755)
    (root / "link").symlink_to("/etc/hostname")
    run_git(root, "add", "--all")
    run_git(root, "commit", "--quiet", "-m", "x")
    place, target = place_at(root), tmp_path / "out"
    target.mkdir()
    assert place
    found = lay_out(Plumbing(place), run_git(root, "rev-parse", "HEAD"), target)
    assert found.links == {"link": b"/etc/hostname"}
    assert (target / "src/main.py").read_text("utf-8") == FILES["src/main.py"]
    assert [oct((target / name).stat().st_mode) for name in ("run.sh", "LICENSE")] == [
        "0o100700",
        "0o100600",
    ]
    assert not (target / "link").exists()


def test_what_is_too_large_or_too_much_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, target = tmp_path / "a", tmp_path / "out"
    make_repository(root, {"a": "x", "big": "x" * 99, "z": "x"})
    target.mkdir()
    place = place_at(root)
    assert place
    monkeypatch.setattr(laying_out, "MOST_OF_ONE", 50)
    monkeypatch.setattr(laying_out, "MOST_FILES", 2)
    found = lay_out(Plumbing(place), run_git(root, "rev-parse", "HEAD"), target)
    assert sorted(found.left_out) == [b"big", b"z"]


def test_a_submodule_is_noted_and_a_name_in_the_way_is_left_out(tmp_path: Path) -> None:
    root, target = make_repository(tmp_path / "a"), tmp_path / "out"
    head = run_git(root, "rev-parse", "HEAD")
    run_git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},sub")
    run_git(root, "commit", "--quiet", "-m", "x")
    (target / "LICENSE").mkdir(parents=True)
    place = place_at(root)
    assert place
    found = lay_out(Plumbing(place), run_git(root, "rev-parse", "HEAD"), target)
    assert found.left_out == [b"LICENSE"]
    assert b"sub" in [entry.path for entry in found.entries]
