"""Which licences are free, and which nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.freedom import free_identifiers, freedom

WORDS = ("MIT", "other", "CC-BY-NC-4.0", "AND", "OR", "WITH", "(", ")", "x")


@pytest.mark.parametrize("licence", ["EUPL-1.2", "MIT", "GPL-3.0", "CECILL-2.1", "CC0-1.0", "mit"])
def test_what_the_fsf_or_the_osi_calls_free_is_free(licence: str) -> None:
    assert freedom(licence) == "yes"


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "etalab-2.0", "BUSL-1.1"])
def test_what_neither_calls_free_is_not(licence: str) -> None:
    assert freedom(licence) == "no"


@pytest.mark.parametrize("licence", ["", "other", "LicenseRef-mine", "MIT OR", "(MIT", ")"])
def test_what_no_list_knows_is_unknown_and_never_free(licence: str) -> None:
    assert freedom(licence) == "unknown"


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("MIT OR CC-BY-NC-4.0", "yes"),
        ("MIT AND CC-BY-NC-4.0", "no"),
        ("CC-BY-NC-4.0 OR LicenseRef-mine", "unknown"),
        ("MIT AND LicenseRef-mine", "unknown"),
        ("CC-BY-NC-4.0 AND LicenseRef-mine", "no"),
        ("(MIT AND CC-BY-NC-4.0) OR EUPL-1.2", "yes"),
        ("MIT AND (CC-BY-NC-4.0 OR EUPL-1.2)", "yes"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "yes"),
        ("GPL-2.0-only WITH Classpath-exception-2.0 AND BUSL-1.1", "no"),
        ("(" * 9 + "MIT" + ")" * 9, "yes"),
        ("(" * 100 + "MIT" + ")" * 100, "unknown"),
    ],
)
def test_of_alternatives_one_is_enough_and_of_what_holds_together_all(
    licence: str, expected: str
) -> None:
    assert freedom(licence) == expected


def test_the_free_ones_are_counted() -> None:
    assert len(free_identifiers()) > 150
    assert "etalab-2.0" not in free_identifiers()


@given(some.lists(some.sampled_from(WORDS), max_size=30).map(" ".join) | some.text())
def test_any_text_gets_one_of_three_answers(licence: str) -> None:
    assert freedom(licence) in {"yes", "no", "unknown"}
