"""In which language a text is written, measured on texts of this project and on licences."""

from pathlib import Path
from time import process_time

import pytest

from beffroi.policy.check.language import language_of, words_by_language, words_in
from tests.policy.check.working_copies import licence_texts

ROOT = Path(__file__).parents[3]
DOCS = sorted((ROOT / "docs").glob("*.md"))
FRENCH = [ROOT / "README.fr.md", *sorted((ROOT / "docs" / "fr").glob("*.md"))]
FRENCH += [path for path in DOCS if path.stem.endswith(".fr")]
ENGLISH = [ROOT / "README.md", *(path for path in DOCS if not path.stem.endswith(".fr"))]
FOREIGN = {
    "es": "El programa permite a los ciudadanos consultar los datos de su ciudad y se puede "
    "instalar en un servidor con pocos recursos, sin que los usuarios tengan que hacer nada más.",
    "it": "Il programma permette ai cittadini di consultare i dati della loro città e può essere "
    "installato su un server con poche risorse, senza che gli utenti facciano nulla di più.",
    "pt": "O programa permite aos cidadãos consultar os dados da sua cidade e pode ser instalado "
    "em um servidor com poucos recursos, sem que os usuários tenham que fazer mais nada.",
    "de": "Das Programm zeigt den Bürgern die Daten ihrer Stadt und wird auf einem kleinen Server "
    "mit wenig Speicher betrieben, ohne dass die Nutzer etwas tun müssen.",
    "nl": "Het programma laat burgers de gegevens van hun stad zien en kan op een kleine server "
    "worden geplaatst, zonder dat de gebruikers iets moeten doen.",
    "ca": "El programa permet als ciutadans consultar les dades de la seva ciutat i es pot "
    "instal·lar en un servidor amb pocs recursos, sense que els usuaris hagin de fer res més.",
}
FRENCH_LICENCES = {
    "CC-BY-NC-SA-2.0-FR", "CECILL-1.0", "LAL-1.2", "LAL-1.3", "LiLiQ-P-1.1", "LiLiQ-R-1.1",
    "LiLiQ-Rplus-1.1", "etalab-2.0",
}  # fmt: skip
PINNED = 0.99
"""The share of words in French and English documents that are told right; it only rises."""


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_french_documents_are_french(path: Path) -> None:
    assert language_of(path.read_text("utf-8")) == "fr"


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.name)
def test_english_documents_are_english(path: Path) -> None:
    assert language_of(path.read_text("utf-8")) == "en"


@pytest.mark.parametrize("language", FOREIGN)
def test_a_sentence_of_a_neighbour_is_not_taken_for_french(language: str) -> None:
    assert language_of(FOREIGN[language]) in {language, ""}


@pytest.mark.slow
def test_no_licence_of_the_list_is_taken_for_french_but_those_that_are() -> None:
    french = {name for name, text in licence_texts().items() if language_of(text) == "fr"}
    assert french == FRENCH_LICENCES


@pytest.mark.slow
def test_paragraphs_of_documents_are_told_right() -> None:
    right = total = 0
    for language, paths in (("fr", FRENCH), ("en", ENGLISH)):
        for path in paths:
            found = words_by_language(path.read_text("utf-8"))
            right += found[language]
            total += found.total()
    assert right / total >= PINNED


def test_the_halves_of_a_bilingual_text_are_counted_apart() -> None:
    text = "This page tells you how to install the program.\n\nCette page dit comment installer "
    found = words_by_language(text + "le programme et comment le mettre à jour.")
    assert set(found) == {"en", "fr"}


def test_code_addresses_and_names_are_no_words() -> None:
    text = "Run `the command` at https://the.example/of\n\n```\nthe of and\n```\n\n    the of\n"
    assert words_in(text + "snake_case a@b.fr <a href='the'>") == ["run", "at"]
    long = "mailto:x?body=" + "nous%20vous-les-des-" * 200
    assert words_in(f"[Write]({long}) {long}") == ["write"]


@pytest.mark.parametrize("text", ["", "un deux", "x " * 500, "12 34 56"])
def test_what_cannot_be_told_is_nothing(text: str) -> None:
    assert not language_of(text)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["`" * 200_000, "](" * 100_000, "<" * 200_000, "a\n==" * 50_000])
def test_a_hostile_text_takes_no_longer_than_another(text: str) -> None:
    start = process_time()
    words_by_language(text)
    assert process_time() - start < 5
