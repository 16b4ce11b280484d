"""One server with the real catalogue of France, and one browser, for all tests here."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LISTS = (
    ("organisations", "top_organizations.yml"),
    ("accounts", "comptes-organismes-publics.yml"),
    ("accounts", "organizations-2021-11-15.csv"),
    ("repositories", "repositories-2021-11-15.csv.gz"),
)
TROUBLE = """
from django.utils import timezone
from beffroi.repositories.models import Failure, HarvestRun, Repository
now = timezone.now()
lost = Repository.objects.order_by("uid")[0]
run = HarvestRun.objects.create(uid="test", started_at=now, finished_at=now)
Failure.objects.create(run=run, account=lost.account, url=lost.url, code="timeout",
    message="The forge did not answer within 30 seconds.", at=now)
Repository.objects.filter(pk=lost.pk).update(missing_since=now)
gone = Repository.objects.order_by("-uid")[0]
Repository.objects.filter(pk=gone.pk).update(withdrawn_at=now, withdrawn_reason="deleted")
print(lost.uid, lost.account.uid, lost.account.organisation.uid, gone.uid)
"""


class Site:
    """A running portal: its address, and things on it that went wrong."""

    def __init__(self, address: str, trouble: list[str]) -> None:
        self.address = address
        self.lost, self.account, self.body, self.gone = trouble


class Program:
    """The program of an instance of its own, in a home folder of its own."""

    def __init__(self, home: Path) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")
        }
        self.environment = {**kept, "BEFFROI_HOME": str(home), "BEFFROI_COUNTRY": "fr"}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def run(self, *words: str) -> str:
        """Run one command."""
        program = [sys.executable, "-m", "beffroi", *words]
        done = subprocess.run(
            program, env=self.environment, cwd=ROOT, check=False, capture_output=True, text=True
        )
        assert done.returncode in {0, 1}, done.stderr  # 1: some rows were refused or doubtful
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve, and give the address."""
        with closing(socket.socket()) as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        program = [sys.executable, "-m", "beffroi", "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(program, env=self.environment, cwd=ROOT)
        try:
            address = f"http://localhost:{port}"
            _wait(f"{address}/healthz")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start a portal of its own with the 9,157 rows."""
    program = Program(tmp_path_factory.mktemp("home"))
    program.run("manage", "migrate", "-v0")
    for kind, name in LISTS:
        program.run("import", kind, str(shared / "data/catalogue/fr" / name))
    program.run("reindex")
    trouble = program.run("manage", "shell", "-v0", "-c", TROUBLE).split()
    with program.serving() as address:
        yield Site(address, trouble)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start a portal where nothing is yet."""
    program = Program(tmp_path_factory.mktemp("empty"))
    program.run("manage", "migrate", "-v0")
    with program.serving() as address:
        yield Site(address, ["", "", "", ""])


def _wait(address: str, *, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"{address} did not answer within {seconds} s")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("There is no chromium; on Debian: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
