"""The summary for a comment: short, in two languages, and no stranger formats it."""

import pytest
from markdown_it import MarkdownIt

from beffroi.policy.check.formats.markdown import MARK, MOST, write
from beffroi.policy.check.shapes import Evidence
from tests.policy.check.formats.reports import every_state, judged, report


@pytest.mark.parametrize(
    ("language", "verdict", "facts"),
    [
        ("en", "## beffroi check: blocked", "claimed B, observed B-C. Score: 6 of 10."),
        ("fr", "## beffroi check\u00a0: bloqué", "déclaré B, observé B-C. Score\u00a0: 6 sur 10."),
    ],
)
def test_verdict_level_and_score_come_first(language: str, verdict: str, facts: str) -> None:
    lines = write(every_state(), language).splitlines()
    assert lines[:2] == [MARK, verdict]
    assert facts in lines[3]


def test_what_blocks_comes_before_remarks_questions_and_waivers() -> None:
    titles = [line for line in write(every_state(), "en").splitlines() if line.startswith("###")]
    assert titles == [
        "### What blocks publication",
        "### Remarks",
        "### Questions, and who can answer",
        "### Waived",
    ]


def test_a_finding_says_rule_place_and_remedy() -> None:
    text = write(report(judged("fail", Evidence("src/a.py", 3, "seen"))), "en")
    assert "/blob/HEAD/pratique.md)**: There is none.\n  - `src/a.py:3` seen" in text
    assert "  - Add the text." in text


def test_what_has_no_path_is_said_without_one() -> None:
    text = write(report(judged("fail", Evidence(text="topics", commit="ab" * 20))), "en")
    assert "  - topics abababababab\n" in text


def test_a_question_names_who_can_answer() -> None:
    assert "** (open source office): There is none." in write(
        report(judged("unknown", asks="OSPO")), "en"
    )


def test_a_finding_shows_ten_places_and_counts_the_others() -> None:
    text = write(report(judged("fail", *(Evidence("a", line) for line in range(1, 14)))), "en")
    assert text.count("  - `a:") == 10
    assert "  - and 3 further places" in text


def test_a_stranger_formats_links_and_calls_nobody() -> None:
    seen = Evidence("`x`<b>", 1, "<img> [go](https://evil.example) @everyone **x**")
    html = MarkdownIt().render(write(report(judged("fail", seen)), "en"))
    assert "<img>" not in html
    assert "<strong>x</strong>" not in html
    assert 'evil.example"' not in html
    assert "@everyone" not in html


def test_a_summary_fits_into_a_comment() -> None:
    many = [judged("fail", Evidence("a" * 200), name=f"FILE-{n:04}") for n in range(500)]
    text = write(report(*many), "en")
    assert len(text) < MOST + 200
    assert text.endswith("beffroi check shows the rest.\n")
