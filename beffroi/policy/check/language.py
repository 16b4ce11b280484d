"""In which language a text is written, told by the small words that each language needs."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from beffroi.policy.licences import DATA

UNKNOWN = ""
_FEWEST = 8
"""A paragraph of fewer words is not judged."""
_SHARE = 0.12
"""So many words of a text are small words of its language, at least."""
_MARGIN = 1.25
"""The language found has so many times the small words of the next one."""
_NOISE = re.compile(
    r"^[ \t]*(`{3,12}|~{3,12})[^\n]*\n.*?(?:^[ \t]*\1|\Z)"  # fenced code
    r"|^(?: {4}|\t)[^\n]*$"  # indented code
    r"|`[^`\n]{0,300}`|<[^<>\n]{1,300}>|\]\([^()\n]*\)"
    r"|^\.\. [^\n]*",
    re.MULTILINE | re.DOTALL,
)
_NO_WORDS = "/_@%"
_WORD = re.compile(r"[^\W\d_]+")
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n|(?=[#=*-]))")


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters, without code, addresses and markup."""
    return list(_words(_NOISE.sub(" ", text)))


def language_of(text: str) -> str:
    """Return the code of the language of a text (``fr``), or nothing when it cannot be told."""
    return _judged(words_in(text))


def words_by_language(text: str) -> Counter[str]:
    """Return how many words of a text stand in paragraphs of each language; "" is not told."""
    found: Counter[str] = Counter()
    for words in _paragraphs(text):
        found[_judged(words)] += len(words)
    return found


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Yield the words of each paragraph; a short one goes with the next."""
    waiting: list[str] = []
    for paragraph in _PARAGRAPH.split(_NOISE.sub(" ", text)):
        waiting += _words(paragraph)
        if len(waiting) >= _FEWEST:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _words(clean: str) -> Iterator[str]:
    """Yield the words of a text; not those of paths, names of code and addresses."""
    for token in clean.split():
        if not any(sign in token for sign in _NO_WORDS):
            yield from (word.lower() for word in _WORD.findall(token))


def _judged(words: list[str]) -> str:
    if len(words) < _FEWEST:
        return UNKNOWN
    points = dict.fromkeys(_languages(), 0.0)
    for word in words:
        for language, weight in _weights().get(word, ()):
            points[language] += weight
    (first, most), (_, next_most) = sorted(points.items(), key=lambda one: -one[1])[:2]
    is_clear = most >= _SHARE * len(words) and most >= _MARGIN * next_most
    return first if is_clear else UNKNOWN


@cache
def _languages() -> Mapping[str, list[str]]:
    with (DATA / "function-words.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _weights() -> Mapping[str, Sequence[tuple[str, float]]]:
    """Return the languages that need a word; one that several of them need counts less for each."""
    needing: dict[str, list[str]] = {}
    for language, words in _languages().items():
        for word in dict.fromkeys(words):
            needing.setdefault(word, []).append(language)
    return {
        word: [(language, 1 / len(languages)) for language in languages]
        for word, languages in needing.items()
    }
