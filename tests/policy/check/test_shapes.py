"""What rules and findings say."""

from beffroi.policy.check.shapes import Evidence, Rule, Words

RULE = Rule(
    id="X-01",
    severity="MUST",
    binds="project team",
    statement=Words("Une règle.", "A rule."),
    source="policy.md",
    answerer="project team",
    messages={"few": Words("Il y en a {count}.", "There are {count}.")},
)


def test_a_finding_says_a_message_of_its_rule_in_both_languages() -> None:
    finding = RULE.found("fail", "few", Evidence("README.md", 3), count=2)
    assert finding.why.as_json() == {"fr": "Il y en a 2.", "en": "There are 2."}
    assert finding.evidence == (Evidence("README.md", 3),)


def test_what_is_unknown_asks_the_role_that_can_answer() -> None:
    assert RULE.found("unknown", "few", count=0).asks == "project team"


def test_what_is_known_asks_nobody() -> None:
    assert RULE.found("pass", "few", count=0).asks == ""
