"""A PostgreSQL server for the length of the tests, when there is none to use."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

BINARIES = (Path("/usr/lib/postgresql/15/bin"), *Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass(frozen=True)
class Cluster:
    """Where the database is."""

    address: str

    @contextmanager
    def cursor(self) -> Iterator[psycopg.Cursor]:
        """Give a cursor; what it did is committed at the end."""
        with psycopg.connect(self.address) as connection, connection.cursor() as cursor:
            yield cursor


def run_cluster(folder: Path) -> Iterator[Cluster]:
    """Yield the server of BEFFROI_TEST_POSTGRES, else start one on a socket in the folder."""
    given = os.environ.get("BEFFROI_TEST_POSTGRES")
    if given:
        yield Cluster(given)
        return
    binaries = next((path for path in BINARIES if (path / "initdb").exists()), None)
    if binaries is None:
        pytest.skip("No PostgreSQL: install it or set BEFFROI_TEST_POSTGRES.")
    user = _owner(folder)
    data = folder / "data"
    _as(user, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
    options = ("-k", folder, "-c", "listen_addresses=", "-c", "fsync=off")
    command = [str(word) for word in (binaries / "postgres", "-D", data, *options)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, user=user or None, cwd="/", stdout=log, stderr=log)
        try:
            yield _answering(Cluster(f"host={folder} user=postgres dbname=postgres"))
        finally:
            server.send_signal(signal.SIGINT)
            _wait(server)


def _answering(cluster: Cluster) -> Cluster:
    for _ in range(600):
        try:
            with cluster.cursor():
                return cluster
        except psycopg.OperationalError:
            time.sleep(0.1)
    return pytest.fail(f"PostgreSQL at {cluster.address} does not answer.")


def _wait(server: "subprocess.Popen[bytes]") -> None:
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)


def _owner(folder: Path) -> str:
    """Return who runs the server: PostgreSQL refuses root, so then somebody without rights."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    for parent in list(folder.parents)[:3]:
        if parent.owner() == "root" and parent != Path("/tmp"):  # noqa: S108 - may be entered
            parent.chmod(parent.stat().st_mode | 0o011)
    return user


def _as(user: str, *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, user=user or None, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        pytest.fail(f"{words[0]} failed: {done.stderr[-2000:]}")
