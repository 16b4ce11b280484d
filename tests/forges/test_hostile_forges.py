"""Forges that lie, never end or attack: all is bounded and named, and nothing is raised."""

import resource
import time
from collections.abc import Iterator
from typing import Any

import pytest

from beffroi.forges import listing
from beffroi.forges.reading import Task, read_accounts
from beffroi.lib.http import Limits
from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges
from tests.forges.hostile_reading import LISTS, SOFTWARE, Opened, opening, read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--repositories", "0") as found:
        yield found


@pytest.fixture(params=SOFTWARE)
def opened(request: pytest.FixtureRequest, running: FakeForges) -> Opened:
    """Return what opens a forge of each software with an account ``org``."""
    return opening(running, request.param)


@pytest.fixture
def forge(running: FakeForges) -> FakeForge:
    """Return one forge, where all go through the same door."""
    return opening(running, "github")()


def test_an_honest_forge_is_read_whole(opened: Opened) -> None:
    found = read(opened())
    assert (len(set(found.names)), found.failures, found.last.is_complete) == (30, [], True)


# lists that do not end


def test_pages_without_end_are_read_to_a_bound(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 200)
    forge = opened()
    forge.switch("endless", LISTS)
    found = read(forge)
    assert "endless" in found.codes
    assert not found.last.is_complete
    assert len(forge.requests()) < 60


def test_the_same_rows_for_ever_are_noticed(opened: Opened) -> None:
    forge = opened(10)
    forge.switch("endless", LISTS, fresh=False)
    found = read(forge, requests=20)
    assert "endless" in found.codes
    assert len(set(found.names)) == 10
    assert len(forge.requests()) < 100


@pytest.mark.parametrize("page", [0, 1])
def test_pages_in_a_circle_are_noticed(opened: Opened, page: int) -> None:
    forge = opened()
    lists = [one for one in read(forge).last.pages if one.ids]
    forge.switch("next", LISTS, to=lists[page].url, after=2)
    found = read(forge)
    assert "endless" in found.codes
    assert not found.last.is_complete
    assert len(forge.requests()) < 40


def test_redirects_in_circles_end(opened: Opened) -> None:
    forge = opened()
    forge.switch("loop", LISTS)
    found = read(forge)
    assert "too-many-redirects" in found.codes
    assert len(forge.requests("loop=")) <= 6


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_list_that_changes_while_it_is_read_loses_no_row_in_silence(
    opened: Opened, place: str
) -> None:
    forge = opened()
    name = "org/depot-00000" if place == "first" else "org/depot-00029"
    what = {"do": "remove", "repository": name}
    forge.switch("do", LISTS, after=1, times=1, what=what)
    found = read(forge)
    assert len(set(found.names) - {name}) == 29 or not found.last.is_complete
    assert found.codes <= {"incomplete"}


# ways to inner machines


INWARD = [
    "http://169.254.169.254/latest/meta-data/?page=2",
    "http://[::ffff:127.0.0.1]:{port}/api/v3/meta?page=2",
    "http://2130706433:{port}/api/v3/meta?page=2",
    "http://0177.0.0.1:{port}/api/v3/meta?page=2",
    "http://10.0.0.1/?page=2",
    "http://[fd00::1]/?page=2",
    "http://[64:ff9b::a9fe:a9fe]/?page=2",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_GET",
    "http://user:word@127.0.0.1:{port}/api/v3/meta?page=2",
    "http://127.0.0.1:1/?page=2",
    "//169.254.169.254/?page=2",
]


NOT_FOLLOWED = {"broken-answer", "refused-address", "bad-address"}


def follows(forge: FakeForge, to: str) -> set[str]:
    """Read a list whose first page names another next one; return what was said of it."""
    forge.switch("next", LISTS, to=to.format(port=forge.url.rpartition(":")[2]), times=1)
    found = read(forge)
    assert {one["host"] for one in forge.requests()} == {forge.host}
    assert found.codes or found.last.is_complete
    return found.codes


@pytest.mark.parametrize("to", INWARD)
def test_a_next_page_elsewhere_is_not_read(forge: FakeForge, to: str) -> None:
    assert follows(forge, to) <= NOT_FOLLOWED
    assert forge.requests("/meta") == forge.requests("passwd") == []


@pytest.mark.parametrize("to", INWARD[:2])
def test_of_a_next_page_elsewhere_only_the_path_is_ever_taken(opened: Opened, to: str) -> None:
    assert follows(opened(), to) <= NOT_FOLLOWED | {"not-found", "not-public"}


@pytest.mark.parametrize("to", INWARD)
def test_a_redirect_elsewhere_is_refused_when_the_connection_is_made(
    forge: FakeForge, to: str
) -> None:
    port = forge.url.rpartition(":")[2]
    forge.switch("redirect", LISTS, to=to.format(port=port), status=301)
    found = read(forge)
    codes = {"refused-address", "bad-address", "unreachable", "broken-answer", "account-not-found"}
    assert found.codes
    assert found.codes <= codes
    assert (found.repositories, found.last.is_complete) == ([], False)


INNER = [
    "http://127.0.0.1:{port}/org",
    "http://[::ffff:127.0.0.1]:{port}/org",
    "http://[::1]:{port}/org",
    "http://2130706433:{port}/org",
    "http://0x7f000001:{port}/org",
    "http://0177.0.0.1:{port}/org",
    "http://127.1:{port}/org",
    "http://localhost:{port}/org",
    "http://169.254.169.254/org",
    "http://[64:ff9b::7f00:1]:{port}/org",
    "http://[2002:7f00:1::]:{port}/org",
    "http://user:word@127.0.0.1:{port}/org",
    "file:///etc/passwd",
    "ftp://127.0.0.1/org",
    "http://127.0.0.1:{port}\\@gitlab.com/org",
    "http://127.0.0.1:70000/org",
]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_in_all_spellings_are_refused_without_a_call(
    forge: FakeForge, address: str
) -> None:
    port = forge.url.rpartition(":")[2]
    task = Task(key="k", address=address.format(port=port), software=forge.software)
    (answer,) = read_accounts([task])
    assert answer.reading
    codes = {failure.code for failure in answer.reading.failures}
    assert codes
    assert codes <= {"refused-address", "bad-address", "unreachable"}
    assert forge.requests() == []
    assert "127.0.0.1" not in "".join(failure.message for failure in answer.reading.failures)


def test_a_name_that_leads_inward_from_the_second_piece_on_is_refused(
    opened: Opened,
) -> None:
    forge = opened(host="forge.example.org")
    peers = iter([["127.0.0.1"]])
    found = read(forge, resolve=lambda _host: next(peers, ["169.254.169.254"]), requests=2)
    assert found.repositories
    assert "refused-address" in found.codes
    assert not found.last.is_complete


def test_a_token_goes_to_no_other_host(opened: Opened, running: FakeForges) -> None:
    other = running.open("github", accounts=[{"path": "org", "repositories": 1}])
    forge = opened()
    forge.switch("redirect", "page=2", to=f"{other.url}/orgs/org/repos")
    read(forge, token="of-that-host")  # noqa: S106
    assert {one["authorization"] for one in other.requests()} <= {""}
    assert any("of-that-host" in one["authorization"] for one in forge.requests())


# answers too large, too slow, too deep


def memory() -> int:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize(
    ("switch", "facts"), [("huge", {}), ("huge", {"announced": False}), ("bomb", {})]
)
def test_ten_gigabytes_are_not_read(opened: Opened, switch: str, facts: dict[str, Any]) -> None:
    forge = opened()
    forge.switch(switch, LISTS, **facts)
    before, begins = memory(), time.monotonic()
    found = read(forge)
    assert found.codes == {"too-large"}
    assert memory() - before < 200
    assert time.monotonic() - begins < 5


def test_one_byte_a_second_is_a_timeout(opened: Opened) -> None:
    forge = opened()
    forge.switch("slow", LISTS)
    begins = time.monotonic()
    found = read(forge, limits=Limits(retries=0, total_seconds=0.2, whole_seconds=0.2))
    assert found.codes == {"timeout"}
    assert time.monotonic() - begins < 4


@pytest.mark.parametrize("switch", ["hang", "refuse", "cut"])
def test_connections_that_hang_or_break_are_named(opened: Opened, switch: str) -> None:
    forge = opened()
    forge.switch(switch, LISTS)
    found = read(forge, limits=Limits(retries=0, total_seconds=0.2, whole_seconds=0.2))
    assert found.codes
    assert found.codes <= {"timeout", "unreachable", "broken-answer"}
    assert not found.last.is_complete


BODIES = [
    "[" * 100_000 + "]" * 100_000,
    '{"a":' * 100_000 + "1" + "}" * 100_000,
    "null",
    "7",
    '"text"',
    "{}",
    "[[]]",
    "[null]",
    "[1]",
    "[" + "9" * 10_000 + "]",
    '[{"id":NaN}]',
    '[{"id":1e999}]',
    "[{}]",
    '{"values":7}',
    '{"values":[null]}',
    '{"values":{},"next":7}',
    "[",
    "",
    "\ufeff[]",
    "\x00",
]


def test_json_of_all_kinds_is_data_or_a_named_failure(opened: Opened) -> None:
    forge = opened()
    for body in BODIES:
        forge.do("restore")
        forge.switch("answer", LISTS, body=body, kind="application/json")
        found = read(forge)
        assert found.repositories == []
        assert found.codes <= {"broken-answer", "suspicious-empty", "incomplete"}
        assert found.codes or found.last.is_complete


@pytest.mark.parametrize("body", ["[" * 50_000 + "]" * 50_000, "[]", "7", '{"id":[]}', "null"])
def test_accounts_that_are_nonsense_are_named(opened: Opened, body: str) -> None:
    forge = opened()
    forge.switch("answer", r"/orgs/org$|/groups/org|/workspaces/org|/users/org",
                 body=body, kind="application/json")  # fmt: skip
    found = read(forge)
    assert found.codes <= {"broken-answer", "account-not-found", "incomplete"}
    assert found.codes or found.last.is_complete
