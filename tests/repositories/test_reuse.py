"""What a publiccode.yml says to whoever may reuse it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from beffroi.forges.metadata import parse_publiccode
from beffroi.repositories.pages.reuse import Block, blocks, reuse, spoken
from tests.makers import make_organisation, make_repository

SAID: dict[str, Any] = {
    "name": "Tool", "developmentStatus": "stable", "softwareType": "standalone/web",
    "softwareVersion": "1.2", "releaseDate": "2026-01-02", "platforms": ["web"],
    "usedBy": ["Town A", "Town B", "", 3], "roadmap": "javascript:alert(1)",
    "fundedBy": [{"name": "Ministry", "uri": "x"}, "odd"],
    "maintenance": {
        "type": "contract",
        "contractors": [{"name": "Firm", "email": "someone@firm.example"}],
        "contacts": [{"name": "Jane Roe", "email": "jane@town.example"}],
    },
    "localisation": {"availableLanguages": ["fr", "xx-bad-tag-here"]},
    "description": {
        "it": {"shortDescription": "Uno strumento"},
        "fr": {
            "longDescription": "**Un** outil\npour tous.\n\n- un `plan`\n- deux\n\n# Fin",
            "features": ["Cartes", "Plans"],
            "documentation": "https://doc.example/",
        },
    },
}  # fmt: skip
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from([*SAID, "fr", "en", "x", "type"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def facts(publiccode: dict[str, Any]) -> dict[str, str]:
    found = reuse(publiccode)
    assert found is not None
    return {one.term: one.text or one.links[0][1] for one in found.facts}


def test_facts_for_reuse_are_said_in_words() -> None:
    said = facts(SAID)
    assert said["State of development"] == "Stable"
    assert said["Type of software"] == "Web application"
    assert said["Used by"] == "Town A, Town B"
    assert said["Funded by"] == "Ministry"
    assert said["Maintained"] == "By contract"
    assert said["Languages"] == "French, xx-bad-tag-here"
    assert said["Documentation"] == "https://doc.example/"
    assert "Roadmap" not in said


def test_persons_and_mail_addresses_are_not_shown() -> None:
    shown = str(reuse(SAID))
    assert "Jane" not in shown
    assert "@firm" not in shown


def test_the_description_is_in_the_language_of_the_page_else_english_else_the_first() -> None:
    with translation.override("fr"):
        assert spoken(SAID)[1] == "fr"
    assert spoken(SAID)[1] == "fr"  # no English: the first of the alphabet
    assert spoken({"description": {"it": {}, "en-GB": {}}})[1] == "en-GB"
    assert spoken({"description": "text"}) == ({}, "")


def test_markdown_becomes_paragraphs_and_lists_of_plain_text() -> None:
    text = "**A** [link](https://x.example) and ![image](a.png)\nmore\n\n1. one\n   two\n* `three`"
    assert list(blocks(text)) == [
        Block(is_list=False, lines=("A link and image more",)),
        Block(is_list=True, lines=("one two", "three")),
    ]


@pytest.mark.django_db
@pytest.mark.slow
def test_the_page_shows_it_as_text_never_as_markup(client: Client) -> None:
    said = {"description": {"en": {"longDescription": "<script>alert(1)</script> " * 9}}}
    made = make_repository(publiccode=said, files={"publiccode": "publiccode.yml"})
    page = client.get(f"/en/repositories/{made.uid}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.django_db
@pytest.mark.slow
def test_without_a_file_the_page_offers_a_draft(client: Client) -> None:
    made = make_repository()
    page = client.get(f"/en/repositories/{made.uid}/").content.decode()
    assert "Nobody has described it for reuse yet" in page
    assert f"/en/repositories/{made.uid}/publiccode.yml" in page


def test_every_real_file_can_be_shown(shared: Path) -> None:
    files = sorted((shared / "data/catalogue/publiccode/real").glob("*.yml"))
    shown = 0
    for file in files:
        try:
            said = parse_publiccode(file.read_bytes())
        except Exception:  # noqa: BLE001, S112 (one of them is no YAML, which others test)
            continue
        found = reuse(said)
        shown += bool(found and found.facts and found.text)
    assert shown >= len(files) - 5


@given(ANYTHING)
def test_any_document_is_shown_or_nothing(said: Any) -> None:
    found = reuse(said)
    assert (found is None) == (not isinstance(said, dict) or not said)


@given(some.text())
def test_any_text_becomes_blocks_with_words(text: str) -> None:
    for block in blocks(text):
        assert block.lines


@pytest.mark.django_db
@pytest.mark.slow
def test_users_that_the_registry_knows_lead_to_their_page(client: Client) -> None:
    body = make_organisation(name="Ville de Lyon")
    said = {"usedBy": ["Ville de Lyon", "Somebody"], "maintenance": {"contacts": [
        {"name": "Jane", "affiliation": "Metropolis"}]}}  # fmt: skip
    made = make_repository(
        publiccode=said, sources={"publiccode": {"by": "look", "at": "2026-05-04T12:00:00Z"}}
    )
    page = client.get(f"/en/repositories/{made.uid}/").content.decode()
    assert f'<a href="/en/organisations/{body.uid}/"><bdi>Ville de Lyon</bdi></a>, Somebody' in page
    assert "Metropolis" in page
    assert "Source: read in its code, 4 May 2026" in page


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("http://Forge.example/Body/Tool.git", ""),
        ("https://forge.example/body/other", "https://forge.example/body/other"),
        ("no address", ""),
        (3, ""),
        (None, ""),
    ],
)
def test_a_file_that_names_another_repository_is_told(named: object, expected: str) -> None:
    found = reuse({"name": "Tool", "url": named}, here="https://forge.example/body/tool")
    assert found is not None
    assert found.elsewhere == expected


@pytest.mark.django_db
def test_the_page_tells_it_as_text(client: Client) -> None:
    said = {**SAID, "url": "https://forge.example/<b>other"}
    repository = make_repository(publiccode=said)
    page = client.get(f"/en/repositories/{repository.uid}/").content.decode()
    assert "names another repository as its own: https://forge.example/&lt;b&gt;other" in page
