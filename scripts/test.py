"""Run a share of the tests, then say what a missing system package left out.

``quick``: what needs only Python and git. ``slow``: what needs PostgreSQL, a browser or minutes.
With ``CI=true`` a missing package is an error.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTHING_CHOSEN = 5  # pytest's status when no test remains


@dataclass(frozen=True)
class Need:
    """A system program, the tests that need it, and the Debian package that brings it."""

    mark: str
    package: str
    programs: tuple[str, ...]
    folders: tuple[str, ...] = ()

    def is_there(self) -> bool:
        """Tell whether one of the programs is on the path or in a known folder."""
        on_path = any(shutil.which(program) for program in self.programs)
        beside = (place for pattern in self.folders for place in Path("/").glob(pattern))
        return on_path or any(beside)


GIT = Need("", "git", ("git",))
NEEDS = (
    Need("postgres", "postgresql", ("initdb",), ("usr/lib/postgresql/*/bin/initdb",)),
    Need("browser", "chromium", ("chromium", "chromium-browser", "google-chrome")),
)


def expression(share: str, absent: Sequence[Need]) -> str:
    """Return pytest's ``-m`` for one share, without the tests that cannot run here."""
    if share == "quick":
        return "not postgres and not browser and not long"
    without = "".join(f" and not {need.mark}" for need in absent)
    return f"(postgres or browser or long){without}"


def report(share: str, absent: Sequence[Need]) -> int:
    """List what was left out; answer 1 when that may not be."""
    for need in absent:
        what = f"tests marked {need.mark}" if need.mark else "every test that reads git"
        verb = "left out" if share == "slow" or not need.mark else "make slow will leave out"
        print(f"{verb}: {what}; they need the system package {need.package}", file=sys.stderr)
    strict = os.environ.get("CI") == "true"
    if absent and strict:
        print("test: CI=true allows no missing system package", file=sys.stderr)
    return 1 if absent and strict else 0


def main() -> int:
    """Run pytest; further arguments go to it."""
    share, *further = sys.argv[1:] or ["quick"]
    if share not in {"quick", "slow"}:
        print(f"test: {share!r} is neither quick nor slow", file=sys.stderr)
        return 2
    absent = [need for need in (GIT, *NEEDS) if not need.is_there()]
    # Browser and PostgreSQL tests start servers of their own: one process keeps the timing honest.
    processes = ["-n", "2"] if share == "quick" else []
    words = [sys.executable, "-m", "pytest", "-q", *processes, "-m", expression(share, absent)]
    kept = {name: value for name, value in os.environ.items() if not is_setting(name)}
    code = subprocess.run([*words, *further], cwd=ROOT, check=False, env=kept).returncode
    if code == NOTHING_CHOSEN and absent:
        code = 0
    return code or report(share, absent)


def is_setting(name: str) -> bool:
    """Tell whether a variable would turn the tests into tests of somebody's own instance."""
    return name.startswith("BEFFROI_") and name != "BEFFROI_SHARED"


if __name__ == "__main__":
    sys.exit(main())
