"""Forges for their operator, in one question, whatever their state."""

from datetime import timedelta
from typing import Any

import pytest

from beffroi.organisations.actions.tokens import keep_token
from beffroi.organisations.models import ForgeToken
from beffroi.portal.harvesting import known
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "not read yet"),
        ({"last_ok_at": NOON}, "read 2026-05-04T12:00:00Z"),
        ({"ignored_since": NOON.date()}, "not read, on purpose"),
        ({"error_code": "tls", "failing_since": NOON}, "tls since 2026-05-04T12:00:00Z"),
        ({"error_code": "tls"}, "tls"),
        ({"resume_at": LATER, "error_code": ""}, "waits until 2026-05-04T13:00:00Z, as it asks"),
    ],
)
def test_a_forge_says_how_it_is(facts: dict[str, Any], words: str) -> None:
    make_forge(**facts)
    assert [row["state"] for row in known.forges(NOON)] == [words]


def test_twenty_forges_cost_one_question(django_assert_num_queries: Any) -> None:
    for number in range(20):
        forge = make_forge(f"h{number}.example")
        keep_token(forge, "s3cret", at=NOON)
        make_account(forge=forge)
    with django_assert_num_queries(1):
        rows = known.forges(NOON)
    assert {(row["accounts"], row["token"]) for row in rows} == {(1, "there")}


def test_a_token_that_the_forge_refused_is_said() -> None:
    keep_token(make_forge(), "s3cret", at=NOON)
    ForgeToken.objects.update(refused_at=NOON)
    assert [row["token"] for row in known.forges(NOON)] == ["refused"]


def test_a_host_without_account_cannot_be_tried() -> None:
    assert known.trouble_with(make_forge(), "s3cret") is None
