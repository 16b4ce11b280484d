"""``beffroi backup`` and ``beffroi restore``, as processes, on SQLite and on PostgreSQL."""

import json
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clusters import cluster
from tests.portal.programs import beffroi, environment, eventually, page, running, table

pytestmark = pytest.mark.slow
KEEP = """
from django.utils import timezone
from beffroi.organisations.actions.tokens import keep_token
from beffroi.organisations.models import Forge
keep_token(Forge.objects.create(host="gitlab.example.org"), "of-nobody", at=timezone.now())
"""
SAMPLE = Path(__file__).parents[3] / "beffroi" / "portal" / "sample"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of an instance with the sample in it."""
    made = tmp_path_factory.mktemp("kept")
    assert beffroi(made, "init", "--country", "fr").returncode == 0
    for kind in ("organisations", "accounts", "repositories"):
        assert beffroi(made, "import", kind, str(SAMPLE / f"{kind}.csv")).returncode == 0
    return made


@pytest.fixture(scope="module")
def copy(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of it."""
    file = tmp_path_factory.mktemp("copies") / "copy.zip"
    done = beffroi(home, "backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def manifest(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as found:
        return dict(json.loads(found.read("manifest.json")))


def tables_of(file: Path) -> dict[str, tuple[int, str]]:
    """Return count and digest of each table but the leases, which a restore sets free."""
    found = manifest(file)["tables"]
    parts = {part["name"]: (part["count"], part["sha256"]) for part in found}
    return {name: part for name, part in parts.items() if name != "journal.Lease"}


def again(home: Path, **more: str) -> dict[str, tuple[int, str]]:
    """Return what a second copy, of the restored instance, holds."""
    file = home.parent / f"{home.name}-again.zip"
    done = beffroi(home, "backup", str(file), **more)
    assert done.returncode == 0, done.stderr
    return tables_of(file)


def test_a_restored_instance_is_equal_and_serves(copy: Path, home: Path, tmp_path: Path) -> None:
    done = beffroi(tmp_path / "new", "restore", str(copy), "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["equal"]) == (0, True), done.stderr
    assert again(tmp_path / "new") == tables_of(copy)
    for name in ("secret-key", "country"):
        assert (tmp_path / "new" / name).read_text() == (home / name).read_text()


def test_a_copy_is_its_owner_s_alone(copy: Path) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_no_copy_holds_a_token_or_the_keys_that_open_it(tmp_path: Path) -> None:
    file, home = tmp_path / "copy.zip", tmp_path / "home"
    assert beffroi(home, "init").returncode == 0
    done = beffroi(home, "manage", "shell", "-v0", "-c", KEEP)
    assert done.returncode == 0, done.stderr
    assert beffroi(home, "backup", str(file)).returncode == 0
    with zipfile.ZipFile(file) as found:
        whole = b"".join(found.read(name) for name in found.namelist())
    assert b"gAAAA" in whole  # the sealed one
    assert b"of-nobody" not in whole
    assert (home / "encryption-keys").read_bytes() not in whole


@pytest.mark.long
def test_new_rows_get_new_keys_after_a_restore(copy: Path, tmp_path: Path) -> None:
    beffroi(tmp_path, "restore", str(copy))
    more = tmp_path / "more.csv"
    more.write_text("name,url\nAutre,https://github.com/autre\n")
    beffroi(tmp_path, "import", "accounts", str(more))
    keys = table(tmp_path, "SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM journal_act")[0]
    assert keys[0] == keys[1]


def test_an_instance_that_holds_something_is_not_overwritten(home: Path, copy: Path) -> None:
    done = beffroi(home, "restore", str(copy))
    assert (done.returncode, "--replace" in done.stderr) == (2, True)


@pytest.mark.long
def test_with_replace_what_came_after_is_given_up(copy: Path, tmp_path: Path) -> None:
    beffroi(tmp_path, "restore", str(copy))
    uid = table(tmp_path, "SELECT uid FROM repositories_repository ORDER BY uid LIMIT 1")[0][0]
    beffroi(tmp_path, "withdraw", uid, "--reason", "gone")
    assert beffroi(tmp_path, "restore", str(copy), "--replace").returncode == 0
    question = f"SELECT withdrawn_at FROM repositories_repository WHERE uid = '{uid}'"  # noqa: S608
    assert table(tmp_path, question) == [(None,)]


@pytest.mark.long
@pytest.mark.parametrize("at", [0.2, 0.6])
def test_a_damaged_copy_changes_nothing(copy: Path, tmp_path: Path, at: float) -> None:
    data = bytearray(copy.read_bytes())
    place = int(len(data) * at)
    data[place : place + 8] = bytes(byte ^ 0xFF for byte in data[place : place + 8])
    (tmp_path / "bad.zip").write_bytes(data)
    done = beffroi(tmp_path / "new", "restore", str(tmp_path / "bad.zip"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert not (tmp_path / "new" / "beffroi.sqlite3").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no backup"), (b"PK\x05\x06" + b"\0" * 18, "no manifest"), (b"not a zip", "no backup")],
)
def test_what_is_no_copy_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    done = beffroi(tmp_path, "restore", str(tmp_path / "x.zip"))
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_file_that_is_there_is_kept(copy: Path, home: Path) -> None:
    before = copy.read_bytes()
    done = beffroi(home, "backup", str(copy))
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    assert copy.read_bytes() == before


@pytest.mark.long
def test_a_copy_can_be_checked_without_a_restore(copy: Path, tmp_path: Path) -> None:
    assert beffroi(tmp_path, "backup", "--check", str(copy)).returncode == 0
    (tmp_path / "short.zip").write_bytes(copy.read_bytes()[:-200])
    assert beffroi(tmp_path, "backup", "--check", str(tmp_path / "short.zip")).returncode == 2


@pytest.mark.long
def test_a_copy_goes_through_a_pipe(home: Path, tmp_path: Path) -> None:
    given = environment(home)
    with (tmp_path / "piped.zip").open("wb") as out:
        words = [sys.executable, "-m", "beffroi", "backup", "-"]
        with subprocess.Popen(words, env=given, stdout=subprocess.PIPE) as first:
            subprocess.run(["cat"], stdin=first.stdout, stdout=out, check=True)
    assert first.returncode == 0
    assert beffroi(tmp_path, "backup", "--check", str(tmp_path / "piped.zip")).returncode == 0


@pytest.mark.long
def test_while_it_is_served_it_is_not_replaced(copy: Path, tmp_path: Path) -> None:
    beffroi(tmp_path, "restore", str(copy))
    with running(tmp_path, "serve", "--port", "8791", "--workers", "1"):
        assert eventually(lambda: page("http://127.0.0.1:8791/en/")[0] == 200)
        done = beffroi(tmp_path, "restore", str(copy), "--replace")
    assert (done.returncode, "stop serve and worker" in done.stderr) == (2, True), done.stderr


@pytest.mark.long
def test_a_copy_made_during_writes_holds_one_instant(tmp_path: Path) -> None:
    """An import goes on meanwhile: in each copy the journal's head is its last act."""
    beffroi(tmp_path, "init")
    for kind in ("organisations", "accounts"):
        beffroi(tmp_path, "import", kind, str(SAMPLE / f"{kind}.csv"))
    with running(tmp_path, "import", "repositories", str(SAMPLE / "repositories.csv")) as writer:
        for number in range(3):
            file = tmp_path / f"{number}.zip"
            assert beffroi(tmp_path, "backup", str(file)).returncode == 0
            assert last_digest(file) == head_digest(file)
        assert writer.wait(timeout=60) == 0


def rows_in(file: Path, name: str) -> Iterator[dict[str, Any]]:
    with zipfile.ZipFile(file) as found:
        head, *lines = found.read(f"tables/{name}.jsonl").decode().splitlines()
    for line in lines:
        yield dict(zip(json.loads(head), json.loads(line), strict=True))


def last_digest(file: Path) -> str:
    return max(rows_in(file, "journal.Act"), key=lambda row: row["id"])["digest"]


def head_digest(file: Path) -> str:
    return next(rows_in(file, "journal.ChainHead"))["digest"]


@pytest.mark.postgres
def test_a_copy_moves_between_the_databases_and_stays_equal(copy: Path, tmp_path: Path) -> None:
    with cluster() as address:
        there = {"BEFFROI_DATABASE_URL": address}
        done = beffroi(tmp_path / "pg", "restore", str(copy), **there)
        assert done.returncode == 0, done.stderr
        assert again(tmp_path / "pg", **there) == tables_of(copy)
        done = beffroi(tmp_path / "pg", "restore", str(copy), "--replace", **there)
        assert done.returncode == 0, done.stderr
    done = beffroi(tmp_path / "back", "restore", str(tmp_path / "pg-again.zip"))
    assert done.returncode == 0, done.stderr
    assert again(tmp_path / "back") == tables_of(copy)
