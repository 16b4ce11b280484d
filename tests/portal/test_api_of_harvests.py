"""Runs of harvests for programs."""

import pytest
from django.test import Client

from beffroi.repositories.models import Failure
from tests.makers import NOON, make_account
from tests.portal.harvesting.running import make_run

pytestmark = pytest.mark.django_db
LIST = "/api/v1/harvests"


def test_runs_are_listed_a_page_at_a_time(client: Client) -> None:
    account = make_account()
    for number in range(3):
        make_run(account, uid=f"r{number}", counts={"new": number})
    first = client.get(LIST, {"size": 2}).json()
    assert [one["uid"] for one in first["results"]] == ["r0", "r1"]
    rest = client.get(first["next"]).json()
    assert [(one["uid"], one["counts"], one["state"]) for one in rest["results"]] == [
        ("r2", {"new": 2}, "done")
    ]


def test_a_run_names_its_hosts_accounts_and_failures(client: Client) -> None:
    account = make_account(uid="ign", full_path="IGNF")
    run = make_run(account)
    Failure.objects.create(
        run=run, account=account, url="https://x.example/a", code="timeout", message="Late.",
        at=NOON,
    )  # fmt: skip
    found = client.get(f"{LIST}/r").json()
    assert found["url"] == "http://localhost:8000/en/harvests/r/"
    assert (found["state"], found["failures_count"]) == ("partly", 1)
    assert [host["host"] for host in found["hosts"]] == ["github.com"]
    assert found["tasks"][0]["account"] == "ign"
    assert found["failures"][0]["code"] == "timeout"
    assert (found["started"], found["finished"]) == ("2026-05-04T12:00:00Z", "2026-05-04T12:02:00Z")


def test_what_is_not_there_is_said_as_a_problem(client: Client) -> None:
    answer = client.get(f"{LIST}/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get(LIST, {"odd": "1"}).status_code == 400
    assert client.get(LIST, {"cursor": "x"}).status_code == 400


def test_the_description_names_both_operations(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/harvests", "/api/v1/harvests/{uid}"} <= set(paths)
