"""Runs as tests need them."""

from datetime import timedelta
from typing import Any

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import HarvestRun, HarvestTask
from tests.makers import NOON, make_account


def make_run(account: ForgeAccount | None = None, uid: str = "r", **facts: Any) -> HarvestRun:
    """Make a run that is over, of one account."""
    account = account or make_account(uid="ign-fr", full_path="IGNF")
    known = {
        "started_at": NOON,
        "finished_at": NOON + timedelta(minutes=2),
        "scope": {"account": [account.url]},
        "total": 1,
        "done": 1,
    }
    run = HarvestRun.objects.create(uid=uid, **{**known, **facts})
    state = HarvestTask.State.DONE if run.finished_at else HarvestTask.State.LISTING
    HarvestTask.objects.create(run=run, account=account, state=state, met=30, declared=60)
    return run
