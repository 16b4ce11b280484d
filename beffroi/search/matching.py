"""Plans and filters as tantivy queries."""

from collections.abc import Iterable
from datetime import date

from beffroi.search import order
from beffroi.search.fields import printable, schema
from beffroi.search.native import tantivy
from beffroi.search.plan import AllOf, Alternative, AnyOf, Near, Phrase, Plan, Prefix, Unit
from beffroi.search.shapes import TOGETHER

NAME = 4.0
ABOUT = 0.5
"""What a match in the name or the description adds to the match itself (1): ×5 in the name."""

LONG = 0.2
"""What a match in the README counts."""

_MOST_VALUES = 500


def all_of(
    queries: Iterable[tantivy.Query], but_not: Iterable[tantivy.Query] = ()
) -> tantivy.Query:
    """Match all queries and none of the others."""
    clauses = [(tantivy.Occur.Must, query) for query in queries]
    clauses = clauses or [(tantivy.Occur.Must, tantivy.Query.all_query())]
    clauses += [(tantivy.Occur.MustNot, query) for query in but_not]
    return tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]


def any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    """Match one of the queries."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def plan_matches(plan: Plan) -> list[tantivy.Query]:
    """Return what must match, without any rank."""
    wanted = [unit_matches(unit) for unit in plan.units]
    if not plan.excluded:
        return wanted
    return [all_of(wanted, [unit_matches(unit) for unit in plan.excluded])]


def plan_ranks(plan: Plan) -> list[tantivy.Query]:
    """Return the same matches with their rank: a name counts five times."""
    wanted = [_unit_ranks(unit) for unit in plan.units]
    if not plan.excluded:
        return wanted
    return [all_of(wanted, [unit_matches(unit) for unit in plan.excluded])]


def unit_matches(unit: Unit) -> tantivy.Query:
    """Match one of the alternatives of a unit; forms that a prefix covers are left to it."""
    starts = tuple(one.start for one in unit.alternatives if isinstance(one, Prefix))
    queries: list[tantivy.Query] = []
    for one in unit.alternatives:
        rest = one
        if starts and isinstance(one, AnyOf):
            rest = AnyOf(tuple(form for form in one.forms if not form.startswith(starts)))
        queries += _terms(rest, "forms") + _long(one)
    return any_of(queries)


def term(form: str) -> tantivy.Query:
    """Match one form anywhere."""
    return tantivy.Query.term_query(schema(), "forms", form, "freq")


def filter_by(facet: str, values: Iterable[str], today: date) -> tantivy.Query:
    """Match things with one of these values; the rank stays as it is."""
    if facet == "activity":
        ranges = order.activities(today)
        known = [_between(*ranges[value]) for value in values if value in ranges]
        found = any_of(known) if known else tantivy.Query.empty_query()
    else:
        wanted = [printable(value) for value in values][:_MOST_VALUES]
        queries = [
            tantivy.Query.term_query(schema(), f"facet_{facet}", value, "basic") for value in wanted
        ]
        found = all_of(queries) if facet in TOGETHER else any_of(queries)
    return tantivy.Query.const_score_query(found, 0.0)


def is_last() -> tantivy.Query:
    """Match what is archived."""
    return tantivy.Query.const_score_query(tantivy.Query.term_query(schema(), "last", 1), 0.0)


def hits(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """Return how many things match."""
    return int(searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined] # the stubs of tantivy 0.27 lack it


def _between(start: int, end: int) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema(),
        "seen",
        tantivy.FieldType.Unsigned,
        start,
        end,
        include_lower=True,
        include_upper=False,
    )


def _terms(one: Alternative, field: str) -> list[tantivy.Query]:
    """Return the queries of one alternative in a field of forms; a phrase has its own field."""
    if isinstance(one, AllOf):
        return [all_of(unit_matches(unit) for unit in one.units)]
    if isinstance(one, AnyOf):
        return [tantivy.Query.term_query(schema(), field, form, "freq") for form in one.forms]
    if isinstance(one, Phrase):
        return [tantivy.Query.phrase_query(schema(), "words", list(one.words))]
    if isinstance(one, Prefix):
        return [tantivy.Query.fuzzy_term_query(schema(), field, one.start, distance=0, prefix=True)]
    return [tantivy.Query.fuzzy_term_query(schema(), field, one.word, distance=one.distance)]


def _long(one: Alternative) -> list[tantivy.Query]:
    """Return the queries of one alternative in the README: only whole words as they were typed."""
    if isinstance(one, AnyOf) and one.weight == 1:
        return [tantivy.Query.term_query(schema(), "long", form, "freq") for form in one.forms]
    if isinstance(one, Phrase) and one.weight == 1:
        return [tantivy.Query.phrase_query(schema(), "long_words", list(one.words))]
    return []


def _unit_ranks(unit: Unit) -> tantivy.Query:
    match = any_of([_ranked(one) for one in unit.alternatives])
    clauses = [(tantivy.Occur.Must, match)]
    for field, boost in (("name", NAME), ("about", ABOUT)):
        typed = [one for one in unit.alternatives if isinstance(one, AnyOf | Near)]
        clauses += [
            (tantivy.Occur.Should, tantivy.Query.boost_query(part, boost * one.weight))
            for one in typed
            for part in _terms(one, field)
        ]
    return tantivy.Query.boolean_query(clauses)


def _ranked(one: Alternative) -> tantivy.Query:
    if isinstance(one, AllOf):
        return all_of(_unit_ranks(unit) for unit in one.units)
    found = any_of(_terms(one, "forms"))
    if one.weight != 1:
        return tantivy.Query.boost_query(found, one.weight)
    return any_of([found, *(tantivy.Query.boost_query(part, LONG) for part in _long(one))])
