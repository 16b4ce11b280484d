"""What answers of forges mean beyond those recorded (``test_exchanges``)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.forges.outcomes import About, classify, classify_error, fail, link_next
from beffroi.lib.http import Answer, DoorError

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
URL = "https://forge.example.org/api/x"


def answer(status: int, body: Any = None, url: str = URL, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"content_type": "application/json", **headers}
    return Answer(url, status, {key.replace("_", "-"): text for key, text in named.items()}, raw)


def outcome(given: Answer, about: About = "list") -> str:
    return classify(URL, given, about, NOW).outcome


def code(given: Answer, about: About = "list") -> str:
    failure = classify(URL, given, about, NOW).failure
    return failure.code if failure else ""


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, "bad-request"),
        (401, "credential-error"),
        (403, "forbidden"),
        (404, "not-found"),
        (405, "bad-request"),
        (408, "http-error"),
        (409, "bad-request"),
        (410, "gone"),
        (422, "bad-request"),
        (451, "withheld"),
        (500, "http-error"),
        (503, "http-error"),
    ],
)
def test_every_status_has_its_failure(status: int, expected: str) -> None:
    assert code(answer(status, {"message": "Words"})) == expected
    assert code(answer(status, b"<html>")) == expected


def test_a_missing_account_is_no_missing_repository() -> None:
    assert code(answer(404), "account") == "account-not-found"
    assert code(answer(404), "repository") == "not-found"


@pytest.mark.parametrize("words", ["API rate limit exceeded", "You triggered abuse detection"])
def test_a_limit_may_be_told_in_words_alone(words: str) -> None:
    assert outcome(answer(403, {"message": words})) == "rate-limited"


def test_words_of_the_wrong_type_are_no_words() -> None:
    assert outcome(answer(403, {"message": ["rate limit"], "error": 3})) == "forbidden"
    assert outcome(answer(403, {"block": "x"})) == "forbidden"


def test_the_reason_of_a_block_is_told_unless_it_is_odd() -> None:
    told = classify(URL, answer(451, {"block": {"reason": "dmca"}}), "repository", NOW).failure
    assert told
    assert told.message.endswith("Its reason: dmca.")
    for reason in ("a\x07b", 3):
        odd = classify(URL, answer(451, {"block": {"reason": reason}}), "list", NOW).failure
        assert odd
        assert "reason" not in odd.message.partition("legal reasons")[2]


@pytest.mark.parametrize("path", ["/users/sign_in", "/user/login", "/login", "/login/"])
def test_a_page_to_sign_in_at_is_not_public(path: str) -> None:
    page = answer(200, b"<html>", f"https://forge.example.org{path}", content_type="text/html")
    assert outcome(page) == outcome(page, "file") == "not-public"


def test_a_page_that_asks_to_sign_in_is_known_by_its_form() -> None:
    body = b'<form action="/user/login">'
    assert outcome(answer(200, body, content_type="text/html")) == "not-public"


def test_a_page_is_no_file() -> None:
    assert code(answer(200, b"<html>", content_type="text/html"), "file") == "broken-answer"


def test_a_file_is_taken_as_it_is() -> None:
    verdict = classify(URL, answer(200, b"# A", content_type="text/plain"), "file", NOW)
    assert (verdict.outcome, verdict.is_data, verdict.failure) == ("data", True, None)


@pytest.mark.parametrize("body", [b"", b"[1", b"\xff", b"[" * 100_000, b"null"])
def test_what_is_no_json_is_not_believed(body: bytes) -> None:
    assert code(answer(200, body)) == "broken-answer"


@pytest.mark.parametrize("kind", ["text/plain", "", "text/html"])
def test_json_counts_only_where_it_is_said_to_be(kind: str) -> None:
    assert code(answer(200, [], content_type=kind)) == "broken-answer"


def test_json_of_another_kind_is_json() -> None:
    assert outcome(answer(200, [], content_type="application/problem+json; x=y")) == "data"


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ([{"type": "FORBIDDEN"}], "forbidden"),
        ([{"type": "MAX_NODE_LIMIT_EXCEEDED"}], "invalid-body"),
        (["x"], "invalid-body"),
        ("x", "invalid-body"),
    ],
)
def test_errors_inside_an_answer_are_errors(errors: Any, expected: str) -> None:
    assert outcome(answer(200, {"data": None, "errors": errors})) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            '<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last"',
            "https://a/x?page=2",
        ),
        ('<https://a/x?page=1>; rel="prev",<https://a/x?page=3>; rel=next', "https://a/x?page=3"),
        ('<https://a/x,y>; title="t"; rel="next"', "https://a/x,y"),
        ('<https://a/next>; rel="prev"', ""),
        ("next", ""),
        ("", ""),
    ],
)
def test_the_next_page_is_the_one_that_link_calls_so(link: str, expected: str) -> None:
    assert link_next({"link": link}) == expected


@pytest.mark.parametrize(
    ("door", "expected"),
    [
        ("unreachable", "transient"),
        ("timeout", "transient"),
        ("tls", "host-error"),
        ("broken-answer", "invalid-body"),
        ("too-large", "invalid-body"),
        ("refused-address", "refused"),
        ("too-many-redirects", "refused"),
    ],
)
def test_a_call_without_answer_keeps_the_words_of_the_door(door: str, expected: str) -> None:
    verdict = classify_error(URL, DoorError(door, "Words."))
    assert verdict.outcome == expected
    assert verdict.failure
    assert (verdict.failure.code, verdict.failure.message) == (door, "Words.")
    assert not verdict.is_data


def test_a_failure_that_no_answer_shows_has_its_words() -> None:
    assert fail(URL, "incomplete").code == "incomplete"
    assert not fail(URL, "incomplete").permanent
