"""What a whole list, or its absence, says of repositories: the rows of code-catalogue §5."""

from datetime import timedelta

import pytest

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Find, Reading
from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Failure, Question, Repository
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import (
    broken,
    complete,
    open_run,
    open_task,
    read,
    said,
    settle_task,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EMPTY = Reading(is_complete=True)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def fill(account: ForgeAccount, count: int, prefix: str = "r") -> list[str]:
    """Read a list of so many repositories, and return their addresses."""
    names = [f"{prefix}{number}" for number in range(count)]
    rows = [said(account, name, forge_id=f"{account.pk}-{name}") for name in names]
    read(account, complete(*rows))
    return [row.url for row in rows]


def gone(account: ForgeAccount, day: float, *finds: Find) -> dict[str, int]:
    """Settle an answer 404 of the account."""
    failures = (Unread(account.url, "account-not-found", "404", permanent=True),)
    return read(account, Reading(failures=failures), at=NOON + day * DAY, finds=finds)


def lost(name: str, code: str = "not-found") -> Find:
    uid = Repository.objects.get(name=name).uid
    return Find(uid, failure=Unread("https://git.example", code, "404"))


def test_a_list_that_is_empty_at_once_is_not_believed(account: ForgeAccount) -> None:
    fill(account, 3)
    counts = read(account, EMPTY, at=NOON + DAY)
    account.refresh_from_db()
    assert counts == {"held": 3, "failed": 1}
    assert (account.error_code, account.read_at) == ("suspicious-empty", NOON)
    assert not Repository.objects.exclude(missing_since=None).exists()
    assert Failure.objects.standing().get().code == "suspicious-empty"


def test_an_empty_list_is_believed_when_it_still_is_a_day_later(account: ForgeAccount) -> None:
    fill(account, 3)
    read(account, EMPTY, at=NOON + DAY)
    assert read(account, EMPTY, at=NOON + 1.9 * DAY)["missing"] == 0
    assert read(account, EMPTY, at=NOON + 2 * DAY)["missing"] == 3
    read(account, EMPTY, at=NOON + 3 * DAY)
    read(account, EMPTY, at=NOON + 9 * DAY)
    assert Repository.objects.listed().count() == 0
    assert not Failure.objects.standing().exists()


def test_an_empty_list_is_believed_when_two_former_members_answer_404(
    account: ForgeAccount,
) -> None:
    fill(account, 3)
    assert read(account, EMPTY, at=NOON + DAY, finds=[lost("r0")])["missing"] == 0
    counts = read(account, EMPTY, at=NOON + DAY, finds=[lost("r0"), lost("r1")])
    assert counts["missing"] == 3


def test_an_empty_list_of_many_asks_a_person_at_once(account: ForgeAccount) -> None:
    urls = fill(account, 21)
    read(account, EMPTY, at=NOON + DAY)
    question = Question.objects.get()
    assert (question.kind, question.count, len(question.uids)) == ("mass-loss", 21, 21)
    read(account, complete(unchanged=urls), at=NOON + 2 * DAY)
    question.refresh_from_db()
    assert question.settled_as == "overtaken"
    assert not Failure.objects.standing().exists()


def test_the_forge_has_a_brake_over_all_its_accounts(account: ForgeAccount) -> None:
    others = [make_account(forge=account.forge, full_path=f"group-{number}") for number in range(4)]
    for one in others:
        fill(one, 8)
    run = open_run(NOON + DAY)
    for one in others:
        stays = complete(unchanged=[f"{one.url}/r0"])
        settle_task(open_task(run, one), stays, at=NOON + DAY)
    question = Question.objects.get()
    assert (question.facts["scope"], question.count) == ("forge", 28)
    assert not Repository.objects.exclude(missing_since=None).exists()


def test_one_forge_at_fault_does_not_hold_another(account: ForgeAccount) -> None:
    other = make_account(forge=make_forge("other.example", software="gitlab"))
    fill(account, 40)
    fill(other, 3)
    run = open_run(NOON + DAY)
    settle_task(open_task(run, account), EMPTY, at=NOON + DAY)
    stays = complete(unchanged=[f"{other.url}/r0"])
    assert settle_task(open_task(run, other), stays, at=NOON + DAY)["missing"] == 2


def test_an_account_that_answers_404_is_one_question(account: ForgeAccount) -> None:
    fill(account, 3)
    assert gone(account, 1)["missing"] == 3
    assert gone(account, 2)["missing"] == 0
    question = Question.objects.get()
    assert (question.kind, question.count) == ("account-gone", 3)
    assert (question.asked_at, question.seen_at) == (NOON + DAY, NOON + 2 * DAY)
    assert Act.objects.filter(verb="asked").count() == 1


def test_an_account_that_is_gone_has_thirty_days(account: ForgeAccount) -> None:
    fill(account, 3)
    for day in (1, 2, 3, 30.9):
        gone(account, day)
    assert Repository.objects.listed().count() == 3
    assert gone(account, 31)["withdrawn"] == 3
    assert Question.objects.get().settled_as == "lapsed"


def test_an_account_that_answers_again_overtakes_its_question(account: ForgeAccount) -> None:
    urls = fill(account, 3)
    gone(account, 1)
    assert read(account, complete(unchanged=urls), at=NOON + 2 * DAY)["same"] == 3
    assert Question.objects.get().settled_as == "overtaken"
    assert not Repository.objects.exclude(missing_since=None).exists()
    assert Act.objects.filter(verb="returned").count() == 3


def test_where_most_accounts_of_a_forge_answer_404_the_forge_is_held(
    account: ForgeAccount,
) -> None:
    others = [make_account(forge=account.forge) for _ in range(4)]
    for one in others:
        fill(one, 8)
    run = open_run(NOON + DAY)
    failure = Unread("", "account-not-found", "404", permanent=True)
    for one in others:
        settle_task(open_task(run, one), Reading(failures=(failure,)), at=NOON + DAY)
    held = Question.objects.get(kind="mass-loss")
    assert held.facts["scope"] == "forge"
    assert not Repository.objects.exclude(missing_since=None).exists()


def test_an_unreachable_host_removes_nothing_however_long(account: ForgeAccount) -> None:
    fill(account, 2)
    for day in range(1, 60, 7):
        read(account, Reading(failures=(broken(account, "unreachable"),)), at=NOON + day * DAY)
    account.forge.refresh_from_db()
    assert Repository.objects.listed().filter(missing_since=None).count() == 2
    assert (account.forge.failures, account.forge.failing_since) == (9, NOON + DAY)


def test_a_host_that_answers_again_fails_no_longer(account: ForgeAccount) -> None:
    urls = fill(account, 2)
    read(account, Reading(failures=(broken(account, "timeout"),)), at=NOON + DAY)
    read(account, complete(unchanged=urls), at=NOON + 2 * DAY)
    account.forge.refresh_from_db()
    assert (account.forge.failures, account.forge.failing_since) == (0, None)
    assert account.forge.last_ok_at == NOON + 2 * DAY


def test_410_on_a_repository_is_a_tombstone_at_once(account: ForgeAccount) -> None:
    fill(account, 2)
    failure = Unread(f"{account.url}/r0", "gone", "410", permanent=True)
    read(account, complete(unchanged=[f"{account.url}/r1"], failures=(failure,)), at=NOON + DAY)
    assert Repository.objects.get(name="r0").withdrawn_reason == "gone"


def test_a_repository_that_is_closed_again_is_a_tombstone_at_once(account: ForgeAccount) -> None:
    fill(account, 2)
    shut = said(account, "r0", forge_id=f"{account.pk}-r0", is_public=False)
    new = said(account, "secret", forge_id="9", is_public=False)
    read(account, complete(shut, new, unchanged=[f"{account.url}/r1"]), at=NOON + DAY)
    assert Repository.objects.get(name="r0").withdrawn_reason == "private"
    assert not Repository.objects.filter(name="secret").exists()


def test_a_closed_one_stays_so_while_its_page_does_not_change(account: ForgeAccount) -> None:
    fill(account, 2)
    shut = said(account, "r0", forge_id=f"{account.pk}-r0", is_public=False)
    read(account, complete(shut, unchanged=[f"{account.url}/r1"]), at=NOON + DAY)
    ids = (f"{account.pk}-r0", f"{account.pk}-r1")
    read(account, Reading(unchanged_ids=ids, is_complete=True), at=NOON + 2 * DAY)
    assert Repository.objects.get(name="r0").withdrawn_reason == "private"


def test_it_returns_under_its_name_and_enters_the_news_once(account: ForgeAccount) -> None:
    fill(account, 2)
    shut = said(account, "r0", forge_id=f"{account.pk}-r0", is_public=False)
    read(account, complete(shut, unchanged=[f"{account.url}/r1"]), at=NOON + DAY)
    uid = Repository.objects.get(name="r0").uid
    again = said(account, "r0", forge_id=f"{account.pk}-r0")
    read(account, complete(again, unchanged=[f"{account.url}/r1"]), at=NOON + 2 * DAY)
    row = Repository.objects.listed().get(name="r0")
    assert (row.uid, row.first_seen_at) == (uid, NOON)
    verbs = list(Act.objects.filter(object_uid=uid).values_list("verb", flat=True))
    assert verbs == ["recorded", "withdrawn", "returned"]


def test_a_tombstone_on_a_page_that_has_not_changed_returns_too(account: ForgeAccount) -> None:
    fill(account, 2)
    for day in (1, 2, 3, 31):
        gone(account, day)
    ids = tuple(f"{account.pk}-r{number}" for number in range(2))
    read(account, Reading(unchanged_ids=ids, is_complete=True), at=NOON + 40 * DAY)
    assert Repository.objects.listed().count() == 2


def test_an_account_that_is_ignored_puts_its_repositories_out_of_scope(
    account: ForgeAccount,
) -> None:
    other = make_account(forge=account.forge)
    fill(account, 2)
    ForgeAccount.objects.filter(pk=account.pk).update(ignored_since=NOON.date())
    read(other, EMPTY, at=NOON + DAY)
    reasons = Repository.objects.values_list("withdrawn_reason", flat=True)
    assert list(reasons) == ["out-of-scope"] * 2
    ForgeAccount.objects.filter(pk=account.pk).update(ignored_since=None)
    fill(account, 2)
    assert Repository.objects.listed().count() == 2
