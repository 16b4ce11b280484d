"""Finding whole texts in files."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.policy.licence.shapes import Difference, Match
from beffroi.policy.licence.store import default_index
from beffroi.policy.licence.texts import find_texts
from beffroi.policy.licence.words import read, read_text

pytestmark = pytest.mark.slow


def found(said: str) -> list[Match]:
    return find_texts(read_text(said), default_index())


def test_a_true_text_is_exact_and_has_no_differences(licence_texts: dict[str, str]) -> None:
    (match,) = found(licence_texts["MIT"])
    assert (match.licence, match.score, match.differs, match.ties) == ("MIT", 1.0, (), ())


def test_holders_years_and_comment_marks_do_not_matter(licence_texts: dict[str, str]) -> None:
    said = licence_texts["MIT"].replace("<year> <copyright holders>", "1999-2024 Ville de Paris")
    said = said.replace("AUTHORS OR COPYRIGHT HOLDERS", "City of Paris")
    (match,) = found("".join(f" * {line}\n" for line in said.split("\n")))
    assert (match.licence, match.differs) == ("MIT", ())


def test_added_words_are_shown_and_the_text_is_not_exact(licence_texts: dict[str, str]) -> None:
    said = licence_texts["MIT"].replace("of charge,", "of charge, for non-commercial purposes,")
    (match,) = found(said)
    assert match.differs == (Difference("", "for noncommercial purposes"),)
    assert 0.95 <= match.score < 1


def test_a_restriction_after_the_text_is_shown_too(licence_texts: dict[str, str]) -> None:
    (match,) = found(licence_texts["MIT"] + "\nNon-commercial use only.\n")
    assert match.differs == (Difference("", "noncommercial use only"),)


def test_lost_words_are_shown(licence_texts: dict[str, str]) -> None:
    (match,) = found(licence_texts["ISC"].replace("and this permission notice", ""))
    assert match.differs == (Difference("and this permission notice", ""),)


def test_several_texts_in_one_file_have_their_own_lines(licence_texts: dict[str, str]) -> None:
    parts = [licence_texts[name] for name in ("MIT", "Zlib", "MIT")]
    said = "\n--\n".join(parts) + "\nint x;" * 50
    matches = found(said)
    assert [match.licence for match in matches] == ["MIT", "Zlib", "MIT"]
    for one, next_one in pairwise(matches):
        assert one.end_line < next_one.start_line
    assert matches[-1].end_line <= said.count("\n") + 1 - 50


def test_texts_of_the_same_words_are_ties(licence_texts: dict[str, str]) -> None:
    (match,) = found(licence_texts["GPL-3.0-or-later"])
    assert match.licence == "GPL-3.0-only"
    assert set(match.ties) == {"GPL-3.0-only", "GPL-3.0-or-later", "GPL-3.0", "GPL-3.0+"}


def test_a_reserved_font_name_decides_the_font_licence(licence_texts: dict[str, str]) -> None:
    notice = "Copyright (c) 2024, DINUM, with Reserved Font Name Marianne.\n"
    body = licence_texts["OFL-1.1"].split("\n\n", 1)[1]
    assert found(notice + body)[0].licence == "OFL-1.1-RFN"
    assert found("Copyright (c) 2024, DINUM\n" + body)[0].licence == "OFL-1.1"


def test_the_lesser_licence_is_known_without_the_appended_one(
    licence_texts: dict[str, str],
) -> None:
    alone = licence_texts["LGPL-3.0-only"].split("GNU GENERAL PUBLIC LICENSE")[0]
    assert [match.licence for match in found(alone)] == ["LGPL-3.0-only"]


def test_code_has_no_licence_text() -> None:
    assert found("import os\n\ndef main():\n    return os.getcwd()\n" * 200) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_cut_and_stirred_texts_never_raise_and_stay_in_the_file(data: st.DataObject) -> None:
    index = default_index()
    words = index.spell(index.text(data.draw(st.integers(0, len(index.names) - 1)))[0]).split()
    begin = data.draw(st.integers(0, len(words)))
    said = "\n".join(words[begin : begin + 300] + data.draw(st.lists(st.text(max_size=9))))
    text = read(said.encode("utf-8", "surrogatepass"))
    matches = find_texts(text, index)
    assert matches == find_texts(text, index)
    for match in matches:
        assert 1 <= match.start_line <= match.end_line <= len(text.lines)
        assert 0.75 <= match.score <= 1
        assert bool(match.differs) == (match.score < 1)
