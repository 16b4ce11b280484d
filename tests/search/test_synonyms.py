"""The shipped synonyms."""

import tomllib

from beffroi.search import plan, synonyms, words


def meanings(word: str) -> set[str]:
    (run,) = words.runs(word)
    return {" ".join(one.parts) for one in synonyms.of(run)}


def test_there_are_enough_groups_each_in_both_languages() -> None:
    groups = tomllib.loads(synonyms.FILE.read_text("utf-8"))["group"]
    assert 40 <= len(groups) <= 80
    assert all(group["fr"] and group["en"] for group in groups)


def test_a_french_word_finds_english_words_and_back() -> None:
    assert "urban planning" in meanings("urbanisme")
    assert "sante" in meanings("health")


def test_a_plural_finds_the_synonyms_of_its_singular() -> None:
    assert "tax" in meanings("impôts")


def test_a_word_is_not_its_own_synonym() -> None:
    assert "rgaa" not in meanings("rgaa")
    assert "accessibilite" in meanings("rgaa")


def test_a_synonym_is_found_whole_and_never_by_its_pieces() -> None:
    (run,) = words.runs("rgaa")
    forms = {form for one in synonyms.of(run) for form in one.forms}
    assert "a11y" in forms
    assert not {"a", "11", "y"} & forms


def test_an_unknown_word_has_none() -> None:
    assert meanings("xylophone") == set()


def test_a_saying_is_known_by_all_its_words() -> None:
    assert ("open", "data") in synonyms.known()


def test_a_word_of_two_groups_has_the_synonyms_of_both() -> None:
    text = '[[group]]\nfr=["ia"]\nen=["ai"]\n[[group]]\nfr=["robot"]\nen=["ai"]'
    found = synonyms.load(text)[("ai",)]
    assert [one.parts for one in found] == [("ia",), ("robot",)]


def test_no_synonym_is_a_word_that_need_not_match() -> None:
    single = {one.parts[0] for all_ in synonyms.known().values() for one in all_ if one.forms}
    assert not single & plan.LITTLE_WORDS
