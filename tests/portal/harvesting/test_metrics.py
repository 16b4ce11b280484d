"""Harvests in Prometheus: right numbers, a bounded number of names."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.organisations.models import Forge
from beffroi.portal.harvesting import metrics
from beffroi.repositories.models import Failure
from tests.makers import make_account, make_forge
from tests.portal.harvesting.running import make_run

pytestmark = pytest.mark.django_db


def test_runs_outcomes_failures_and_hosts_are_counted(client: Client) -> None:
    now = timezone.now()
    account = make_account()
    run = make_run(account, started_at=now, finished_at=now, counts={"new": 3, "odd": "x"})
    Failure.objects.create(run=run, account=account, url="u", code="timeout", message="m", at=now)
    Failure.objects.create(run=run, account=account, url="v", code="odd", message="m", at=now)
    Forge.objects.update(error_code="timeout", resume_at=now + timedelta(hours=1), rate_remaining=7)
    text = client.get("/metrics").text
    for line in (
        "beffroi_harvest_runs_day 1",
        'beffroi_harvest_repositories_day{outcome="new"} 3',
        'beffroi_harvest_failures{code="timeout"} 1',
        'beffroi_harvest_failures{code="other"} 1',
        'beffroi_harvest_hosts{state="failing"} 1',
        'beffroi_harvest_hosts{state="waiting"} 1',
        'beffroi_harvest_rate_remaining{host="github.com"} 7',
    ):
        assert line in text.splitlines()


def test_a_thousand_hosts_do_not_make_a_thousand_names() -> None:
    for number in range(metrics.HOSTS + 5):
        make_forge(f"h{number}.example", rate_remaining=number)
    lines = [one for one in metrics.metrics(timezone.now()) if "rate_remaining{" in one]
    assert len(lines) == metrics.HOSTS
    assert 'host="h0.example"' in lines[0]


def test_a_host_cannot_write_lines_of_its_own() -> None:
    make_forge('x"} 1\nevil', rate_remaining=1)
    lines = [one for one in metrics.metrics(timezone.now()) if "rate_remaining{" in one]
    assert lines == ['beffroi_harvest_rate_remaining{host="x1evil"} 1\n']
