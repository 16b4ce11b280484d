"""The score of the French catalogue, criterion by criterion (code-catalogue §8.1).

One function for page, list, export, index and API, so that one repository has one score. Weights
and words are data: ``data/catalogue-score.toml``, which also says where we depart from the source.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from beffroi.lib.typography import figure
from beffroi.policy.freedom import NO, UNKNOWN, YES, freedom
from beffroi.policy.licences import DATA, OTHER

Words = Mapping[str, str]
NOTHING: Final[Words] = {}
BUCKET = 100
_FILE = "catalogue-score.toml"
_LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one repository; None is unknown, never a no.

    ``licence``: SPDX expression, ``other``, or "" when nobody says.
    """

    licence: str = ""
    has_licence_file: bool | None = None
    has_publiccode: bool | None = None
    has_readme: bool | None = None
    has_contributing: bool | None = None
    has_changelog: bool | None = None
    has_description: bool | None = None
    is_template: bool | None = None
    is_archived: bool | None = None
    is_fork: bool | None = None
    forks: int | None = None
    subscribers: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the score: what is known, what it earns, what would earn more.

    ``state``: ``yes``, ``no`` or ``unknown``. ``weight``: the most it can give, or take when
    negative. ``remedy`` and ``who`` (who may) are empty where nothing is to improve. Words are
    language → text.
    """

    id: str
    state: str
    points: int
    weight: int
    title: Words
    statement: Words
    remedy: Words = field(default_factory=dict)
    who: Words = field(default_factory=dict)


_FLAGS: Final = {
    "publiccode": "has_publiccode",
    "template": "is_template",
    "readme": "has_readme",
    "contributing": "has_contributing",
    "changelog": "has_changelog",
    "description": "has_description",
    "archived": "is_archived",
    "fork": "is_fork",
}
_THREE: Final = {True: YES, False: NO, None: UNKNOWN}
_EARNS: Final = {"flag": YES, "lack": NO, "freedom": YES}


def score(facts: Facts) -> int:
    """Return the score: a licence earns its points only when SPDX names it and it is free."""
    return sum(points(facts).values())


def incumbent_score(facts: Facts) -> int:
    """Return the score of the French export: there any licence file earns the points."""
    earned = points(facts)
    earned["licence"] = _weights()["licence"] if facts.has_licence_file else 0
    return sum(earned.values())


def points(facts: Facts) -> dict[str, int]:
    """Return what each criterion earns, in the order of the table."""
    found = {}
    for id_, kind, weight in _rules():
        if kind == "count":
            found[id_] = _step(_count(id_, facts))[1]
        else:
            found[id_] = weight if _state(id_, facts) == _EARNS[kind] else 0
    return found


def criteria(facts: Facts) -> tuple[Criterion, ...]:
    """Return the whole table: every criterion with its words in each language."""
    earned = points(facts)
    return tuple(_criterion(rule, facts, earned[rule["id"]]) for rule in _data()["criterion"])


def weights() -> Mapping[str, int]:
    """Return the most that each criterion gives, or takes."""
    return _weights()


def steps() -> Sequence[tuple[int, int]]:
    """Return the steps of counts, the highest first: (above, points)."""
    return [(above, earned) for above, earned in _data()["steps"]]


def bucket(value: int) -> int:
    """Return the bar of the histogram: hundreds towards zero, so −99 to 99 share the bar 0."""
    return int(value / BUCKET) * BUCKET


def version() -> str:
    """Return the version of weights and words."""
    return str(_data()["version"])


def limits() -> tuple[int, int]:
    """Return the least and the greatest score."""
    weights = _weights().values()
    least = sum(weight for weight in weights if weight < 0)
    return least, sum(weight for weight in weights if weight > 0)


def _criterion(rule: Mapping[str, Any], facts: Facts, earned: int) -> Criterion:
    state, case = _case(rule["id"], rule["kind"], facts)
    words = rule[case]
    return Criterion(
        id=rule["id"],
        state=state,
        points=earned,
        weight=rule["points"],
        title=rule["title"],
        statement=_filled(words["says"], rule["id"], facts),
        remedy=words.get("remedy", NOTHING),
        who=_data()["who"][words["who"]] if "who" in words else NOTHING,
    )


def _case(id_: str, kind: str, facts: Facts) -> tuple[str, str]:
    """Return the state, and the name of the words that tell it."""
    if kind == "freedom":
        return _licence(facts)
    if kind != "count":
        state = _state(id_, facts)
        return state, state
    count = _count(id_, facts)
    if count is None:
        return UNKNOWN, UNKNOWN
    above, earned = _step(count)
    if not earned:
        return NO, NO
    return YES, "most" if above == _data()["steps"][0][0] else YES


def _licence(facts: Facts) -> tuple[str, str]:
    if facts.licence == OTHER:
        return UNKNOWN, "other"
    if facts.licence:
        case = {YES: "free", NO: "not_free", UNKNOWN: "other"}
        return freedom(facts.licence), case[freedom(facts.licence)]
    if facts.has_licence_file:
        return UNKNOWN, "unnamed"
    return (NO, "none") if facts.has_licence_file is False else (UNKNOWN, UNKNOWN)


def _state(id_: str, facts: Facts) -> str:
    if id_ == "licence":
        return freedom(facts.licence)
    return _THREE[getattr(facts, _FLAGS[id_])]


def _count(id_: str, facts: Facts) -> int | None:
    value: int | None = getattr(facts, id_)
    return value


def _step(count: int | None) -> tuple[int, int]:
    """Return the step that a count is above, and its points; the lowest step and 0 below it."""
    steps: Sequence[tuple[int, int]] = _data()["steps"]
    reached = ((above, earned) for above, earned in steps if (count or 0) > above)
    return next(reached, (steps[-1][0], 0))


def _filled(words: Words, id_: str, facts: Facts) -> Words:
    if "{" not in words["en"]:
        return words
    count = getattr(facts, id_, 0)
    above = _step(count)[0] if isinstance(count, int) else 0
    return {
        language: words[language].format(
            licence=facts.licence,
            count=figure(count, language) if isinstance(count, int) else "",
            above=above,
        )
        for language in _LANGUAGES
    }


@cache
def _data() -> dict[str, Any]:
    with (DATA / _FILE).open("rb") as file:
        return tomllib.load(file)


@cache
def _rules() -> tuple[tuple[str, str, int], ...]:
    return tuple((rule["id"], rule["kind"], rule["points"]) for rule in _data()["criterion"])


@cache
def _weights() -> dict[str, int]:
    return {id_: weight for id_, _, weight in _rules()}
