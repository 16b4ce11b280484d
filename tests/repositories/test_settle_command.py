"""Command ``settle``: what harvests ask, listed and answered."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Reading
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Alias, Question, Repository
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import complete, read, said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def settle(*words: str) -> str:
    """Run the command and return what it says."""
    out = io.StringIO()
    call_command("settle", *words, stdout=out)
    return out.getvalue()


def as_data(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(settle(*words, "--format", "json"))
    return found


def lose(account: ForgeAccount, count: int = 30) -> Question:
    """Let all but one repository of a list vanish at once."""
    rows = [said(account, f"r{number}", forge_id=f"{number}") for number in range(count)]
    read(account, complete(*rows))
    read(account, complete(unchanged=[rows[0].url]), at=NOON + DAY)
    return Question.objects.get()


def vanish(account: ForgeAccount) -> Question:
    """Let an account with two repositories answer 404."""
    read(account, complete(*(said(account, name, forge_id=name) for name in ("a", "b"))))
    failure = Unread(account.url, "account-not-found", "404", permanent=True)
    read(account, Reading(failures=(failure,)), at=NOON + DAY)
    return Question.objects.get()


def test_without_a_question_it_says_so() -> None:
    assert settle() == "Nothing is to be settled.\n"
    assert as_data() == {"questions": []}


def test_it_lists_what_is_open_in_a_sentence_and_as_data(account: ForgeAccount) -> None:
    question = lose(account)
    assert settle() == (
        f"{question.uid}  29 repositories of git.example/team were gone at once on Tuesday "
        "2026-05-05 — nothing was removed; confirm that they are gone.\n"
    )
    (found,) = as_data()["questions"]
    assert (found["kind"], found["count"], found["settled_at"]) == ("mass-loss", 29, None)


def test_a_confirmed_loss_becomes_tombstones(account: ForgeAccount) -> None:
    question = lose(account)
    said_ = settle(question.uid, "--confirm", "--reason", "out-of-scope")
    assert said_ == "confirmed: mass-loss, repositories=29\n"
    gone = Repository.objects.filter(withdrawn_reason="out-of-scope")
    assert (gone.count(), Repository.objects.listed().count()) == (29, 1)


def test_a_loss_that_is_denied_is_kept_and_not_asked_again(account: ForgeAccount) -> None:
    question = lose(account)
    assert as_data(question.uid, "--refuse")["settled_as"] == "refused"
    for day in (2, 3, 10, 40):
        read(account, complete(unchanged=[f"{account.url}/r0"]), at=NOON + day * DAY)
    assert Repository.objects.listed().filter(missing_since=None).count() == 30
    assert Question.objects.count() == 1


def test_a_later_loss_of_a_denied_one_is_asked_anew(account: ForgeAccount) -> None:
    question = lose(account)
    settle(question.uid, "--refuse")
    rows = [said(account, f"n{number}", forge_id=f"n{number}") for number in range(30)]
    read(account, complete(*rows, unchanged=[f"{account.url}/r0"]), at=NOON + 2 * DAY)
    read(account, complete(unchanged=[f"{account.url}/r0"]), at=NOON + 3 * DAY)
    assert Question.objects.open().get().count == 30
    settle(Question.objects.open().get().uid, "--confirm")
    assert Repository.objects.listed().count() == 30


def test_a_renamed_account_is_followed_with_aliases(account: ForgeAccount) -> None:
    question = vanish(account)
    Question.objects.update(facts={"to": "https://git.example/new/team"})
    assert "confirm the move to https://git.example/new/team" in settle()
    settle(question.uid, "--confirm")
    account.refresh_from_db()
    urls = {row.url for row in Repository.objects.listed().filter(missing_since=None)}
    assert account.full_path == "new/team"
    assert urls == {"https://git.example/new/team/a", "https://git.example/new/team/b"}
    assert {one.url for one in Alias.objects.all()} == {
        "https://git.example/team/a",
        "https://git.example/team/b",
    }


def test_an_account_that_is_gone_is_buried_when_a_person_says_so(account: ForgeAccount) -> None:
    question = vanish(account)
    settle(question.uid, "--confirm")
    assert set(Repository.objects.values_list("withdrawn_reason", flat=True)) == {"deleted"}


def test_an_account_that_a_person_knows_to_live_is_not_asked_for_again(
    account: ForgeAccount,
) -> None:
    question = vanish(account)
    settle(question.uid, "--refuse")
    failure = Unread(account.url, "account-not-found", "404", permanent=True)
    for day in (2, 3, 4, 40):
        read(account, Reading(failures=(failure,)), at=NOON + day * DAY)
    assert Question.objects.count() == 1
    assert Repository.objects.listed().count() == 2


def test_what_moved_out_is_followed_into_an_account_of_the_same_body(
    account: ForgeAccount,
) -> None:
    read(account, complete(said(account, "a", forge_id="1")))
    row = Repository.objects.get()
    to = "https://git.example/elsewhere/a"
    question = Question.objects.create(
        uid="q", kind="moved-out", account=account, count=1, uids=[row.uid],
        facts={"to": "https://git.example/elsewhere", "moved": {row.uid: to}},
        asked_at=NOON, seen_at=NOON,
    )  # fmt: skip
    settle(question.uid, "--confirm")
    row.refresh_from_db()
    assert (row.url, row.account.full_path) == (to, "elsewhere")
    assert row.account.organisation == account.organisation


def test_a_question_is_settled_once(account: ForgeAccount) -> None:
    question = lose(account)
    settle(question.uid, "--confirm")
    with pytest.raises(CommandError, match="settled already"):
        settle(question.uid, "--refuse")


@pytest.mark.parametrize(
    ("words", "message"),
    [(("--confirm",), "which question"), (("nobody", "--confirm"), "no question “nobody”")],
)
def test_what_cannot_be_settled_is_said(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        settle(*words)
