"""What the hooks say has the same places in both languages."""

import pytest

from beffroi.policy.check.hooks.words import KEYS, say

GIVEN = {"path": "p", "line": 3, "rule": "r", "shown": "s", "address": "a@b.example"}


@pytest.mark.parametrize("key", KEYS)
def test_a_sentence_is_filled_in_both_languages(key: str) -> None:
    said = [say(key, language, **GIVEN) for language in ("en", "fr")]
    assert said[0] != said[1]
    assert not any("{" in one for one in said)
