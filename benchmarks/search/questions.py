"""The questions of the benchmark: A–F of the study of stacks, and G, several choices at once."""

import random
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from beffroi.search.shapes import FACETS, QUIET, Document, Query
from benchmarks.search.corpus import SEED, TODAY

VARIANTS = 12
"""Different questions of each kind; the same at every size."""

KINDS = {
    "A": "one frequent word, language and licence chosen, by relevance",
    "B": "one or two words, by relevance",
    "C": "one organisation, by stars",
    "D": "nothing chosen, by stars",
    "E": "the beginning of a word",
    "F": "a misspelt word",
    "G": "a word, two languages or two licences, two forges, by relevance",
}


def questions(real: list[Document]) -> dict[str, list[Query]]:
    """Return the questions of each kind, drawn from the words and values of the real data."""
    draw = _Draw(real)
    many = range(VARIANTS)
    return {
        "A": [
            ask(draw.frequent(), filters=draw.some(language=(1, 6), licence=(1, 4))) for _ in many
        ],
        "B": [ask(" ".join(draw.usual(1 + number % 2))) for number in many],
        "C": [ask("", "-stars", draw.some(organisation=(1, 40))) for _ in many],
        "D": [ask("", "-stars")],
        "E": [ask(draw.long()[:5]) for _ in many],
        "F": [ask(draw.misspelt()) for _ in many],
        "G": [
            ask(draw.frequent(), filters=draw.some(language=(2, 8), licence=(2, 5), forge=(2, 4)))
            for _ in many
        ],
    }


def ask(
    text: str, sort: str = "", filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Query:
    """Return a question that wants every facet counted that pages count."""
    counted = tuple(name for name in FACETS if name not in QUIET)
    return Query(text=text, sort=sort, filters=filters, facets=counted, today=TODAY)


class _Draw:
    """Words and values of the real data, drawn by chance, always the same."""

    def __init__(self, real: list[Document]) -> None:
        self._chance = random.Random(SEED)
        spoken = Counter(
            word.lower()
            for one in real
            for word in one.description.split()
            if word.isascii() and word.isalpha() and len(word) > 3
        )
        ranked = [word for word, _ in spoken.most_common(1500)]
        self._frequent, self._usual = ranked[:60], ranked[60:]
        self._values = {
            name: [v for v, _ in Counter(v for d in real for v in d.facets[name]).most_common(40)]
            for name in ("organisation", "language", "licence", "forge")
        }

    def frequent(self) -> str:
        """Return one of the 60 most frequent words."""
        return self._chance.choice(self._frequent)

    def usual(self, number: int) -> list[str]:
        """Return other words."""
        return self._chance.sample(self._usual, number)

    def long(self) -> str:
        """Return another word of eight letters or more."""
        return self._chance.choice([word for word in self._usual if len(word) > 7])

    def misspelt(self) -> str:
        """Return a long word with two neighbours swapped and a wrong last letter."""
        word = self.long()
        at = self._chance.randrange(2, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 : -1] + "h"

    def some(self, **wanted: tuple[int, int]) -> dict[str, tuple[str, ...]]:
        """Return for each facet so many values of its so many most frequent ones."""
        return {
            name: tuple(self._chance.sample(self._values[name][:first], number))
            for name, (number, first) in wanted.items()
        }
