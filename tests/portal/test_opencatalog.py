"""The Open Catalog API: the shape of the recorded one, its pages, its refusals."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.organisations.models import Identifier
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db
BASE = "/open-catalog/v1"
SAID = {
    "publiccodeYmlVersion": "0.4",
    "name": "Outil é",
    "maintenance": {"contacts": "a@b.example"},
}


def get(client: Client, path: str) -> Any:
    answer = client.get(f"{BASE}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def make_software(count: int) -> list[str]:
    account = make_account(organisation=make_organisation(uid="town"))
    times = [NOON + timedelta(seconds=number // 2) for number in range(count)]
    return [
        make_repository(
            uid=f"s{number:03}", account=account, publiccode=SAID, first_seen_at=at, seen_at=at
        ).uid
        for number, at in enumerate(times)
    ]


def test_an_entry_has_the_shape_of_the_recorded_one(client: Client, shared: Path) -> None:
    file = shared / "data/catalogue/foreign/it-software-page1.json"
    recorded = json.loads(file.read_text("utf-8"))
    make_software(26)
    found = get(client, "software")
    assert set(found) == set(recorded)
    assert set(found["links"]) == set(recorded["links"])
    ours, theirs = found["data"][0], recorded["data"][0]
    assert {name: type(ours[name]) for name in theirs} == {
        name: type(value) for name, value in theirs.items()
    }
    start, theirs_start = (one["links"]["next"][:12] for one in (found, recorded))
    assert start == theirs_start == "?page[after]"
    for links in (found["links"], recorded["links"]):
        cursor = links["next"].removeprefix("?page[after]=")
        assert len(json.loads(base64.b64decode(cursor))) == 2


def test_the_document_is_yaml_without_addresses_of_people(client: Client) -> None:
    make_software(1)
    (one,) = get(client, "software")["data"]
    assert yaml.safe_load(one["publiccodeYml"]) == {
        **SAID, "maintenance": {"contacts": "…@b.example"}
    }  # fmt: skip
    assert "Outil é" in one["publiccodeYml"]


def test_pages_hold_everything_once_forwards_and_backwards(client: Client) -> None:
    made = make_software(7)
    first = get(client, "software?page[size]=3")
    second = get(client, f"software{first['links']['next']}")
    third = get(client, f"software{second['links']['next']}")
    found = [[one["id"] for one in page["data"]] for page in (first, second, third)]
    assert found == [made[:3], made[3:6], made[6:]]
    assert (first["links"]["prev"], third["links"]["next"]) == (None, None)
    back = get(client, f"software{third['links']['prev']}")
    assert [one["id"] for one in back["data"]] == made[3:6]
    assert get(client, f"software{back['links']['prev']}")["data"] == first["data"]


def test_a_new_entry_does_not_shift_the_pages(client: Client) -> None:
    made = make_software(4)
    first = get(client, "software?page[size]=2")
    make_repository(publiccode=SAID, first_seen_at=NOON - timedelta(days=1))
    second = get(client, f"software{first['links']['next']}")
    assert [one["id"] for one in second["data"]] == made[2:]


def test_more_than_a_hundred_are_cut_and_the_answer_says_so(client: Client) -> None:
    make_software(101)
    answer = client.get(f"{BASE}/software?page[size]=10000")
    assert len(answer.json()["data"]) == 100
    assert answer["Page-Size"] == "100"
    rest = get(client, f"software{answer.json()['links']['next']}")
    assert [one["id"] for one in rest["data"]] == ["s100"]
    assert len(get(client, "software")["data"]) == 25


def test_what_was_withdrawn_is_shown_on_demand_without_its_document(client: Client) -> None:
    make_repository(uid="a", publiccode=SAID)
    make_repository(uid="b", publiccode=SAID, withdrawn_at=NOON, withdrawn_reason="deleted")
    make_repository(uid="c")
    assert [one["id"] for one in get(client, "software")["data"]] == ["a"]
    everything = {one["id"]: one for one in get(client, "software?all=true")["data"]}
    assert set(everything) == {"a", "b"}
    assert (everything["b"]["active"], everything["b"]["publiccodeYml"]) == (False, "")
    assert get(client, "software/b") == everything["b"]


def test_an_address_finds_its_entry_also_by_a_former_one(client: Client) -> None:
    found = make_repository(uid="a", publiccode=SAID, url="https://x.example/a")
    found.aliases.create(
        url="https://x.example/old", url_key="x.example/old", since=NOON, source="test"
    )
    make_repository(uid="b", publiccode=SAID)
    for address in ("https://x.example/a.git", "https://x.example/old"):
        (one,) = get(client, f"software?url={address}")["data"]
        assert (one["id"], one["aliases"]) == ("a", ["https://x.example/old"])


def test_from_and_to_choose_by_creation(client: Client) -> None:
    made = make_software(4)
    late = "2026-05-04T12:00:01Z"
    assert [one["id"] for one in get(client, f"software?from={late}")["data"]] == made[2:]
    assert [one["id"] for one in get(client, "software?to=2026-05-04T12:00:00Z")["data"]] == made[
        :2
    ]
    assert get(client, "software?from=2026-05-04T14:00:02+02:00")["data"] == []


def test_a_publisher_says_where_its_code_is(client: Client) -> None:
    body = make_organisation(uid="town", name="Ville", names={"en": "Town"})
    make_account(organisation=body, full_path="ville", url="https://github.com/ville")
    Identifier.objects.create(organisation=body, scheme="siren", value="123456789")
    make_organisation(uid="silent")
    (one,) = get(client, "publishers")["data"]
    assert one["codeHosting"] == [{"url": "https://github.com/ville", "group": True}]
    assert (one["description"], one["alternativeId"]) == ("Town", "siren:123456789")
    assert one == get(client, "publishers/town") == get(client, "publishers/siren:123456789")


def test_the_one_catalogue_is_the_root_and_has_the_same_lists(client: Client) -> None:
    make_software(1)
    (one,) = get(client, "catalogs")["data"]
    assert one == get(client, f"catalogs/{one['id']}") == get(client, "catalogs/∅")
    assert {"driver": "github", "url": "https://github.com/", "args": []} in one["sources"]
    for name in ("software", "publishers"):
        assert get(client, f"catalogs/{one['id']}/{name}") == get(client, name)


def test_it_is_alive(client: Client) -> None:
    assert client.get(f"{BASE}/status").status_code == 204


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("software?page[size]=0", 422, "bad-parameter"),
        ("software?page[size]=-1", 422, "bad-parameter"),
        ("software?page[size]=٣", 422, "bad-parameter"),
        ("software?all=perhaps", 422, "bad-parameter"),
        ("software?from=yesterday", 422, "bad-parameter"),
        ("publishers?to=2026-99-99", 422, "bad-parameter"),
        ("software?page[after]=xyz", 400, "bad-cursor"),
        ("software?page[after]=W10=", 400, "bad-cursor"),
        ("software?page[after]=W10=&page[before]=W10=", 400, "page-and-cursor"),
        ("software/nothing", 404, "not-found"),
        ("publishers/nothing", 404, "not-found"),
        ("catalogs/nothing", 404, "not-found"),
        ("catalogs/nothing/software", 404, "not-found"),
        ("logs", 404, "not-found"),
        ("software/a/webhooks", 404, "not-found"),
    ],
)
def test_a_refusal_is_a_problem_with_words(
    client: Client, path: str, status: int, code: str
) -> None:
    answer = client.get(f"{BASE}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["type"] == f"/errors/{code}"
    assert {"title", "detail", "status", "instance"} < set(answer.json())
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["software", "publishers/x", "catalogs"])
def test_it_only_reads(client: Client, method: str, path: str) -> None:
    answer = getattr(client, method)(f"{BASE}/{path}")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("name", "queries"), [("software", 2), ("publishers", 3)])
def test_a_page_costs_the_same_for_one_and_for_twenty(
    client: Client, name: str, queries: int, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_repository(publiccode=SAID)
    with django_assert_num_queries(queries):
        assert len(get(client, name)["data"]) == count


NAMES = ["page[size]", "page[after]", "page[before]", "all", "url", "from", "to"]


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(["software", "publishers", "software/{}", "publishers/{}", "catalogs/{}"]),
    text=st.text(min_size=1, max_size=40),
    name=st.sampled_from(NAMES),
)
def test_no_value_makes_a_fault(client: Client, path: str, text: str, name: str) -> None:
    from urllib.parse import quote  # noqa: PLC0415

    cursor = base64.b64encode(json.dumps([text, text]).encode()).decode()
    for value in (text, cursor):
        answer = client.get(f"{BASE}/{path.format(quote(text, safe=''))}", {name: value})
        assert answer.status_code in {200, 400, 404, 422}
