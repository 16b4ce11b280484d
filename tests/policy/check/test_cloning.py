"""A repository judged by its address, read through the only door."""

import json
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.check_command import run
from beffroi.policy.check.cloning import asking, cloned, is_address, refuse_ssh
from beffroi.policy.check.history import open_history
from beffroi.policy.check.tree import open_tree
from scripts.gitserver import serve
from tests.fakes.repositories import run_git
from tests.policy.check.making import Made, make_history

pytestmark = pytest.mark.slow


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_ALLOWED_NETWORKS", "127.0.0.0/8")


def made(folder: Path, *words: str) -> Path:
    commits = [Made(files={"README.md": "one\n"}), Made(files={"README.md": "two\n"})]
    return make_history(folder, commits, *words)


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
@pytest.mark.usefixtures("loopback")
def test_a_copy_has_files_history_and_tags(tmp_path: Path, kind: str) -> None:
    folder = made(tmp_path / "tool", f"--object-format={kind}")
    run_git(folder, "tag", "v1.0")
    with serve(tmp_path) as served, cloned(f"{served.url}/tool") as copy:
        history = open_history(copy)
        assert open_tree(copy).text("README.md") == "two\n"
        assert history is not None
        assert (len(history.commits()), [one.name for one in history.tags()]) == (2, ["v1.0"])


@pytest.mark.usefixtures("loopback")
def test_the_branch_that_the_server_calls_its_own_is_judged(tmp_path: Path) -> None:
    folder = made(tmp_path / "tool")
    run_git(folder, "branch", "other", "HEAD~1")
    run_git(folder, "symbolic-ref", "HEAD", "refs/heads/other")
    with serve(tmp_path) as served, cloned(f"{served.url}/tool") as copy:
        assert open_tree(copy).text("README.md") == "one\n"


@pytest.mark.usefixtures("loopback")
def test_an_address_is_judged_as_a_folder_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path / "tool")
    with serve(tmp_path) as served:
        run([f"{served.url}/tool", "--policy", "nl-open-tenzij", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["policy"] == "nl-open-tenzij"


@pytest.mark.usefixtures("loopback")
def test_what_is_not_on_this_machine_is_not_mended(tmp_path: Path) -> None:
    made(tmp_path / "tool")
    with serve(tmp_path) as served, pytest.raises(UsageError, match="clone it, then use --fix"):
        run([f"{served.url}/tool", "--policy", "nl-open-tenzij", "--fix"])


@pytest.mark.usefixtures("loopback")
def test_an_empty_repository_is_read(tmp_path: Path) -> None:
    make_history(tmp_path / "tool", [])
    with serve(tmp_path) as served, cloned(f"{served.url}/tool") as copy:
        assert dict(open_tree(copy).files) == {}


def test_loopback_is_no_address_of_the_network(tmp_path: Path) -> None:
    made(tmp_path / "tool")
    with (
        serve(tmp_path) as served,
        pytest.raises(UsageError, match="Plain http is refused"),
        cloned(f"{served.url}/tool"),
    ):
        pass


@pytest.mark.usefixtures("loopback")
def test_a_forge_that_does_not_answer_in_json_says_nothing(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        ask = asking()
        assert [ask(f"{served.url}/api"), ask("http://127.0.0.1:1/"), ask("ftp://x")] == [None] * 3


@pytest.mark.parametrize(("word", "is_one"), [("https://x.example/y", True), ("./https:", False)])
def test_an_address_is_the_permission_to_use_the_network(word: str, *, is_one: bool) -> None:
    assert is_address(word) is is_one


@pytest.mark.parametrize(
    ("word", "https"),
    [
        ("git@forge.example:group/tool.git", "https://forge.example/group/tool.git"),
        ("forge.example:group/tool", "https://forge.example/group/tool"),
        ("ssh://git@forge.example:22/group/tool", "https://forge.example/group/tool"),
        ("git://forge.example/tool", "https://forge.example/tool"),
    ],
)
def test_an_address_for_ssh_is_refused_with_its_https_address(word: str, https: str) -> None:
    with pytest.raises(UsageError) as raised:
        refuse_ssh(word)
    assert str(raised.value).endswith(f"give its https address: {https}")


@pytest.mark.parametrize("word", [".", "nowhere", "a/b:c", "C:\\tool", "nowhere:x"])
def test_a_path_is_no_address_for_ssh(word: str) -> None:
    refuse_ssh(word)


def test_a_folder_of_such_a_name_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "forge.example:tool").mkdir()
    refuse_ssh("forge.example:tool")
