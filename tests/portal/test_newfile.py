"""The page of ten questions."""

import pytest
from django.test import Client

from beffroi.policy.publiccode import judge
from beffroi.portal.newfile import found, known
from tests.makers import make_repository
from tests.policy.asking.test_answers import ANSWERS

PAGE = "/en/publiccode/new/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "What is it called?"), ("fr", "Comment s’appelle-t-il\u202f?")]
)
def test_the_questions_are_asked_in_the_language_of_the_page(
    client: Client, language: str, words: str
) -> None:
    text = client.get(f"/{language}/publiccode/new/").content.decode()
    assert f"1. {words}" in text
    assert f'name="language" value="{language}"' in text


@pytest.mark.django_db
def test_answers_become_a_file_to_download(client: Client) -> None:
    answer = client.post(PAGE, {**ANSWERS, "do": "file"})
    assert answer["Content-Disposition"] == 'attachment; filename="publiccode.yml"'
    assert judge(answer.content).results == ()


@pytest.mark.django_db
def test_answers_become_a_file_to_copy(client: Client) -> None:
    answer = client.post(PAGE, {**ANSWERS, "do": "show"})
    assert answer.status_code == 200
    assert "Your file is valid" in answer.content.decode()
    assert "license: EUPL-1.2" in answer.content.decode()


@pytest.mark.django_db
def test_what_was_typed_stays_and_what_is_wrong_is_said_at_its_field(client: Client) -> None:
    answer = client.post(PAGE, {**ANSWERS, "licence": "<ours>", "do": "file"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="&lt;ours&gt;"' in text
    assert 'aria-describedby="f-licence-h f-licence-e"' in text
    assert '<a href="#f-licence">' in text
    assert 'value="standalone/web" checked' in text
    assert "- un\n- deux</textarea>" in text.replace("\r", "")


@pytest.mark.django_db
def test_without_answers_all_of_them_need_somebody(client: Client) -> None:
    answer = client.post(PAGE, {})
    assert answer.status_code == 400
    assert "13 answers need you" in answer.content.decode()


@pytest.mark.django_db
def test_a_repository_of_the_catalogue_fills_in_what_is_known(client: Client) -> None:
    make_repository(uid="medusa", name="Médusa", licence="MIT", url="https://forge.example/a/b")
    for query in ("repository=medusa", "address=https://forge.example/a/b.git"):
        text = client.get(f"{PAGE}?{query}").content.decode()
        assert 'name="name" value="Médusa"' in text
        assert 'name="licence" value="MIT"' in text
        assert "/en/repositories/medusa/" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["repository=none", "repository=%00", "address=nonsense", "address=%00https://x"]
)
def test_what_the_catalogue_does_not_know_is_said(client: Client, query: str) -> None:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert "Not filled in" in answer.content.decode()


@pytest.mark.django_db
def test_its_own_file_answers_first_and_no_address_of_a_person_is_given() -> None:
    said = {"name": "Own", "maintenance": {"type": "internal", "contacts": [
        {"name": "Team", "email": "team@body.example"}]}}  # fmt: skip
    row = make_repository(name="Other", publiccode=said, is_archived=True)
    answers = known(row, "en")
    assert (answers["name"], answers["contact"], answers["status"]) == ("Own", "Team", "obsolete")
    assert "email" not in answers


@pytest.mark.django_db
def test_a_former_address_leads_to_the_repository() -> None:
    row = make_repository(url="https://forge.example/a/new")
    row.aliases.create(
        url="https://forge.example/a/old", url_key="forge.example/a/old", since=row.seen_at
    )
    assert found("https://forge.example/a/old") == row
    assert found("") is None


@pytest.mark.django_db
def test_the_page_of_a_repository_leads_to_the_questions(client: Client) -> None:
    make_repository(uid="medusa")
    text = client.get("/en/repositories/medusa/").content.decode()
    assert "/en/publiccode/new/?repository=medusa" in text
