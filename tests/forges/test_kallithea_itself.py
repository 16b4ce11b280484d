"""Kallithea itself, a real forge: listed by its API, looked into by git over its own server.

Opt-in, because it needs Python 3.8: BEFFROI_KALLITHEA names the folder of an environment with it,
made by ``python3.8 -m venv FOLDER``, ``FOLDER/bin/pip install "setuptools<58" wheel`` and
``FOLDER/bin/pip install --no-build-isolation kallithea``.
"""

import json
import os
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from beffroi.forges.calls import Access
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import Known, Reading, Target
from beffroi.lib.http import Door, parse_networks
from tests.clusters import free_port
from tests.fakes.repositories import make_repository, run_git

WHERE = os.environ.get("BEFFROI_KALLITHEA", "")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not WHERE, reason="BEFFROI_KALLITHEA names no environment; see above"),
]


@dataclass(frozen=True)
class Running:
    """A running Kallithea and the key of its administrator."""

    url: str
    key: str

    def call(self, method: str, **arguments: Any) -> Any:
        """Call a method of its API."""
        asked = {"id": 1, "api_key": self.key, "method": method, "args": arguments}
        request = urllib.request.Request(
            f"{self.url}/_admin/api", json.dumps(asked).encode(), {"Content-Type": "text/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            said = json.load(answer)
        assert said["error"] is None, said
        return said["result"]

    def read(self, path: str = "", software: str = "kallithea") -> Reading:
        """Read it as a harvest does."""
        return self.forge(path, software).read(Known())

    def forge(self, path: str, software: str) -> Any:
        """Open it as a harvest does."""
        door = Door(contact="", allowed=parse_networks(["127.0.0.1"]))
        access = Access(door=door, token=self.key)
        return open_forge(f"{self.url}{path}", access=access, software=software)


@pytest.fixture(scope="module")
def kallithea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home, port = tmp_path_factory.mktemp("kallithea"), free_port()
    (home / "repositories").mkdir()

    def run(program: str, *words: str) -> None:
        command = [Path(WHERE, "bin", program), *words]
        subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=120)

    run("kallithea-cli", "config-create", "my.ini", "host=127.0.0.1", f"port={port}")
    run("kallithea-cli", "db-create", "-c", "my.ini", "--user=admin", "--password=for-tests",
        "--email=a@example.org", f"--repos={home / 'repositories'}", "--force-yes")  # fmt: skip
    with closing(sqlite3.connect(home / "kallithea.db")) as database:
        (key,) = database.execute("select api_key from users where username='admin'").fetchone()
    serve = [Path(WHERE, "bin", "gearbox"), "serve", "-c", "my.ini"]
    with subprocess.Popen(
        serve, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        running = Running(f"http://127.0.0.1:{port}", key)
        try:
            wait_for(running)
            fill(running, home / "repositories")
            yield running
        finally:
            process.kill()


def wait_for(running: Running) -> None:
    """Wait until it answers."""
    for _ in range(120):
        try:
            running.call("get_ip")
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("Kallithea did not start.")


def fill(running: Running, folder: Path) -> None:
    """Make three repositories, one of them with a commit."""
    running.call("create_repo_group", group_name="dinum")
    for name in ("one", "dinum/two", "dinum/three"):
        running.call("create_repo", repo_name=name, repo_type="git", description=f"Dépôt {name}")
    made = make_repository(folder.parent / "made")
    run_git(made, "push", "--quiet", str(folder / "dinum" / "two"), "main")
    run_git(folder / "dinum" / "two", "symbolic-ref", "HEAD", "refs/heads/main")


def test_every_repository_is_listed(kallithea: Running) -> None:
    reading = kallithea.read()
    assert (len(reading.repositories), reading.is_complete, reading.failures) == (3, True, ())
    assert {one.description for one in reading.repositories} == {
        "Dépôt one", "Dépôt dinum/two", "Dépôt dinum/three"}  # fmt: skip


def test_a_group_has_two_of_them(kallithea: Running) -> None:
    reading = kallithea.read("/dinum")
    assert sorted(one.full_name for one in reading.repositories) == ["dinum/three", "dinum/two"]


def test_what_it_is_is_found_out(kallithea: Running) -> None:
    reading = kallithea.read("/dinum", software="")
    assert (reading.software, len(reading.repositories)) == ("kallithea", 2)


def test_a_look_goes_by_its_own_git(kallithea: Running) -> None:
    rows = {one.full_name: one for one in kallithea.read().repositories}
    forge = kallithea.forge("/dinum", "kallithea")
    row = rows["dinum/two"]
    look = forge.look(Target("key", row.url, row.clone_url, row.forge_id or "", row.full_name))
    assert (look.failures, look.licence_raw) == ((), "MIT")
    assert look.files
    assert look.files["readme"] == "README.md"


def test_a_single_read_follows_a_new_name(kallithea: Running) -> None:
    rows = {one.full_name: one for one in kallithea.read().repositories}
    target = Target("key", "", "", rows["one"].forge_id or "")
    kallithea.call("update_repo", repoid="one", name="uno")
    found = kallithea.forge("", "kallithea").find(target)
    assert found.repository
    assert found.repository.full_name == "uno"
    kallithea.call("update_repo", repoid="uno", name="one")


def test_a_wrong_key_is_told(kallithea: Running) -> None:
    reading = Running(kallithea.url, "wrong").read()
    assert [failure.code for failure in reading.failures] == ["credential-error"]
