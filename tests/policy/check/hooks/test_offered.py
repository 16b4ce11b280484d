"""The four hooks as pre-commit installs them from the file at the root."""

from pathlib import Path

import pytest
import yaml

from tests.policy.check.hooks.repositories import SECRET, Repository

pytestmark = pytest.mark.slow
OFFER = Path(__file__).parents[4] / ".pre-commit-hooks.yaml"


def test_four_hooks_are_offered_each_at_its_stage() -> None:
    found = {one["id"]: one["stages"] for one in yaml.safe_load(OFFER.read_text("utf-8"))}
    assert found == {
        "beffroi-secrets": ["pre-commit"],
        "beffroi-identity": ["pre-commit"],
        "beffroi-dco": ["commit-msg"],
        "beffroi-policy": ["pre-push"],
    }


def test_a_signed_commit_without_a_secret_passes_all_hooks(hooked: Repository) -> None:
    done = hooked.run("git", "commit", "-s", "-m", "Begin")
    assert done.returncode == 0, done.stderr
    assert "beffroi secrets" in done.stderr


def test_git_refuses_a_commit_that_holds_a_secret(hooked: Repository) -> None:
    hooked.write("a.py", f'token = "{SECRET}"\n')
    hooked.git("add", "-A")
    done = hooked.run("git", "commit", "-s", "-m", "Begin")
    assert done.returncode != 0
    assert "a.py:1: a secret" in done.stderr


def test_git_refuses_a_commit_by_nobody(hooked: Repository) -> None:
    hooked.git("config", "user.email", "root@localhost")
    assert hooked.run("git", "commit", "-s", "-m", "Begin").returncode != 0


def test_git_refuses_a_commit_that_is_not_signed_off(hooked: Repository) -> None:
    done = hooked.run("git", "commit", "-m", "Begin")
    assert done.returncode != 0
    assert "git commit -s" in done.stderr


def test_git_refuses_to_push_what_the_policy_blocks(hooked: Repository, tmp_path: Path) -> None:
    hooked.git("init", "-q", "--bare", str(tmp_path / "far.git"))
    hooked.git("commit", "-qsm", "Begin")
    done = hooked.run("git", "push", str(tmp_path / "far.git"), "main")
    assert done.returncode != 0
    assert "FILE-03" in done.stderr + done.stdout
