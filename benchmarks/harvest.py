"""Lists of a whole forge into the catalogue, beside a bare client that reads and parses them.

    .venv/bin/python -m benchmarks.harvest [--repositories 20000] [--rounds 3] [--rss]

A fake GitHub (tests/fakes/forges, a process of its own, not counted) serves real rows of 5 kB, 100
a page. The bare client is aiohttp and json: it follows the pages of each account, asks by ETag
where it has one, parses what comes and stores nothing. Ours is `beffroi harvest` without its looks
inside: it maps, checks, writes rows, pages, journal and outbox into SQLite. Seconds are of the
processor, all threads, the start of the interpreter taken off; rounds take turns, the median
counts. "Own" memory is without the mapped file of the database. Prints Markdown tables.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.forges.running import FakeForge, fake_forges

ROOT = Path(__file__).resolve().parent.parent
PASSES = ("full", "unchanged", "1 % changed")


def main() -> int:
    """Measure, or be one of the measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repositories", type=int, default=20_000)
    parser.add_argument("--accounts", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rss", action="store_true", help="one round: memory, not time")
    parser.add_argument("--database", default="", help="postgresql://… instead of SQLite")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked, rest = parser.parse_known_args()
    if asked.child:
        children = {"bare": bare, "fresh": fresh, "prepare": prepare, "ours": ours}
        return children[asked.child](*rest)
    words = ["--accounts", str(asked.accounts), "--warm"]
    words += ["--repositories", str(asked.repositories // asked.accounts)]
    with fake_forges(*words) as running:
        measure(running.forges[0], asked)
    return 0


def measure(forge: FakeForge, asked: argparse.Namespace) -> None:
    """Let both take turns, and print what each pass took."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for number in range(1 if asked.rss else asked.rounds):
        with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
            home = Path(folder)
            child("prepare", home, asked, forge.url, str(asked.accounts))
            for name in PASSES:
                if name == "1 % changed":
                    change(forge, asked, number)
                for who in ("bare", "fresh", "ours", "fresh"):
                    said = one_pass(who, home, forge, asked)
                    found.setdefault((who, name), []).append(said)
    show(found, asked)


def one_pass(who: str, home: Path, forge: FakeForge, asked: argparse.Namespace) -> dict[str, Any]:
    """Let one of the two read the whole forge once."""
    forge.do("forget")
    said = child(who, home, asked, forge.url, str(asked.accounts))
    seen = [one for one in forge.requests() if "_control" not in one["target"]]
    said["calls"], said["bytes"] = len(seen), sum(one["size"] for one in seen)
    return said


def change(forge: FakeForge, asked: argparse.Namespace, number: int) -> None:
    """Push to each hundredth repository; these stand on most pages."""
    for account in range(1, asked.accounts + 1):
        listed = asked.repositories // asked.accounts
        names = names_of(forge, f"org-{account}", listed)
        for name in names[number % 100 :: 100]:
            forge.do("push", repository=name)
            forge.do("change", repository=name, stars=1000 + number)


def names_of(forge: FakeForge, account: str, count: int) -> list[str]:
    """Return the full names of an account's repositories."""
    return asyncio.run(_names_of(f"{forge.url}/api/v3/orgs/{account}/repos", count))


async def _names_of(url: str, count: int) -> list[str]:
    found: list[str] = []
    async with aiohttp.ClientSession() as session:
        for page in range(1, count // 100 + 2):
            async with session.get(url, params={"per_page": 100, "page": page}) as answer:
                found += [row["full_name"] for row in await answer.json()]
    return found


def child(who: str, home: Path, asked: argparse.Namespace, *words: str) -> dict[str, Any]:
    """Run one of the measured in a process of its own; it says what it took."""
    command = [sys.executable, "-m", "benchmarks.harvest", "--child", who, str(home), *words]
    given = {"BEFFROI_HOME": str(home / "home"), "BEFFROI_ALLOWED_NETWORKS": "127.0.0.0/8"}
    given |= {"BEFFROI_DATABASE_URL": asked.database, "BEFFROI_COUNTRY": "fr"}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **given}, stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def tell(begin: float, **more: Any) -> int:
    """Say what this process took since it began its work."""
    seconds = time.process_time() - begin
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    status = Path("/proc/self/status").read_text()
    own = int(status.partition("RssAnon:")[2].split()[0]) / 1024
    print(json.dumps({"seconds": seconds, "rss": rss, "own": own, **more}))
    return 0


def bare(home: str, url: str, accounts: str) -> int:
    """Be the bare client: pages by ETag where one is known, rows parsed and counted."""
    kept_at = Path(home) / "bare.json"
    kept = json.loads(kept_at.read_text()) if kept_at.exists() else {}
    begin = time.process_time()
    rows = asyncio.run(_bare(url, int(accounts), kept))
    tell(begin, rows=rows)
    kept_at.write_text(json.dumps(kept))
    return 0


def fresh(_home: str, url: str, accounts: str) -> int:
    """Be the bare client that reads everything: the measure beside which each of ours is put."""
    begin = time.process_time()
    rows = asyncio.run(_bare(url, int(accounts), {}))
    return tell(begin, rows=rows)


async def _bare(url: str, accounts: int, kept: dict[str, list[str]]) -> int:
    rows = 0
    async with aiohttp.ClientSession() as session:
        for number in range(1, accounts + 1):
            here = f"{url}/api/v3/orgs/org-{number}/repos?per_page=100&type=public&page=1"
            while here:
                etag, following = kept.get(here, ["", ""])
                headers = {"If-None-Match": etag} if etag else {}
                async with session.get(here, headers=headers) as answer:
                    body = await answer.read()
                    if answer.status != 304:
                        rows += len(json.loads(body))
                        link = answer.links.get("next")
                        following = str(link["url"]) if link else ""
                        kept[here] = [answer.headers.get("ETag", ""), following]
                here = following
    return rows


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.settings"
    from django import setup  # noqa: PLC0415 - the bare client needs none of it

    setup()


def prepare(home: str, url: str, accounts: str) -> int:
    """Make an instance that knows the accounts and nothing else."""
    (Path(home) / "home").mkdir()
    _django()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.makers import make_account, make_forge  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    forge = make_forge(url.removeprefix("http://"), software="github")
    for number in range(1, int(accounts) + 1):
        make_account(forge=forge, full_path=f"org-{number}", url=f"{url}/org-{number}")
    return tell(time.process_time())


def ours(_home: str, _url: str, _accounts: str) -> int:
    """Be `beffroi harvest` of the lists; looks inside are a measure of their own."""
    _django()
    from beffroi.organisations.models import ForgeAccount  # noqa: PLC0415
    from beffroi.repositories.clients import How, Wish, asking, harvest  # noqa: PLC0415
    from beffroi.repositories.models import HarvestRun, Repository  # noqa: PLC0415

    asking.looks_wanted = lambda *_args, **_named: Repository.objects.none()
    scope = {"bench": HarvestRun.objects.count()}
    begin = time.process_time()
    run = harvest(Wish(ForgeAccount.objects.all(), scope), How())
    taken = time.process_time() - begin
    Repository.objects.update(look_wanted_at=None)
    return tell(time.process_time() - taken, counts=run.counts)


def show(found: dict[tuple[str, str], list[dict[str, Any]]], asked: argparse.Namespace) -> None:
    """Print both tables: what each took, and the ratios."""
    print(f"{asked.repositories:,} repositories, {asked.accounts} accounts, load "
          f"{os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print("| pass | who | processor s | µs a repository | calls | MB | RSS MB | own MB | counts |")
    print("| --- | --- | --: | --: | --: | --: | --: | --: | --- |")
    for (who, name), said in sorted(found.items(), key=lambda item: PASSES.index(item[0][1])):
        seconds = median(found, who, name)
        last, each = said[-1], seconds / asked.repositories * 1e6
        print(f"| {name} | {who} | {seconds:.2f} | {each:.0f} | {last['calls']} "
              f"| {last['bytes'] / 1e6:.2f} | {max(one['rss'] for one in said):.0f} "
              f"| {max(one['own'] for one in said):.0f} "
              f"| {last.get('counts', '')} |")  # fmt: skip
    share = found["ours", "unchanged"][-1]["bytes"] / found["ours", "full"][-1]["bytes"]
    print("\n| pass of ours | × the bare client's full pass | × its own such pass |")
    print("| --- | --: | --: |")
    for name in PASSES:
        own = median(found, "ours", name) / median(found, "bare", name)
        print(f"| {name} | {ratio(found, name)} | {own:.2f} |")
    print(f"\nunchanged: {share:.2%} of the bytes")


def ratio(found: dict[tuple[str, str], list[dict[str, Any]]], name: str) -> str:
    """Return the median over the rounds of ours ÷ the full bare client just before and after.

    A processor that others share is now twice as fast, now half: only neighbours compare.
    """
    beside = [one["seconds"] for one in found["fresh", name]]
    each = [
        one["seconds"] * 2 / (beside[2 * at] + beside[2 * at + 1])
        for at, one in enumerate(found["ours", name])
    ]
    return f"{statistics.median(each):.2f} ({min(each):.2f} to {max(each):.2f})"


def median(found: dict[tuple[str, str], list[dict[str, Any]]], who: str, name: str) -> float:
    """Return the median of the rounds, in seconds of the processor."""
    return statistics.median(one["seconds"] for one in found[who, name])


if __name__ == "__main__":
    sys.exit(main())
