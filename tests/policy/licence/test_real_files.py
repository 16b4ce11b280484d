"""Real files of several origins: the shared half of the corpus, counted."""

import csv
import re
from pathlib import Path

import pytest
from license_expression import (  # type: ignore[import-untyped]
    get_license_index,
    get_spdx_licensing,
)

from beffroi.policy.licence import spdx
from beffroi.policy.licence.detect import detect

pytestmark = pytest.mark.slow
EXPRESSIONS = 0.95
FLOOR, EMPTY = 51, 20  # right of 60, and empty of the 20 that are; the numbers only rise
KNOWN_FAILURES = {
    "24-single.txt",  # Apache-1.1 with clauses renumbered; the text engine says similar
    "27-single.txt",  # an address of a file LICENSE: nothing in it names a licence
    "28-single.txt",
    "30-single.txt",
    "33-single.json",  # a list of licences
    "38-single.txt",  # SAX-PD against SAX-PD-2.0
    "44-multiple.txt",  # BSD-3-Clause-Tso of our list is BSD-3-Clause there
    "48-multiple.txt",  # the second half of IJG
    "54-multiple.txt",  # HPND and X11 variants
}


def families(expression: str | None) -> set[str]:
    words = re.findall(r"[^\s()]+", expression or "")
    return {spdx.family(word) for word in words if word not in {"AND", "OR", "WITH"}}


def test_the_shared_real_files_are_answered_right(shared: Path) -> None:
    folder = shared / "data/licences"
    with (folder / "scancode-cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong, empty = set(), 0
    for row in rows:
        data = (folder / "scancode-cases" / row["file"]).read_bytes()
        expected = {spdx.family(one) for one in row["expected_spdx_ids"].split()}
        found = families(detect(data, row["file"]).expression)
        if found != expected:
            wrong.add(row["file"])
        empty += not expected and not found
    assert wrong <= KNOWN_FAILURES
    assert empty == EMPTY
    assert len(rows) - len(wrong) >= FLOOR


def test_where_the_identifiers_are_right_the_expression_is(shared: Path) -> None:
    folder = shared / "data/licences"
    with (folder / "scancode-cases.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["expected_scancode_expressions"]]
    keys = {one["license_key"]: one["spdx_license_key"] for one in get_license_index()}
    parser, right, judged = get_spdx_licensing(), 0, 0
    for row in rows:
        written = row["expected_scancode_expressions"].replace(" ; ", " AND ")
        words = [keys.get(word, word) for word in re.findall(r"[()]|[^\s()]+", written)]
        found = detect((folder / "scancode-cases" / row["file"]).read_bytes(), row["file"])
        if families(found.expression) == families(" ".join(words)):
            judged += 1
            ours = parser.parse(found.expression).simplify()
            right += bool(ours == parser.parse(" ".join(words)).simplify())
    assert right >= EXPRESSIONS * judged
    assert judged >= FLOOR - EMPTY
