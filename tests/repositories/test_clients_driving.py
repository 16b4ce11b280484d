"""The driver: one piece a host at one time, nothing lost, nothing asked for in vain."""

from datetime import datetime, timedelta

import pytest

from beffroi.forges.reading import Answer, Task
from beffroi.forges.shapes import Find, Look, Page, Rate, Reading
from beffroi.lib.batch import ChunkFailure
from beffroi.organisations.actions.hosts import hold_host
from beffroi.organisations.actions.tokens import keep_token
from beffroi.organisations.models import Forge, ForgeAccount, ForgeToken
from beffroi.repositories.actions.running import RunHeldError, free_run, hold_run, want_run
from beffroi.repositories.clients.driving import Driver
from beffroi.repositories.clients.progress import How, Progress
from beffroi.repositories.models import Failure, HarvestPage, HarvestRun, Repository
from tests.makers import NOON, make_account, make_forge, make_repository
from tests.repositories.scripted import Reply, Script, failing, reading

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that moves a second with each look at it, so that who waits is woken."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Tell the time."""
        self.at += timedelta(seconds=1)
        return self.at


def look(task: Task) -> Answer:
    return Answer(
        task.key, looks=tuple(Look(key=one.key, head="h", files={}) for one in task.targets)
    )


def drive(
    reply: Reply, *accounts: ForgeAccount, size: int = 8, **how: object
) -> tuple[HarvestRun, Script]:
    """Drive a run over some accounts, or gone on with, whose forges say what a function says."""
    is_full = bool(how.pop("is_full", False))
    run = want_run(accounts, {}, at=NOON, is_full=is_full)
    script = Script(lambda task: look(task) if task.targets else reply(task), size)
    given = {"now": Clock(), "pauses": (0,), **how}
    hold_run(run, "me", at=NOON)
    try:
        Driver(run, script, How(**given)).drive()  # type: ignore[arg-type]
    finally:
        free_run(run, "me", at=NOON)
    return run, script


def lists(script: Script) -> list[str]:
    return [task.known.cursor for task in script.asked if not task.targets]


def pages_of_two(task: Task) -> Answer:
    """Answer a list of five repositories in three pieces."""
    last = int(task.known.cursor or 0)
    names = ["a", "b", "c", "d", "e"][2 * last : 2 * last + 2]
    page = Page(f"{task.address}?page={last}", etag=f"e{last}", ids=tuple(names))
    cursor = str(last + 1) if last < 2 else ""
    return reading(task, *names, cursor=cursor, pages=(page,))


def test_a_list_comes_in_pieces_and_then_each_repository_is_looked_into() -> None:
    run, script = drive(pages_of_two, make_account())
    task = run.tasks.get()
    assert lists(script) == ["", "1", "2"]
    assert (task.state, task.met, task.pages, task.looked, task.to_look) == ("done", 5, 3, 5, 5)
    assert (run.counts["new"], run.counts["looked"], run.done) == (5, 5, 1)
    assert run.finished_at is not None


def test_the_first_piece_is_small_and_all_are_bounded() -> None:
    _, script = drive(pages_of_two, make_account())
    assert [task.requests for task in script.asked[:3]] == [10, 16, 16]
    assert max(len(task.targets) for task in script.asked) <= 20


def test_a_host_never_has_two_pieces_on_their_way() -> None:
    forges = [make_forge(f"{name}.example") for name in "abc"]
    accounts = [make_account(forge=forge) for forge in forges for _ in range(3)]
    run, script = drive(pages_of_two, *accounts)
    assert (script.most_of_a_host, run.done) == (1, 9)
    assert Repository.objects.count() == 45


def test_a_host_goes_on_with_its_list_before_what_came_of_others_is_written() -> None:
    accounts = [make_account(forge=make_forge(f"{name}.example")) for name in "abc"]
    written: list[int] = []

    def reply(task: Task) -> Answer:
        written.append(Repository.objects.count())
        return pages_of_two(task)

    _, script = drive(reply, *accounts)
    assert (written[:5], script.most_of_a_host) == ([0] * 5, 1)
    assert Repository.objects.count() == 15


def test_hosts_take_turns_when_there_are_more_than_places() -> None:
    accounts = [make_account(forge=make_forge(f"{name}.example")) for name in "abc"]
    _, script = drive(pages_of_two, *accounts, size=1)
    assert len({task.key for task in script.asked[:3]}) == 3


def test_the_pages_are_kept_and_handed_over_the_next_time() -> None:
    account = make_account()
    drive(pages_of_two, account)
    run, script = drive(pages_of_two, account)
    first = script.asked[0].known.pages
    assert set(first) == {f"{account.url}?page={number}" for number in range(3)}
    assert run.tasks.get().pages_unchanged == 3


def test_a_full_run_hands_over_no_page_and_no_head_and_looks_into_everything() -> None:
    account = make_account()
    drive(pages_of_two, account)
    run, script = drive(pages_of_two, account, is_full=True)
    assert all(not task.known.pages for task in script.asked)
    assert {target.head for task in script.asked for target in task.targets} == {""}
    assert run.tasks.get().looked == 5


def test_pages_that_a_complete_list_no_longer_meets_are_forgotten() -> None:
    account = make_account()
    drive(pages_of_two, account)
    HarvestPage.objects.create(account=account, url="gone", place=9, read_at=NOON - MINUTE)
    drive(pages_of_two, account)
    assert not HarvestPage.objects.filter(url="gone").exists()


def test_a_long_list_hands_over_only_the_pages_around_its_place() -> None:
    account = make_account()
    for place in range(300):
        HarvestPage.objects.create(account=account, url=f"p{place}", place=place, read_at=NOON)
    _, script = drive(pages_of_two, account)
    assert len(script.asked[0].known.pages) == 31


@pytest.mark.parametrize("broken_at", [1, 2, 3])
def test_who_dies_between_two_pieces_loses_one_piece_at_most(broken_at: int) -> None:
    account, asked = make_account(), []

    def die_once(task: Task) -> Answer:
        asked.append(task.known.cursor)
        if len(asked) == broken_at:
            raise KeyboardInterrupt
        return pages_of_two(task)

    with pytest.raises(KeyboardInterrupt):
        drive(die_once, account)
    assert HarvestRun.objects.get().finished_at is None
    run, script = drive(pages_of_two, account)
    assert (HarvestRun.objects.count(), run.tasks.get().met) == (1, 5)
    assert Repository.objects.count() == 5
    assert lists(script)[0] in {str(max(0, broken_at - 2) or ""), str(broken_at - 1 or "")}


def test_a_run_that_somebody_took_over_writes_nothing_more() -> None:
    account = make_account()

    def robbed(task: Task) -> Answer:
        HarvestRun.objects.update(holder="another")
        return pages_of_two(task)

    with pytest.raises(RunHeldError, match="taken over"):
        drive(robbed, account)
    assert not Repository.objects.exists()


def times(count: int, reply: Reply, then: Reply) -> Reply:
    """Answer some times in one way, then in another."""
    left = [count]

    def answer(task: Task) -> Answer | ChunkFailure[Task]:
        left[0] -= 1
        return reply(task) if left[0] >= 0 else then(task)

    return answer


def test_what_fails_for_a_moment_is_asked_again_and_no_failure() -> None:
    run, script = drive(times(3, failing, pages_of_two), make_account())
    assert lists(script) == ["", "", "", "", "1", "2"]
    assert (run.tasks.get().state, Failure.objects.count()) == ("done", 0)


def test_what_keeps_failing_ends_its_account_by_name_and_not_the_run() -> None:
    bad = make_account(forge=make_forge("bad.example"))
    good = make_account(forge=make_forge("good.example"))
    reply: Reply = lambda task: (  # noqa: E731
        failing(task) if "bad" in task.address else pages_of_two(task)
    )
    run, script = drive(reply, bad, good)
    assert [task.state for task in run.tasks.order_by("account")] == ["failed", "done"]
    assert len([task for task in script.asked if "bad" in task.address]) == 4
    assert Failure.objects.get().code == "timeout"
    assert run.finished_at is not None


def test_each_pause_is_longer_than_the_one_before() -> None:
    pauses = [How().pause(attempts).total_seconds() for attempts in (1, 2, 3, 9)]
    assert pauses == [5, 30, 120, 120]


def test_what_waiting_cannot_cure_is_asked_once() -> None:
    reply: Reply = lambda task: failing(task, "account-not-found", permanent=True)  # noqa: E731
    run, script = drive(reply, make_account())
    assert len(lists(script)) == 1
    assert run.tasks.get().error_code == "account-not-found"


def test_a_list_that_breaks_off_marks_nothing_and_what_came_is_looked_into() -> None:
    account = make_account()
    here = make_repository(account=account, forge_id="z")

    def broken(task: Task) -> Answer:
        if task.known.cursor:
            return failing(task, "broken-answer", permanent=True)
        return reading(task, "a", cursor="1")

    run, _ = drive(broken, account)
    task = run.tasks.get()
    here.refresh_from_db()
    assert (task.state, task.error_code, task.looked) == ("failed", "broken-answer", 1)
    assert (here.missing_since, here.withdrawn_at) == (None, None)


def test_a_silent_host_is_not_asked_for_all_its_accounts() -> None:
    forge = make_forge("dead.example")
    run, script = drive(failing, *(make_account(forge=forge) for _ in range(9)))
    assert len(script.asked) == 2 * 4
    assert {task.error_code for task in run.tasks.all()} == {"timeout"}
    assert run.done == 9


def test_a_refused_token_stops_its_host_and_is_dated() -> None:
    forge = make_forge("hub.example")
    keep_token(forge, "secret-1", at=NOON)
    reply: Reply = lambda task: failing(task, "credential-error", permanent=True)  # noqa: E731
    run, script = drive(reply, make_account(forge=forge), make_account(forge=forge))
    assert len(script.asked) == 1
    assert {task.error_code for task in run.tasks.all()} == {"credential-error"}
    assert ForgeToken.objects.get().refused_at is not None


def test_a_token_goes_to_its_own_host_and_is_in_no_text() -> None:
    hub, other = make_forge("hub.example"), make_forge("other.example")
    keep_token(hub, "secret-1", at=NOON)
    _, script = drive(pages_of_two, make_account(forge=hub), make_account(forge=other))
    tokens = {task.address.split("/")[2]: task.token for task in script.asked}
    assert tokens == {"hub.example": "secret-1", "other.example": ""}
    assert "secret-1" not in repr(script.asked)


def test_a_token_that_no_key_opens_stops_its_host_alone() -> None:
    hub, other = make_forge("hub.example"), make_forge("other.example")
    ForgeToken.objects.create(forge=hub, sealed="nonsense", set_at=NOON)
    run, _ = drive(pages_of_two, make_account(forge=hub), make_account(forge=other))
    codes = dict(run.tasks.values_list("account__forge__host", "error_code"))
    assert codes == {"hub.example": "credential-error", "other.example": ""}


def test_a_limit_is_no_failure_and_the_list_goes_on_where_it_was() -> None:
    until = NOON + 2 * MINUTE
    rate = Rate(limit=60, remaining=0, reset_at=until)
    limited: Reply = lambda task: reading(  # noqa: E731
        task, "a", cursor="1", is_complete=False, wait_until=until, rate=rate
    )
    run, script = drive(times(1, limited, pages_of_two), make_account())
    task = run.tasks.get()
    assert (lists(script)[:2], task.state, task.attempts) == (["", "1"], "done", 0)
    assert 100 <= task.waited <= 120
    assert not Failure.objects.exists()


def test_a_host_whose_last_answer_leaves_no_call_rests_before_its_next_account() -> None:
    until = NOON + 5 * MINUTE
    rate = Rate(limit=60, remaining=0, reset_at=until)
    forge, clock = make_forge("slow.example"), Clock()
    last: Reply = lambda task: reading(task, "a", rate=rate)  # noqa: E731
    accounts = [make_account(forge=forge), make_account(forge=forge)]
    run, _ = drive(times(1, last, pages_of_two), *accounts, now=clock)
    second = run.tasks.get(account=accounts[1])
    assert second.started_at >= until  # type: ignore[operator]


def test_a_host_that_asks_to_wait_keeps_no_other_waiting() -> None:
    slow = make_account(forge=make_forge("slow.example"))
    quick = make_account(forge=make_forge("quick.example"))
    far = NOON + timedelta(days=1)

    def reply(task: Task) -> Answer:
        if "slow" in task.address:
            return Answer(task.key, Reading(wait_until=far))
        return pages_of_two(task)

    said: list[Progress] = []
    run, _ = drive(reply, slow, quick, seconds=0.5, progress=said.append)
    assert [task.state for task in run.tasks.order_by("pk")] == ["listing", "done"]
    assert run.finished_at is None
    (waiting,) = said[-1].waiting
    assert (waiting.host, waiting.until, waiting.why) == ("slow.example", far, "limit")
    assert Forge.objects.get(host="slow.example").resume_at == far


def test_a_host_that_asked_to_wait_is_not_called_before() -> None:
    forge = make_forge("slow.example", resume_at=NOON + timedelta(days=1))
    run, script = drive(pages_of_two, make_account(forge=forge), seconds=0.2)
    assert (script.asked, run.done) == ([], 0)


def test_a_host_that_another_harvest_reads_is_waited_for() -> None:
    account = make_account()
    hold_host(account.forge, "another", at=NOON, seconds=60)
    clock = Clock()
    run, _ = drive(pages_of_two, account, now=clock)
    assert run.tasks.get().started_at >= NOON + MINUTE  # type: ignore[operator]
    assert Forge.objects.get().holder in {"me", ""}


def test_a_host_that_another_run_waits_for_is_let_go_between_two_pieces() -> None:
    shared, own = make_account(), make_account(forge=make_forge("own.example"))
    rival = want_run([shared], {"by": "page"}, at=NOON)
    hold_run(rival, "rival", at=NOON)
    HarvestRun.objects.filter(pk=rival.pk).update(held_until=NOON + timedelta(days=1))
    holders: list[str] = []

    def reply(task: Task) -> Answer:
        if "own" not in task.address:
            return pages_of_two(task)
        holders.append(Forge.objects.get(pk=shared.forge_id).holder)
        place = int(task.known.cursor or 0)
        return reading(task, f"r{place}", cursor=str(place + 1) if place < 9 else "")

    run, _ = drive(reply, shared, own)
    assert set(holders) == {"me", ""}
    assert (run.done, Repository.objects.count()) == (2, 15)


def test_a_limit_while_looking_leaves_the_others_to_a_later_piece() -> None:
    account, until, waits = make_account(), NOON + MINUTE, [True]

    def looks(task: Task) -> Answer:
        if not waits:
            return look(task)
        waits.clear()
        first, second = task.targets[:2]
        return Answer(task.key, looks=(Look(key=first.key), Look(key=second.key, wait_until=until)))

    script = Script(lambda task: looks(task) if task.targets else pages_of_two(task))
    run = want_run([account], {}, at=NOON)
    hold_run(run, "me", at=NOON)
    Driver(run, script, How(now=Clock(), pauses=(0,))).drive()  # type: ignore[arg-type]
    sizes = [len(task.targets) for task in script.asked if task.targets]
    assert (sizes, run.tasks.get().looked) == ([5, 4], 5)


def test_former_members_are_asked_for_before_a_list_without_them_is_believed() -> None:
    account = make_account()
    drive(pages_of_two, account)

    def shorter(task: Task) -> Answer:
        if task.finds:
            return Answer(task.key, finds=tuple(Find(one.key) for one in task.finds))
        return reading(task, "a", "b", "c", "d")

    run, script = drive(shorter, account)
    assert run.tasks.get().state == "done"
    assert sum(bool(task.finds) for task in script.asked) <= 1


@pytest.mark.parametrize(("error", "count"), [("ValueError", 1), ("KilledWorker", 4)])
def test_a_reader_that_breaks_is_a_failure_by_name(error: str, count: int) -> None:
    reply: Reply = lambda task: ChunkFailure((task,), error, "Oh.")  # noqa: E731
    run, script = drive(reply, make_account())
    assert len(script.asked) == count
    assert run.tasks.get().error_code == "reader-fault"
    assert Failure.objects.get().message == f"{error}: Oh."
