"""The first pass over the bytes of a file."""

from beffroi.policy.check.secrets.keywords import STRONG, WEAK, hits


def rules_at(data: bytes) -> set[str]:
    return {pattern.rule for hit in hits(data) for pattern in hit.patterns}


def test_the_mark_of_a_token_counts_as_written() -> None:
    assert "github-token" in rules_at(b"x ghp_ y")
    assert "github-token" not in rules_at(b"x GHP_ y")


def test_a_name_counts_in_any_case() -> None:
    assert "heroku-api-key" in rules_at(b"HEROKU_KEY")
    assert "heroku-api-key" in rules_at(b"heroku_key")


def test_names_are_telling_or_less_so() -> None:
    strengths = {hit.strength for hit in hits(b"my_password = 1; other_creds = 2")}
    assert {STRONG, WEAK} <= strengths


def test_a_hit_says_where_the_keyword_stands() -> None:
    data = b"the password"
    (hit,) = [one for one in hits(data) if one.strength == STRONG]
    assert data[hit.start : hit.end] == b"password"


def test_words_that_overlap_are_all_seen() -> None:
    names = {b"github_token"[hit.start : hit.end] for hit in hits(b"github_token")}
    assert {b"github_token", b"token"} <= names
