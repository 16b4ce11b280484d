"""Building the index from texts."""

from beffroi.policy.licence.build import OPEN, OPTIONAL, build
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.sources import Source

TEXT = "Anyone may freely use copy and change this work for any purpose without a fee"


def index_of(*rows: Source) -> Index:
    return Index(build(rows))


def test_one_text_of_several_identifiers_is_one_entry() -> None:
    index = index_of(Source("A", TEXT), Source("B", TEXT.upper()), Source("B", TEXT))
    assert index.names == [["A", "B"]]


def test_deprecated_gnu_identifiers_stand_beside_those_of_their_text() -> None:
    index = index_of(Source("GPL-2.0-only", TEXT), Source("GPL-2.0-or-later", TEXT))
    assert index.names == [["GPL-2.0-only", "GPL-2.0-or-later", "GPL-2.0", "GPL-2.0+"]]


def test_a_template_marks_what_may_be_missing_or_replaced() -> None:
    pattern = (
        r"(|anyone may)[ ]*freely use copy and change (?P<it>.+) for any purpose without a fee"
    )
    index = index_of(Source("A", TEXT, patterns=[pattern]))
    marks = index.text(0)[1]
    assert [at for at, mark in enumerate(marks) if mark & OPTIONAL] == [0, 1, 7, 8]
    assert marks[7] & OPEN


def test_placeholders_and_optional_parts_are_marked() -> None:
    text = "The software of <name of owner> may be used by all people of the world"
    index = index_of(Source("A", text, optional=["of the world"]))
    assert list(index.text(0)[1]) == [0, 0, 0, 3, 3, 3, 0, 0, 0, 0, 0, 0, 3, 3, 3]


def test_a_text_of_three_words_is_no_entry() -> None:
    assert index_of(Source("A", "Use it all"), Source("B", TEXT)).names == [["B"]]


def test_a_text_with_a_whole_licence_in_it_is_known_without_it_too() -> None:
    large = " ".join(f"word{number}" for number in range(2100))
    index = index_of(Source("Large", large), Source("Both", f"{TEXT} {large}"))
    assert sorted(index.names) == [["Both"], ["Both"], ["Large"]]
    assert min(index.lengths) == 14
