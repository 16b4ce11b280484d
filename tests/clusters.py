"""A PostgreSQL server of the tests' own: started in a temporary folder, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def folder_of_programs() -> Path:
    """Return where ``initdb`` stands; without a server the test is left out, loudly in CI."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    beside = shutil.which("initdb")
    if found or beside:
        return found[-1].parent if found else Path(str(beside)).parent
    missing = "PostgreSQL is not installed (Debian: apt-get install postgresql)."
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server on loopback and give the address of an empty database in it."""
    programs = folder_of_programs()
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    with tempfile.TemporaryDirectory(prefix="beffroi-pg-", ignore_cleanup_errors=True) as base:
        Path(base).chmod(0o777)
        data, port = f"{base}/data", free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {base} -c fsync=off"

        def do(program: str, *words: str) -> None:
            command = [str(programs / program), *words]
            subprocess.run(
                command, check=True, cwd=base, user=user, stdout=subprocess.DEVNULL, timeout=60
            )

        do("initdb", "-D", data, "-A", "trust", "-U", "beffroi", "-E", "UTF8", "--locale=C.UTF-8")
        do("pg_ctl", "-D", data, "-w", "-l", f"{base}/log", "-o", options, "start")
        try:
            do("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "beffroi", "beffroi")
            yield f"postgresql://beffroi@127.0.0.1:{port}/beffroi"
        finally:
            do("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def free_port() -> int:
    """Return a port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
