"""Every code of an error has words in both languages and a page."""

import re
from pathlib import Path

import pytest
from django.test import Client

from beffroi.portal.meanings import groups, meaning
from beffroi.portal.problems import TITLES

DOCS = Path(__file__).resolve().parents[2] / "docs/errors.md"
CODES = [code for group in groups() for one in group.meanings for code in one.codes]


def test_the_pages_know_the_codes_of_the_documentation() -> None:
    heads = re.findall(r"^### (.+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    documented = [code for head in heads for code in re.findall("`([^`]+)`", head)]
    assert set(CODES) == set(documented), "meanings.toml and docs/errors.md have the same codes"


def test_no_code_means_two_things() -> None:
    assert len(CODES) == len(set(CODES))


def test_every_code_has_words_in_both_languages() -> None:
    silent = [one.codes for group in groups() for one in group.meanings if not all(
        one.words.values())]  # fmt: skip
    assert silent == []


def test_every_problem_of_a_page_is_explained() -> None:
    assert [code for code in TITLES if meaning(code) is None] == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_code_has_a_page(client: Client, language: str) -> None:
    for code in CODES:
        page = client.get(f"/{language}/errors/{code}/")
        assert page.status_code == 200, code
        assert f"<code>{code}</code>" in page.content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_address_in_problem_details_leads_to_the_page(client: Client) -> None:
    answer = client.get("/errors/timeout", headers={"accept-language": "fr"})
    assert (answer.status_code, answer["Location"]) == (302, "/fr/errors/timeout/")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/errors/nothing", "/en/errors/nothing/"])
def test_an_unknown_code_is_404(client: Client, address: str) -> None:
    assert client.get(address, follow=True).status_code == 404
