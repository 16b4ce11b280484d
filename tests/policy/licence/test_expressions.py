"""Licence expressions, as people write them and as SPDX writes them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]

from beffroi.policy.licence import expressions, spdx
from beffroi.policy.licence.errors import ExpressionError

CURRENT = [
    entry.spdx_id
    for entry in spdx.entries().values()
    if not (entry.successor or entry.is_exception)
]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mit", "MIT"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("mit or (gpl-2.0+ with classpath-exception-2.0)",
         "MIT OR GPL-2.0-or-later WITH Classpath-exception-2.0"),
        ("MIT AND Zlib OR ISC", "(MIT AND Zlib) OR ISC"),
        ("MIT AND (Zlib OR ISC)", "MIT AND (Zlib OR ISC)"),
        ("MIT, BSD-3-Clause; ISC", "MIT AND BSD-3-Clause AND ISC"),
        ("MIT + Zlib", "MIT AND Zlib"),
        ("MIT OR MIT", "MIT"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("AGPL-3.0+", "AGPL-3.0-or-later"),
        ("LGPL-2.1 or later", "LGPL-2.1-or-later"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"),
        ("GPL-2.0-with-GCC-exception", "GPL-2.0-only WITH GCC-exception-2.0"),
        ("((MIT))", "MIT"),
        ("MIT OR (ISC OR Zlib)", "MIT OR ISC OR Zlib"),
        ("LicenseRef-house AND MIT", "LicenseRef-house AND MIT"),
        ("Apache License 2.0 OR MIT License", "Apache-2.0 OR MIT"),
    ],
)  # fmt: skip
def test_an_expression_is_returned_as_spdx_writes_it(written: str, expected: str) -> None:
    assert expressions.normalise(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "MIT OR", "AND MIT", "(MIT", "MIT)", "MIT WITH MIT", "Classpath-exception-2.0",
     "MIT ISC Zlib", "(MIT OR ISC) WITH LLVM-exception", "(" * 500 + "MIT", "MIT " * 2000],
)  # fmt: skip
def test_what_is_no_expression_is_refused_in_words(written: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        expressions.parse(written)
    assert str(refused.value)


def test_every_deprecated_identifier_has_a_current_successor_but_one() -> None:
    without = []
    for entry in spdx.entries().values():
        if entry.is_exception or "+" in entry.spdx_id:
            continue
        name = str(expressions.parse(entry.spdx_id)).split(" WITH ", maxsplit=1)[0]
        if name == entry.spdx_id and entry.successor:
            without.append(name)
    assert not without


def test_the_oracle_s_expressions_mean_the_same_to_another_parser(shared: Path) -> None:
    with (shared / "data/licences/scancode-cases.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["expected_spdx_ids"]]
    other = get_spdx_licensing()
    for row in rows:
        ids = [one for one in row["expected_spdx_ids"].split() if not spdx.is_exception(one)]
        ours = str(expressions.parse(" AND ".join(ids)))
        assert other.is_equivalent(other.parse(ours), other.parse(" AND ".join(ids))), row


trees = some.recursive(
    some.sampled_from(CURRENT),
    lambda inner: some.builds(
        lambda operator, parts: "(" + f" {operator} ".join(parts) + ")",
        some.sampled_from(["AND", "OR"]),
        some.lists(inner, min_size=2, max_size=4),
    ),
    max_leaves=12,
)


@given(trees)
def test_what_is_written_is_read_again_as_itself(written: str) -> None:
    once = expressions.normalise(written)
    assert once is not None
    assert expressions.normalise(once) == once


@given(some.text())
def test_any_text_is_answered_or_refused(text: str) -> None:
    expressions.normalise(text)
