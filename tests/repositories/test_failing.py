"""What could not be read stands by name until a later harvest reads it."""

from datetime import timedelta

import pytest

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import failing
from beffroi.repositories.models import Failure
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import broken, task_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def test_a_failure_keeps_its_first_day_and_its_last_run(account: ForgeAccount) -> None:
    for day in (0, 1):
        task = task_of(account, day)
        failing.keep(task, [broken(account, name="a")], at=NOON + day * DAY)
    row = Failure.objects.get()
    assert (row.at, row.run) == (NOON, task.run)
    failing.mend_all(task, at=NOON + DAY)
    assert Failure.objects.standing().exists()
    failing.mend_all(task_of(account, 2), at=NOON + 2 * DAY)
    assert not Failure.objects.standing().exists()
