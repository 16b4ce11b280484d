"""Real git repositories for the tests of the hooks."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Put together at run time: no file of this tree holds what looks like a secret.
SECRET = "gh" + "p_" + "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY" + "z1A2"


@dataclass
class Repository:
    """A working copy and the environment in which its git runs."""

    root: Path
    environment: Mapping[str, str]

    def write(self, path: str, text: str) -> None:
        """Write a file, with its folders."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def git(self, *words: str) -> str:
        """Run git, which must succeed."""
        done = self.run("git", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program there."""
        return subprocess.run(
            words,
            cwd=self.root,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
