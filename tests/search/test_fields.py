"""A document as the index wants it."""

from beffroi.search import fields
from tests.search.documents import make_document


def test_the_kind_is_a_facet_and_values_come_once() -> None:
    document = make_document(facets={"topic": ("a", "b", "a"), "kind": ("x",), "language": ()})
    assert fields.facets_of(document) == {"kind": ("repository",), "topic": ("a", "b")}


def test_values_are_made_storable() -> None:
    assert fields.printable("a\0b\ud800é") == "a b?é"
    assert len(fields.printable("x" * 9999)) == fields.MAX_VALUE


def test_the_words_of_a_document_keep_their_order_with_gaps() -> None:
    said = fields.said_by(make_document("r1", "A b", description="c-d", text=""))
    assert said.words == ["a", "b", "|", "c", "d", "|", "|"]
    assert "cd" in said.about
    assert said.forms == said.name + said.about + said.text


def test_the_words_of_a_readme_stand_apart() -> None:
    said = fields.said_by(make_document("r1", "a", readme="b-c d"))
    assert (said.words, said.long_words) == (["a", "|", "|", "|"], ["b", "c", "d"])
    assert "bc" in said.long
    assert "bc" not in said.forms


def test_the_stored_words_have_no_stems() -> None:
    document = fields.as_tantivy(make_document("r1", "maps"))
    assert bytes(document["said"][0]) == b"maps"
    assert document["key"] == ["repository:r1"]
