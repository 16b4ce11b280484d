"""Single reads of what a list no longer shows, before the list is believed."""

from datetime import timedelta

import pytest

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Find, Reading
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.finding import MOST, suspects
from beffroi.repositories.models import Alias, Question, Repository
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import complete, open_run, open_task, read, said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    account = make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")
    rows = [said(account, f"r{number}", forge_id=f"{number}") for number in range(30)]
    read(account, complete(*rows))
    return account


def asked(account: ForgeAccount, reading: Reading) -> list[str]:
    task = open_task(open_run(NOON + DAY), account)
    return [target.forge_id for target in suspects(task, reading)]


def settle(account: ForgeAccount, find: Find) -> None:
    """Settle a list without r0, which was read singly."""
    ids = tuple(str(number) for number in range(1, 30))
    read(account, Reading(unchanged_ids=ids, is_complete=True), at=NOON + DAY, finds=[find])


def r0() -> Repository:
    return Repository.objects.get(uid=Repository.objects.order_by("pk").first().uid)


def test_a_list_that_shows_all_asks_for_nothing(account: ForgeAccount) -> None:
    ids = tuple(str(number) for number in range(30))
    assert asked(account, Reading(unchanged_ids=ids, is_complete=True)) == []
    rows = [said(account, f"r{number}", forge_id=f"{number}") for number in range(30)]
    assert asked(account, complete(*rows)) == []


def test_what_a_list_no_longer_shows_is_asked_for_and_not_too_much(account: ForgeAccount) -> None:
    ids = tuple(str(number) for number in range(2, 30))
    assert asked(account, Reading(unchanged_ids=ids, is_complete=True)) == ["0", "1"]
    assert len(asked(account, Reading(unchanged_ids=ids[-1:], is_complete=True))) == MOST


def test_of_an_empty_list_and_of_an_account_that_is_gone_two_say_enough(
    account: ForgeAccount,
) -> None:
    missing = Unread(account.url, "account-not-found", "404", permanent=True)
    assert len(asked(account, Reading(is_complete=True))) == 2
    assert len(asked(account, Reading(failures=(missing,)))) == 2


def test_an_outage_asks_for_nothing(account: ForgeAccount) -> None:
    assert asked(account, Reading(failures=(Unread(account.url, "timeout", "Slow."),))) == []


def test_one_that_is_still_there_is_not_missing(account: ForgeAccount) -> None:
    settle(account, Find(r0().uid, said(account, "r0", forge_id="0")))
    assert (r0().missing_since, r0().seen_at) == (None, NOON + DAY)


@pytest.mark.parametrize(
    ("code", "reason"), [("gone", "gone"), ("not-public", "private"), ("not-found", "")]
)
def test_one_that_is_not_there_says_why(account: ForgeAccount, code: str, reason: str) -> None:
    settle(account, Find(r0().uid, failure=Unread(r0().url, code, "No.")))
    assert r0().withdrawn_reason == reason
    assert bool(r0().missing_since) is (code == "not-found")


def test_one_that_moved_to_a_listed_account_follows_with_an_alias(account: ForgeAccount) -> None:
    other = make_account(forge=account.forge, full_path="other/deep")
    before = r0().url
    settle(account, Find(r0().uid, said(other, "r0", forge_id="0")))
    assert (r0().account, r0().url, r0().missing_since) == (other, f"{other.url}/r0", None)
    assert Alias.objects.get().url == before


def test_one_that_moved_out_is_a_question_and_no_tombstone(account: ForgeAccount) -> None:
    away = "https://git.example/elsewhere/r0"
    for day in (1, 2, 9, 20):
        ids = tuple(str(number) for number in range(1, 30))
        find = Find(r0().uid, said(account, "r0", forge_id="0", url=away))
        read(
            account, Reading(unchanged_ids=ids, is_complete=True), at=NOON + day * DAY,
            finds=[find] if day == 1 else [],
        )  # fmt: skip
    question = Question.objects.get()
    assert (question.kind, question.count) == ("moved-out", 1)
    assert question.facts["to"] == "https://git.example/elsewhere"
    assert (r0().withdrawn_at, r0().missing_since) == (None, NOON + DAY)


def test_a_question_of_what_moved_out_is_overtaken_when_it_is_back(account: ForgeAccount) -> None:
    away = said(account, "r0", forge_id="0", url="https://git.example/elsewhere/r0")
    settle(account, Find(r0().uid, away))
    ids = tuple(str(number) for number in range(30))
    read(account, Reading(unchanged_ids=ids, is_complete=True), at=NOON + 2 * DAY)
    assert Question.objects.get().settled_as == "overtaken"


def test_a_withheld_one_keeps_its_record_without_its_words(account: ForgeAccount) -> None:
    Repository.objects.filter(pk=r0().pk).update(description="Words", files={"readme": "R"})
    settle(account, Find(r0().uid, failure=Unread(r0().url, "withheld", "451")))
    row = r0()
    assert (row.withheld, row.description, row.files) == ("legal", "", {})
    assert (row.missing_since, row.withdrawn_at) == (None, None)
