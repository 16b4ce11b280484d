"""A question of a harvest in words, and its page with two buttons for whoever holds the link."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from beffroi.accounts.actions import QUESTION, invite
from beffroi.portal.harvesting.questions import asked
from beffroi.repositories.models import Question
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db
PAGE = "/en/questions/q/"


def make_question(kind: str = "account-gone", **facts: Any) -> Question:
    """Make an open question about an account with twelve repositories, two of them named."""
    body = make_organisation(uid="ign", name="IGN")
    account = make_account(uid="ign-fr", full_path="IGNF", organisation=body)
    made = [make_repository(account=account, name=f"r{number}") for number in range(2)]
    return Question.objects.create(
        uid="q", kind=kind, account=account, count=12, uids=[one.uid for one in made],
        facts=facts, asked_at=NOON, seen_at=NOON,
    )  # fmt: skip


def key() -> str:
    """Return a key to the question."""
    return invite(QUESTION, "q", until=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    "address", ["/en/organisations/ign/", "/en/accounts/ign-fr/", "/en/harvests/"]
)
def test_the_pages_say_what_happened_and_what_to_type(client: Client, address: str) -> None:
    make_question(to="https://github.com/ign-france")
    page = client.get(address).text
    assert "github.com/IGNF answered 404 on 4 May 2026 (renamed, or closed?)" in page
    assert "Its 12 repositories are kept as missing." in page
    assert "Confirm the move to github.com/ign-france" in page
    assert "beffroi settle q --confirm" in page
    assert PAGE in page


@pytest.mark.parametrize("kind", ["mass-loss", "account-gone", "moved-out", "of-a-later-version"])
@pytest.mark.parametrize("count", [1, 12])
def test_every_kind_has_its_words(kind: str, count: int) -> None:
    question = make_question(kind, to="https://a.example/x")
    question.count = count
    found = asked(question)
    assert "%" not in found.words + found.confirm + found.refuse
    assert "github.com/IGNF" in found.words


def test_without_a_link_the_page_has_no_button_and_names_the_command(client: Client) -> None:
    make_question()
    page = client.get(PAGE).text
    assert "beffroi settle q --link" in page
    assert 'name="answer"' not in page
    assert client.post(PAGE, {"answer": "confirm"}).status_code == 403
    assert Question.objects.get().settled_at is None


@pytest.mark.parametrize(
    ("answer", "settled_as"), [("confirm", "confirmed"), ("refuse", "refused")]
)
def test_the_holder_of_a_link_settles_it_with_one_click(
    client: Client, answer: str, settled_as: str
) -> None:
    make_question("mass-loss", scope="account", before=NOON.isoformat())
    assert f'value="{answer}"' in client.get(f"{PAGE}?key={key()}").text
    done = client.post(PAGE, {"key": key(), "answer": answer}, follow=True)
    assert (done.status_code, done.redirect_chain) == (200, [(PAGE, 302)])
    assert Question.objects.get().settled_as == settled_as
    assert 'name="answer"' not in client.get(f"{PAGE}?key={key()}").text


def test_a_second_click_changes_nothing(client: Client) -> None:
    make_question("mass-loss", scope="account", before=NOON.isoformat())
    for answer in ("refuse", "confirm"):
        assert client.post(PAGE, {"key": key(), "answer": answer}).status_code == 302
    assert Question.objects.get().settled_as == "refused"


def test_a_form_from_elsewhere_settles_nothing() -> None:
    make_question()
    answer = Client(enforce_csrf_checks=True).post(PAGE, {"key": key(), "answer": "confirm"})
    assert answer.status_code == 403
    assert Question.objects.get().settled_at is None


def test_the_link_of_one_question_does_not_settle_another(client: Client) -> None:
    make_question()
    other = invite(QUESTION, "p", until=timezone.now() + timedelta(days=1))
    assert client.post(PAGE, {"key": other, "answer": "confirm"}).status_code == 403


def test_an_answer_that_is_none_is_refused(client: Client) -> None:
    make_question()
    assert client.post(PAGE, {"key": key(), "answer": "perhaps"}).status_code == 400
    assert client.get("/en/questions/nothing/").status_code == 404


def test_the_command_prints_the_link_to_the_buttons(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    make_question()
    call_command("settle", "q", "--link")
    address = capsys.readouterr().out.strip()
    assert address.startswith(f"http://localhost:8000{PAGE}?key=")
    assert 'value="confirm"' in client.get(address.removeprefix("http://localhost:8000")).text
    with pytest.raises(CommandError, match="--days"):
        call_command("settle", "q", "--link", "--days", "1000")
