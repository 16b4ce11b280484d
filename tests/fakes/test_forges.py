"""The fakes say what forges say: one set of assertions for recorded pages and for the fakes."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fakes.asking import BOOKS, Told, accounts_of, get, read_on
from tests.fakes.forges.running import FakeForges, fake_forges
from tests.fakes.keys import (
    BITBUCKET_REPOSITORY,
    FULL_REPOSITORY,
    GITEA_REPOSITORY,
    GITLAB_PROJECT,
    IN_LISTS_TOO,
    LICENCE,
    MINIMAL_REPOSITORY,
    ORGANIZATION,
    SIMPLE_USER,
    faults,
    type_of,
)  # fmt: skip

pytestmark = pytest.mark.slow
FREE = {"null", "string", "array", "object"}
"""What keys may be that the few recorded rows do not show in all their forms."""


@dataclass(frozen=True)
class Book:
    """The list of one account, page by page, wherever it comes from."""

    software: str
    pages: list[Told]
    size: int
    total: int

    def rows(self) -> list[Any]:
        """Return all rows."""
        return [row for page in self.pages for row in page.rows()]


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    """Return the process of fakes."""
    with fake_forges("--repositories", "0") as found:
        yield found


@pytest.fixture(scope="module")
def open_book(running: FakeForges, shared: Path) -> Callable[[str, str], Book]:
    """Return what opens a book: recorded, or read from a fake."""

    def open_one(software: str, origin: str) -> Book:
        file, _path, size, total, address = BOOKS[software]
        if origin == "fake":
            forge = running.open(software, accounts=accounts_of(software), settings={"quota": 500})
            return Book(software, read_on(forge.url + address), size, total)
        stored = shared / "data/catalogue/forge" / f"{file}.json.gz"
        found = [one["response"] for one in json.loads(gzip.decompress(stored.read_bytes()))]
        pages = [Told(one["status"], one["headers"], one["body"]) for one in found]
        return Book(software, pages, size, total)

    return open_one


@pytest.fixture(params=["recorded", "fake"])
def origin(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(BOOKS))
def software(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(software: str, origin: str, open_book: Callable[[str, str], Book]) -> Book:
    return open_book(software, origin)


def test_pages_are_full_but_the_last_which_names_no_next(book: Book) -> None:
    assert [page.status for page in book.pages] == [200] * len(book.pages)
    sizes = [len(page.rows()) for page in book.pages]
    assert sizes[:-1] == [book.size] * (len(sizes) - 1)
    assert [bool(page.following()) for page in book.pages] == [True] * (len(sizes) - 1) + [False]


def test_each_repository_stands_on_one_page(book: Book) -> None:
    name = "uuid" if book.software == "bitbucket" else "id"
    ids = [row[name] for row in book.rows()]
    assert len(set(ids)) == len(ids) == book.total


def test_the_next_page_is_the_next_number(book: Book) -> None:
    for number, page in enumerate(book.pages[:-1], 1):
        assert parse_qs(urlsplit(page.following()).query)["page"] == [str(number + 1)]


def test_rows_hold_the_keys_that_they_must(book: Book) -> None:
    contracts = {
        "github": IN_LISTS_TOO if len(book.rows()[0]) > 60 else {"integer": "id"},
        "gitlab": GITLAB_PROJECT, "gitea": GITEA_REPOSITORY, "bitbucket": BITBUCKET_REPOSITORY,
    }  # fmt: skip
    wrong = [fault for row in book.rows() for fault in faults(row, contracts[book.software])]
    assert wrong == []


def kinds_of(rows: list[Any]) -> dict[str, set[str]]:
    """Return key → types of JSON, keys within objects as ``owner.id``."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(type_of(value))
            inner = value if isinstance(value, dict) else {}
            for key, part in inner.items():
                found.setdefault(f"{name}.{key}", set()).add(type_of(part))
    return found


def test_each_recorded_key_is_in_the_fake_with_the_types_recorded(
    software: str, open_book: Callable[[str, str], Book]
) -> None:
    recorded = kinds_of(open_book(software, "recorded").rows())
    fake = kinds_of(open_book(software, "fake").rows())
    assert set(recorded) - set(fake) == set()
    free = {"node_id", "description", "default_branch", "licenses", "readme_url", "parent"}
    others = {
        name: (kinds, fake[name])
        for name, kinds in recorded.items()
        if not fake[name] <= kinds and not (name in free and fake[name] <= kinds | FREE)
    }
    assert others == {}


def test_headers_recorded_are_in_the_fake(
    software: str, open_book: Callable[[str, str], Book]
) -> None:
    recorded, fake = (open_book(software, origin) for origin in ("recorded", "fake"))
    for one, other in zip(recorded.pages, fake.pages, strict=True):
        assert set(one.headers) - set(other.headers) == set()
    rels = [re.findall(r'rel="(\w+)"', page.headers.get("link", "")) for page in fake.pages]
    assert rels == [
        re.findall(r'rel="(\w+)"', page.headers.get("link", "")) for page in recorded.pages
    ]


def test_limits_count_down_from_page_to_page(origin: str, open_book: Any) -> None:
    for software, prefix in (("github", "x-ratelimit-"), ("gitlab", "ratelimit-")):
        left = [
            int(page.headers[f"{prefix}remaining"]) for page in open_book(software, origin).pages
        ]
        assert left == list(range(left[0], left[0] - len(left), -1))


def test_totals_are_told_where_they_are(origin: str, open_book: Any) -> None:
    assert {page.headers["x-total"] for page in open_book("gitlab", origin).pages} == {"50"}
    assert {page.headers["x-total-count"] for page in open_book("gitea", origin).pages} == {"7"}


def test_rows_of_github_hold_what_its_published_description_requires(
    open_book: Callable[[str, str], Book],
) -> None:
    rows = open_book("github", "fake").rows()
    for row in rows:
        assert faults(row, MINIMAL_REPOSITORY, IN_LISTS_TOO) == []
        assert faults(row["owner"], SIMPLE_USER) == []
        assert row["license"] is None or faults(row["license"], LICENCE) == []
    assert 4000 < len(json.dumps(rows)) / len(rows) < 7000


def test_single_reads_of_github_hold_what_its_published_description_requires(
    running: FakeForges,
) -> None:
    forge = running.open("github", accounts=accounts_of("github"))
    row = get(f"{forge.url}/repos/etalab/fork").body
    assert faults(row, MINIMAL_REPOSITORY, IN_LISTS_TOO, FULL_REPOSITORY) == []
    assert row["parent"]["full_name"] == row["source"]["full_name"] == "above/one"
    assert faults(get(f"{forge.url}/orgs/etalab").body, ORGANIZATION) == []


def test_a_missing_key_is_a_fault() -> None:
    assert faults({"id": "1"}, {"integer": "id size"}) == ["size is missing", "id is a str"]
