"""Open data at its addresses, old and new."""

import csv
import gzip
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from pyarrow import parquet as pq

from beffroi.organisations.models import ForgeAccount
from beffroi.portal.data.tables import ADDRESSES, FORMER, OURS, TABLES
from beffroi.repositories.models import Library, Repository
from tests.makers import NOON, make_account, make_library, make_repository

pytestmark = pytest.mark.django_db
REPOSITORIES = (
    "awesome-score,archived,contributing,description,forks_count,full_name,fork,language,license,"
    "repo_name,owner,platform,publiccode,template,updated_at,id"
)
ORGANIZATIONS = (
    "icon_url,description,floss_policy,website,id,login,ministry,name,ospo_url,organization,"
    "repositories_count,followers,location,email,created_at,forge"
)
"""Source: code-catalogue §9.2."""


def asked(client: Client, address: str, **headers: str) -> Any:
    return client.get(f"/data/{address}", headers=headers)


def text_of(answer: Any) -> str:
    return str(answer.getvalue().decode())


def header(client: Client, address: str) -> str:
    return text_of(asked(client, address)).partition("\r\n")[0]


@pytest.fixture(autouse=True)
def _one() -> None:
    make_library()
    account = make_account(full_path="etalab", ospo_url="https://ospo.example")
    make_repository(
        account=account, name="one", is_at_heritage=True, updated_at=NOON,
        publiccode={"name": "One*", "description": {"fr": {"shortDescription": "Un [lien]"}},
                    "maintenance": {"contacts": [{"email": "jean@example.org"}]}},
    )  # fmt: skip


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_every_address_answers_programs_of_other_sites(client: Client, address: str) -> None:
    answer = asked(client, address)
    assert (answer.status_code, bool(answer.getvalue())) == (200, True)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Last-Modified"].endswith("GMT")
    again = asked(client, address, if_none_match=answer["ETag"])
    assert (again.status_code, again.getvalue()) == (304, b"")


@pytest.mark.parametrize("address", [one for one in sorted(ADDRESSES) if one.endswith("csv")])
def test_every_csv_file_has_a_header_even_without_rows(client: Client, address: str) -> None:
    Repository.objects.all().delete()
    Library.objects.all().delete()
    ForgeAccount.objects.all().delete()
    name, _form = ADDRESSES[address]
    assert header(client, address) == ",".join(TABLES[name].names)


def test_generation_3_has_the_columns_of_the_old_files(client: Client) -> None:
    assert header(client, "codegouvfr-repositories.csv") == REPOSITORIES
    assert header(client, "codegouvfr-organizations.csv") == ORGANIZATIONS
    assert header(client, "codegouvfr-forges.csv") == "host,kind"


@pytest.mark.parametrize("name", ["codegouvfr-repositories", "codegouvfr-organizations"])
def test_generation_3_says_the_same_in_csv_and_json(client: Client, name: str) -> None:
    table = csv.DictReader(io.StringIO(text_of(asked(client, f"{name}.csv")), newline=""))
    whole = json.loads(text_of(asked(client, f"{name}.json")))
    said = [
        {key: one if isinstance(one, str) else json.dumps(one) for key, one in row.items()}
        for row in whole
    ]
    assert said == [*table]


def test_the_page_that_loaded_the_short_files_finds_what_it_looks_for(client: Client) -> None:
    (row,) = json.loads(text_of(asked(client, "repos_preprod.json")))
    (owner,) = json.loads(text_of(asked(client, "owners.json")))
    assert (row["n"], row["fn"], row["o"], row["p"]) == (
        "one",
        "etalab/one",
        owner["id"],
        "github.com",
    )
    assert (row["u"], owner["r"]) == ("2026-05-04T12:00:00Z", 1)


def test_repositories_below_zero_are_not_in_the_short_file(client: Client) -> None:
    make_repository(is_archived=True)
    assert len(json.loads(text_of(asked(client, "repos_preprod.json")))) == 1
    assert len(json.loads(text_of(asked(client, "codegouvfr-repositories.json")))) == 2


def test_a_file_changes_its_tag_with_the_catalogue(client: Client) -> None:
    from beffroi.repositories.actions.withdraw import withdraw  # noqa: PLC0415

    before = asked(client, "repositories.csv")["ETag"]
    withdraw(list(Repository.objects.all()), reason="deleted", source="test", at=NOON)
    answer = asked(client, "repositories.csv", if_none_match=before)
    assert answer.status_code == 200


def test_a_new_reading_of_an_account_changes_the_tag_of_accounts_alone(client: Client) -> None:
    names = ("accounts.csv", "repositories.csv")
    before = [asked(client, name)["ETag"] for name in names]
    ForgeAccount.objects.update(read_at=NOON)
    after = [asked(client, name)["ETag"] for name in names]
    assert (before[0] == after[0], before[1] == after[1]) == (False, True)


def test_files_are_compressed_for_those_who_can_read_it(client: Client) -> None:
    plain = asked(client, "repositories.csv").getvalue()
    packed = asked(client, "repositories.csv", accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.getvalue()) == plain


def test_every_form_of_our_own_tables_has_the_same_rows(client: Client) -> None:
    for table in OURS:
        lines = text_of(asked(client, f"{table.name}.jsonl")).splitlines()
        whole = json.loads(text_of(asked(client, f"{table.name}.json")))
        file = io.BytesIO(asked(client, f"{table.name}.parquet").getvalue())
        assert [json.loads(one) for one in lines] == whole
        assert pq.read_table(file).column("uid").to_pylist() == [row["uid"] for row in whole]


def test_generation_2_is_asked_for_at_the_address_of_generation_1(client: Client) -> None:
    first = header(client, "repositories/csv/all.csv")
    second = header(client, "repositories/csv/all.csv?generation=2")
    assert second.split(",")[:7] == ["id", *first.split(",")[:5], "default_branch"]
    refused = asked(client, "repositories/csv/all.csv?generation=4")
    assert (refused.status_code, b"known: 1, 2" in refused.content) == (400, True)


def test_projects_describe_themselves_without_e_mail_addresses(client: Client) -> None:
    (project,) = json.loads(text_of(asked(client, "awesome.json")))
    assert (project["name"], project["releases"]) == ("One*", [])
    assert "jean@" not in json.dumps(project)
    text = text_of(asked(client, "awesome-codegouvfr.md"))
    assert "- [One\\*](https://github.com/etalab/one) - Un \\[lien\\]\n" in text


def test_offices_name_their_accounts(client: Client) -> None:
    make_account(
        full_path="second", ospo_url="https://ospo.example", floss_policy="https://p.example"
    )
    (office,) = asked(client, "fr-ospos.json").json()
    assert (office["url"], office["floss_policy"]) == ("https://ospo.example", "https://p.example")
    assert office["code"] == ["https://github.com/etalab", "https://github.com/second"]


def test_no_address_below_data_is_taken_twice() -> None:
    count = sum(len(table.files) for table in (*OURS, *FORMER))
    assert len(ADDRESSES) == count


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/data/repositories.csv").status_code == 405


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_names_every_address_every_table_and_every_column(
    client: Client, language: str
) -> None:
    text = client.get(f"/{language}/data/").content.decode()
    assert [one for one in ADDRESSES if f'href="/data/{one}"' not in text] == []
    assert [name for name in TABLES if f'href="/data/schemas/{name}.json"' not in text] == []
    columns = {column for table in TABLES.values() for column in table.names}
    assert [name for name in sorted(columns) if f"<code>{name}</code>" not in text] == []


def test_no_two_things_of_the_page_have_one_name(client: Client) -> None:
    names = re.findall(r'\bid="([^"]+)"', client.get("/en/data/").content.decode())
    assert sorted(names) == sorted(set(names))
