"""Words as letters."""

from beffroi.policy.licence.vocabulary import UNKNOWN, Vocabulary, collect
from beffroi.policy.licence.words import read_text


def encoded(said: str, known: str) -> str:
    words = Vocabulary(collect([read_text(known)]))
    return words.encode(read_text(said))[0]


def test_numbers_of_lists_are_no_words_wherever_the_line_breaks() -> None:
    known = "you may use it"
    plain = encoded("you may use it", known)
    assert encoded("1. you may\n(a) use it", known) == plain
    assert encoded("iv) you\n2.3 may use b. it", known) == plain


def test_the_number_of_a_version_is_a_word() -> None:
    known = "gpl version 2 or version 3"
    assert encoded("version 2", known) != encoded("version 3", known)
    assert encoded("version\n3 or", known) == encoded("version 3 or", known)


def test_the_number_of_the_next_paragraph_is_none() -> None:
    known = "a later version 15 disclaimer version"
    assert encoded("later version.\n\n15. disclaimer", known) == encoded(
        "later version. disclaimer", known
    )


def test_an_unknown_word_is_one_letter_and_a_notice_none() -> None:
    assert encoded("Copyright 2020 Jean\nzebra use", "use") == UNKNOWN + encoded("use", "use")


def test_each_letter_leads_back_to_its_word() -> None:
    text = read_text("1. use\n2. it")
    codes, places = Vocabulary(["use", "it"]).encode(text)
    assert [text.words[place] for place in places] == ["use", "it"]
    assert len(codes) == 2
