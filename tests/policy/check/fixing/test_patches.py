"""Patches: git itself applies them, however a file is called."""

import subprocess
from pathlib import Path

import pytest

from beffroi.policy.check.fixing.patches import patch, quoted

HOSTILE = (
    " leading.md", "two words.md", "trailing ", "été.md", 'say "so".md', "back\\slash", "tab\there",
    "line\nfeed", "bell\x07", "escape\x1b[2J", "delete\x7f", "undecodable\udcff", "dir ectory/é x",
    "b/a/b b/x", "-n", "a => b",
)  # fmt: skip
TEXTS = (b"x\n", b"no end", b"", b"form\x0cfeed\x85\r\n\xe2\x80\xa8\rx\x1e\nlast", b"\xff\xfe\n")


def applied(folder: Path, text: str) -> None:
    """Have git check a patch, then apply it."""
    data = text.encode("utf-8", "surrogateescape")
    for words in (["--check"], []):
        run = ["git", "apply", "--whitespace=nowarn", *words]
        subprocess.run(run, cwd=folder, input=data, check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_git_creates_and_changes_a_file_of_any_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    applied(tmp_path, patch(name, None, b"one\ntwo\n"))
    assert file.read_bytes() == b"one\ntwo\n"
    applied(tmp_path, patch(name, b"one\ntwo\n", b"one\nthree"))
    assert file.read_bytes() == b"one\nthree"


@pytest.mark.slow
@pytest.mark.parametrize("before", TEXTS)
def test_git_ends_lines_where_the_patch_does(tmp_path: Path, before: bytes) -> None:
    (tmp_path / "a").write_bytes(before)
    after = before + b"\nadded\n"
    applied(tmp_path, patch("a", before, after))
    assert (tmp_path / "a").read_bytes() == after


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_quoted_as_git_quotes_it(tmp_path: Path, name: str) -> None:
    run = ["git", "-c", "core.quotepath=true"]
    (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / name).write_bytes(b"x")
    subprocess.run([*run, "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run([*run, "add", "-A"], cwd=tmp_path, check=True)
    said = subprocess.check_output([*run, "ls-files"], cwd=tmp_path, text=True)
    assert said == quoted(name) + "\n"
