"""The texts of the SPDX list, clean and changed: how many are named right, with pinned counts.

Source: shared/data/licences/spdx-simple-even (spdx/license-list-XML, CC0-1.0). Right is: only the
expected identifier or one of the same text. A failure lists the cases.
"""

import csv
import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from beffroi.policy.licence import sources, spdx
from beffroi.policy.licence.build import build
from beffroi.policy.licence.detect import detect
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.shapes import Match
from beffroi.policy.licence.store import default_index
from beffroi.policy.licence.texts import find_texts
from beffroi.policy.licence.words import read_text

pytestmark = pytest.mark.long
WITHOUT_TEXT = {
    "BSD-2-Clause-FreeBSD",
    "Simple-Library-Usage-exception",
    "kvirc-openssl-exception",
    "sqlitestudio-OpenSSL-exception",
}
"""What no package holds a text of; ``--texts`` with SPDX's own files adds them."""
BRITISH = {"authorized": "authorised", "organization": "organisation", "recognize": "recognise"}


class Case(NamedTuple):
    """One text and the identifiers that are right."""

    name: str
    kind: str
    text: str
    right: frozenset[str]


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[Case]:
    folder = shared / "data" / "licences"
    with (folder / "spdx-simple-even.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(
            row["spdx_id"], row["kind"],
            (folder / "spdx-simple-even" / row["file"]).read_text("utf-8", "replace"),
            frozenset({row["spdx_id"], *row["identical_text_ids"].split(),
                       spdx.current(row["spdx_id"])}),
        )
        for row in rows
    ]  # fmt: skip


def is_right(matches: list[Match], case: Case) -> bool:
    return bool(matches) and all(case.right & {one.licence, *one.ties} for one in matches)


def wrong(cases: list[Case], kind: str, change: Callable[[str], str] = str) -> set[str]:
    index = default_index()
    return {
        case.name
        for case in cases
        if case.kind == kind
        and case.name not in WITHOUT_TEXT
        and not is_right(find_texts(read_text(change(case.text)), index), case)
    }


def altered(cases: list[Case], change: Callable[[str], str] = str) -> set[str]:
    """Return the texts that are not found as exact."""
    index = default_index()
    found = {case.name: find_texts(read_text(change(case.text)), index) for case in cases}
    return {
        name for name, matches in found.items()
        if name not in WITHOUT_TEXT and any(match.differs for match in matches)
    }  # fmt: skip


def test_all_licences_and_exceptions_with_a_text_are_named_right(cases: list[Case]) -> None:
    assert wrong(cases, "licence") == set()  # 357 of 358: one has no text in the packages
    assert wrong(cases, "exception") == set()  # 41 of 44: three have none
    assert altered(cases) == {"Borceux"}  # its address in words is masked in the corpus


def test_with_the_operators_texts_nothing_is_missing(cases: list[Case], shared: Path) -> None:
    more = sources.further(shared / "data" / "licences" / "spdx-supplement.json")
    index = Index(build([*sources.shipped(), *more]))
    found = {case.name: find_texts(read_text(case.text), index) for case in cases}
    assert {
        case.name for case in cases
        if case.kind != "deprecated" and not is_right(found[case.name], case)
    } == set()  # fmt: skip


def test_the_whole_answer_is_right_too(cases: list[Case]) -> None:
    """Clues of notices and tags do not disturb a text; of licences with a text, all but these."""
    fails = set()
    for case in cases:
        if case.kind == "licence" and case.name not in WITHOUT_TEXT:
            answer = detect(case.text.encode(), "LICENSE")
            if not is_right(list(answer.matches), case):
                fails.add(case.name)
    assert len(fails) <= 4, fails


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize(("share", "most"), [(0.03, 2), (0.1, 4)])
def test_lost_words_leave_the_name(cases: list[Case], seed: int, share: float, most: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (chosen words, no secret)

    def without(text: str) -> str:
        return re.sub(r"\S+", lambda word: "" if chance.random() < share else word[0], text)

    fails = wrong(cases, "licence", without)
    assert len(fails) <= most, fails


PREFIXES = {"//": "// ", "star": " * ", "hash": "# ", "rem": "REM ", "dnl": "dnl ", "semi": ";; "}


@pytest.mark.parametrize("style", PREFIXES)
def test_comment_styles_lose_nothing(cases: list[Case], style: str) -> None:
    def commented(text: str) -> str:
        return "\n".join(PREFIXES[style] + line for line in text.split("\n"))

    assert wrong(cases, "licence", commented) == set()
    assert len(altered(cases, commented)) <= 6


def _wrapped(text: str, width: int) -> str:
    parts = re.split(r"\n\s*\n", text)
    return "\n\n".join("\n".join(textwrap.wrap(part, width)) for part in parts)


CHANGES: dict[str, tuple[Callable[[str], str], int]] = {
    "60 columns": (lambda text: _wrapped(text, 60), 18),
    "100 columns": (lambda text: _wrapped(text, 100), 14),
    "one line": (lambda text: " ".join(text.split()), 14),
    "bullets": (
        lambda text: re.sub(r"(?m)^(\s*)(?:\d+[.)]|\([a-z]\)|[a-z]\)|[*-])\s", r"\1• ", text), 6
    ),
    "curly quotes": (lambda text: re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’"), 2),
    "british": (lambda text: re.sub("|".join(BRITISH), lambda one: BRITISH[one[0]], text), 2),
    "https": (lambda text: text.replace("http:", "https:"), 2),
    "other holder": (lambda text: "Copyright © 2021 Ville de Paris\n\n" + text, 2),
    "code after it": (lambda text: text + "\nint value = compute(index);" * 60, 2),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_changes_that_the_guidelines_allow_lose_nothing(cases: list[Case], change: str) -> None:
    changed, most = CHANGES[change]
    assert wrong(cases, "licence", changed) == set()
    names = altered(cases, changed)
    assert len(names) <= most, names
