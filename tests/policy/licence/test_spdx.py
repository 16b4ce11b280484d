"""The SPDX list as data."""

from beffroi.policy.licence import spdx
from beffroi.policy.licences import identifiers

LISTED, EXCEPTIONS, DEPRECATED = 740, 86, 32


def test_the_list_is_whole() -> None:
    entries = spdx.entries().values()
    assert sum(entry.is_exception for entry in entries) == EXCEPTIONS
    assert sum(not entry.is_exception for entry in entries) == LISTED
    assert {entry.spdx_id for entry in entries if not entry.is_exception} == set(
        identifiers().values()
    )


def test_a_deprecated_identifier_stands_for_a_current_one() -> None:
    assert spdx.current("GPL-2.0+") == "GPL-2.0-or-later"
    assert spdx.current("gpl-3.0") == "GPL-3.0-only"
    assert spdx.current("EUPL-1.2") == "EUPL-1.2"
    assert spdx.current("nothing") == "nothing"


def test_all_but_one_deprecated_licence_have_a_successor() -> None:
    assert sum(bool(entry.successor) for entry in spdx.entries().values()) == DEPRECATED - 1


def test_or_later_is_a_word_in_the_gnu_family_and_a_plus_elsewhere() -> None:
    assert spdx.or_later("LGPL-2.1-only") == "LGPL-2.1-or-later"
    assert spdx.or_later("EUPL-1.2") == "EUPL-1.2+"


def test_a_family_leaves_out_what_notices_decide() -> None:
    assert spdx.family("GFDL-1.3-no-invariants-or-later") == "GFDL-1.3"
    assert spdx.family("OFL-1.1-no-RFN") == spdx.family("OFL-1.1-RFN") == "OFL-1.1"
    assert spdx.family("BSD-3-Clause") == "BSD-3-Clause"
