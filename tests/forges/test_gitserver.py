"""The little git server of ``make run``: it shows what it is given, and nothing can be written."""

import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from scripts.gitserver import find_repositories, serve
from tests.fakes.repositories import make_repository, run_git

pytestmark = pytest.mark.slow


def status(url: str, data: bytes | None = None, **headers: str) -> int:
    """Return how a request is answered."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, named)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with a stash and a neighbour."""
    made = make_repository(tmp_path / "served" / "one")
    make_repository(tmp_path / "secret")
    (made / "README.md").write_text("changed")
    run_git(made, "stash", "--quiet")
    return made


def test_a_checkout_alone_is_served_by_its_name(checkout: Path) -> None:
    assert find_repositories(checkout) == {"one": checkout}
    with serve(checkout) as served:
        told = run_git(checkout.parent, "ls-remote", f"{served.url}/one.git")
    assert {line.split("\t")[1] for line in told.splitlines()} == {"HEAD", "refs/heads/main"}


def test_clones_of_every_kind_work(checkout: Path, tmp_path: Path) -> None:
    with serve(checkout.parent) as served:
        for number, words in enumerate(([], ["--depth=1"], ["--filter=blob:none"])):
            run_git(tmp_path, "clone", "--quiet", *words, f"{served.url}/one", str(number))
    assert (tmp_path / "2" / "LICENSE").read_text().startswith("SPDX")


def test_a_shallow_checkout_and_a_worktree_are_served(checkout: Path, tmp_path: Path) -> None:
    run_git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{checkout}", "here/shallow")
    run_git(checkout, "worktree", "add", "--quiet", str(tmp_path / "here" / "tree"))
    with serve(tmp_path / "here") as served:
        for name in ("shallow", "tree"):
            run_git(tmp_path, "clone", "--quiet", "--depth=1", f"{served.url}/{name}", name)


def test_nothing_can_be_written(checkout: Path) -> None:
    with serve(checkout.parent) as served, pytest.raises(subprocess.CalledProcessError) as refused:
        run_git(checkout, "push", f"{served.url}/one", "main:other")
    assert "403" in refused.value.stderr


@pytest.mark.parametrize(
    "path",
    ["/secret/info/refs?service=git-upload-pack", "/../secret/info/refs?service=git-upload-pack",
     "/%2e%2e/secret/info/refs?service=git-upload-pack", "/one/.git/config", "/one/HEAD",
     "/one/objects/info/packs", "/one/.git/info/refs?service=git-upload-pack"],
)  # fmt: skip
def test_nothing_but_the_given_repositories_is_served(checkout: Path, path: str) -> None:
    with serve(checkout.parent) as served:
        assert status(served.url + path) == 404


def test_other_services_and_bad_requests_are_refused(checkout: Path) -> None:
    with serve(checkout.parent) as served:
        assert status(f"{served.url}/one/info/refs?service=git-receive-pack") == 403
        assert status(f"{served.url}/one/info/refs") == 403
        assert status(f"{served.url}/one/git-receive-pack", b"x") == 404
        posted = f"{served.url}/one/git-upload-pack"
        assert status(posted, b"x", Content_Length="99999999999") == 400
        assert status(posted, b"xxxx", Content_Encoding="gzip") == 400


def test_the_first_page_lists_them(checkout: Path) -> None:
    with serve(checkout.parent) as served, urllib.request.urlopen(f"{served.url}/") as answer:
        assert b'<a href="one/">one</a>' in answer.read()


def test_the_command_refuses_a_folder_without_repositories(tmp_path: Path) -> None:
    script = Path(__file__).resolve().parent.parent.parent / "scripts" / "gitserver.py"
    ended = subprocess.run(
        ["python3", str(script), str(tmp_path)], capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"no git repository" in ended.stderr
