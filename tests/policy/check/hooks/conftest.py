"""A real git repository, and the command ``beffroi`` on the path of its hooks."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.policy.check.hooks.repositories import Repository

Make = Callable[[], Repository]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "beffroi"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m beffroi "$@"\n')
    command.chmod(0o755)
    root = tmp_path / "copy"
    root.mkdir()
    environment = {
        "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[4]),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "kept"),
    }
    found = Repository(root, environment)
    found.git("init", "-q", "-b", "main")
    found.git("config", "user.name", "Claire Martin")
    found.git("config", "user.email", "claire.martin@exemple.gouv.fr")
    return found


@pytest.fixture
def hooked(repository: Repository, tmp_path: Path) -> Repository:
    """Return the repository with pre-commit and our hooks, as another repository offers them."""
    offer = tmp_path / "offer"
    offer.mkdir()
    ours = Path(__file__).parents[4] / ".pre-commit-hooks.yaml"
    (offer / ".pre-commit-hooks.yaml").write_text(ours.read_text("utf-8"), "utf-8")
    there = Repository(offer, repository.environment)
    there.git("init", "-q", "-b", "main")
    there.git("config", "user.name", "A")
    there.git("config", "user.email", "a@exemple.gouv.fr")
    there.git("add", "-A")
    there.git("commit", "-qm", "Offer hooks")
    at = there.git("rev-parse", "HEAD").strip()
    repository.write(
        ".pre-commit-config.yaml",
        f"repos:\n- repo: {offer}\n  rev: {at}\n  hooks:\n"
        "  - id: beffroi-secrets\n  - id: beffroi-identity\n"
        "  - id: beffroi-dco\n  - id: beffroi-policy\n",
    )
    kinds = ["pre-commit", "commit-msg", "pre-push"]
    words = [word for kind in kinds for word in ("--hook-type", kind)]
    subprocess.run(
        ["pre-commit", "install", *words],
        cwd=repository.root,
        env=repository.environment,
        check=True,
        capture_output=True,
    )
    repository.git("add", "-A")
    return repository
