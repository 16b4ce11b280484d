"""What a forge withholds for a legal reason: its record stays, its words are hidden."""

from datetime import timedelta

import pytest
from django.test import Client

from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.withholding import lift, withhold
from beffroi.repositories.models import Readme, Repository
from tests.makers import NOON, make_account, make_repository
from tests.repositories.harvesting import complete, read, said

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account()


def test_a_list_that_withholds_one_hides_its_words_and_keeps_its_record(
    account: ForgeAccount,
) -> None:
    row = said(account, "a", forge_id="1", description="Words")
    read(account, complete(row))
    hidden = said(account, "a", forge_id="1", withheld="dmca", withheld_url="https://l.example/1")
    read(account, complete(hidden), at=LATER)
    found = Repository.objects.listed().get()
    assert (found.description, found.withheld, found.name) == ("", "dmca", "a")
    assert found.withheld_url == "https://l.example/1"


def test_a_list_that_shows_it_again_lifts_it(account: ForgeAccount) -> None:
    read(account, complete(said(account, "a", forge_id="1", withheld="dmca")))
    read(account, complete(said(account, "a", forge_id="1", description="Words")), at=LATER)
    found = Repository.objects.get()
    assert (found.withheld, found.description) == ("", "Words")


def test_what_a_single_read_found_withheld_stays_so_whatever_the_list_says(
    account: ForgeAccount,
) -> None:
    read(account, complete(said(account, "a", forge_id="1", description="Words")))
    withhold([Repository.objects.get()], "legal", "", source="look", at=NOON)
    read(account, complete(said(account, "a", forge_id="1", description="Other")), at=LATER)
    found = Repository.objects.get()
    assert (found.withheld, found.description) == ("legal", "")
    assert lift([found], source="look", at=LATER) == 1
    assert Repository.objects.get().look_wanted_at == LATER


def test_files_and_readme_are_hidden_and_the_words_of_a_person_stay() -> None:
    row = make_repository(
        description="By hand", files={"readme": "README"}, publiccode={"name": "x"},
        sources={"description": {"by": "manual", "at": "2026-05-01T00:00:00Z"}},
    )  # fmt: skip
    Readme.objects.create(repository=row, text="Secret")
    assert withhold([row], "legal", "", source="look", at=LATER) == 1
    row.refresh_from_db()
    assert (row.description, row.files, row.publiccode) == ("By hand", {}, None)
    assert not Readme.objects.exists()


def test_it_is_told_once() -> None:
    row = make_repository()
    withhold([row], "legal", "", source="look", at=LATER)
    withhold([row], "legal", "", source="look", at=LATER)
    assert Act.objects.get().after == {"withheld": "legal"}


def test_its_page_shows_the_reason_and_not_the_words(client: Client) -> None:
    row = make_repository(description="Secret words")
    withhold([row], "dmca", "https://l.example/1", source="look", at=LATER)
    page = client.get(f"/en/repositories/{row.uid}/").content.decode()
    assert "Secret words" not in page
    assert "https://l.example/1" in page
