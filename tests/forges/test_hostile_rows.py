"""Forges whose rows lie: what has the wrong type is unknown, and no row speaks for others."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges
from tests.forges.hostile_reading import ID, KEYS, LISTS, SOFTWARE, Opened, lie, opening, read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--repositories", "0") as found:
        yield found


@pytest.fixture(params=SOFTWARE)
def opened(request: pytest.FixtureRequest, running: FakeForges) -> Opened:
    """Return what opens a forge of each software with an account ``org``."""
    return opening(running, request.param)


def key(forge: FakeForge, name: str) -> str:
    """Return what the software calls a key."""
    return KEYS[forge.software][name]


WRONG_IDS: list[Any] = [None, True, -1, 1.5, [], {}, "", 10**30, "\x00", "x" * 1_000_000]


def test_ids_of_wrong_types_are_named_and_make_the_list_incomplete(opened: Opened) -> None:
    forge = opened(len(WRONG_IDS) + 2)
    for number, value in enumerate(WRONG_IDS):
        lie(forge, at=number, id=value)
    forge.do("set", page_most=50)
    found = read(forge)
    assert len(found.repositories) == 2
    assert len(found.failures) >= len(WRONG_IDS)
    assert found.codes <= {"broken-answer", "incomplete"}
    assert not found.last.is_complete


def test_one_id_for_all_rows_is_one_repository(opened: Opened) -> None:
    forge = opened(3)
    lie(forge, id=ID.get(forge.software, "7").replace("%d", "7"))
    assert len(read(forge).repositories) <= 1


def test_counts_that_are_none_are_unknown(opened: Opened) -> None:
    values: list[Any] = [-5, 10**40, "many", True, None, [], 1.5]
    forge = opened(len(values))
    for number, value in enumerate(values):
        lie(forge, at=number, stars=value)
    found = read(forge)
    assert [row.stars for row in found.repositories] == [None] * len(values)


WRONG_DATES = ["0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00",
               "10000-01-01", "yesterday", 7, None, {}, "2020-13-45T99:99:99Z",
               "x" * 1_000_000]  # fmt: skip


def test_dates_that_are_none_are_unknown(opened: Opened) -> None:
    forge = opened(len(WRONG_DATES))
    for number, value in enumerate(WRONG_DATES):
        lie(forge, at=number, created=value, changed=value)
    found = read(forge)
    assert [row.created_at for row in found.repositories] == [None] * len(WRONG_DATES)


def test_the_last_year_of_all_is_kept_or_unknown(opened: Opened) -> None:
    forge = opened(1)
    lie(forge, created="9999-12-31T23:59:59Z")
    (row,) = read(forge).repositories
    assert row.created_at is None or row.created_at.year == 9999


TEXTS = {
    "megabyte": "x" * 1_000_000,
    "controls": "a\x00b\x07c\x1b[31md\r\n\te\x7f\x85",
    "override": "safe\u202egnp.exe\u2066\u2069\u200f",
    "surrogate": "half \ud83c of an emoji \udfff",
    "private": "\ue000\ufffe\uffff",
    "zalgo": "e" + "\u0301" * 50_000,
}


def texts_of(row: Any) -> list[str]:
    """Return every text in a repository."""
    values = [getattr(row, name) for name in type(row).__slots__]
    single = [value for value in values if isinstance(value, str)]
    return single + [part for value in values if isinstance(value, tuple) for part in value]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_texts_are_bounded_and_can_be_stored_and_shown(opened: Opened, text: str) -> None:
    forge = opened(1)
    keys = {"description": text, "language": text, key(forge, "homepage"): text,
            "topics": [text] * 3, key(forge, "branch"): text, "license": {"key": text}}  # fmt: skip
    forge.switch("rows", LISTS, set=keys)
    found = read(forge)
    assert len(found.repositories) == 1
    for said in (part for row in found.repositories for part in texts_of(row)):
        assert len(said) <= 20_000
        assert len(said.encode()) >= len(said)
        assert not set(said) & set("\x00\x07\x1b\x7f\x85\u202e\u2066\u200f")


def test_a_thousand_topics_are_two_hundred(opened: Opened) -> None:
    forge = opened(1)
    forge.switch("rows", LISTS, set={"topics": [f"t{number}" for number in range(1000)]})
    assert len(read(forge).repositories[0].topics) <= 200


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_names_are_bounded_and_odd_ones_are_no_address(opened: Opened, text: str) -> None:
    forge = opened(2)
    lie(forge, at=0, full=f"org/{text}", name=text)
    found = read(forge)
    assert 1 <= len(found.repositories) <= 2
    for row in found.repositories:
        assert row.url.startswith(f"{forge.url}/")
        assert len(row.url.encode()) < 3000
        assert len(row.name) <= 700


NO_PATHS = ["", "org", "/", "org/", "/x", "a/b/../../c", "org/..", "org/.", "org//x", " org/x ",
            "org/x?y=1", "org/x#y", "org/%2e%2e", "\\"]  # fmt: skip


def test_names_that_are_no_path_never_leave_the_forge(opened: Opened) -> None:
    forge = opened(len(NO_PATHS))
    for number, full in enumerate(NO_PATHS):
        lie(forge, at=number, full=full, web=f"{forge.url}/{full}")
    for row in read(forge).repositories:
        path = row.url.removeprefix(f"{forge.url}/")
        assert path != row.url
        assert not set(path.split("/")) & {"..", "."}
        assert not set(path) & set("?# ")


def test_a_forge_speaks_for_its_own_host_alone(opened: Opened, running: FakeForges) -> None:
    other = running.open("github", accounts=[{"path": "victim", "repositories": 1}])
    forge = opened(2)
    theirs = f"{other.url}/victim/depot-00000"
    lie(forge, web=theirs, clone=f"{theirs}.git")
    forge.switch("rows", LISTS, set={"links": {"html": {"href": theirs}, "clone": [
        {"name": "https", "href": f"{theirs}.git"}]}})  # fmt: skip
    for row in read(forge).repositories:
        assert row.url.startswith(f"{forge.url}/")
        assert not row.clone_url or row.clone_url.startswith(f"{forge.url}/")
    assert other.requests() == []


def test_names_that_only_look_alike_are_kept_apart(opened: Opened) -> None:
    forge = opened(["depot", "dерot", "DEPOT-2", "dépôt"])
    found = read(forge)
    assert len(set(found.names)) == 4
    assert len({row.url for row in found.repositories}) == 4


def test_headers_that_lie_are_bounded(opened: Opened) -> None:
    forge = opened()
    for number in ("9" * 5000, "-1", "NaN", ""):
        forge.do("restore")
        told = {"x-total": number, "x-total-count": number, "x-total-pages": number,
                "x-ratelimit-remaining": number, "ratelimit-remaining": number,
                "x-ratelimit-reset": number, "ratelimit-reset": number}  # fmt: skip
        forge.switch("headers", LISTS, set=told)
        found = read(forge)
        assert len(set(found.names)) == 30


def test_a_limit_of_a_thousand_years_is_a_limit_of_a_day(opened: Opened) -> None:
    forge = opened()
    forge.switch("limited", LISTS, seconds=30_000_000_000)
    found = read(forge)
    assert found.failures == []
    assert found.last.wait_until
    assert found.last.wait_until.timestamp() - time.time() < 2 * 86_400
