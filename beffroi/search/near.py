"""Forgive misspelt words: when a word finds (almost) nothing, near spellings count too."""

from collections.abc import Mapping
from dataclasses import replace

from beffroi.search import matching, words
from beffroi.search.native import tantivy
from beffroi.search.plan import FEW, AnyOf, Near, Plan, Unit

_LOOKED_AT = 50
_LOOKS = 8
_MOST_FORMS = 500
"""Near spellings are collected from this many things, this many times, up to so many forms."""


def forgive(searcher: tantivy.Searcher, plan: Plan) -> tuple[Plan, dict[str, str]]:
    """Return the plan with near spellings where they are needed, and typed → found."""
    forgiven: dict[str, str] = {}
    units: list[Unit] = []
    for unit in plan.units:
        if unit.near is None or _has_enough(searcher, unit):
            units.append(unit)
            continue
        close, is_all = _close(searcher, unit.near)
        frequencies = {form: searcher.doc_freq("forms", form) for form in close}
        units.append(with_near(unit, frequencies, is_all=is_all))
        found = best(unit.near, frequencies)
        if found:
            forgiven[unit.near.word] = found
    return replace(plan, units=tuple(units)), forgiven


def with_near(unit: Unit, forms: Mapping[str, int], *, is_all: bool = True) -> Unit:
    """Return the unit with these near forms as one more alternative, if there are any.

    ``forms``: form → how many things have it. The best one also brings its stems, so that a
    word that was typed wrongly finds what the right one finds.
    """
    if unit.near is None:
        return unit
    stems = [stem for run in words.runs(best(unit.near, forms)) for stem in run.stems]
    found = tuple(sorted({*forms, *stems}))
    more = (AnyOf(found, unit.near.weight),) if found else ()
    rest = () if is_all else (unit.near,)
    return replace(unit, alternatives=(*unit.alternatives, *more, *rest))


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters were added, lost, changed or swapped; ``most + 1`` when more.

    Swapping two neighbours is one (optimal string alignment), as in the automata of tantivy.
    """
    left, right = set(one), set(other)
    if max(abs(len(one) - len(other)), len(left - right), len(right - left)) > most:
        return most + 1  # each letter that only one of them has needs a change
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def best(near: Near, frequencies: Mapping[str, int]) -> str:
    """Return the nearest, then most frequent, then first word; empty when none is near."""
    ranked = sorted(
        (distance(near.word, word, near.distance), -number, word)
        for word, number in frequencies.items()
    )
    if not ranked or ranked[0][0] > near.distance or ranked[0][2] == near.word:
        return ""
    return ranked[0][2]


def _has_enough(searcher: tantivy.Searcher, unit: Unit) -> bool:
    """Say whether a word finds ``FEW`` things in the whole index without being forgiven."""
    forms = [form for one in unit.alternatives if isinstance(one, AnyOf) for form in one.forms]
    most = max((searcher.doc_freq("forms", form) for form in forms), default=0)
    if most >= FEW + _deleted(searcher):
        return True
    return matching.hits(searcher, matching.unit_matches(unit)) >= FEW


def _deleted(searcher: tantivy.Searcher) -> int:
    """Return how many things are deleted but still counted in frequencies."""
    everything = sum(searcher.doc_freq("last", value) for value in (0, 1))
    return everything - searcher.num_docs


def _close(searcher: tantivy.Searcher, near: Near) -> tuple[set[str], bool]:
    """Return the forms near a word, and whether these are all.

    The dictionary cannot be asked, so they are read from the things that have them; then from
    the things that have others, until there are none.
    """
    close: set[str] = set()
    letters = set(near.word)
    wanted = matching.unit_matches(Unit((near,)))
    for _ in range(_LOOKS):
        known = [matching.term(form) for form in close]
        found = searcher.search(matching.all_of([wanted], known), _LOOKED_AT, count=False).hits
        said: set[str] = set()
        for _, address in found:
            said.update(bytes(searcher.doc(address)["said"][0]).decode().split(" "))
        close |= {one for one in said if _may_be(near, letters, one)}
        if len(found) < _LOOKED_AT or len(close) > _MOST_FORMS:
            return close, len(found) < _LOOKED_AT
    return close, False


def _may_be(near: Near, letters: set[str], one: str) -> bool:
    """Say whether a form is near; most are not, and cheap to refuse."""
    return (
        abs(len(one) - len(near.word)) <= near.distance
        and len(letters.difference(one)) <= near.distance
        and distance(near.word, one, near.distance) <= near.distance
    )
