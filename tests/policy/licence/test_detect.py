"""One answer about one file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.policy.licence.detect import detect

pytestmark = pytest.mark.slow


def test_a_text_and_its_tag_are_one_answer(licence_texts: dict[str, str]) -> None:
    said = "// SPDX-License-Identifier: MIT\n" + licence_texts["MIT"]
    answer = detect(said.encode(), "a/LICENSE")
    assert (answer.path, answer.expression, answer.band) == ("a/LICENSE", "MIT", "exact")


def test_an_altered_text_keeps_its_name_and_its_band(licence_texts: dict[str, str]) -> None:
    said = licence_texts["MIT"].replace("of charge,", "of charge, for non-commercial purposes,")
    answer = detect(said.encode(), "LICENSE")
    assert (answer.expression, answer.band) == ("MIT", "altered")


def test_a_half_text_is_similar_and_has_no_expression(licence_texts: dict[str, str]) -> None:
    words = licence_texts["MIT"].split(" ")
    said = " ".join(word for place, word in enumerate(words) if place % 6)
    answer = detect(said.encode(), "LICENSE")
    assert (answer.expression, answer.band) == (None, "similar")
    assert {match.licence for match in answer.matches} == {"MIT"}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.text(max_size=12))
def test_whatever_the_bytes_there_is_one_answer(data: bytes, name: str) -> None:
    answer = detect(data, name)
    assert answer == detect(data, name)
    for match in answer.matches:
        assert 1 <= match.start_line <= match.end_line <= data.count(b"\n") + data.count(b"\r") + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CONTRAT DE LICENCE DE LOGICIEL LIBRE CeCILL\n\nVersion 2.1 du 2013-06-21\n",
            "CECILL-2.1",
        ),
        ("CONTRAT DE LICENCE DE LOGICIEL LIBRE CeCILL-B\n\n    Avertissement\n", "CECILL-B"),
        ("LICENCE PUBLIQUE DE L'UNION EUROPÉENNE v. 1.2\nEUPL © Union européenne\n", "EUPL-1.2"),
        ("OPEN-SOURCE-LIZENZ FÜR DIE EUROPÄISCHE UNION v. 1.1\n", "EUPL-1.1"),
        ("LICENZA PUBBLICA DELL'UNIONE EUROPEA v. 1.2\n", "EUPL-1.2"),
        ("LICENCE OUVERTE 2.0 / OPEN LICENCE 2.0\n", "etalab-2.0"),
        ("LICENCE OUVERTE / OPEN LICENCE\nVersion 1.0\n", "LicenseRef-Licence-Ouverte-1.0"),
    ],
)
def test_texts_that_no_package_holds_are_known_by_their_titles(text: str, expected: str) -> None:
    assert detect(text.encode(), "LICENCE").expression == expected
