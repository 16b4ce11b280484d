"""Run it all on this machine: sample, this very checkout, portal and worker; Ctrl-C stops all."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beffroi.organisations.actions import register_accounts
from beffroi.organisations.shapes import AccountFacts, BodyFacts
from beffroi.portal.indexing import IndexBusyError
from beffroi.portal.places import check_free
from beffroi.portal.sample import load_sample

CHECKOUT = Path(settings.BASE).parent
LOOPBACK = "127.0.0.0/8 ::1/128"


class Command(BaseCommand):
    help = "Load the sample, harvest this checkout, start portal and worker; Ctrl-C stops all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--no-serve", action="store_true", help="prepare only, then end")

    def handle(self, **options: Any) -> None:
        children: list[subprocess.Popen[bytes]] = []
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        for port in (options["port"], options["port"] + 1):
            check_free("127.0.0.1", port)
        try:
            self._prepare(children, port=options["port"] + 1)
            if not options["no_serve"]:
                self._serve(children, port=options["port"], workers=options["workers"])
        except KeyboardInterrupt:
            self.stderr.write("stopping portal, worker and git server")
        finally:
            _stop(children)

    def _prepare(self, children: list[subprocess.Popen[bytes]], *, port: int) -> None:
        call_command("migrate", verbosity=0)
        report = load_sample(at=timezone.now())
        self.stderr.write(f"sample: {report.new} new, {report.same} as before")
        server = CHECKOUT / "scripts" / "gitserver.py"
        if (CHECKOUT / ".git").exists() and server.exists():
            words = [sys.executable, str(server), str(_named_checkout()), "--port", str(port)]
            child = subprocess.Popen(words, stdout=subprocess.PIPE)  # noqa: S603
            children.append(child)
            _wait_for_a_line(child)
            register_accounts([_account(port)], source="demo", at=timezone.now())
            self._harvest(f"http://localhost:{port}/")
        else:
            self.stderr.write("checkout: no git repository here; the sample stands alone")
        try:
            call_command("reindex")
        except IndexBusyError as error:
            self.stderr.write(f"index: {error}")

    def _harvest(self, address: str) -> None:
        self.stderr.write(f"checkout: reading {address} with git")
        try:
            self._beffroi("harvest", "--account", address).check_returncode()
        except subprocess.SubprocessError:
            self.stderr.write("checkout: not read; its account's page says why")

    def _serve(self, children: list[subprocess.Popen[bytes]], *, port: int, workers: int) -> None:
        program = [sys.executable, "-m", "beffroi"]
        serve = ["serve", "--host", "localhost", "--port", str(port), "--workers", str(workers)]
        for words in (["worker"], serve):
            child = subprocess.Popen([*program, *words], env=_environment())  # noqa: S603
            children.append(child)
        self.stdout.write(f"\n  Beffroi: http://localhost:{port}/\n  Ctrl-C stops all.\n")
        self.stdout.flush()
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        ended = next(child for child in children if child.poll() is not None)
        raise CommandError(f"{ended.args!r} ended by itself; see above.", returncode=2)

    def _beffroi(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        program = [sys.executable, "-m", "beffroi", *words]
        return subprocess.run(program, env=_environment(), check=False, timeout=300)  # noqa: S603


def _account(port: int) -> AccountFacts:
    """Return what the registry shall know of the account that serves this checkout."""
    body = BodyFacts(
        name="Cette copie de Beffroi",
        names={"fr": "Cette copie de Beffroi", "en": "This copy of Beffroi"},
        identifiers=(("uid", "this-copy"),),
        kind="other",
    )
    host = f"localhost:{port}"
    return AccountFacts(host=host, full_path="", url=f"http://{host}", software="git", body=body)


def _wait_for_a_line(child: subprocess.Popen[bytes]) -> None:
    """Wait until a server says that it serves, or has ended."""
    if child.stdout:
        child.stdout.readline()


def _named_checkout() -> Path:
    """Return a folder in which this checkout is called ``beffroi``, whatever its own name."""
    folder = settings.BEFFROI_HOME / "checkout"
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "beffroi"
    if not link.is_symlink():
        link.symlink_to(CHECKOUT, target_is_directory=True)
    return Path(folder)


def _environment() -> dict[str, str]:
    """Return this environment; the checkout's server on loopback may be reached."""
    given = os.environ.get("BEFFROI_ALLOWED_NETWORKS", "")
    unasked = {"BEFFROI_HARVEST_HOURS": "0"}  # the sample's accounts are on real forges
    return {**unasked, **os.environ, "BEFFROI_ALLOWED_NETWORKS": f"{given} {LOOPBACK}".strip()}


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout:
            child.stdout.close()
