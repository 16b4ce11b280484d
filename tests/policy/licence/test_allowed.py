"""Which differences the matching guidelines allow."""

import pytest

from beffroi.policy.licence.align import differences
from beffroi.policy.licence.allowed import Allowed
from beffroi.policy.licence.build import build
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.sources import Source
from beffroi.policy.licence.words import read_text

TEXT = (
    "Our Title. The work is copyright 1998 Some Town. The authors are not liable for commercial "
    "damages, all rights reserved, under version 2 of these terms"
)
PATTERN = (
    r"(|our title\.) the work is copyright 1998 some town\. (?P<who>.+) not liable for commercial"
    r" damages, all rights reserved, under version 2 of (?P<these>these|the) terms"
)
MORE = "Only non-commercial use of this is permitted"
INDEX = Index(build([Source("A", TEXT, patterns=[PATTERN]), Source("B", MORE)]))


def is_allowed(said: str) -> bool:
    codes, _ = INDEX.vocabulary.encode(read_text(said))
    rules = Allowed(INDEX)
    return all(rules.allows(0, codes, chunk) for chunk in differences(INDEX.text(0)[0], codes))


@pytest.mark.parametrize(
    ("true", "other"),
    [
        ("Our Title. ", ""),
        ("The authors are", "Jean Dupont and his heirs are"),
        ("these terms", "the terms"),
        ("1998 Some Town", "2021 Jean Dupont"),
        ("copyright 1998 Some Town", ""),
        (", all rights reserved", ""),
        ("version 2", "version"),
    ],
)
def test_what_the_template_leaves_open_may_differ(true: str, other: str) -> None:
    assert is_allowed(TEXT.replace(true, other))


@pytest.mark.parametrize(
    ("true", "other"),
    [
        ("not liable", "liable"),
        ("The authors", "Only non-commercial authors"),
        ("under version", "under the version"),
        ("these terms", "those terms"),
        ("version 2", "version 3"),
    ],
)
def test_what_it_requires_may_not(true: str, other: str) -> None:
    assert not is_allowed(TEXT.replace(true, other))
