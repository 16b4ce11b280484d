"""Prepare everything that Beffroi needs in this checkout; do nothing when all is there.

Standard library only. Steps: environment in ``.venv``, packages of the hashed lock file, the
command ``.venv/bin/beffroi``, compiled messages, index of licence texts, migrated database. Each
step leaves a stamp after it has ended, so that a stopped run starts again where it was.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "beffroi-setup.json"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
OLDEST, NEWEST = (3, 11), (3, 14)
MAKERS = (
    "align", "build", "copyrights", "sources", "spdx", "spelling", "templates", "vocabulary",
    "words",
)  # fmt: skip
"""Modules whose change asks for a new index of the licence texts."""


class SetupError(Exception):
    """A step failed; the text says what, where and the way out."""


def main() -> int:
    """Run the steps that are missing; answer 0 when all is there, 2 when it cannot be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="what tests and gates need; no database")
    parser.add_argument(
        "--only", choices=("environment", "files"), help="a part: for images, built in layers"
    )
    asked = parser.parse_args()
    level = "dev" if asked.dev else "run"
    begin = time.monotonic()
    try:
        check_python()
        with (ROOT / "scripts" / "setup.py").open() as mutex:
            fcntl.flock(mutex, fcntl.LOCK_EX)  # two terminals may start at once
            done = [environment(level)]
            if asked.only != "environment":
                done += [command(), messages(), licences()]
            # Tests make their own database and leave a person's alone; an image has none.
            if level == "run" and not asked.only:
                done.append(database())
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 2
    if any(done):
        say(f"ready in {time.monotonic() - begin:.0f} s")
    return 0


def say(text: str) -> None:
    """Print progress where it disturbs no answer."""
    print(f"setup: {text}", file=sys.stderr, flush=True)


def check_python() -> None:
    """Refuse an interpreter that the packages were not locked for."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        here = ".".join(map(str, sys.version_info[:3]))
        text = (
            f"this is Python {here} ({sys.executable}); Beffroi needs 3.11 to 3.14."
            " Install one, or name it: make PYTHON=/path/to/python setup"
        )
        raise SetupError(text)


def environment(level: str) -> bool:
    """Make ``.venv`` and install the lock of the level; say whether there was work."""
    known = read_stamp()
    if "dev" in (level, known.get("level")):
        level = "dev"  # it holds the packages of both; never take tools away
    wanted = {"root": str(ROOT), "level": level, "lock": digest(LOCKS[level], LOCKS["run"])}
    if PYTHON.exists() and wanted.items() <= known.items():
        return False
    uv = shutil.which("uv")
    make_venv(moved=known.get("root", str(ROOT)) != str(ROOT), with_pip=uv is None)
    install(LOCKS[level], uv)
    write_stamp(wanted)
    return True


def make_venv(*, moved: bool, with_pip: bool) -> None:
    """Make the environment unless a usable one is there; a moved or older one is made anew."""
    if VENV.exists() and not moved and usable():
        return
    say(f"making {VENV.name} with {sys.executable}")
    words = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if not with_pip:
        words.append("--without-pip")
    run(words, "On Debian: apt-get install python3-venv.")


def usable() -> bool:
    """Tell whether the environment's own interpreter starts and is of a known version."""
    test = f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        return subprocess.run([PYTHON, "-c", test], check=False).returncode == 0
    except OSError:
        return False


def install(lock: Path, uv: str | None) -> None:
    """Install exactly what the lock names, each file proved by its hash."""
    count = sum("==" in line for line in lock.read_text().splitlines() if line[:1].isalnum())
    say(f"installing {count} packages of {lock.name}, about a minute the first time")
    if uv is not None:
        words = [uv, "pip", "sync", "-q", "--require-hashes", "--python", str(PYTHON), str(lock)]
    else:
        has_pip = subprocess.run(
            [PYTHON, "-c", "import pip"], check=False, stderr=subprocess.DEVNULL
        )
        if has_pip.returncode:
            run([PYTHON, "-m", "ensurepip"], "On Debian: apt-get install python3-venv.")
        words = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
        words += ["--require-hashes", "-r", lock]
    run(words, "Is there a network, or a package index in pip's or uv's settings?")


def command() -> bool:
    """Put the sources on the environment's path and write ``.venv/bin/beffroi``."""
    (site,) = (VENV / "lib").glob("python3.*/site-packages")
    # -P: a file of the folder where a person stands must never be imported as ours.
    start = f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -P -m beffroi "$@"\n'
    script = VENV / "bin" / "beffroi"
    written = [write(site / "beffroi.pth", f"{ROOT}\n"), write(script, start)]
    script.chmod(0o755)
    return any(written)


def messages() -> bool:
    """Compile the translations when a catalogue changed."""
    catalogues = sorted((ROOT / "beffroi").glob("*/locale/*/LC_MESSAGES/django.po"))
    wanted = digest(*catalogues)
    compiled = all(path.with_suffix(".mo").exists() for path in catalogues)
    if compiled and read_stamp().get("messages") == wanted:
        return False
    run([PYTHON, "scripts/messages.py", "--compile"], "make messages mends the catalogues.")
    write_stamp({"messages": wanted})
    return True


def licences() -> bool:
    """Build the index of the licence texts when a package with texts or the builder changed."""
    folder = ROOT / "beffroi" / "policy" / "licence"
    makers = [folder / f"{name}.py" for name in MAKERS]
    wanted = digest(*makers, LOCKS["run"])
    built = any((VENV / "share" / "beffroi").glob("licences-*.index"))
    if built and read_stamp().get("licences") == wanted:
        return False
    say("building the index of licence texts, a few seconds")
    program = "from beffroi.policy.licence.store import prepare; prepare()"
    run([PYTHON, "-P", "-c", program], "Is the disk full?")
    write_stamp({"licences": wanted})
    return True


def database() -> bool:
    """Migrate the database when a migration is new, or always when it lies elsewhere."""
    folder = Path(os.environ.get("BEFFROI_HOME") or ROOT / "var")
    stamp = folder / "migrated"
    wanted = digest(*sorted((ROOT / "beffroi").glob("*/migrations/*.py")), LOCKS["run"])
    elsewhere = bool(os.environ.get("BEFFROI_DATABASE_URL"))
    known = stamp.read_text() if stamp.exists() and any(folder.glob("*.sqlite3")) else ""
    if not elsewhere and known == wanted:
        return False
    say("migrating the database")
    migrate = [VENV / "bin" / "beffroi", "manage", "migrate", "--verbosity", "0"]
    run(migrate, "The line above names the setting or the table.")
    if not elsewhere:
        write(stamp, wanted)
    return True


def run(words: list[str | Path], way_out: str) -> None:
    """Run one command in the checkout; its failure ends the set-up with the way out."""
    code = subprocess.run(words, cwd=ROOT, check=False).returncode
    if code:
        line = shlex.join(map(str, words))
        text = f"this ended with status {code}: {line}\n{way_out} Then run make again."
        raise SetupError(text)


def digest(*paths: Path) -> str:
    """Return one digest of names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what earlier runs ended; nothing when unreadable."""
    try:
        known: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return known


def write_stamp(facts: dict[str, str]) -> None:
    """Add facts to the stamp."""
    write(STAMP, json.dumps({**read_stamp(), **facts}, indent=1))


def write(path: Path, text: str) -> bool:
    """Write a file at once, so that a stopped run leaves the old or the new; say if it changed."""
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text)
    fresh.replace(path)
    return True


if __name__ == "__main__":
    sys.exit(main())
