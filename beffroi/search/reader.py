"""Answer questions from the tantivy index; safe in several threads."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

from beffroi.search import counting, generations, matching, near, order, plan, words
from beffroi.search.counting import Bucket, Counts
from beffroi.search.errors import SearchError
from beffroi.search.fields import register
from beffroi.search.native import tantivy
from beffroi.search.plan import Plan
from beffroi.search.shapes import FACETS, Hit, Query, Result

MAX_OFFSET = 10_000
MAX_SIZE = 1_000
MAX_FACET_SIZE = 10_000
MAX_EXPANDED = 1_000
"""Bounds of one answer; whoever wants everything takes the export."""

RELOAD_SECONDS = 1.0
_KEEP_COUNTS = 64


@dataclass(frozen=True, slots=True)
class _Commit:
    """One state of the index, and the counts that are the same for everybody."""

    searcher: tantivy.Searcher
    stamp: object
    counts: dict[tuple[str, date], list[Bucket]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Question:
    """One question being answered on one commit."""

    query: Query
    plan: Plan
    sort: str
    commit: _Commit

    def counts(self) -> tuple[int, Counts]:
        """Return how many things match, and the self-excluding counts of the facets asked for."""
        chosen = {} if self.query.is_inside else self.query.filters
        filters = {name: values for name, values in chosen.items() if values}
        return counting.self_excluding(self.query.facets, filters, self._counted)

    def hits(self, total: int) -> tuple[Hit, ...]:
        """Return one page of ``total`` things."""
        if not self.query.size or self.query.offset >= total:
            return ()
        addresses = self._by_rank(total) if self.sort == "relevance" else self._by_field()
        keys = (self.commit.searcher.doc(address)["key"][0] for address in addresses)
        return tuple(Hit(*key.split(":", 1)) for key in keys)

    def _counted(self, facets: tuple[str, ...], without: str) -> tuple[int, Counts]:
        matches = self._matches(without)
        searcher = self.commit.searcher
        if not matches:
            return searcher.num_docs, self._everything(facets)
        query = matching.all_of(matches)
        if not facets:
            return matching.hits(searcher, query), {}
        return counting.count(searcher, query, facets, self.query.today)

    def _everything(self, facets: tuple[str, ...]) -> Counts:
        """Return the counts without any choice, once a commit and day: the dearest, and usual."""
        known, today = self.commit.counts, self.query.today
        missing = [name for name in facets if (name, today) not in known]
        if missing:
            found = counting.everything(self.commit.searcher, missing, today)
            if len(known) > _KEEP_COUNTS:
                known.clear()
            known.update({(name, today): buckets for name, buckets in found.items()})
            return {name: known.get((name, today)) or found[name] for name in facets}
        return {name: known[name, today] for name in facets}

    def _matches(self, without: str = "") -> list[tantivy.Query]:
        return self._plan_or_nothing(matching.plan_matches) + self._filters(without)

    def _filters(self, without: str = "") -> list[tantivy.Query]:
        return [
            matching.filter_by(name, values, self.query.today)
            for name, values in self.query.filters.items()
            if values and name != without
        ]

    def _plan_or_nothing(
        self, queries: Callable[[Plan], list[tantivy.Query]]
    ) -> list[tantivy.Query]:
        return [tantivy.Query.empty_query()] if self.plan.is_nothing else queries(self.plan)

    def _by_field(self) -> list[tantivy.DocAddress]:
        found = self.commit.searcher.search(
            matching.all_of(self._matches()),
            self.query.size,
            count=False,
            order_by_field=order.COLUMNS[self.sort],
            offset=self.query.offset,
            order=tantivy.Order.Asc if self.sort == "name" else tantivy.Order.Desc,
        )
        return [address for _, address in found.hits]

    def _by_rank(self, total: int) -> list[tantivy.DocAddress]:
        """Return the live things by rank, then the archived ones."""
        searcher, wanted = self.commit.searcher, self.query
        ranks = self._plan_or_nothing(matching.plan_ranks) + self._filters()
        live = matching.all_of(ranks, [matching.is_last()])
        page = self._ranked(live, wanted.size, wanted.offset)
        if len(page) == min(wanted.size, total - wanted.offset):
            return page
        lives = matching.all_of(self._matches(), [matching.is_last()])
        passed = wanted.offset if page else matching.hits(searcher, lives)
        offset = max(wanted.offset - passed, 0)
        last = matching.all_of([*ranks, matching.is_last()])
        return page + self._ranked(last, wanted.size - len(page), offset)

    def _ranked(self, query: tantivy.Query, size: int, offset: int) -> list[tantivy.DocAddress]:
        found = self.commit.searcher.search(
            query, size, count=False, offset=offset, weight_by_field="weight"
        )
        return [address for _, address in found.hits]


class TantivyIndex:
    """A reader that follows commits and swaps of generations, at most once a second."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = Lock()
        self._looked_at = clock()
        name = generations.current(folder)
        if name is None:
            raise SearchError(
                "no-index", f"There is no search index in {folder}; run 'beffroi reindex'."
            )
        self._open(name)

    @property
    def state(self) -> object:
        """Return the commit that this reader answers from; another one has another state."""
        self._follow()
        return self.generation, self._commit.stamp

    def search(self, query: Query) -> Result:
        """Answer one question; raises ``SearchError`` for what cannot be asked."""
        check(query)
        self._follow()
        commit = self._commit
        wanted = plan.read(query.text, is_exact=query.is_exact)
        sort = order.chosen(query, has_words=bool(wanted.units))
        forgiven: dict[str, str] = {}
        if not query.is_exact:
            wanted, forgiven = near.forgive(commit.searcher, wanted)
        asked = _Question(query, wanted, sort, commit)
        total, counts = asked.counts()
        return Result(
            count=total,
            hits=asked.hits(total),
            facets={
                name: counting.shown(
                    buckets,
                    tuple(query.filters.get(name, ())),
                    MAX_EXPANDED if name == query.expanded else query.facet_size,
                )
                for name, buckets in counts.items()
            },
            values={name: len(buckets) for name, buckets in counts.items()},
            forgiven=forgiven,
        )

    def suggest(self, text: str, size: int = 8) -> tuple[str, ...]:
        """Return words of names that begin like the last word typed, most frequent first."""
        self._follow()
        typed = words.words(text[-200:])
        if not typed or len(typed[-1]) < plan.MIN_PREFIX:
            return ()
        found = self._commit.searcher.terms_with_prefix("name", typed[-1], limit=size)
        return tuple(word for word, _ in found)

    def _follow(self) -> None:
        """Notice commits and a swapped generation; at most once a second, by one thread."""
        now = self._clock()
        if now - self._looked_at < RELOAD_SECONDS or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked_at = now
            name = generations.current(self._folder)
            counted = tuple(self._commit.counts)
            if name and name != self.generation:
                self._open(name, counted)
            elif self._stamp() != self._commit.stamp:
                self._reload(counted)
        except SearchError:
            return  # what is open goes on serving; /readyz and reindex tell of the rest
        finally:
            self._lock.release()

    def _open(self, name: str, counted: tuple[tuple[str, date], ...] = ()) -> None:
        try:
            index = register(tantivy.Index.open(str(self._folder / name)))
            index.config_reader("manual", 0)
        except (ValueError, OSError) as error:
            raise generations.broken(self._folder, error) from error
        self._index, self.generation = index, name
        self._reload(counted)

    def _reload(self, counted: tuple[tuple[str, date], ...] = ()) -> None:
        """Take the last commit; others go on with the one before while this one is counted.

        ``counted``: what was asked of the commit before, and will be of this one.
        """
        stamp = self._stamp()
        try:
            self._index.reload()
        except (ValueError, OSError) as error:
            raise generations.broken(self._folder, error) from error
        fresh = _Commit(self._index.searcher(), stamp)
        if counted:
            today = max(day for _, day in counted)
            names = [name for name, day in counted if day == today]
            found = counting.everything(fresh.searcher, names, today)
            fresh.counts.update({(name, today): buckets for name, buckets in found.items()})
        self._commit = fresh

    def _stamp(self) -> object:
        """Return what changes with each commit: its description is replaced by a new file."""
        try:
            stat = (self._folder / self.generation / "meta.json").stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino, stat.st_size


def open_index(folder: Path) -> TantivyIndex | None:
    """Open the index for reading, or return None when none was built yet.

    Raises ``BrokenIndexError`` when it is there but cannot be used.
    """
    folder = Path(folder)
    return None if generations.current(folder) is None else TantivyIndex(folder)


def check(query: Query) -> None:
    """Refuse what cannot be asked: unknown facets, pages too deep or too large."""
    for name in (*query.filters, *query.facets):
        if name not in FACETS:
            raise SearchError(
                "unknown-facet",
                f"There is no facet {name[:40]!r}; choose among {', '.join(FACETS)}.",
            )
    if not 0 <= query.offset <= MAX_OFFSET:
        raise SearchError(
            "too-deep",
            f"Only the first {MAX_OFFSET} results can be paged through; "
            "narrow the search, or take the export for everything.",
            "page",
        )
    if not (0 <= query.size <= MAX_SIZE and 0 <= query.facet_size <= MAX_FACET_SIZE):
        raise SearchError(
            "bad-size", f"A page has between 0 and {MAX_SIZE} results; ask for less.", "size"
        )
