"""The one score of a repository: the same on its page, in lists, files, index and API (D14)."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Repository
from beffroi.repositories.offers.documents import RepositoryDocuments
from beffroi.repositories.pages.score import score, scores, signed
from beffroi.repositories.shapes import is_looked_into, score_facts, score_of
from tests.makers import make_account, make_repository
from tests.portal.pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FACTS = {
    "licence": "EUPL-1.2", "files": {"readme": "README.md"}, "forks": 11, "watchers": 2,
    "is_template": False, "is_archived": False, "is_fork": True, "description": "",
}  # fmt: skip
EXPECTED = 1000 + 100 + 100 + 10 - 1000 - 100


def page_of(client: Client, repository: Repository, language: str = "en") -> str:
    return client.get(f"/{language}/repositories/{repository.uid}/").content.decode()


def test_page_list_file_index_and_api_have_the_same_score(client: Client) -> None:
    (made,) = fill(1, **FACTS)
    (document,) = RepositoryDocuments().documents([made.uid])
    text = b"".join(client.get("/en/repositories.csv")).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    found = client.get("/api/v1/search?kind=repository").json()["results"]
    whole = client.get(f"/api/v1/repositories/{made.uid}").json()
    assert score_of(made) == document.score == int(row["score"]) == EXPECTED == 110
    assert found[0]["score"] == whole["score"] == EXPECTED
    assert '<td class="n">110</td>' in page_of(client, made)
    assert "<span>score 110</span>" in client.get("/en/repositories/?sort=-score").content.decode()


def test_two_names_of_one_licence_never_have_two_scores() -> None:
    file_alone = make_repository(files={"licence": "LICENSE"})
    named = make_repository(licence="MIT")
    assert (score_of(file_alone), score_of(named)) == (0, 1000)


def test_a_negative_score_is_listed_and_comes_last(client: Client) -> None:
    """D15: archived or forked repositories without a licence are not left out."""
    worst = {"description": "", "is_fork": True, "name": "worst"}
    made = [*fill(2, licence="MIT"), make_repository(**worst)]
    rebuild(holder="test", at=timezone.now())
    page = client.get("/en/repositories/?sort=-score").content.decode()
    assert page.index("urbanisme-0") < page.index(">worst<")
    assert "<span>score −1,100</span>" in page
    assert f"−{abs(score_of(made[-1])):,}" in page_of(client, made[-1])


def test_a_licence_that_is_other_is_not_free(client: Client) -> None:
    """D13: the filter of free licences does not let unknown ones through."""
    fill(1, licence="other", licence_raw="Other")
    make_repository(licence="EUPL-1.2", name="really-free")
    make_repository(licence="", name="nobody-says")
    rebuild(holder="test", at=timezone.now())
    page = client.get("/en/repositories/?free=yes").content.decode()
    assert "really-free" in page
    assert "urbanisme-0" not in page
    assert "nobody-says" not in page


def test_files_that_nobody_looked_for_are_unknown() -> None:
    listed = make_repository()
    read = make_repository(head="abc")
    empty = make_repository(is_empty=True)
    assert [is_looked_into(one) for one in (listed, read, empty)] == [False, True, True]
    assert score_facts(listed).has_readme is None
    assert score_facts(read).has_readme is False


def test_each_line_says_how_to_improve_and_who_may(client: Client) -> None:
    page = page_of(client, make_repository(head="abc", licence="other"))
    assert "Add CONTRIBUTING.md" in page
    assert "Who may: its maintainers." in page
    assert "it earns nothing" in page
    assert "A draft of publiccode.yml with what is known" in page


def test_the_page_says_what_the_french_catalogue_would_count(client: Client) -> None:
    page = page_of(client, make_repository(files={"licence": "COPYING"}))
    assert "There, any licence file counts: it would be 1,000." in page
    assert "it would be" not in page_of(client, make_repository())


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [(-2100, "en", "−2,100"), (-2100, "fr", "−2\u202f100"), (0, "en", "0"), (5210, "en", "5,210")],
)
def test_numbers_below_zero_have_a_true_minus(value: int, language: str, expected: str) -> None:
    assert signed(value, language) == expected
    assert signed(5, "en", plus="+") == "+5"


def test_the_table_speaks_the_language_of_the_page() -> None:
    with translation.override("fr"):
        table = score(make_repository(forks=1234))
    assert table.lines[0].title == "Licence libre"
    assert "1\u202f234" in table.lines[-2].statement
    assert table.limits == ("−2\u202f100", "5\u202f210")


def test_the_scores_of_a_list_cost_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    uids = [make_repository(**FACTS).uid for _ in range(3)]
    with django_assert_num_queries(1):
        assert set(scores(uids).values()) == {"score 110"}


@pytest.mark.parametrize("siblings", [1, 20])
def test_a_page_costs_the_same_for_one_and_for_twenty_of_its_body(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, siblings: int
) -> None:
    account = make_account()
    made = [make_repository(account=account, **FACTS) for _ in range(siblings + 1)]
    page_of(client, made[0])
    with django_assert_num_queries(5):
        page = page_of(client, made[0])
    assert page.count('class="result"') == min(siblings, 4)
