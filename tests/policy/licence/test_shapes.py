"""The answer's JSON form, as the contract fixes it."""

from beffroi.policy.licence.shapes import Difference, FileAnswer, Match


def test_an_answer_becomes_the_json_of_the_contract() -> None:
    match = Match("MIT", "text", 1, 9, 0.98765, ("MIT", "X11"), (Difference("a", "b"),))
    assert FileAnswer("LICENSE", "MIT", "altered", (match,)).as_json() == {
        "path": "LICENSE",
        "expression": "MIT",
        "band": "altered",
        "matches": [
            {
                "licence": "MIT",
                "kind": "text",
                "start_line": 1,
                "end_line": 9,
                "score": 0.9877,
                "ties": ["MIT", "X11"],
                "differs": [{"expected": "a", "found": "b"}],
            }
        ],
    }
