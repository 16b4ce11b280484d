"""Git reaches what the door allows, within limits, and what it says never reaches a person."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.lib.http import DoorError, Git, GitLimits, parse_networks
from scripts.gitserver import serve
from tests.fakes import hostile
from tests.fakes.hostile import OID, Wire, advertisement
from tests.fakes.repositories import make_repository

LOOPBACK = parse_networks(["127.0.0.1"])
LIMITS = GitLimits(seconds=20, connect_seconds=5, silent_seconds=10)
HASTY = GitLimits(seconds=1, silent_seconds=0.5)
LIST = ["ls-remote", "origin"]
FETCH = ["fetch", "--quiet", "origin", "+HEAD:refs/x"]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return an empty bare repository without help of git."""
    folder = tmp_path / "bare"
    for name in ("objects", "refs"):
        (folder / name).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    return folder


def refusal(bare: Path, url: str, words: list[str], git: Git | None = None) -> DoorError:
    """Return the error that a call ends in."""
    with pytest.raises(DoorError) as refused:
        (git or Git(allowed=LOOPBACK, limits=LIMITS)).call(bare, url, words)
    return refused.value


@pytest.mark.slow
def test_git_reads_a_repository_through_the_proxy(tmp_path: Path, bare: Path) -> None:
    make_repository(tmp_path / "served" / "one")
    git = Git(allowed=LOOPBACK, contact="https://example.org/about")
    with serve(tmp_path / "served") as served:
        assert b"refs/heads/main" in git.call(bare, f"{served.url}/one", LIST)
        git.call(bare, f"{served.url}/one", FETCH)
    assert git.run(bare, "cat-file", "-t", "refs/x") == b"commit\n"


@pytest.mark.slow
def test_a_repository_larger_than_the_limit_is_not_kept(tmp_path: Path, bare: Path) -> None:
    make_repository(tmp_path / "served" / "one", {"big": os.urandom(300_000)})
    git = Git(allowed=LOOPBACK, limits=GitLimits(network_bytes=100_000))
    with serve(tmp_path / "served") as served:
        assert refusal(bare, f"{served.url}/one", FETCH, git).code == "too-large"


@pytest.mark.slow
def test_files_larger_than_the_limit_are_not_written(tmp_path: Path, bare: Path) -> None:
    make_repository(tmp_path / "served" / "one", {"big": os.urandom(300_000)})
    git = Git(allowed=LOOPBACK, limits=GitLimits(file_bytes=100_000))
    with serve(tmp_path / "served") as served:
        assert refusal(bare, f"{served.url}/one", FETCH, git).code in {"too-large", "broken-answer"}
    assert sum(path.stat().st_size for path in bare.rglob("*") if path.is_file()) < 110_000


@pytest.mark.parametrize(
    ("peers", "url"),
    [
        (["127.0.0.1"], "https://public.example.org/a"),
        (["::1", "10.0.0.1"], "https://public.example.org/a"),
        (["169.254.169.254"], "https://public.example.org/a"),
        (["8.8.8.8"], "http://public.example.org/a"),
        (["8.8.8.8"], "https://public.example.org:22/a"),
        ([], "https://127.0.0.1/a"),
        ([], "https://[::1]/a"),
        ([], "https://[::ffff:127.0.0.1]/a"),
        ([], "https://[64:ff9b::7f00:1]/a"),
        ([], "https://[2002:7f00:1::]/a"),
        ([], "https://169.254.169.254/a"),
        ([], "http://127.0.0.2/a"),
    ],
)
def test_git_is_refused_inward_addresses(bare: Path, peers: list[str], url: str) -> None:
    git = Git(limits=LIMITS, resolve=lambda _host: peers)
    assert refusal(bare, url, LIST, git).code == "refused-address"


@pytest.mark.parametrize(
    "url", ["-x", "--upload-pack=touch x", "ext::sh -c x", "file:///etc", "/etc", "ssh://a/b",
            "git://127.0.0.1/a", "https://a:b@example.org/", "http://2130706433/"],
)  # fmt: skip
def test_addresses_that_git_would_read_otherwise_never_reach_it(bare: Path, url: str) -> None:
    assert refusal(bare, url, LIST).code == "bad-address"


def test_a_local_command_reaches_no_network(bare: Path) -> None:
    with pytest.raises(DoorError, match="Only https") as refused:
        Git().run(bare, "ls-remote", "https://127.0.0.1/a")
    assert refused.value.code == "refused-address"


def test_a_redirect_is_not_followed_by_git(bare: Path) -> None:
    with (
        hostile.hostile(hostile.answers(b"x")) as other,
        hostile.hostile(hostile.redirects_to(f"{other.url}/a/info/refs")) as served,
    ):
        assert refusal(bare, f"{served.url}/a", LIST).code == "http-error"
    assert other.targets == []


@pytest.mark.parametrize("target", ["http://127.0.0.2/", "file:///etc/passwd", "http://[::1]/"])
def test_a_redirect_inward_is_not_followed_by_git(bare: Path, target: str) -> None:
    with hostile.hostile(hostile.redirects_to(target)) as served:
        assert refusal(bare, f"{served.url}/a", LIST).code == "http-error"


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (hostile.answers(b"<html>"), "not-found"),
        (lambda wire: wire.answer(status="404 Not Found"), "not-found"),
        (
            lambda wire: wire.answer(status="401 No", WWW_Authenticate='Basic realm="x"'),
            "http-error",
        ),
        (lambda wire: wire.answer(status="500 Oops"), "http-error"),
        (lambda wire: wire.socket.close(), "unreachable"),
        (hostile.announces(b"zzzz"), "broken-answer"),
        (hostile.announces(b"001e# service=git-upload-pack\n0000"), "broken-answer"),
        (hostile.announces(advertisement(OID + b" HEAD")[:-6]), "broken-answer"),
        (
            hostile.announces(advertisement(OID + b" HEAD", OID + b" refs/heads/main")),
            "broken-answer",
        ),
    ],
)
def test_bad_servers_get_a_named_answer(
    bare: Path, behave: Callable[[Wire], None], code: str
) -> None:
    with hostile.hostile(behave) as served:
        error = refusal(bare, f"{served.url}/a", FETCH)
    assert error.code == code
    assert "fatal" not in error.message
    assert served.url not in error.message


@pytest.mark.slow
@pytest.mark.parametrize("behave", [hostile.hangs, hostile.trickles])
def test_a_slow_server_ends_in_bounded_time(bare: Path, behave: Callable[[Wire], None]) -> None:
    begun = time.monotonic()
    with hostile.hostile(behave) as served:
        error = refusal(bare, f"{served.url}/a", LIST, Git(allowed=LOOPBACK, limits=HASTY))
    assert error.code == "timeout"
    assert time.monotonic() - begun < 5


def test_a_closed_port_is_unreachable(bare: Path) -> None:
    assert refusal(bare, "http://127.0.0.1:1/a", LIST).code == "unreachable"


def test_a_server_without_tls_has_no_valid_certificate(bare: Path) -> None:
    with hostile.hostile(hostile.speaks_no_http) as served:
        url = served.url.replace("http:", "https:")
        assert refusal(bare, f"{url}/a", LIST).code == "tls"


def test_a_machine_without_git_says_so(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(bare))
    with pytest.raises(DoorError) as refused:
        Git().run(bare, "version")
    assert refused.value.code == "no-git"


def test_nobodys_settings_count(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / ".gitconfig").write_text('[url "https://evil.example.org/"]\n\tinsteadOf = https://\n')
    monkeypatch.setenv("HOME", str(bare))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'a.b=c'")
    told = Git().run(bare, "config", "--list", "--show-scope").decode()
    assert {line.split("\t")[0] for line in told.splitlines()} <= {"command", "local"}
    assert "insteadof" not in told
    assert "a.b" not in told
