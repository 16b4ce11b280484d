"""Repositories for programs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from beffroi.repositories.models import Alias, Failure, HarvestRun
from tests.makers import NOON, make_account, make_organisation, make_repository

URL = "/api/v1/repositories"
GONE = {"withdrawn_at": NOON, "withdrawn_reason": "deleted"}


def uids(answer: Any) -> list[str]:
    return [one["uid"] for one in answer.json()["results"]]


@pytest.mark.django_db
def test_a_list_names_repositories_by_uid_and_holds_no_key(client: Client) -> None:
    make_repository(uid="one", licence="MIT", topics=["a b"], is_fork=None)
    (row,) = client.get(URL).json()["results"]
    assert (row["uid"], row["license_spdx"], row["topics"], row["is_fork"]) == (
        "one", "MIT", ["a b"], None,
    )  # fmt: skip
    assert row["url"] == "http://localhost:8000/en/repositories/one/"
    assert not {"id", "pk", "account_id"} & set(row)


@pytest.mark.django_db
def test_following_next_meets_everything_once_in_the_order_of_arrival(client: Client) -> None:
    made = [make_repository().uid for _ in range(5)]
    met, address = [], f"{URL}?size=2"
    while address:
        answer = client.get(address)
        met += uids(answer)
        address = answer.json()["next"]
        assert ('rel="next"' in answer.get("Link", "")) == bool(address)
    assert met == made


@pytest.mark.django_db
def test_a_cursor_is_taken_alone_or_in_its_address(client: Client) -> None:
    first, second, _ = (make_repository().uid for _ in range(3))
    address = client.get(f"{URL}?size=1").json()["next"]
    cursor = address.partition("cursor=")[2]
    assert uids(client.get(URL, {"size": 1})) == [first]
    for given_ in (cursor, address):
        assert uids(client.get(URL, {"size": 1, "cursor": given_})) == [second]


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"language": "C"}, {"state": "removed"}])
def test_a_cursor_of_another_question_is_refused(client: Client, other: dict[str, str]) -> None:
    for _ in range(3):
        make_repository()
    cursor = client.get(f"{URL}?size=1").json()["next"].partition("cursor=")[2]
    answer = client.get(URL, {"cursor": cursor, **other})
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/bad-cursor")


@pytest.mark.django_db
def test_a_cursor_whose_row_is_gone_is_stale(client: Client) -> None:
    first, _ = make_repository(), make_repository()
    cursor = client.get(f"{URL}?size=1").json()["next"].partition("cursor=")[2]
    first.delete()
    answer = client.get(URL, {"cursor": cursor})
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/stale-cursor")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "code", "name"),
    [
        ("size=0", "bad-size", "size"),
        ("size=101", "bad-size", "size"),
        ("size=1000000000", "bad-size", "size"),
        ("size=-1", "bad-size", "size"),
        ("size=ten", "bad-size", "size"),
        ("page=-1", "unknown-parameter", "page"),
        ("organization=x", "unknown-parameter", "organisation"),
        ("state=gone", "unknown-state", "state"),
        ("changed_since=yesterday", "bad-changed-since", "changed_since"),
        ("cursor=zzz", "bad-cursor", "cursor"),
        ("lang=de", "unknown-language", "lang"),
        ("&".join(f"language=l{number}" for number in range(51)), "too-many-values", "language"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(
    client: Client, question: str, code: str, name: str
) -> None:
    answer = client.get(f"{URL}?{question}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["instance"]) == (f"/errors/{code}", URL)
    assert name in problem["detail"]


@pytest.mark.django_db
def test_filters_add_up_and_repeated_ones_are_alternatives(client: Client) -> None:
    make_repository(uid="a", language="Python", licence="MIT", is_archived=True)
    make_repository(uid="b", language="Java", licence="MIT")
    make_repository(uid="c", language="Python", licence="EUPL-1.2")
    assert uids(client.get(f"{URL}?language=Python&language=Java&licence=MIT")) == ["a", "b"]
    assert uids(client.get(f"{URL}?archived=unknown&language=Python")) == ["c"]
    assert uids(client.get(f"{URL}?language=nonsense&utm_source=x")) == []


@pytest.mark.django_db
def test_a_reader_can_ask_for_what_changed_since(client: Client) -> None:
    make_repository(uid="old")
    make_repository(uid="new", changed_at=NOON + timedelta(days=1))
    assert uids(client.get(f"{URL}?changed_since=2026-05-05")) == ["new"]
    assert uids(client.get(f"{URL}?changed_since=2026-05-04T12:00:00Z")) == ["old", "new"]


@pytest.mark.django_db
def test_a_withdrawn_repository_answers_410_with_its_reason(client: Client) -> None:
    make_repository(uid="gone", **GONE)
    answer = client.get(f"{URL}/gone")
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert answer.json()["reason"] == "deleted"
    assert answer.json()["withdrawn"] == "2026-05-04T12:00:00Z"
    assert "deleted" in answer.json()["detail"]


@pytest.mark.django_db
def test_tombstones_are_listed_on_demand_only(client: Client) -> None:
    make_repository(uid="gone", **GONE)
    make_repository(uid="here")
    assert uids(client.get(URL)) == ["here"]
    (tombstone,) = client.get(f"{URL}?state=removed&changed_since=2026-05-04").json()["results"]
    assert (tombstone["uid"], tombstone["reason"]) == ("gone", "deleted")
    assert client.get(f"{URL}?state=removed&changed_since=2026-06-01").json()["results"] == []


@pytest.mark.django_db
def test_one_repository_shows_sources_aliases_lineage_and_no_address(client: Client) -> None:
    ministry = make_organisation(uid="ministry", kind="ministry")
    agency = make_organisation(uid="agency", parent=ministry)
    repository = make_repository(
        uid="one", account=make_account(organisation=agency), description="Ask a@b.example",
        publiccode={"maintenance": {"contacts": [{"email": "a@b.example"}]}},
    )  # fmt: skip
    Alias.objects.create(
        repository=repository, url="https://x.example/old", url_key="o", since=NOON, source="test"
    )
    answer = client.get(f"{URL}/one")
    found = answer.json()
    assert found["sources"]["*"] == {"by": "test", "at": "2026-05-04T12:00:00Z"}
    assert found["aliases"] == ["https://x.example/old"]
    assert [body["uid"] for body in found["bodies"]] == ["agency", "ministry"]
    assert answer["Last-Modified"] == "Mon, 04 May 2026 12:00:00 GMT"
    assert "a@b.example" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("uid", ["nothing", "Ünlikely", "a%00b", "a b", "a" * 3000])
def test_a_name_that_nothing_has_is_a_problem(client: Client, uid: str) -> None:
    answer = client.get(f"{URL}/{uid}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/errors/not-found")


@pytest.mark.django_db
def test_the_failures_of_an_account_are_told_until_they_are_mended(client: Client) -> None:
    account = make_account(uid="a")
    run = HarvestRun.objects.create(uid="r", started_at=NOON)
    facts = {"run": run, "account": account, "url": "https://x.example/a", "at": NOON}
    Failure.objects.create(code="timeout", message="Too slow.", **facts)
    Failure.objects.create(code="tls", message="Run out.", mended_at=NOON, **facts)
    (one,) = client.get("/api/v1/accounts/a/failures").json()["results"]
    assert (one["code"], one["at"]) == ("timeout", "2026-05-04T12:00:00Z")
    assert client.get("/api/v1/accounts/b/failures").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
def test_a_list_costs_one_query(client: Client, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        make_repository()
    with django_assert_num_queries(1):
        assert len(uids(client.get(URL))) == count


TEXT = st.text(max_size=40)
NAMES = st.sampled_from(
    ("organisation", "language", "licence", "forge", "country", "archived", "fork", "size")
) | st.sampled_from(("changed_since", "state", "cursor", "lang", "utm_x", "x"))


@pytest.mark.slow
class Stranger(TestCase):
    """Whatever a stranger sends is answered, never a fault."""

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @example([("language", "\0"), ("organisation", "'; DROP TABLE x")])
    @example([("changed_since", "0001-01-01T00:00:00+23:59"), ("size", "1")])
    @example([("changed_since", "9999-12-31T23:59:59-23:59")])
    @example([("size", "９"), ("cursor", "\udcff")])
    @given(st.lists(st.tuples(NAMES, TEXT), max_size=6))
    def test_every_parameter_with_every_text(self, given_: list[tuple[str, str]]) -> None:
        """Send several at once."""
        pairs = {name: text.encode("utf-8", "surrogatepass") for name, text in given_}
        answer = self.client.get(URL, pairs)
        assert answer.status_code in {200, 400}
        if answer.status_code == 400:
            assert answer["Content-Type"] == "application/problem+json"
