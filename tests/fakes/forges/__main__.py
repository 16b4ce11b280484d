"""Serve fake forges until Ctrl-C; the first line printed says in JSON where they are.

    python -m tests.fakes.forges --software github,gitlab --hosts 64 --repositories 200 \
        --page-size 20 --delay 2

Each host has a port of its own on 127.0.0.1 (--spread: one port, addresses 127.0.1.1 and
following). POST a list of wishes to /_control of a host to change it (control.py, switches.py).
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.fakes.forges.control import state_of
from tests.fakes.forges.server import DIALECTS, Forges
from tests.fakes.forges.shapes import Ask, Forge
from tests.fakes.repositories import make_repository


def read_words() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fakes.forges",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--software", default="github", help=f"one or more of {','.join(DIALECTS)}; in turn")
    add("--hosts", type=int, default=1, help="how many hosts")
    add("--accounts", type=int, default=1, help="accounts on each host: org-1, org-2 …")
    add("--repositories", type=int, default=100, help="repositories of each account")
    add("--page-size", type=int, help="most rows on a page, whatever is asked")
    add("--delay", type=float, default=0.0, help="seconds before each answer")
    add("--quota", type=int, help="calls an hour for each caller")
    add("--no-etags", action="store_true", help="answer nothing conditionally")
    add("--port", type=int, default=0, help="port of the first host; the next have the next")
    add("--spread", action="store_true", help="hosts at 127.0.1.1, 127.0.1.2 … on one port")
    add("--git", help="folder of repositories of git, or 'sample': one small one for all")
    add("--warm", action="store_true", help="make every page of 100 beforehand")
    add("--world", type=Path, help="hosts as JSON: a list of what building.py takes")
    add("--with-parent", action="store_true", help="end when standard input is closed")
    return parser.parse_args()


def hosts_of(words: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the hosts asked for as plain data."""
    if words.world:
        found: list[dict[str, Any]] = json.loads(words.world.read_text("utf-8"))
        return found
    kinds = words.software.split(",")
    settings: dict[str, Any] = {"delay": words.delay, "etags": not words.no_etags}
    if words.quota:
        settings["quota"] = words.quota
    if words.page_size:
        settings |= {"page_size": words.page_size, "page_most": words.page_size}
    if words.git:
        name = "sample" if words.git == "sample" else ""
        settings |= {"git": _sample() if name else words.git, "git_for_all": name}
    accounts = [
        {"path": f"org-{number + 1}", "repositories": words.repositories}
        for number in range(words.accounts)
    ]
    return [
        {"software": kinds[number % len(kinds)], "accounts": accounts, "settings": settings,
         "start": 1000 + number * 10_000_000, **_place(words, number)}
        for number in range(words.hosts)
    ]  # fmt: skip


def _place(words: argparse.Namespace, number: int) -> dict[str, Any]:
    if words.spread:
        return {"address": f"127.0.{1 + number // 250}.{1 + number % 250}", "port": words.port}
    return {"port": words.port + number if words.port else 0}


def _sample() -> str:
    folder = Path(tempfile.mkdtemp(prefix="beffroi-fake-git-"))
    make_repository(folder / "sample")
    return str(folder)


def warm(forge: Forge) -> None:
    """Ask for every page of 100 once, as clients would."""
    pages = {"github": ("/api/v3/orgs/{}/repos", {"per_page": "100", "type": "public"}),
             "gitlab": ("/api/v4/groups/{}/projects", {"per_page": "100"})}  # fmt: skip
    path, query = pages.get(forge.software, ("", {}))
    for account in forge.world.roots() if path else ():
        for page in range(1, len(forge.world.listed(account)) // 100 + 2):
            asked = {**query, "page": str(page)}
            DIALECTS[forge.software](forge, Ask("GET", path.format(account.path), asked, {}))


async def serve(words: argparse.Namespace) -> None:
    """Serve until a signal comes."""
    forges = Forges()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, forges.over.set)
    if words.with_parent:
        loop.add_reader(sys.stdin, forges.over.set)
    opened: list[Forge] = []
    for wanted in hosts_of(words):
        port = opened[0].url.rpartition(":")[2] if words.spread and opened else None
        opened.append(await forges.open({**wanted, "port": port} if port else wanted))
    for forge in opened if words.warm else ():
        warm(forge)
    told = {"control": "/_control", "forges": [state_of(forge) for forge in opened]}
    print(json.dumps(told), flush=True)  # noqa: T201 - this is how callers learn the addresses
    await forges.over.wait()
    await forges.close()


def main() -> int:
    """Serve until Ctrl-C."""
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(read_words()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
