"""Failures in the reader's language."""

from django.utils import translation

from beffroi.organisations.pages.failures import SENTENCES, sentence


def test_a_french_reader_reads_french() -> None:
    with translation.override("fr"):
        assert sentence("unreachable", "No answer.", "fr") == "Le serveur ne répond pas."


def test_an_english_reader_reads_what_the_reading_said() -> None:
    assert sentence("unreachable", "No answer from x.", "en") == "No answer from x."


def test_an_unknown_code_keeps_its_message() -> None:
    assert sentence("new-code", "Something else.", "fr") == "Something else."


def test_every_sentence_is_translated() -> None:
    with translation.override("fr"):
        french = [str(one) for one in SENTENCES.values()]
    with translation.override("en"):
        english = [str(one) for one in SENTENCES.values()]
    assert not set(french) & set(english)
