"""Texts made to take long: no check of files and documents takes longer for them."""

from pathlib import Path
from time import process_time

import pytest

from beffroi.policy.check.rules import documents, files, headers, licences, third
from tests.policy.check.working_copies import judged, subject_of

PIECES = (
    "a",
    " ",
    "\t",
    "#",
    "=",
    "`",
    "](",
    "<",
    "@a",
    "cherch",
    "http://doc",
    "développé par ",
    "\n",
)
SIZE = 60_000
FAMILIES = (documents, files, headers, licences, third)


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_text_of_one_piece_again_and_again_is_judged_in_time(tmp_path: Path, piece: str) -> None:
    text = piece * (SIZE // len(piece))
    names = ("README.md", "CODE_OF_CONDUCT.md", "docs/a.md", "LICENSE", "a.py", "REUSE.toml")
    subject = subject_of(tmp_path, dict.fromkeys(names, text))
    start = process_time()
    for family in FAMILIES:
        for rule in family.CHECKS:
            assert judged(family.CHECKS, rule, subject).why.fr
    assert process_time() - start < 10


def test_strange_names_and_bytes_are_judged(tmp_path: Path) -> None:
    names = (
        "README\n.md",
        "LICENSE\x1b[31m",
        "docs/\u202eÀ.md",
        "a/ .py",
        "-x/LICENSE",
        "package.json",
    )
    subject = subject_of(tmp_path, dict.fromkeys(names, b"\xff\xfe\x00\xd8\x00"))
    for family in FAMILIES:
        for rule in family.CHECKS:
            assert judged(family.CHECKS, rule, subject).state
