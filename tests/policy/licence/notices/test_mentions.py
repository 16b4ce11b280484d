"""Mentions of licences: name, version, and what is said of later versions."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.licence import lexicon
from beffroi.policy.licence.notices import lexer, mentions
from beffroi.policy.licence.words import read_text


def licences(text: str) -> list[str]:
    return [
        licence
        for window in lexer.windows(read_text(text))
        for mention in mentions.find(window)
        for licence in mention.licences
    ]


FULL = "GNU {} as published by the Free Software Foundation; {}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPLv2+", ["GPL-2.0-or-later"]),
        ("GPL-2", ["GPL-2.0-only"]),
        ("GPL (>= 2)", ["GPL-2.0-or-later"]),
        ("GNU GPL version 3 or any later version", ["GPL-3.0-or-later"]),
        ("LGPL 2.1 or later", ["LGPL-2.1-or-later"]),
        ("version 2 of the GPL", ["GPL-2.0-only"]),
        ("version 2 or later of the GNU GPL", ["GPL-2.0-or-later"]),
        ("GPL v2 or v3", ["GPL-2.0-only", "GPL-3.0-only"]),
        ("GPL versions 2 and 3", ["GPL-2.0-only", "GPL-3.0-only"]),
        ("GNU General Public License (GPL), version 2 only", ["GPL-2.0-only"]),
        ("General Public License, v.2", ["GPL-2.0-only"]),
        (FULL.format("General Public License", "either version 2 of the License, or (at your "
                     "option) any later version."), ["GPL-2.0-or-later"]),
        (FULL.format("Lesser General Public License", "version 2.1 of the License."),
         ["LGPL-2.1-only"]),
        (FULL.format("Affero General Public License", "either version 3, or, at your choice, "
                     "any newer version"), ["AGPL-3.0-or-later"]),
        ("GNU Library General Public License, version 2, or any later version",
         ["LGPL-2.0-or-later"]),
        ("licence GPL version 3 ou ultérieure", ["GPL-3.0-or-later"]),
        ("Apache License, Version 2.0", ["Apache-2.0"]),
        ("Apache 2", ["Apache-2.0"]),
        ("Mozilla Public License, v. 2.0", ["MPL-2.0"]),
        ("Eclipse Public License v1.0", ["EPL-1.0"]),
        ("EUPL v1.2", ["EUPL-1.2"]),
        ("licence publique de l’Union européenne v. 1.2", ["EUPL-1.2"]),
        ("CC BY-SA 4.0", ["CC-BY-SA-4.0"]),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported License",
         ["CC-BY-NC-SA-3.0"]),
        ("Creative Commons Zero", ["CC0-1.0"]),
        ("CeCILL-C", ["CECILL-C"]),
        ("GNU Free Documentation License, Version 1.3 or any later version; no Invariant Sections",
         ["GFDL-1.3-no-invariants-or-later"]),
        ("GPL", ["GPL-1.0-or-later"]),
        ("public domain", []),
        ("see LICENSE", []),
    ],
)  # fmt: skip
def test_name_and_version_make_an_identifier(text: str, expected: list[str]) -> None:
    assert licences(text) == expected


def test_a_name_without_version_leaves_its_ties_open() -> None:
    (window,) = lexer.windows(read_text("the BSD license"))
    (mention,) = mentions.find(window)
    assert mention.ties == ("BSD-2-Clause", "BSD-4-Clause")
    assert not mention.is_versioned


def test_a_heading_counts_as_a_field() -> None:
    (window,) = lexer.windows(read_text("License\n\nISC"))
    assert mentions.before_of(window.tokens, 2, 9) == mentions.UNDER_HEADING


words = some.sampled_from(
    ["gpl", "license", "version", "2", "or", "later", ",", "(", ")", "the", "cc", "by", "4.0", ".",
     "creative", "commons", "gnu", "lesser", "public", "mit", "¶", "any", "+", ">=", "v"]
)  # fmt: skip


@given(some.lists(words, max_size=80))
def test_any_words_are_read_in_order_and_without_overlap(tokens: list[str]) -> None:
    found = mentions.find(lexer.Window(tokens, [1] * len(tokens)))
    places = [(mention.start, mention.end) for mention in found]
    assert all(start < end <= len(tokens) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_every_clear_name_is_found_by_itself() -> None:
    for entry in ("Vim License", "Zope Public License 2.1", "SIL Open Font License 1.1"):
        assert licences(entry), entry
    assert lexicon.tree()
