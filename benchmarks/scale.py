"""The same harvest with 1, 2, 4 and 8 workers: 64 slow hosts, at most 8 of them a worker.

    .venv/bin/python -m benchmarks.scale [--hosts 64] [--repositories 200] [--workers 1,2,4,8]

Each host (tests/fakes/forges, one process for all, not counted) takes 4 calls at once and answers
each after 2 s with a page of 20. The work is `beffroi harvest --scheduler` with a Dask scheduler
and workers of 8 threads as processes of their own. Time by the clock from the first call to the
last, processor seconds of driver, scheduler and workers; starting all of them is taken off. Then
the last one again while a third of its workers is killed. All must end in the same catalogue.
Prints a Markdown table. Hosts speak GitHub and Gitea: GitLab is read page after page.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.fakes.forges.running import FakeForges, fake_forges

ROOT = Path(__file__).resolve().parent.parent
THREADS = 8
CONNECTIONS = 4
SOFTWARE = ("github", "gitea")
QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING": "False",
}
"""As docs/operate.md says: a worker that waits for slow hosts need not watch itself."""


def main() -> int:
    """Measure, or be the driver."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hosts", type=int, default=64)
    parser.add_argument("--repositories", type=int, default=200, help="of each host")
    parser.add_argument("--delay", type=float, default=2.0)
    parser.add_argument("--workers", default="1,2,4,8")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked, rest = parser.parse_known_args()
    if asked.child:
        return {"prepare": prepare, "drive": drive}[asked.child](*rest)
    words = ["--software", ",".join(SOFTWARE), "--hosts", str(asked.hosts), "--page-size", "20"]
    words += ["--repositories", str(asked.repositories), "--delay", str(asked.delay)]
    with fake_forges(*words) as running:
        measure(running, asked)
    return 0


def measure(running: FakeForges, asked: argparse.Namespace) -> None:
    """Print one row for each number of workers, and one for the killed."""
    counts = [int(word) for word in asked.workers.split(",")]
    print(f"{asked.hosts} hosts, {asked.hosts * asked.repositories:,} repositories\n")
    print("| workers | s | times one | processor s | of the driver | ms a repository | times one "
          "| catalogue |\n| --- | --: | --: | --: | --: | --: | --: | --- |")  # fmt: skip
    first: Taken | None = None
    for count, killed in [*((count, 0) for count in counts), (counts[-1], -(-counts[-1] // 3))]:
        taken = one_run(running, count, killed)
        first = first or taken
        each = taken.processor / taken.rows * 1000
        name = f"{count}, {killed} killed" if killed else str(count)
        print(f"| {name} | {taken.seconds:.1f} | {first.seconds / taken.seconds:.2f} "
              f"| {taken.processor:.1f} | {taken.driver:.1f} | {each:.2f} "
              f"| {taken.processor / first.processor:.2f} "
              f"| {'same' if taken.digest == first.digest else 'DIFFERENT'}, {taken.rows} rows |",
              flush=True)  # fmt: skip
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took, and what came of it."""

    seconds: float
    processor: float
    driver: float
    rows: int
    digest: str


@dataclass(slots=True)
class Crew:
    """The processes of Dask; ``lost``: processor seconds of those that were killed."""

    address: str
    scheduler: psutil.Process
    workers: list[psutil.Process] = field(default_factory=list)
    lost: float = 0.0

    def processor(self) -> float:
        """Return the processor seconds of all until now."""
        return self.lost + sum(map(seconds_of, (self.scheduler, *self.workers)))

    def kill(self, count: int) -> None:
        """Kill some workers in the middle of their work."""
        for _ in range(count):
            worker = self.workers.pop()
            self.lost += seconds_of(worker)
            for one in (*worker.children(recursive=True), worker):
                one.kill()


def seconds_of(process: psutil.Process) -> float:
    """Return the processor seconds of a process and its children."""
    family = [process, *process.children(recursive=True)]
    times = [one.cpu_times() for one in family if one.status() != psutil.STATUS_ZOMBIE]
    return sum(one.user + one.system for one in times)


def one_run(running: FakeForges, workers: int, killed: int) -> Taken:
    """Harvest everything into a new home."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder, ExitStack() as stack:
        environment = {
            **os.environ, "BEFFROI_HOME": folder, "BEFFROI_ALLOWED_NETWORKS": "127.0.0.0/8",
            "BEFFROI_COUNTRY": "fr", "BEFFROI_DATABASE_URL": "",
        }  # fmt: skip
        urls = [f"{one.software} {one.url}" for one in running.forges]
        child("prepare", environment, *urls).wait()
        crew = stack.enter_context(dask(workers, environment, Path(folder)))
        before = crew.processor()
        process = child("drive", environment, crew.address)
        begun = json.loads(read_line(process))["begun"]
        if killed:
            time.sleep(8)
            crew.kill(killed)
        said = json.loads(read_line(process))
        process.wait()
        return Taken(
            said["ended"] - begun, said["processor"] + crew.processor() - before,
            said["processor"], said["rows"], said["digest"],
        )  # fmt: skip


def child(who: str, environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    """Start ourselves as something else."""
    command = [sys.executable, "-m", "benchmarks.scale", "--child", who, *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def read_line(process: "subprocess.Popen[str]") -> str:
    """Return the next line that a child says."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise SystemExit("the driver ended too early")
    return line


@contextmanager
def dask(workers: int, environment: dict[str, str], folder: Path) -> Iterator[Crew]:
    """Start a scheduler and its workers, warm, and stop exactly these."""
    from distributed import Client  # noqa: PLC0415 - the driver has its own

    file = folder / "scheduler.json"
    quiet: dict[str, Any] = {
        "cwd": ROOT, "env": {**environment, **QUIET, "OMP_NUM_THREADS": "1"},
        "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
    }  # fmt: skip
    dask_program = str(Path(sys.executable).parent / "dask")
    started: list[subprocess.Popen[bytes]] = []

    def start(program: str, *words: str) -> psutil.Process:
        started.append(subprocess.Popen([dask_program, program, *words], **quiet))
        return psutil.Process(started[-1].pid)

    try:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        scheduler = start("scheduler", *options, "--scheduler-file", str(file))
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        crew = Crew(address, scheduler)
        for _ in range(workers):
            words = ("--nthreads", str(THREADS), "--no-nanny", "--no-dashboard")
            crew.workers.append(start("worker", address, *words))
        with Client(address) as client:
            client.wait_for_workers(workers, timeout=60)
            places = list(client.nthreads())
            tried = [client.submit(warm, key=place, workers=[place]) for place in places]
            client.gather(tried)
        yield crew
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def warm() -> None:
    """Let a worker import what it will need, by work that is refused: its start is not counted."""
    from beffroi.forges.reading import Task, read_accounts  # noqa: PLC0415

    read_accounts([Task("", "http://127.0.0.1:9/a", software=one) for one in SOFTWARE])


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.settings"
    from django import setup  # noqa: PLC0415

    setup()


def prepare(*hosts: str) -> int:
    """Make an instance that knows one account of each host."""
    _django()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.makers import make_account, make_forge  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for line in hosts:
        software, url = line.split()
        host = url.removeprefix("http://")
        forge = make_forge(host, software=software, connections=CONNECTIONS)
        make_account(forge=forge, full_path="org-1", url=f"{url}/org-1")
    return 0


def drive(scheduler: str) -> int:
    """Be `beffroi harvest --scheduler`, the looks inside left out; say when and what."""
    _django()
    from beffroi.organisations.models import ForgeAccount  # noqa: PLC0415
    from beffroi.repositories.clients import How, Wish, asking, harvest  # noqa: PLC0415
    from beffroi.repositories.models import Repository  # noqa: PLC0415

    asking.looks_wanted = lambda *_args, **_named: Repository.objects.none()
    import distributed  # noqa: F401, PLC0415 - its start is not counted

    begin = time.process_time()
    print(json.dumps({"begun": time.time()}), flush=True)
    harvest(Wish(ForgeAccount.objects.all(), {"bench": 1}), How(scheduler=scheduler))
    ended, processor = time.time(), time.process_time() - begin
    facts = Repository.objects.order_by("url").values_list(
        "uid", "url", "forge_id", "full_name", "description", "topics", "licence", "stars",
        "is_fork", "pushed_at", "account__path_key",
    )  # fmt: skip
    digest = hashlib.sha256(repr(list(facts)).encode()).hexdigest()
    told = {"ended": ended, "processor": processor, "rows": len(facts), "digest": digest}
    print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
