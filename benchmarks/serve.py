"""List pages with all facets at a fixed rate: gunicorn beside granian, the real 9,157 rows.

    .venv/bin/python -m benchmarks.serve [--rate 50] [--seconds 20]

Open loop: each request starts at its hour whether or not the one before has ended, so a slow
answer cannot hide behind a pause. Questions differ in words, facets, sort, page and language, and
come again only when all were asked; ``--all-new`` leaves the kept pages out (a page is made for
each request). Prints a Markdown table.
"""

import argparse
import asyncio
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BEFFROI_SHARED") or ROOT.parent / "shared")
ROWS = SHARED / "data/catalogue/fr/repositories-2021-11-15.csv.gz"
ACCOUNTS = SHARED / "data/catalogue/fr/organizations-2021-11-15.csv"
WORDS = (
    "urbanisme python", "accessibilité", "carto", "données", "api", "santé", "plugin", "lutece",
    "simulateur", "impot", "openfisca", "geo", "transport", "template", "docker", "covid",
)  # fmt: skip
FILTERS = (
    {}, {"language": "Python"}, {"licence": "MIT"}, {"forge": "github.com"}, {"archived": "no"},
    {"language": ["Python", "JavaScript"]}, {"forge": "gitlab.inria.fr"}, {"fork": "no"},
    {"activity": "quiet"}, {"licence": "unknown", "language": "R"},
)  # fmt: skip
SORTS = ("", "-stars", "-updated", "name", "-added")


def questions() -> list[str]:
    """Return the addresses asked for, all different, half with words and half without."""
    found = []
    for number, sort in enumerate(SORTS):
        for place, filters in enumerate(FILTERS):
            for page in (1, 2, 3):
                facts = {**filters, "page": page, "sort": sort}
                language = ("en", "fr")[(number + place) % 2]
                found.append(f"{language}/repositories/?{_encode(facts)}")
            for word in WORDS[:: 1 + number]:
                facts = {**filters, "q": word, "sort": sort}
                found.append("fr/repositories/?" + _encode(facts))
    return found


def _encode(facts: dict[str, object]) -> str:
    return urlencode({name: value for name, value in facts.items() if value}, doseq=True)


def main() -> int:
    """Prepare a home, then measure each server in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--all-new", action="store_true", help="no page is asked for twice")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as home:
        environment = {**os.environ, "BEFFROI_HOME": home, "BEFFROI_COUNTRY": "fr"}
        environment["BEFFROI_DEBUG"] = "0"
        environment["BEFFROI_URL"] = f"http://localhost:{asked.port}"
        prepare(environment)
        print(
            f"| server | {asked.rate:.0f} requests/s for {asked.seconds:.0f} s: p50 ms | p95 ms"
            " | p99 ms | not 200 | web processes, RSS MB | PSS MB |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for name, words in servers(asked.port).items():
            print(measure(name, words, environment, asked), flush=True)
    return 0


def prepare(environment: dict[str, str]) -> None:
    """Import the real rows and build the index."""
    for words in (
        ["init", "--country", "fr"],
        ["import", "accounts", str(ACCOUNTS)],
        ["import", "repositories", str(ROWS)],
        ["reindex"],
        ["manage", "collectstatic", "--noinput", "-v", "0"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "beffroi", *words],
            cwd=ROOT, env=environment, check=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        if done.returncode == 2:
            raise SystemExit(f"{' '.join(words)}: {done.stderr.decode()[-500:]}")


def servers(port: int) -> dict[str, list[str]]:
    """Return the command of each server: ours first, then the rivals that are installed."""
    beside = Path(sys.executable).parent
    ours = [str(beside / "gunicorn"), "--config", "python:beffroi.portal.server"]
    ours += ["--bind", f"127.0.0.1:{port}"]
    granian = [str(beside / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    granian += ["--port", str(port), "--no-ws", "--log-level", "warning", "--blocking-threads", "4"]
    application = "beffroi.wsgi:application"
    found = {"gunicorn gthread 2×4 (beffroi serve)": [*ours, "--workers", "2", application]}
    if (beside / "granian").exists():
        found["granian 2×4"] = [*granian, "--workers", "2", application]
    return found


def measure(
    name: str, words: list[str], environment: dict[str, str], asked: argparse.Namespace
) -> str:
    """Start one server, load it, and return its row of the table."""
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    ) as server:
        try:
            base = f"http://127.0.0.1:{asked.port}/"
            wait_for(base)
            asyncio.run(load(base, 20.0, 5.0, is_new=False))
            times, wrong = asyncio.run(load(base, asked.rate, asked.seconds, is_new=asked.all_new))
            rss, pss = memory(server.pid)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
    quantiles = statistics.quantiles(times, n=100)
    p50, p95, p99 = (quantiles[place - 1] * 1000 for place in (50, 95, 99))
    return f"| {name} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {wrong} | {rss:.0f} | {pss:.0f} |"


def wait_for(base: str) -> None:
    """Wait until the server answers, half a minute at most."""

    async def once() -> bool:
        async with aiohttp.ClientSession() as session:
            try:
                async with session.get(base + "healthz") as answer:
                    return answer.status == 200
            except aiohttp.ClientError:
                return False

    for _ in range(60):
        if asyncio.run(once()):
            return
        time.sleep(0.5)
    raise SystemExit("the server does not answer")


async def load(base: str, rate: float, seconds: float, *, is_new: bool) -> tuple[list[float], int]:
    """Ask at a fixed rate; return the seconds each answer took and how many were not 200."""
    asked, times, wrong = questions(), [], 0
    begin = time.perf_counter()
    headers = {"Accept-Encoding": "gzip"}
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as session:

        async def ask(number: int) -> None:
            nonlocal wrong
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            address = base + asked[(number * 7) % len(asked)]
            async with session.get(f"{address}&n={number}" if is_new else address) as answer:
                await answer.read()
                wrong += answer.status != 200
            times.append(time.perf_counter() - due)

        await asyncio.gather(*(ask(number) for number in range(int(rate * seconds))))
    return times, wrong


def memory(leader: int) -> tuple[float, float]:
    """Return resident and proportional megabytes of a process group."""
    rss = pss = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) != leader:
                continue
            for line in (folder / "smaps_rollup").read_text().splitlines():
                word, _, rest = line.partition(":")
                rss += int(rest.split()[0]) if word == "Rss" else 0
                pss += int(rest.split()[0]) if word == "Pss" else 0
        except (OSError, ValueError):
            continue
    return rss / 1024, pss / 1024


if __name__ == "__main__":
    sys.exit(main())
