"""What was typed becomes a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.search import plan
from beffroi.search.plan import AllOf, AnyOf, Near, Phrase, Prefix


def exact(text: str) -> list[str]:
    """Return the first exact form of each unit."""
    units = plan.read(text, is_exact=True).units
    return [unit.alternatives[0].forms[0] for unit in units]  # type: ignore[union-attr]


def test_every_word_must_match_by_form_or_stem() -> None:
    first, _last = plan.read("gestion xylophones").units
    assert first.alternatives[0] == AnyOf(("gestion", "~~~gestion"))


def test_only_the_last_word_is_a_prefix() -> None:
    units = plan.read("xylophone carto").units
    starts = [[a.start for a in u.alternatives if isinstance(a, Prefix)] for u in units]
    assert starts == [[], ["carto"]]


def test_one_letter_is_no_prefix() -> None:
    assert not any(isinstance(a, Prefix) for a in plan.read("x").units[0].alternatives)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("ab", None),
        ("abc", Near("abc", 1)),
        ("abcde", Near("abcde", 1)),
        ("abcdef", Near("abcdef", 2)),
        ("2021", None),
        ("c++", None),
        ("a" * 40, None),
    ],
)
def test_a_near_spelling_depends_on_the_length(word: str, near: Near | None) -> None:
    assert plan.read(word).units[0].near == near


def test_a_quoted_phrase_matches_as_it_is() -> None:
    (unit,) = plan.read("“mise en œuvre”").units
    assert unit.alternatives == (Phrase(("mise", "en", "oeuvre")),)


def test_one_quoted_word_is_exact() -> None:
    assert plan.read('"maps"').units[0].alternatives == (AnyOf(("maps",)),)


def test_a_compound_is_a_phrase_or_its_joined_form() -> None:
    (unit,) = plan.read("node.js").units
    assert unit.alternatives[:2] == (Phrase(("node", "js")), AnyOf(("nodejs", "node.js")))


def test_a_minus_before_a_word_excludes_it() -> None:
    read = plan.read('python -java -"open data" -.net')
    assert (len(read.units), len(read.excluded)) == (1, 3)


def test_a_minus_inside_a_word_excludes_nothing() -> None:
    assert plan.read("data-gouv - x").excluded == ()


def test_little_words_need_not_match_unless_they_are_alone() -> None:
    assert exact("gestion de la paie") == ["gestion", "paie"]
    assert exact("de la") == ["de", "la"]


def test_a_saying_matches_by_its_words_or_its_synonyms() -> None:
    (unit,) = plan.read("urban planning").units
    assert isinstance(unit.alternatives[0], AllOf)
    assert any(isinstance(one, AnyOf) and "urbanisme" in one.forms for one in unit.alternatives)


def test_a_saying_ends_before_a_quotation() -> None:
    assert len(plan.read('urban "planning"').units) == 2


def test_exact_means_no_stem_no_prefix_no_synonym() -> None:
    assert plan.read("Santé", is_exact=True).units == (plan.Unit((AnyOf(("sante",)),)),)


def test_an_excluded_exact_word_has_no_stem() -> None:
    assert plan.read("-maps", is_exact=True).excluded[0].alternatives == (AnyOf(("maps",)),)


def test_signs_alone_find_nothing_and_no_text_finds_everything() -> None:
    assert plan.read("( * %").is_nothing
    assert not plan.read("  ").is_nothing
    assert plan.read('""').is_nothing


def test_words_beyond_the_bound_are_ignored() -> None:
    assert len(plan.read("word " * 2000).units) == plan.MAX_UNITS


def test_spellings_say_what_to_mark() -> None:
    forms, starts = plan.spellings('urban planning "deux mots" node.js')
    assert {"urban", "urbanisme", "deux", "mots", "nodejs"} <= forms
    assert starts == ("nodejs",)


@pytest.mark.slow
@given(st.text(st.characters(exclude_categories=()), max_size=200), st.booleans())
def test_no_text_is_a_syntax_error(text: str, is_exact: bool) -> None:  # noqa: FBT001
    read = plan.read(text, is_exact=is_exact)
    assert len(read.units) <= plan.MAX_UNITS
    assert all(unit.alternatives for unit in (*read.units, *read.excluded))
