"""Everything that names a licence without being its text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from beffroi.policy.licence import spdx
from beffroi.policy.licence.clues import combine, find_clues
from beffroi.policy.licence.combining import group_of
from beffroi.policy.licence.words import read, read_text


def said(text: str, name: str = "") -> str | None:
    parted = read_text(text)
    return combine(find_clues(parted, name), parted)[0]


GPL = """This program is free software; you can redistribute it and/or modify it under
the terms of the GNU General Public License as published by the Free Software
Foundation; {}.

This program is distributed in the hope that it will be useful, but WITHOUT ANY
WARRANTY. See the GNU General Public License for more details. You should have
received a copy of the GNU General Public License along with this program."""
TRI = """The contents of this file are subject to the Mozilla Public License Version 1.1
(the "License"); you may not use this file except in compliance with the License.

Alternatively, the contents of this file may be used under the terms of either the
GNU General Public License Version 2 or later (the "GPL"), or the GNU Lesser General
Public License Version 2.1 or later (the "LGPL"), in which case the provisions of the
GPL or the LGPL are applicable instead of those above."""
GOOGLE = """Use of this source code is governed by a BSD-style license that can be found in
the LICENSE file."""
BOOST = """Distributed under the Boost Software License, Version 1.0.
(See accompanying file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GPL.format("version 2 of the License"), "GPL-2.0-only"),
        (GPL.format("either version 3 of the License, or (at your option) any later version"),
         "GPL-3.0-or-later"),
        (TRI, "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later"),
        (GOOGLE, "BSD-3-Clause"),
        (BOOST, "BSL-1.0"),
        ("Ce logiciel est régi par la licence CeCILL-B soumise au droit français", "CECILL-B"),
        ("Diffusé sous licence EUPL v1.2", "EUPL-1.2"),
        ("Licence Ouverte 2.0", "etalab-2.0"),
        ('__license__ = "MIT"', "MIT"),
        (" * @license MIT", "MIT"),
        (":license: BSD-3-Clause", "BSD-3-Clause"),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
         "LGPL-3.0-only"),
        ("License: GPL-2+ with OpenSSL exception", "GPL-2.0-or-later"),
        ("Apache 2.0 with LLVM exceptions", "Apache-2.0 WITH LLVM-exception"),
        ("GPL 2 with classpath exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("you can redistribute it and/or modify it under the same terms as Perl itself.",
         "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("## License\n\nISC", "ISC"),
        ("License: PostgreSQL and Tcl", "PostgreSQL AND TCL"),
        ("see <https://www.gnu.org/licenses/gpl-3.0.html>", "GPL-3.0-only"),
        ("This program is licensed under the GNU Library General Public License, v2",
         "LGPL-2.0-only"),
    ],
)  # fmt: skip
def test_a_notice_says_its_licence(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "This file is in the public domain.",
        "See the file COPYING.",
        "All rights reserved.",
        "This is not licensed under the GPL.",
        "It is compatible with the GPL.",
        "Unlike the MIT license, ours asks for more.",
        "mit freundlichen Grüßen",
        "import apache2; boost::shared_ptr<int> python;",
        "Copyright (C) 2001 Python Software Foundation",
        "SHELL_CMD_ARG_REGISTER(mpl, &mpl_cmds, cmd_mpl, 1, 1);",
        "Ant-Version: Apache Ant 1.6.2",
        "Runs on FreeBSD, NetBSD and under BSD make with Perl 5.",
        "EXPORT_SYMBOL_GPL(foo);",
        "## License\n\npython-slugify has its own terms",
        "GPL",
        "0BSD | AAL | AFL-1.1 | Apache-2.0 | BSD-2-Clause | CC0-1.0 | EPL-1.0 | GPL-3.0 | MIT-0",
    ],
)
def test_what_only_speaks_of_licences_says_nothing(text: str) -> None:
    assert said(text) is None


def test_every_clue_has_a_line_a_score_and_a_kind() -> None:
    text = read_text(f"{BOOST}\n\n# {'SPDX-License-'}Identifier: MIT\n")
    found = find_clues(text)
    assert {clue.kind for clue in found} == {"notice", "tag"}
    assert all(1 <= clue.start_line <= clue.end_line <= len(text.lines) for clue in found)
    assert all(clue.score == 1.0 for clue in found)


def test_an_address_alone_is_a_reference() -> None:
    (found,) = find_clues(read_text("\nhttps://opensource.org/licenses/MIT"))
    assert (found.kind, found.start_line) == ("reference", 2)


def test_a_manifest_is_read_by_its_name() -> None:
    assert said('{"license": "Apache-2.0"}', "package.json") == "Apache-2.0"


FAR_NAMES = 30  # names of the list that hold a version in the middle, or a clause in brackets
pieces = some.sampled_from(
    ["GPL", "license", "version 2", "or later", "MIT", "\n", "under the", ".", "(", ")", "http://",
     "BSD", "with", "exception", "dual", "or", "and", ", ", "/", "Creative Commons", "\0", "é",
     "SPDX-License-" + "Identifier:", "alternatively", "not"]
)  # fmt: skip


@settings(deadline=None)
@given(some.lists(pieces, max_size=60).map(" ".join))
def test_any_text_of_such_words_is_answered(text: str) -> None:
    said(text)


@settings(deadline=None)
@given(some.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    find_clues(read(data), "package.json")


PIECES = ["licensed under ", "GPL, ", "(", "a", "license : ", "or the "]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_line_of_one_word_is_answered(piece: str) -> None:
    assert len(find_clues(read_text(piece * (300_000 // len(piece))))) < 1000


@pytest.mark.long
@pytest.mark.parametrize("piece", PIECES)
def test_a_line_of_ten_million_signs_is_answered(piece: str) -> None:
    assert len(find_clues(read_text(piece * (10_000_000 // len(piece))))) < 1000


def test_every_address_of_the_list_is_answered_in_a_sentence() -> None:
    for entry in spdx.entries().values():
        for address in entry.see_also:
            said(f"This file is licensed under {address} or any later version.")


def test_every_name_of_the_list_is_found_in_a_sentence() -> None:
    missed = []
    for entry in spdx.entries().values():
        text = read_text(f"This file is licensed under the {entry.name}.")
        found = {clue.licence for clue in find_clues(text)}
        expected = spdx.current(entry.spdx_id).split(" WITH ")
        family = {group_of(one) for one in found}
        if not entry.is_exception and group_of(expected[0]) not in family:
            missed.append(entry.spdx_id)
    assert len(missed) <= FAR_NAMES, missed


def test_every_identifier_of_the_list_is_found_in_a_field() -> None:
    for entry in spdx.entries().values():
        clues = find_clues(read_text(f"License: {entry.spdx_id}\n"))
        expected = spdx.current(entry.spdx_id).split(" WITH ")[0]
        assert spdx.family(expected) in {spdx.family(clue.licence) for clue in clues}, entry
