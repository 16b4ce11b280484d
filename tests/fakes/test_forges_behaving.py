"""How the fakes err, change and count: as recorded exchanges do, and as real servers do."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.asking import BOOKS, Told, accounts_of, get, read_on
from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    """Return the process of fakes."""
    with fake_forges("--repositories", "0") as found:
        yield found


# what exchanges say of errors


def refused(running: FakeForges, software: str, switch: str, path: str) -> Told:
    forge = running.open(software, accounts=accounts_of(software))
    forge.switch(switch)
    return get(forge.url + path)


@pytest.mark.parametrize(
    ("exchange", "switch", "path"),
    [
        ("gh-401", "unauthorised", "/orgs/etalab/repos"),
        ("gh-403-secondary", "limited", "/orgs/etalab/repos"),
        ("gh-403-blocked", "blocked", "/repos/etalab/fork"),
        ("gh-451", "withheld", "/repos/etalab/fork"),
        ("gh-502", "bad-gateway", "/orgs/etalab/repos"),
        ("gl-401", "unauthorised", "/api/v4/groups/EOLE/projects"),
        ("gl-429", "limited", "/api/v4/groups/EOLE/projects"),
        ("gl-302-signin", "sign-in", "/EOLE/x/-/raw/main/publiccode.yml"),
        ("gl-200-signin-html", "sign-in-page", "/users/sign_in"),
        ("bb-410", "gone", "/2.0/users/old-name"),
        ("bb-429", "limited", "/2.0/repositories/art"),
    ],
)
def test_switches_answer_as_the_exchanges_do(
    running: FakeForges, shared: Path, exchange: str, switch: str, path: str
) -> None:
    stored = json.loads((shared / "data/catalogue/forge/exchanges.json").read_text("utf-8"))
    wanted = next(one for one in stored if one["id"] == exchange)
    told = refused(running, wanted["forge"], switch, path)
    assert told.status == wanted["response"]["status"]
    body = wanted["response"]["body"]
    if isinstance(body, dict):
        assert set(told.body) <= set(body)
    elif exchange == "gl-429":
        assert told.body == body.encode()


@pytest.mark.parametrize(
    ("exchange", "path"),
    [
        ("gh-404-repo", "/repos/etalab/gone"),
        ("gh-404-org", "/orgs/not-an-org/repos?per_page=100"),
        ("gl-404-group", "/api/v4/groups/nope"),
        ("gl-404-project", "/api/v4/projects/EOLE%2Fgone"),
        ("gl-403", "/api/v4/users/1"),
        ("gt-404", "/api/v1/orgs/nope/repos"),
        ("bb-404", "/2.0/repositories/nope/nope"),
    ],
)
def test_what_is_not_there_is_answered_as_the_exchanges_do(
    running: FakeForges, shared: Path, exchange: str, path: str
) -> None:
    stored = json.loads((shared / "data/catalogue/forge/exchanges.json").read_text("utf-8"))
    wanted = next(one for one in stored if one["id"] == exchange)
    forge = running.open(wanted["forge"], accounts=accounts_of(wanted["forge"]))
    told = get(forge.url + path)
    assert told.status == wanted["response"]["status"]
    assert set(told.body) == set(wanted["response"]["body"])


# what happens to repositories


def moved(running: FakeForges, software: str, path: str) -> tuple[FakeForge, Told]:
    forge = running.open(software, accounts=accounts_of(software))
    account = BOOKS[software][1]
    forge.do("rename", repository=f"{account}/fork", to=f"{account}/moved")
    return forge, get(forge.url + path)


def test_a_renamed_repository_is_found_by_its_id(running: FakeForges) -> None:
    for software, path, status, place in (
        ("github", "/api/v3/repos/etalab/fork", 301, "/api/v3/repositories/"),
        ("gitlab", "/api/v4/projects/EOLE%2Ffork?license=true", 301, "/api/v4/projects/"),
    ):
        forge, told = moved(running, software, path)
        assert told.status == status
        assert told.headers["location"].startswith(forge.url + place)
        name = get(told.headers["location"]).body
        assert str(name.get("full_name") or name.get("path_with_namespace")).endswith("/moved")


def test_gitea_sends_on_to_the_new_path(running: FakeForges) -> None:
    _forge, told = moved(running, "gitea", "/api/v1/repos/lincnil/fork")
    assert (told.status, told.headers["location"]) == (307, "/api/v1/repos/lincnil/moved")


def test_gitlab_goes_on_by_keyset_where_numbers_end(running: FakeForges) -> None:
    settings = {"offset_most": 40, "totals_most": 10}
    forge = running.open("gitlab", accounts=accounts_of("gitlab"), settings=settings)
    at = f"{forge.url}/api/v4/projects?per_page=20"
    first, third = get(f"{at}&page=1"), get(f"{at}&page=3")
    assert "x-total" not in first.headers
    assert (third.status, "keyset" in third.body["error"]) == (405, True)
    pages = read_on(f"{at}&pagination=keyset&order_by=id&sort=asc")
    ids = [row["id"] for page in pages for row in page.rows()]
    assert ids == sorted(set(ids))
    assert (len(ids), "x-page" in pages[0].headers) == (51, False)


def test_gitlab_shows_subgroups_and_shared_projects_as_asked(running: FakeForges) -> None:
    forge = running.open("gitlab", accounts=accounts_of("gitlab"))
    forge.do("share", repository="above/one", account="EOLE")
    at = f"{forge.url}/api/v4/groups/EOLE/projects?per_page=100"
    counts = [
        len(get(at + words).body)
        for words in ("", "&with_shared=false", "&with_shared=false&include_subgroups=true")
    ]
    assert counts == [46, 45, 50]


def test_gitea_caps_the_size_of_pages_without_a_word(running: FakeForges) -> None:
    forge = running.open("gitea", accounts=[{"path": "x", "repositories": 120}])
    told = get(f"{forge.url}/api/v1/orgs/x/repos?limit=100&page=1")
    assert (len(told.body), told.headers["x-total-count"]) == (50, "120")


# what servers do


def test_an_unchanged_page_is_answered_304_and_a_changed_one_is_not(running: FakeForges) -> None:
    forge = running.open("github", accounts=accounts_of("github"))
    url = f"{forge.url}/orgs/etalab/repos?per_page=100"
    tag = get(url).headers["etag"]
    assert get(url, If_None_Match=tag).status == 304
    forge.do("push", repository="etalab/fork")
    assert get(url, If_None_Match=tag).status == 200


def test_pages_come_in_gzip_only_when_asked(running: FakeForges) -> None:
    forge = running.open("github", accounts=accounts_of("github"))
    url = f"{forge.url}/orgs/etalab/repos?per_page=100"
    plain, packed = get(url), get(url, Accept_Encoding="gzip")
    assert plain.body == packed.body
    assert int(packed.headers["content-length"]) * 10 < int(plain.headers["content-length"])


def test_a_limit_counts_down_then_refuses_and_unchanged_pages_are_free(
    running: FakeForges,
) -> None:
    forge = running.open("github", accounts=accounts_of("github"), settings={"quota": 2})
    url = f"{forge.url}/api/v3/orgs/etalab/repos"
    first = get(url)
    assert get(url, If_None_Match=first.headers["etag"]).headers["x-ratelimit-remaining"] == "1"
    assert [get(url).status for _number in range(2)] == [200, 403]


def test_a_change_while_paging_moves_rows_between_pages(running: FakeForges) -> None:
    forge = running.open("gitlab", accounts=[{"path": "g", "repositories": 30}])
    what = {"do": "remove", "repository": "g/depot-00000"}
    forge.switch("do", "page=2", what=what, times=1)
    url = f"{forge.url}/api/v4/groups/g/projects?per_page=20&order_by=id&sort=asc"
    assert sum(len(page.rows()) for page in read_on(f"{url}&page=1")) == 29


def test_answers_break_off_and_come_slowly(running: FakeForges) -> None:
    forge = running.open("github", accounts=accounts_of("github"))
    forge.switch("cut", "orgs")
    with pytest.raises(OSError, match=r"IncompleteRead|closed|incomplete"):
        raise_as_os_error(lambda: get(f"{forge.url}/orgs/etalab/repos"))
    forge.do("restore")
    forge.switch("slow", "rate_limit", bytes_per_second=2000)
    begins = time.monotonic()
    assert get(f"{forge.url}/rate_limit").status == 200
    assert time.monotonic() - begins > 0.05


def raise_as_os_error(work: Callable[[], object]) -> None:
    """Do something; an answer that breaks off is an OSError here."""
    try:
        work()
    except Exception as error:
        raise OSError(f"{type(error).__name__} {error}") from error


def test_a_wrong_wish_is_refused_in_words(running: FakeForges) -> None:
    with pytest.raises(ValueError, match="Nothing is called fly"):
        running.forges[0].do("fly")
    with pytest.raises(ValueError, match="No forge misbehaves by dancing"):
        running.forges[0].switch("dancing")


def test_a_token_that_is_not_known_is_refused(running: FakeForges) -> None:
    forge = running.open("gitlab", accounts=accounts_of("gitlab"), settings={"tokens": ["right"]})
    url = f"{forge.url}/api/v4/groups/EOLE"
    statuses = [get(url, Private_Token=token).status for token in ("right", "wrong")]
    assert [*statuses, get(url).status] == [200, 401, 200]
