"""How grave a vulnerability is."""

import pytest

from beffroi.policy.check.components.severities import score_of


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N", 5.4),
        ("CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L", 1.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", 5.9),
        ("CVSS:3.1/AV:N/AC:L", None),
        ("CVSS:4.0/AV:N", None),
    ],
)
def test_a_vector_of_cvss_3_is_computed(vector: str, score: float | None) -> None:
    assert score_of({"severity": [{"type": "CVSS_V3", "score": vector}]}) == score


@pytest.mark.parametrize(
    ("entry", "score"),
    [
        ({"database_specific": {"severity": "HIGH"}}, 7.0),
        ({"ecosystem_specific": {"severity": "moderate"}}, 4.0),
        ({"severity": [{"score": 9.1, "severity": "low"}]}, 9.1),
        ({"severity": [{"severity": "low"}]}, 0.1),
        ({"severity": [{"score": "11"}, {"score": None}]}, None),
        ({"severity": "high"}, None),
        ({}, None),
    ],
)
def test_a_number_or_a_word_is_taken(entry: dict[str, object], score: float | None) -> None:
    assert score_of(entry) == score
