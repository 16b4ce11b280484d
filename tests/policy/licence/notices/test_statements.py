"""Statements: what one sentence, field or heading says as a whole."""

import pytest

from beffroi.policy.licence.notices import lexer, statements
from beffroi.policy.licence.words import read_text


def read(text: str) -> list[statements.Statement]:
    return [one for window in lexer.windows(read_text(text)) for one in statements.read(window)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Licensed under MIT or GPL", "MIT OR GPL-1.0-or-later"),
        ("Licensed under the MIT and Apache 2.0 licenses", "MIT AND Apache-2.0"),
        ("Dual licensed under the MIT and GPL licenses", "MIT OR GPL-1.0-or-later"),
        ("License: MPL 1.1/GPL 2.0/LGPL 2.1", "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-only"),
        ("License: GPL-1+ or Artistic, and BSD-3-clause",
         "(GPL-1.0-or-later OR Artistic-1.0-Perl) AND BSD-3-Clause"),
        ("under either of Apache License, Version 2.0 or MIT license at your option",
         "Apache-2.0 OR MIT"),
        ('MODULE_LICENSE("Dual BSD/GPL");', "BSD-3-Clause OR GPL-1.0-or-later"),
        ("available under the BSD, MIT or ISC license", "BSD-3-Clause OR MIT OR ISC"),
    ],
)  # fmt: skip
def test_names_of_one_sentence_make_one_expression(text: str, expected: str) -> None:
    assert [str(one.expression) for one in read(text)] == [expected]


def test_another_sentence_is_another_statement() -> None:
    found = read("Code is licensed under MIT. Documents are licensed under CC BY 4.0.")
    assert [str(one.expression) for one in found] == ["MIT", "CC-BY-4.0"]


def test_an_alternative_is_told_from_an_addition() -> None:
    text = "Alternatively, this may be distributed under the terms of the GPL version 2."
    assert read(text)[0].is_alternative
    assert not read("This is distributed under the terms of the GPL version 2.")[0].is_alternative


def test_a_long_list_of_names_says_nothing() -> None:
    names = ["MIT-0", "BSD-2-Clause", "BSD-3-Clause", "AFL-2.1", "EPL-1.0", "MPL-2.0", "CC0-1.0",
             "GPL-2.0", "GPL-3.0", "LGPL-2.1", "EUPL-1.2"]  # fmt: skip
    (listed,) = read(", ".join(names))
    assert listed.level == 0


def test_a_pointer_to_a_text_is_marked() -> None:
    assert read("See the GNU General Public License for more details.")[0].is_pointer
