"""Plans and filters as tantivy queries."""

from pathlib import Path

import pytest

from beffroi.search.engine import TantivyIndex
from tests.search.documents import found, make_document, make_index


def words_index(tmp_path: Path) -> TantivyIndex:
    texts = {
        "r1": "urbanisme",
        "r2": "urban planning",
        "r3": "planning of urban things",
        "r4": "node.js",
        "r5": "nodejs",
        "r6": "js node",
        "r7": "data.gouv.fr",
        "r8": "datagouv",
        "r9": "land registry",
        "r10": "registry of land",
    }
    return make_index(tmp_path, [make_document(uid, text) for uid, text in texts.items()])


def test_a_synonym_of_several_words_is_a_phrase(tmp_path: Path) -> None:
    assert found(words_index(tmp_path), "cadastre") == ["r9"]


def test_a_saying_finds_its_words_anywhere_and_its_synonyms(tmp_path: Path) -> None:
    assert set(found(words_index(tmp_path), "urban planning")) == {"r1", "r2", "r3"}


def test_the_word_itself_ranks_before_its_synonym(tmp_path: Path) -> None:
    assert found(words_index(tmp_path), "urbanisme")[0] == "r1"


def test_a_compound_is_found_however_it_is_written(tmp_path: Path) -> None:
    index = words_index(tmp_path)
    assert set(found(index, "node.js")) == {"r4", "r5"}
    assert set(found(index, "node-js")) == {"r4", "r5"}
    assert found(index, "gouv.fr") == ["r7"]
    assert set(found(index, "data-gouv")) == {"r7", "r8"}


def test_the_last_word_may_be_unfinished(tmp_path: Path) -> None:
    index = words_index(tmp_path)
    assert set(found(index, "urb")) == {"r1", "r2", "r3"}
    assert found(index, "urb planning") == []


def test_a_compound_can_be_excluded(tmp_path: Path) -> None:
    assert found(words_index(tmp_path), "node -node.js") == ["r6"]


@pytest.mark.slow
def test_many_values_of_a_facet_are_cut_not_refused(tmp_path: Path) -> None:
    values = tuple(f"v{n}" for n in range(2000))
    assert found(words_index(tmp_path), filters={"topic": values}) == []
