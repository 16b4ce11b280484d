"""How long a harvest of very many forges takes: a simulation by events, seeded, of our own driver.

    .venv/bin/python -m benchmarks.simulate [--check] [--world] [--seed 1]

It plays what `repositories/clients` does: one piece on its way per host, some calls of it at one
time, pieces of 16 calls (the first of 10), the next one sent before the last is written, one driver
that writes piece after piece, workers with so many threads, hosts that sleep until their quota is
new, pieces that fail and are asked for again. ``--check`` plays the cases that `benchmarks.scale`
measures; ``--world`` about 2,000 hosts with 400 million repositories (docs/scale.md), whose sizes
are an assumption: those of the largest are named, the others follow a power law. Prints tables.
"""

import argparse
import heapq
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

CALLS, FIRST_CALLS = 16, 10  # of repositories/clients/asking.py
HOUR = 3600.0
PAUSES = (5.0, 30.0, 120.0)


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of the processor, as measured: on the worker per row and call, on the driver."""

    row_read: float = 75e-6
    call: float = 0.4e-3
    row_written: float = 110e-6
    piece: float = 15e-3


@dataclass(frozen=True, slots=True)
class Kind:
    """How one host is read. ``an_hour``: calls that it allows, 0 for no limit."""

    name: str
    repositories: int
    rows: int = 100  # a call
    connections: int = 1
    latency: float = 0.5
    spread: float = 0.4  # of the logarithm of the latency
    an_hour: int = 0
    failing: float = 0.0  # share of pieces that do not come at the first try


@dataclass(slots=True)
class Host:
    """A host in the middle of its list."""

    kind: Kind
    calls_left: int
    pieces: int = 0
    quota: float = 0.0
    window: float = 0.0
    calls: int = 0
    ended: float = 0.0
    tries: int = 0
    number: int = 0


@dataclass(slots=True)
class Result:
    """What a run took. ``driver`` and ``workers``: processor seconds."""

    seconds: float = 0.0
    calls: int = 0
    driver: float = 0.0
    workers: float = 0.0
    hosts: list[Host] = field(default_factory=list)


class World:
    """One run over some hosts."""

    def __init__(
        self, kinds: Sequence[Kind], *, slots: int, costs: Costs, drivers: int = 1, seed: int = 1
    ) -> None:
        self.costs, self.slots, self.drivers = costs, slots, [0.0] * drivers
        self.chance = random.Random(seed)
        self.result = Result()
        self.events: list[tuple[float, int, str, Host, int, bool]] = []
        self.ready: list[Host] = []
        self.number = 0
        for kind in kinds:
            calls = 1 + max(1, -(-kind.repositories // kind.rows))
            host = Host(kind, calls, quota=kind.an_hour, number=len(self.ready))
            self.result.hosts.append(host)
            self.ready.append(host)
        self.ready.reverse()

    def run(self) -> Result:
        """Play until every list is read."""
        now = 0.0
        while self.ready or self.events:
            while self.ready and self.slots:
                self._send(self.ready.pop(), now)
            now, _, what, host, calls, is_failed = heapq.heappop(self.events)
            if what == "wake":
                self.ready.insert(0, host)
            else:
                self.slots += 1
                self._receive(host, calls, now, is_failed=is_failed)
        self.result.seconds = max(host.ended for host in self.result.hosts)
        return self.result

    def _at(self, when: float, what: str, host: Host, calls: int = 0, failed: int = 0) -> None:
        self.number += 1
        heapq.heappush(self.events, (when, self.number, what, host, calls, bool(failed)))

    def _send(self, host: Host, now: float) -> None:
        """Begin the next piece of a host, or let it sleep until its quota is new."""
        kind = host.kind
        calls = min(host.calls_left, CALLS if host.pieces else FIRST_CALLS)
        if kind.an_hour:
            if now >= host.window + HOUR:
                host.window = now - (now - host.window) % HOUR
                host.quota = kind.an_hour
            if host.quota < 1:
                self._at(host.window + HOUR, "wake", host)
                return
            calls = min(calls, int(host.quota))
            host.quota -= calls
        self.slots -= 1
        alone = min(calls, 1 if host.pieces else 2)  # the account and its first page come first
        rounds = alone + -(-(calls - alone) // kind.connections)
        spread = kind.spread / rounds**0.5
        latency = kind.latency * self.chance.lognormvariate(0.0, spread)
        work = calls * (self.costs.call + kind.rows * self.costs.row_read)
        self.result.workers += work
        is_failed = self.chance.random() < kind.failing
        self._at(now + rounds * latency + work, "came", host, calls, failed=is_failed)

    def _receive(self, host: Host, calls: int, now: float, *, is_failed: bool) -> None:
        """Write a piece once the driver has time, and go on with the host before that."""
        place = host.number % len(self.drivers)
        begun = max(now, self.drivers[place])
        cost = self.costs.piece
        host.calls += calls
        self.result.calls += calls
        if is_failed:
            pause = PAUSES[min(host.tries, len(PAUSES) - 1)]
            host.tries += 1
            self._at(begun + pause, "wake", host)
        else:
            host.tries = 0
            rows = calls - (0 if host.pieces else 1)
            cost += rows * host.kind.rows * self.costs.row_written
            host.pieces += 1
            host.calls_left -= calls
            if host.calls_left > 0:
                self._at(begun, "wake", host)
        self.result.driver += cost
        self.drivers[place] = host.ended = begun + cost


def check(costs: Costs, seed: int) -> None:
    """Play what benchmarks.scale measures: 64 hosts, 200 repositories each, 20 a page, 2 s."""
    kind = Kind("slow", 200, rows=20, connections=4, latency=2.0, spread=0.0)
    print("| workers | s, simulated | times one | processor s of driver and workers |")
    print("| --- | --: | --: | --: |")
    one = 0.0
    for workers in (1, 2, 4, 8):
        found = World([kind] * 64, slots=8 * workers, costs=costs, seed=seed).run()
        one = one or found.seconds
        print(f"| {workers} | {found.seconds:.1f} | {one / found.seconds:.2f} "
              f"| {found.driver + found.workers:.1f} |")  # fmt: skip


NAMED = (
    Kind("github.com", 330_000_000, connections=1, latency=0.35, an_hour=5000),
    Kind("gitlab.com", 6_000_000, connections=1, latency=0.8, an_hour=0),
    Kind("bitbucket.org", 3_000_000, connections=1, latency=0.6, an_hour=1000),
    Kind("gitee.com", 30_000_000, rows=20, connections=1, latency=1.0, an_hour=5000),
    Kind("codeberg.org", 500_000, rows=50, connections=1, latency=0.5),
    Kind("git.sr.ht", 100_000, rows=25, connections=1, latency=0.7),
)
"""Sizes are orders of magnitude, not counts; limits are those the hosts publish or usual ones."""


def world(seed: int, *, hosts: int = 2000, total: int = 400_000_000) -> list[Kind]:
    """Return the hosts: the named ones, the rest by a power law that adds up to ``total``."""
    chance = random.Random(seed)
    weights = [chance.paretovariate(1.1) for _ in range(hosts - len(NAMED))]
    left = (total - sum(kind.repositories for kind in NAMED)) / sum(weights)
    rest = [
        Kind(
            f"host-{number}", max(1, round(weight * left)), rows=chance.choice((50, 100)),
            latency=min(8.0, 0.6 * chance.lognormvariate(0.0, 0.7)),
            an_hour=chance.choice((0, 0, 2000, 7200)), failing=chance.choice((0.0, 0.01, 0.05)),
        )
        for number, weight in enumerate(weights)
    ]  # fmt: skip
    return [*NAMED, *rest]


def play_world(costs: Costs, seed: int) -> None:
    """Print how long the lists of the world take with 64 slots, by what is asked of GitHub."""
    print("| GitHub asked | calls, million | all but the six named done | largest other host "
          "| GitHub done | driver, core hours | workers, core hours |")  # fmt: skip
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for name, tokens, connections in (
        ("1 token", 1, 1), ("20 tokens", 20, 8), ("200 tokens", 200, 64),
    ):  # fmt: skip
        kinds = world(seed)
        kinds[0] = replace(kinds[0], an_hour=5000 * tokens, connections=connections)
        found = World(kinds, slots=2048, costs=costs, seed=seed).run()
        others = found.hosts[len(NAMED) :]
        ended = sorted(host.ended for host in others)
        largest = max(others, key=lambda host: host.kind.repositories)
        print(f"| {name} | {found.calls / 1e6:.2f} | {days(ended[-1])}, nine in ten "
              f"{days(ended[len(ended) * 9 // 10])} | {largest.kind.repositories:,} rows, "
              f"{days(largest.ended)} | {days(found.hosts[0].ended)} "
              f"| {found.driver / HOUR:.1f} | {found.workers / HOUR:.1f} |")  # fmt: skip


def days(seconds: float) -> str:
    """Return a time for people."""
    return f"{seconds / 86_400:.1f} d" if seconds > 86_400 else f"{seconds / HOUR:.1f} h"


def main() -> int:
    """Play what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--world", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    costs = Costs()
    if asked.check or not asked.world:
        check(costs, asked.seed)
    if asked.world or not asked.check:
        print()
        play_world(costs, asked.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
