"""Real git repositories with little in them, for tests."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

FILES: Mapping[str, str] = {
    "README.md": "# Beffroi\n\nUn *outil* pour voir.\n",
    "LICENSE": "SPDX-License-Identifier: MIT\n\nMIT License\n",
    "src/main.py": "print('hello')\n",
}


def run_git(folder: Path, *words: str) -> str:
    """Run git as a fixed person at a fixed time."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_AUTHOR_DATE": "2026-05-04T12:00:00Z",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_COMMITTER_DATE": "2026-05-04T12:00:00Z",
    }
    ended = subprocess.run(
        ["git", *words], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return ended.stdout.strip()


def make_repository(folder: Path, files: Mapping[str, str | bytes] = FILES, *words: str) -> Path:
    """Make a checkout with one commit; ``words`` go to ``git init``."""
    folder.mkdir(parents=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main", *words)
    return commit(folder, files)


def commit(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Add one commit with these files."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", "--message=x")
    return folder
