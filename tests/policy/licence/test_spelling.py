"""Words that mean the same."""

from beffroi.policy.licence.spelling import PAIRS, SAME


def test_no_word_is_brought_to_one_that_is_itself_brought_elsewhere() -> None:
    assert not set(SAME) & set(SAME.values())
    assert not set(SAME) & set(PAIRS.values())
