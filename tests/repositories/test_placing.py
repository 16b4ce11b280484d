"""Under which registered account a repository of a whole forge, or of a group, belongs."""

from datetime import timedelta

import pytest

from beffroi.forges.shapes import Reading
from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.placing import Places, registered_at
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import complete, open_run, open_task, read, said, settle_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make(path: str, **facts: object) -> ForgeAccount:
    forge = make_forge("git.example", software="gitlab")
    url = f"https://git.example/{path}".rstrip("/")
    return make_account(forge=forge, full_path=path, url=url, **facts)


def place_of(whole: ForgeAccount, path: str) -> ForgeAccount:
    return Places(whole).of(said(whole, "x", url=f"https://git.example/{path}"))


def test_the_deepest_account_wins_segment_by_segment_and_without_case() -> None:
    whole, team, deep = make(""), make("team"), make("team/Deep")
    assert place_of(whole, "team/a") == team
    assert place_of(whole, "TEAM/deep/a") == deep
    assert place_of(whole, "team/deeper/a") == team
    assert place_of(whole, "teams/a") == whole


def test_a_group_within_that_is_ignored_or_withdrawn_is_out_of_scope() -> None:
    whole = make("")
    private = make("private", ignored_since=NOON.date())
    former = make("former", withdrawn_at=NOON, withdrawn_reason="moved")
    inner = make("private/public")
    assert place_of(whole, "private/a") == private
    assert place_of(whole, "former/a") == former
    assert place_of(whole, "private/public/a") == inner
    names = ("private/a", "former/a", "private/public/a")
    read(whole, complete(*(said(whole, name, forge_id=name) for name in names)))
    assert Repository.objects.get().account == inner


def test_a_list_of_a_whole_forge_fills_the_accounts_below() -> None:
    whole, team = make(""), make("team")
    make("private", ignored_since=NOON.date())
    names = ("a", "team/b", "private/c")
    read(whole, complete(*(said(whole, name, forge_id=name) for name in names)))
    placed = dict(Repository.objects.values_list("url", "account"))
    assert placed == {"https://git.example/a": whole.pk, "https://git.example/team/b": team.pk}


def test_what_a_group_ignored_since_held_leaves_the_scope() -> None:
    whole, team = make(""), make("team")
    rows = [said(whole, name, forge_id=name) for name in ("a", "team/b")]
    read(whole, complete(*rows))
    ForgeAccount.objects.filter(pk=team.pk).update(ignored_since=NOON.date())
    read(whole, complete(*rows), at=NOON + DAY)
    assert Repository.objects.get(account=team).withdrawn_reason == "out-of-scope"


def test_what_left_the_scope_stays_out_while_its_page_does_not_change() -> None:
    whole = make("")
    rows = [said(whole, name, forge_id=name) for name in ("a", "team/b")]
    read(whole, complete(*rows))
    make("team", ignored_since=NOON.date())
    same = Reading(unchanged_ids=("a", "team/b"), is_complete=True)
    read(whole, complete(*rows), at=NOON + DAY)
    read(whole, same, at=NOON + 2 * DAY)
    assert Repository.objects.get(name="team/b").withdrawn_reason == "out-of-scope"
    ForgeAccount.objects.filter(path_key="team").update(ignored_since=None)
    read(whole, same, at=NOON + 3 * DAY)
    assert Repository.objects.listed().count() == 2


def test_a_group_registered_later_takes_its_repositories() -> None:
    whole = make("")
    row = said(whole, "team/b", forge_id="1")
    read(whole, complete(row))
    team = make("team")
    read(whole, complete(row), at=NOON + DAY)
    assert Repository.objects.get().account == team
    assert Act.objects.filter(verb="changed", after={"account": team.uid}).count() == 1


def test_a_repository_under_two_lists_is_one_record() -> None:
    whole, team = make(""), make("team")
    run = open_run()
    for account in (whole, team):
        row = said(team, "b", forge_id="1")
        settle_task(open_task(run, account), complete(row), at=NOON)
    assert Repository.objects.get().account == team


def test_what_an_account_below_reads_on_its_own_is_not_missing_above() -> None:
    whole, team = make(""), make("team")
    read(whole, complete(said(whole, "a", forge_id="1"), said(whole, "team/b", forge_id="2")))
    run = open_run(NOON + DAY)
    open_task(run, team)  # its list is not read yet
    only_a = complete(said(whole, "a", forge_id="1"))
    counts = settle_task(open_task(run, whole), only_a, at=NOON + DAY)
    assert counts["missing"] == 0


def test_what_the_list_of_the_whole_forge_no_longer_shows_is_missing_below() -> None:
    whole, _ = make(""), make("team")
    read(whole, complete(said(whole, "a", forge_id="1"), said(whole, "team/b", forge_id="2")))
    counts = read(whole, complete(said(whole, "a", forge_id="1")), at=NOON + DAY)
    assert counts["missing"] == 1


def test_an_address_leads_to_its_registered_account_on_its_own_forge_alone() -> None:
    team = make("team")
    assert registered_at(team, "https://git.example/team/x") == team
    assert registered_at(team, "https://git.example/other/x") is None
    assert registered_at(team, "https://evil.example/team/x") is None
