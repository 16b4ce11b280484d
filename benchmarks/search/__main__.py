"""Measure an engine call at a given size: tantivy beside SQLite FTS5 (and PostgreSQL).

python -m benchmarks.search --size 20000 [--postgres ADDRESS] [--rounds 5]
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from beffroi.search import plan
from beffroi.search.engine import build, open_index
from beffroi.search.near import distance
from beffroi.search.reader import TantivyIndex
from beffroi.search.shapes import Document, Query
from benchmarks.search.corpus import grown_documents, real_documents
from benchmarks.search.questions import KINDS, questions
from benchmarks.search.rivals import Fts5, Postgres

FLOORS = {20_000: (5, 8), 200_000: (25, 20), 2_000_000: (150, 20)}
"""Size → p95 in ms, times faster than FTS5."""

LARGE, VARIANTS_LARGE = 1_000_000, 4
"""From this size on the rivals, who need seconds, are asked fewer questions of each kind."""

Times = dict[str, list[float]]


def main() -> int:
    """Build, ask, print a table; 1 when a floor is missed."""
    given = _arguments()
    shared = Path(os.environ.get("BEFFROI_SHARED") or "../shared").resolve()
    real = real_documents(shared)
    asked = questions(real)
    print(f"load before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        folder = Path(place) / "index"
        seconds = _seconds(lambda: build(folder, grown_documents(shared, given.size)))
        index = open_index(folder)
        if index is None:
            return 2
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        facts = [f"tantivy: build {seconds:.1f} s, {size / 1e6:.0f} MB"]
        measured = {"tantivy": _measure(index.search, asked, given.rounds)}
        measured["tantivy"]["D0"] = _first(folder, asked["D"][0])
        facts[0] += (
            f", process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB at most"
        )
        print(f"tantivy: {_row(measured['tantivy'])}; {facts[0]}", file=sys.stderr, flush=True)
        near = {query.text: _near(real, query.text) for query in asked["F"]}
        rivals: list[Fts5 | Postgres] = [] if given.alone else [Fts5(f"{place}/fts5.sqlite")]
        if given.postgres:
            rivals.append(Postgres(given.postgres))
        for rival in rivals:
            seconds = _seconds(lambda: rival.build(grown_documents(shared, given.size)))  # noqa: B023
            facts.append(f"{rival.name}: build {seconds:.1f} s")
            few = {kind: some[:VARIANTS_LARGE] for kind, some in asked.items()}
            theirs = few if given.size >= LARGE else asked
            _agree(index, rival, theirs)
            measured[rival.name] = _measure(
                lambda query: rival.search(query, near.get(query.text, ())),  # noqa: B023
                theirs,
                max(given.rounds // 5, 1),
            )
    facts.append(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return _report(given.size, measured, facts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=10, help="times each question is asked")
    parser.add_argument("--postgres", default="", help="address of an empty database")
    parser.add_argument("--alone", action="store_true", help="leave the rivals out")
    parser.add_argument("--folder", default=None, help="where to put the temporary files")
    return parser.parse_args()


def _measure(
    search: Callable[[Query], object], asked: dict[str, list[Query]], rounds: int
) -> Times:
    """Ask everything once unmeasured, then ``rounds`` times, kinds in turn; milliseconds."""
    times: Times = {kind: [] for kind in asked}
    for round_ in range(rounds + 1):
        for kind, queries in asked.items():
            for query in queries * (len(asked["A"]) // len(queries)):
                taken = _seconds(lambda: search(query)) * 1000  # noqa: B023 - called at once
                if round_:
                    times[kind].append(taken)
    return times


def _first(folder: Path, query: Query) -> list[float]:
    """Ask for everything right after an opening, when no count is remembered."""
    times = []
    for _ in range(10):
        fresh = open_index(folder)
        if fresh is not None:
            fresh.suggest("warm")
            times.append(_seconds(lambda: fresh.search(query)) * 1000)  # noqa: B023
    return times


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _near(real: list[Document], text: str) -> tuple[str, ...]:
    """Return near spellings among the real words, for engines that cannot find them."""
    unit = plan.read(text).units[0].near
    if unit is None:
        return ()
    known = {word.lower() for one in real for word in one.description.split() if word.isalpha()}
    close = sorted(w for w in known if distance(text, w, unit.distance) <= unit.distance)
    return tuple(close)


def _agree(index: TantivyIndex, rival: Fts5 | Postgres, asked: dict[str, list[Query]]) -> None:
    """Say on standard error where the rival does not find as much."""
    for kind in "ACDG":
        for query in asked[kind]:
            ours, theirs = index.search(query).count, rival.search(query)[0]
            if abs(ours - theirs) > max(ours, theirs) * 0.01:
                print(f"{kind} {query.text!r}: {ours} / {theirs}", file=sys.stderr)


def _report(size: int, measured: dict[str, Times], facts: list[str]) -> int:
    print(f"**{size:,} documents** – p50 / p95 in ms of one engine call\n")
    kinds = [*KINDS, "D0"]
    print(f"| Engine | {' | '.join(kinds)} | A–G |")
    print("|---|" + "---|" * (len(kinds) + 1))
    for name, times in measured.items():
        cells = [_pair(times[kind]) if kind in times else "–" for kind in kinds]
        print(f"| {name} | {' | '.join(cells)} | {_pair(_all(times))} |")
    ours, floor = measured["tantivy"], FLOORS.get(size, (float("inf"), 0))
    worst = max(_p95(ours[kind]) for kind in KINDS)
    missed = worst > floor[0]
    for name, times in list(measured.items())[1:]:
        ratios = [statistics.median(times[k]) / statistics.median(ours[k]) for k in KINDS]
        whole = statistics.mean(_all(times)) / statistics.mean(_all(ours))
        cells = " | ".join(f"{ratio:.0f} ×" for ratio in ratios)
        print(f"| {name}, times slower (p50; A–G: mean) | {cells} | – | {whole:.0f} × |")
        missed = missed or (name == Fts5.name and whole < floor[1])
    print(f"\nWorst p95 {worst:.1f} ms (floor {floor[0]} ms). " + "; ".join(facts) + ".")
    return int(missed)


def _row(times: Times) -> str:
    return " | ".join(f"{kind} {_pair(taken)}" for kind, taken in times.items())


def _all(times: Times) -> list[float]:
    return [one for kind in KINDS for one in times[kind]]


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _pair(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} / {_p95(times):.2f}"


if __name__ == "__main__":
    sys.exit(main())
