"""Run the gates side by side; show only what fails, and one line a gate with its seconds."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TOGETHER = 3  # the slowest gate is one process; the short ones fill the other core


@dataclass(frozen=True)
class Gate:
    """One command that must end with status 0."""

    name: str
    words: tuple[str, ...]


GATES = (  # the longest first
    Gate("types", ("mypy",)),
    Gate("imports", ("lint-imports", "--no-cache")),
    Gate("licences", ("reuse", "lint", "--lines")),
    Gate("migrations", ("beffroi", "manage", "makemigrations", "--check", "--dry-run")),
    Gate("messages", ("python", "scripts/messages.py", "--check")),
    Gate("templates", ("djlint", "beffroi", "--lint", "--quiet")),
    Gate("style", ("ruff", "check", "--quiet")),
    Gate("format", ("ruff", "format", "--check", "--quiet")),
)


@dataclass(frozen=True)
class Outcome:
    """What a gate said, and how long it took."""

    gate: Gate
    passed: bool
    text: str
    seconds: float


def run(gate: Gate) -> Outcome:
    """Run one gate in the checkout; an absent program is a failure, never a pass."""
    begin = time.monotonic()
    words = [str(BIN / gate.words[0]), *gate.words[1:]]
    try:
        done = subprocess.run(
            words, cwd=ROOT, check=False, capture_output=True, text=True, env=environment()
        )
        passed, text = done.returncode == 0, done.stdout + done.stderr
    except OSError as error:
        passed, text = False, f"{error}\nmake setup brings the environment."
    return Outcome(gate, passed, text.strip(), time.monotonic() - begin)


def environment() -> dict[str, str]:
    """Return an environment in which a person's own settings change no gate."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    return {**kept, "NO_COLOR": "1"}


def main() -> int:
    """Run all gates, or those named; answer 1 when one fails."""
    named = sys.argv[1:]
    unknown = set(named) - {gate.name for gate in GATES}
    if unknown:
        known = ", ".join(gate.name for gate in GATES)
        print(f"check: no gate {', '.join(sorted(unknown))}; there are {known}", file=sys.stderr)
        return 2
    chosen = [gate for gate in GATES if not named or gate.name in named]
    begin = time.monotonic()
    with ThreadPoolExecutor(TOGETHER) as pool:
        outcomes = list(pool.map(run, chosen))
    for outcome in outcomes:
        if not outcome.passed:
            print(f"--- {outcome.gate.name}: {' '.join(outcome.gate.words)}\n{outcome.text}\n")
    for outcome in outcomes:
        state = "ok" if outcome.passed else "FAILED"
        print(f"{outcome.gate.name:<11} {state:<7} {outcome.seconds:5.1f} s")
    print(f"check: {time.monotonic() - begin:.1f} s")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
