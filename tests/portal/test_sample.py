"""The built-in sample: loads twice as once, and shows every facet at work."""

from datetime import timedelta

import pytest

from beffroi.journal.models import Act
from beffroi.organisations.models import Forge, ForgeAccount, Organisation
from beffroi.portal.sample import load_sample
from beffroi.repositories.models import Repository
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_it_is_taken_whole() -> None:
    report = load_sample(at=NOON)
    assert (report.new, report.refused) == (report.read, [])
    assert Repository.objects.count() >= 40
    assert ForgeAccount.objects.count() >= 9
    assert Forge.objects.count() >= 4


def test_a_second_loading_on_another_day_changes_nothing() -> None:
    load_sample(at=NOON)
    acts = Act.objects.count()
    report = load_sample(at=NOON + timedelta(days=40))
    assert (report.new, report.changed, Act.objects.count()) == (0, 0, acts)


def test_it_has_something_for_every_facet() -> None:
    load_sample(at=NOON)
    assert set(Repository.objects.values_list("is_fork", flat=True)) == {True, False, None}
    assert set(Repository.objects.values_list("is_archived", flat=True)) == {True, False, None}
    assert {"", "other", "MIT", "EUPL-1.2"} <= set(
        Repository.objects.values_list("licence", flat=True)
    )
    assert Repository.objects.filter(language="").exists()
    kinds = {"ministry", "directorate", "agency", "region"}
    assert kinds <= set(Organisation.objects.values_list("kind", flat=True))


def test_every_host_is_one_that_cannot_exist() -> None:
    load_sample(at=NOON)
    assert all(host.endswith(".example") for host in Forge.objects.values_list("host", flat=True))


def test_none_of_it_is_older_or_younger_than_it_can_be() -> None:
    load_sample(at=NOON)
    rows = Repository.objects.all()
    assert rows.filter(last_activity_at__gte=NOON - timedelta(days=31)).exists()
    assert not rows.filter(last_activity_at__gt=NOON).exists()
